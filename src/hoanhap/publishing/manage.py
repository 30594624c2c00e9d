"""The pages of those who show a place in photos: which there are, what each shows, and one more."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import PhotoView, Workplace
from hoanhap.events import Actor
from hoanhap.publishing import album, forms, pictures, queries, rules
from hoanhap.publishing.pages import PLACE, allowed
from hoanhap.publishing.pictures import Picture
from hoanhap.publishing.queries import Album
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked

LIST, ONE, REMOVAL = (f"publishing/{name}.html" for name in ("photos", "photo", "photo_removal"))
PHOTOS = f"{PLACE}/photos"
PLACES = {str(each) for each in range(1, rules.MOST_PHOTOS + 1)}
LARGEST_FORM = 16_000_000
"""A picture that is too large is still read, so that it is refused in words beside the field."""


class PhotosPage(msgspec.Struct, frozen=True):
    """The photos of a place, and the form for one more; `done` is what was done just now."""

    place: Workplace
    album: Album
    done: str = ""


class PhotoPage(msgspec.Struct, frozen=True):
    """One photo, and what it shows; `is_stale` when somebody else has said something else meanwhile."""

    place: Workplace
    photo: PhotoView
    number: int
    done: str = ""
    is_stale: bool = False

    @property
    def version(self) -> str:
        """What is said of it now."""
        return queries.version_of(self.photo)


@get(PHOTOS, audience=WORKERS, name="photos of a place")
async def photos(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """Which photos there are, in which order, and what they show."""
    page = await db.read(_photos, slug, by=pages.actor(request))
    return Page(LIST, msgspec.structs.replace(page, done=pages.asked(request).value("done")))


@post(
    PHOTOS,
    audience=WORKERS,
    name="add a photo",
    doing=N_("Thêm một ảnh."),
    takes_file=pages.AS_IT_IS,
    request_max_body_size=LARGEST_FORM,
)
async def add(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Keep a picture, and go on to what it shows: until that is said nobody sees it, and nothing is lost meanwhile."""
    form, by = pages.posted(request), pages.actor(request)
    page = await db.read(_photos, slug, by=by)
    photo = forms.photo(form, await pictures.read(pages.posted_file(request)), page.album)
    if photo is None:
        return pages.invalid(LIST, page, form)
    photo_id = await db.write(_add, slug, photo, by=by, now=now)
    return seen(f"{_photos_at(slug)}/{photo_id}?done=added")


@get(f"{PHOTOS}/{{photo_id:int}}", audience=WORKERS, name="photo of a place")
async def photo(request: Asked, db: NamedDependency[Database], slug: FromPath[str], photo_id: FromPath[int]) -> Page:
    """Ask what a photo shows."""
    page = await db.read(_photo, slug, photo_id, by=pages.actor(request))
    page = msgspec.structs.replace(page, done=pages.asked(request).value("done"))
    return Page(ONE, page, form=Form(forms.photo_typed(page.photo.texts), pages.translate(request)))


@post(f"{PHOTOS}/{{photo_id:int}}", audience=WORKERS, name="describe a photo", doing=N_("Ghi một ảnh cho thấy gì."))
async def describe(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    photo_id: FromPath[int],
) -> Page | Response[bytes]:
    """Say it; whoever said something else meanwhile is not overwritten unseen."""
    form, by = pages.posted(request), pages.actor(request)
    page, texts = await db.read(_photo, slug, photo_id, by=by), forms.photo_texts(form)
    if texts is None:
        return pages.invalid(ONE, page, form)
    if form.value("version") != page.version and texts != page.photo.texts:
        return Page(ONE, msgspec.structs.replace(page, is_stale=True), form=form, status=409)
    await db.write(_describe, slug, photo_id, texts, form.value("version"), by=by, now=now)
    return seen(f"{_photos_at(slug)}?done=described")


@post(f"{PHOTOS}/{{photo_id:int}}/place", audience=WORKERS, name="move a photo", doing=N_("Đổi thứ tự ảnh."))
async def move(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    photo_id: FromPath[int],
) -> Response[bytes]:
    """Let a photo stand earlier or later: at a place, so that the same sent twice is the same."""
    form, by = pages.posted(request), pages.actor(request)
    await db.write(_move, slug, photo_id, form.value("to"), form.value("version"), by=by, now=now)
    return seen(f"{_photos_at(slug)}?done=moved")


@get(f"{PHOTOS}/{{photo_id:int}}/removal", audience=WORKERS, name="ask before removing a photo")
async def removal(request: Asked, db: NamedDependency[Database], slug: FromPath[str], photo_id: FromPath[int]) -> Page:
    """Ask once more: a photo that is removed is gone."""
    return Page(REMOVAL, await db.read(_photo, slug, photo_id, by=pages.actor(request)))


@post(f"{PHOTOS}/{{photo_id:int}}/removal", audience=WORKERS, name="remove a photo", doing=N_("Gỡ một ảnh."))
async def remove(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    photo_id: FromPath[int],
) -> Response[bytes]:
    """Take it away."""
    version = pages.posted(request).value("version")
    await db.write(_remove, slug, photo_id, version, by=pages.actor(request), now=now)
    return seen(f"{_photos_at(slug)}?done=removed")


def _photos_at(slug: str) -> str:
    return f"/organization/places/{slug}/offerings/photos"


def _photos(db: Db, slug: str, *, by: Actor) -> PhotosPage:
    place, _ = allowed(db, slug, by)
    return PhotosPage(place, queries.album(db, slug))


def _photo(db: Db, slug: str, photo_id: int, *, by: Actor) -> PhotoPage:
    place, _ = allowed(db, slug, by)
    found = queries.album(db, slug)
    return PhotoPage(place, found.one(photo_id), found.order.index(photo_id) + 1)


def _add(db: Db, slug: str, photo: Picture, *, by: Actor, now: datetime) -> int:
    place, actor = allowed(db, slug, by)
    return album.add(db, place, photo, by=actor, now=now)


def _describe(
    db: Db, slug: str, photo_id: int, texts: dict[str, str], version: str, *, by: Actor, now: datetime
) -> None:
    place, actor = allowed(db, slug, by)
    album.describe(db, place, photo_id, texts, version, by=actor, now=now)


def _move(db: Db, slug: str, photo_id: int, to: str, version: str, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    if to not in PLACES:
        raise Missing
    album.move(db, place, photo_id, int(to), version, by=actor, now=now)


def _remove(db: Db, slug: str, photo_id: int, version: str, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    album.remove(db, place, photo_id, version, by=actor, now=now)


ROUTES = [photos, add, photo, describe, move, removal, remove]
