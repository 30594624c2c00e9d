"""The house rules that no tool knows: what may stand where, and that every address keeps working."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

import hoanhap
from hoanhap.app import ROUTES, create_app
from hoanhap.listeners import LISTENERS
from hoanhap.settings import Settings
from hoanhap.web.assets import folder
from hoanhap.web.pages import arrive
from hoanhap.web.security import ADMINS, PUBLIC, SIGNED_IN, WORKERS

SOURCE = Path(hoanhap.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
TEMPLATES = sorted(folder("templates").rglob("*.html"))
LANDED = Path(__file__).with_name("routes.txt")
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/model.py"))
PAGES = {
    "account.py",
    "consenting.py",
    "display.py",
    "manage.py",
    "moving.py",
    "out_of_order.py",
    "pages.py",
    "requests.py",
    "showing.py",
    "welcome.py",
    "widely.py",
}
"""The files that hold pages."""
CLOCKS = {"now", "utcnow", "today", "uuid1", "uuid4", "fromtimestamp"}


def test_a_page_catches_nothing() -> None:
    pages = [path for path in MODULES if path.name in {*PAGES, "journey.py"} and path.parent != SOURCE / "web"]

    assert len(pages) > 5
    assert [where(path, node) for path in pages for node in walk(path) if isinstance(node, ast.Try)] == []


def test_only_the_base_asks_what_time_it_is_or_draws_lots() -> None:
    asking = [
        where(path, node)
        for path in MODULES
        if path.parent.name != "base"
        for node in walk(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in CLOCKS and isinstance(node.func.value, ast.Name)
        if node.func.value.id in {"datetime", "date", "uuid"}
    ]

    assert asking == []


def test_only_the_renderer_makes_markup() -> None:
    using = {path.relative_to(SOURCE).as_posix() for path in MODULES if "Markup" in path.read_text("utf-8")}

    assert using == {"web/pages.py"}


def test_only_pages_and_the_web_speak_of_templates() -> None:
    speaking = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if re.search(r"import.*\bPage\b", path.read_text("utf-8")) and path.parent.name != "web"
    }

    assert {Path(name).name for name in speaking} <= PAGES


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_lists_what_it_opens(room: str) -> None:
    door = importlib.import_module(f"hoanhap.{room}")
    imported = {
        alias.asname or alias.name
        for node in walk(SOURCE / room / "__init__.py")
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert imported == set(door.__all__)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_holds_no_code_and_trusts_nothing(template: Path) -> None:
    html = template.read_text("utf-8")

    assert re.findall(r"\bstyle=|\son\w+=|hx-on|javascript:|<style|\|\s*safe\b|autoescape|js:", html) == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.name))
def test_a_route_says_who_it_is_for(route: HTTPRouteHandler) -> None:
    assert route.opt["audience"] in (PUBLIC, SIGNED_IN, WORKERS, ADMINS)


def test_every_route_has_a_name_of_its_own() -> None:
    names = [route.name for route in ROUTES]

    assert len(set(names)) == len(names)
    assert all(names)


def test_every_request_arrives_through_the_same_door() -> None:
    app = create_app(Settings(database_url="sqlite://"), with_worker=False)

    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    handlers = [handler for route in routes for handler in route.route_handlers if "audience" in handler.opt]

    assert {handler.name for handler in handlers} == {route.name for route in ROUTES}
    assert {handler.resolve_before_request() for handler in handlers} == {arrive}


def test_an_address_once_landed_keeps_working() -> None:
    landed = LANDED.read_text("utf-8").split("\n")[:-1]

    assert landed == sorted(landed)
    assert [line for line in landed if line not in served()] == []
    assert [line for line in served() if line not in landed] == [], "write them to tests/routes.txt"


def test_every_reaction_is_to_an_event_that_exists() -> None:
    facts = {
        node.name
        for path in MODULES
        for node in walk(path)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Fact" for base in node.bases)
    }

    assert set(LISTENERS) <= facts


def served() -> list[str]:
    """Every address that is served, with its method."""
    return sorted(f"{method} {path}" for route in ROUTES for path in route.paths for method in route.http_methods)


def walk(path: Path) -> Iterator[ast.AST]:
    """Every node of a module."""
    return ast.walk(ast.parse(path.read_text("utf-8")))


def where(path: Path, node: ast.AST) -> str:
    """The place of a node, as editors find it."""
    return f"{path.relative_to(SOURCE)}:{getattr(node, 'lineno', '?')}"
