"""What is asked only once is really the same: looks that others found good, and pages that are built alike."""

import re
from pathlib import Path

from e2e.accessibility.memory import Memory
from e2e.accessibility.viewer import Viewer
from e2e.measures import measured
from hoanhap.web.assets import folder

NAMED_BY_A_STYLE = re.compile(r"\[([a-z-]+)")
ALIKE = "<main class=a><a href='/a'>One</a><input type=radio name=x checked aria-label=x></main>"
TELLS_APART = [
    ("class=a", "class=b"),
    ("<a href='/a'>", "<a>"),
    ("<a href='/a'>", "<a href='tel:1'>"),
    ("<a href", "<a data-kind=x href"),
    ("type=radio", "type=checkbox"),
    (" checked", ""),
    ("<a href", "<a tabindex=1 href"),
    ("<a href", "<a style='color: red' href"),
    ("<a href", "<a aria-current=page href"),
    ("</main>", "<b></b></main>"),
]


def test_a_look_is_known_once_somebody_found_it_good(tmp_path: Path) -> None:
    one, other = Memory(tmp_path / "good.txt"), Memory(tmp_path / "good.txt")
    assert not other.has("ring", "a")

    one.add("ring", "a")

    assert one.has("ring", "a")
    assert other.has("ring", "a")
    assert not other.has("ring", "b")
    assert not other.has("text", "a")


def test_a_line_that_is_still_being_written_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "good.txt"
    Memory(file).add("ring", "a")
    file.write_text(file.read_text("ascii")[:-1], "ascii")

    assert not Memory(file).has("ring", "a")


def test_pages_are_built_alike_when_only_their_words_differ(viewer: Viewer) -> None:
    build = _build(viewer, ALIKE)

    assert build == _build(viewer, ALIKE.replace("One", "Một").replace("'/a'", "'/b'"))
    for part, other in TELLS_APART:
        assert build != _build(viewer, ALIKE.replace(part, other)), other


def test_a_build_tells_all_that_styles_can_name(viewer: Viewer) -> None:
    styles = [each.read_text("utf-8") for each in folder("static").rglob("css/**/*.css")]
    named = {name for text in styles for name in NAMED_BY_A_STYLE.findall(text)}
    assert named

    plain = _build(viewer, "<a>One</a>")

    assert {each for each in named if _build(viewer, f"<a {each}=x>One</a>") == plain} == set()


def _build(viewer: Viewer, html: str) -> str:
    return str(measured(viewer.show_html(html), "build"))
