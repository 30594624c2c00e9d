"""What is done about the photos of a place: one is added, described, moved, removed.

Each change waits for the row of the place: there are never too many, and two who move photos end with one order.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, update

from hoanhap.base.db import Db
from hoanhap.catalogue import Photo, PhotoFile, Workplace
from hoanhap.events import Actor, Fact, record
from hoanhap.publishing import queries, rules
from hoanhap.publishing.pictures import Picture
from hoanhap.publishing.queries import Album
from hoanhap.publishing.refusals import ChangedMeanwhile, TooManyPhotos


class PhotoAdded(Fact, frozen=True):
    """There is a photo of a place; nobody sees it before it is said what it shows."""

    announced = False
    location_id: int
    photo_id: int


class PhotoDescribed(Fact, frozen=True):
    """It is said what a photo shows, for the first time or in other words."""

    announced = False
    location_id: int
    photo_id: int


class PhotoMoved(Fact, frozen=True):
    """A photo stands at another place among those of its place."""

    announced = False
    location_id: int
    photo_id: int


class PhotoRemoved(Fact, frozen=True):
    """A photo is there no more."""

    announced = False
    location_id: int
    photo_id: int


_ADD = insert(Photo).returning(Photo.id)
_OF_PHOTO = Photo.id == bindparam("of_photo")
_SAY = update(Photo).where(_OF_PHOTO).values(texts=bindparam("said"))
_PLACE = update(Photo).where(_OF_PHOTO).values(position=bindparam("at"))
_REMOVE_FILES = delete(PhotoFile).where(PhotoFile.photo_id == bindparam("of_photo"))
_REMOVE = delete(Photo).where(_OF_PHOTO)


def add(db: Db, place: Workplace, picture: Picture, *, by: Actor, now: datetime) -> int:
    """Keep a photo of a place, and return its number; nobody sees it before it is said what it shows.

    A picture that is there already is there once. Refuses with `TooManyPhotos`.
    """
    album = _locked(db, place)
    there = album.of(picture)
    if there is not None:
        return there.id
    if album.is_full:
        raise TooManyPhotos(photos_of(place))
    row = {"location_id": place.location_id, "position": len(album.photos) + 1, "texts": {}}
    photo_id = int(db.execute(_ADD, row).scalar_one())
    files = [
        {
            "photo_id": photo_id,
            "width": each.width,
            "height": each.height,
            "address": each.address,
            "content": each.content,
        }
        for each in picture.sizes
    ]
    db.execute(insert(PhotoFile), files)
    record(db, PhotoAdded(place.location_id, photo_id), by=by, at=now)
    return photo_id


def describe(
    db: Db, place: Workplace, photo_id: int, texts: dict[str, str], version: str, *, by: Actor, now: datetime
) -> None:
    """Say what a photo shows; said twice, it is said once. Refuses with `ChangedMeanwhile`."""
    photo = _locked(db, place).one(photo_id)
    if photo.texts == texts:
        return
    if version != queries.version_of(photo):
        raise ChangedMeanwhile(f"{photos_of(place)}/{photo_id}")
    db.execute(_SAY, {"of_photo": photo_id, "said": texts})
    record(db, PhotoDescribed(place.location_id, photo_id), by=by, at=now)


def move(db: Db, place: Workplace, photo_id: int, to: int, version: str, *, by: Actor, now: datetime) -> None:
    """Let a photo stand at another place, counted from 1. Refuses with `ChangedMeanwhile` in another order."""
    album = _locked(db, place)
    order = rules.moved(album.order, album.one(photo_id).id, to)
    if order == album.order:
        return
    if version != album.version:
        raise ChangedMeanwhile(photos_of(place))
    _put_in_order(db, order)
    record(db, PhotoMoved(place.location_id, photo_id), by=by, at=now)


def remove(db: Db, place: Workplace, photo_id: int, version: str, *, by: Actor, now: datetime) -> None:
    """Take a photo away for good; what is not there stays away. Refuses with `ChangedMeanwhile`."""
    album = _locked(db, place)
    if photo_id not in album.order:
        return
    if version != queries.version_of(album.one(photo_id)):
        raise ChangedMeanwhile(photos_of(place))
    for each in (_REMOVE_FILES, _REMOVE):
        db.execute(each, {"of_photo": photo_id})
    _put_in_order(db, (each for each in album.order if each != photo_id))
    record(db, PhotoRemoved(place.location_id, photo_id), by=by, at=now)


def photos_of(place: Workplace) -> str:
    """Where the photos of a place are listed, for those who add them."""
    return f"/organization/places/{place.slug}/offerings/photos"


def _locked(db: Db, place: Workplace) -> Album:
    """The photos of a place, while nobody else changes them."""
    queries.lock(db, place.location_id)
    return queries.album(db, place.slug)


def _put_in_order(db: Db, order: Iterable[int]) -> None:
    places = [{"of_photo": photo_id, "at": place} for place, photo_id in enumerate(order, start=1)]
    if places:
        db.execute(_PLACE, places)
