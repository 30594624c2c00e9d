"""The pages of the house itself: display settings, accessibility, the components, health and static files."""

import sqlite3
from typing import Any

import msgspec
from litestar import MediaType, Response, get, post
from litestar.params import FromPath
from sqlalchemy import text

from hoanhap import __version__
from hoanhap.base import sqlite
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import N_, Missing
from hoanhap.web import pages
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, Asked, settings_of, visitor


class Option(msgspec.Struct, frozen=True):
    """One choice of a list of radios."""

    value: str
    label: str
    note: str = ""


class DisplayPage(msgspec.Struct, frozen=True):
    """The display settings as they are."""

    themes: list[Option]
    languages: list[Option]
    is_saved: bool


_THEMES = {
    "device": N_("Theo máy của quý vị"),
    "light": N_("Nền sáng, chữ tối"),
    "dark": N_("Nền tối, chữ sáng"),
}


@get("/settings/display", audience=PUBLIC, name="display settings")
async def display(request: Asked) -> Page:
    """Show how pages look for this visitor."""
    reading = visitor(request)
    chosen = Form({"theme": reading.theme, "language": reading.language}, pages.translate(request))
    return Page("house/display.html", _display_page(request), form=chosen)


@post("/settings/display", audience=PUBLIC, name="save display settings")
async def save_display(request: Asked) -> Page | Response[bytes]:
    """Keep how pages should look, in cookies of this browser."""
    form, _ = pages.posted(request), pages.translate(request)
    theme = form.choice("theme", THEMES, missing=_("Chọn một kiểu màu."))
    language = form.choice("language", ("vi", "en"), missing=_("Chọn một ngôn ngữ."))
    if not form.ok:
        return pages.invalid("house/display.html", _display_page(request), form)
    settings = settings_of(request)
    kept = [
        pages.lasting_cookie(settings, THEME_COOKIE, theme),
        pages.lasting_cookie(settings, LANGUAGE_COOKIE, language),
    ]
    return seen("/settings/display?saved=yes", cookies=kept)


@get("/accessibility", audience=PUBLIC, name="accessibility")
async def accessibility() -> Page:
    """What is done so that nobody is shut out, and how to complain."""
    return Page("house/accessibility.html")


@get("/components", audience=PUBLIC, name="components")
async def components() -> Page:
    """Every component in every state, for those who build and test."""
    return Page("components_page.html")


@get("/static/{path:path}", audience=PUBLIC, name="static file")
async def static(request: Asked, path: FromPath[str]) -> Response[bytes]:
    """A static file by its hashed path, to be kept for a year."""
    asset = request.app.state.assets.get(str(path).lstrip("/"))
    if asset is None:
        raise Missing
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}
    body = asset.body
    if asset.zipped and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["content-encoding"] = asset.zipped, "gzip"
    return Response(body, media_type=asset.media_type, headers=headers)


@get("/health/live", audience=PUBLIC, name="live", media_type=MediaType.JSON)
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live", "version": __version__}


@get("/health/ready", audience=PUBLIC, name="ready", media_type=MediaType.JSON)
async def ready(request: Asked) -> Response[dict[str, Any]]:
    """The database answers and is set up; 503 otherwise, by way of `Unavailable`."""
    database: Database = request.app.state.database
    revision = await database.read(_revision)
    facts = {"status": "ready", "revision": revision, "sqlite": sqlite3.sqlite_version}
    is_ready = revision is not None and (not database.is_sqlite or sqlite.is_safe())
    if not is_ready:
        facts["status"] = "not ready"
    return Response(facts, status_code=200 if is_ready else 503, media_type=MediaType.JSON)


def _revision(db: Db) -> str | None:
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _display_page(request: Asked) -> DisplayPage:
    _ = pages.translate(request)
    return DisplayPage(
        [Option(value, _(label)) for value, label in _THEMES.items()],
        [Option("vi", "Tiếng Việt"), Option("en", "English")],
        request.query_params.get("saved") == "yes",
    )


ROUTES = [display, save_display, accessibility, components, static, live, ready]
