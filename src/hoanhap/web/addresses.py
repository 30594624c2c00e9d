"""Which page of ours an address leads to."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from litestar.routes import HTTPRoute

from hoanhap.web.security import is_safe_path
from hoanhap.web.visitor import Asked


def page_of(request: Asked, address: str) -> str:
    """The name of the page at an address of ours, or nothing."""
    if not is_safe_path(address):
        return ""
    known = {
        route.path: handler.name or ""
        for route in request.app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "GET" in handler.http_methods
    }
    return page_at(urlsplit(address).path, known) or ""


def page_at(path: str, pages: Mapping[str, str]) -> str | None:
    """The name of the page at a path, by the patterns of their addresses; what is spelt out goes first."""
    fitting = [pattern for pattern in pages if _fits(pattern, path)]
    return pages[min(fitting, key=lambda pattern: pattern.count("{"))] if fitting else None


def _fits(pattern: str, path: str) -> bool:
    wanted, given = pattern.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        part == here or (part.startswith("{") and here != "") for part, here in zip(wanted, given, strict=True)
    )
