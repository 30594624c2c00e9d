"""The pages of the house itself: the components, a form that was kept, health and static files."""

import sqlite3
from datetime import datetime
from typing import Any

import msgspec
from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import text

from hoanhap import __version__
from hoanhap.base import sqlite
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.web import kept, pages, ranges
from hoanhap.web.aloud import Aloud
from hoanhap.web.kept import Unfinished
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import PUBLIC, SIGNED_IN
from hoanhap.web.signing import SignVideos
from hoanhap.web.visitor import UNFINISHED_COOKIE, Asked, cookies


class UnfinishedPage(msgspec.Struct, frozen=True):
    """A form that was kept, and everything that is sent again with it."""

    form: Unfinished
    fields: dict[str, str]


@get("/unfinished", audience=SIGNED_IN, name="unfinished form")
async def unfinished(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Go on with the form that was sent when the sign-in had run out; nothing was done with it meanwhile."""
    token = cookies(request).get(UNFINISHED_COOKIE, "")
    found = await db.read(kept.find, token, who(request).account_id, now=now)
    if found is None:
        return seen("/bookings")
    return Page("house/unfinished.html", UnfinishedPage(found, {**found.fields, pages.UNFINISHED_FIELD: "yes"}))


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


@get("/aloud/{file:str}", audience=PUBLIC, name="page read aloud")
async def aloud(request: Asked, file: FromPath[str]) -> Response[Any]:
    """What a page says, for whoever was given its address; it is spoken when it is first asked for."""
    keeper: Aloud = request.app.state.aloud
    path = await keeper.spoken(file)
    return await ranges.send_file(request, path, "audio/mpeg", {"cache-control": "private, max-age=3600"})


@get("/videos/{file:str}", audience=PUBLIC, name="file of a sign video")
async def sign_video(request: Asked, file: FromPath[str]) -> Response[Any]:
    """A video in sign language, its picture or its captions."""
    videos: SignVideos = request.app.state.sign_videos
    found = videos.file(file)
    if found is None:
        raise Missing
    return await ranges.send_file(request, *found, {"cache-control": "public, max-age=86400"})


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


ROUTES = [unfinished, components, static, aloud, sign_video, live, ready]
