"""The templates as text: every word is translated, every import is used, every component is shown."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from typing_extensions import override

from hoanhap.web.assets import folder

TEMPLATES = folder("templates")
PAGES = sorted(TEMPLATES.rglob("*.html"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
STYLES = folder("static") / "css" / "components"
OUR_NAME = "Hòa Nhập"
NOT_ASCII = re.compile(r"[^\W\d_a-zA-Z]")
TRANSLATING = {"_", "gettext", "ngettext"}
every_template = pytest.mark.parametrize(
    "template", [pytest.param(path, id=path.relative_to(TEMPLATES).as_posix()) for path in PAGES]
)
every_component = pytest.mark.parametrize("component", [pytest.param(path, id=path.stem) for path in COMPONENTS])


@every_template
def test_every_word_of_a_template_is_translated(template: Path) -> None:
    source = re.sub(r"{%-? *trans\b.*?endtrans *-?%}", "", template.read_text("utf-8"), flags=re.DOTALL)
    reader = _Words()
    reader.feed(re.sub(r"{[{%#].*?[}%#]}", " ", source, flags=re.DOTALL))
    reader.close()

    assert reader.words - set(OUR_NAME.split()) == set()


@every_template
def test_every_vietnamese_string_in_a_template_is_translated(template: Path) -> None:
    loose = [text for text in _strings_outside(parsed(template)) if NOT_ASCII.search(text)]

    assert [text for text in loose if text != SAMPLE_NAME] == []


@every_template
def test_every_import_of_a_template_is_used(template: Path) -> None:
    tree = parsed(template)
    imported = {
        name if isinstance(name, str) else name[1] for each in tree.find_all(nodes.FromImport) for name in each.names
    }
    used = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "load"}

    assert imported - used == set()


@every_component
def test_a_component_is_one_macro_of_its_name(component: Path) -> None:
    assert [each.name for each in parsed(component).find_all(nodes.Macro)] == [component.stem]


@every_component
def test_a_component_is_shown_on_its_page(component: Path) -> None:
    shown = {
        template
        for name in ("components_page.html", "layouts/base.html")
        for each in parsed(TEMPLATES / name).find_all(nodes.FromImport)
        if isinstance(template := getattr(each.template, "value", None), str)
    }
    part_of_radios = {"components/choice.html"}

    assert f"components/{component.name}" in shown | part_of_radios


@every_component
def test_a_component_that_has_a_class_of_its_own_has_a_style(component: Path) -> None:
    named = component.stem.replace("_", "-")
    has_class = re.search(rf'class="[^"]*\b{named}\b', component.read_text("utf-8")) is not None

    assert not has_class or (STYLES / f"{component.stem}.css").exists() or named in _styled()


def test_no_style_is_left_without_its_component() -> None:
    assert {path.stem for path in STYLES.glob("*.css")} - {path.stem for path in COMPONENTS} == set()


def parsed(template: Path) -> nodes.Template:
    """The tree of a template."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    return environment.parse(template.read_text("utf-8"))


SAMPLE_NAME = "Nguyễn Trần Thị Phương Khuyên"
"""What stands in a field of the page of components: names are not translated."""


def _strings_outside(node: nodes.Node) -> Iterator[str]:
    """Every string that is not handed to gettext."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATING:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _strings_outside(child)


def _styled() -> str:
    return "\n".join(path.read_text("utf-8") for path in STYLES.parent.rglob("*.css"))


class _Words(HTMLParser):
    """Gathers the words between tags, and those of attributes that are said."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()

    @override
    def handle_data(self, data: str) -> None:
        self.words |= set(re.findall(r"[^\W\d_]{2,}", data))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"alt", "aria-label", "placeholder", "title"}:
                self.handle_data(value or "")
