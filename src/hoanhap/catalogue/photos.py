"""What a place looks like: its photos, each with the words that say it to whoever does not see them."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from hoanhap.base.db import AnyRow, Db
from hoanhap.catalogue.model import Location, Photo, PhotoFile
from hoanhap.catalogue.rules import VIETNAMESE, Said


class FileView(msgspec.Struct, frozen=True):
    """A photo in one size, and where it is found."""

    address: str
    width: int
    height: int

    @property
    def href(self) -> str:
        """Where it is found."""
        return f"/photos/{self.address}.jpg"


class PhotoView(msgspec.Struct, frozen=True):
    """A photo of a place: its alternative text by language, and its sizes, the smallest first."""

    id: int
    texts: dict[str, str]
    files: tuple[FileView, ...]

    @property
    def is_told(self) -> bool:
        """Whether it is said what it shows; only then is it shown to people."""
        return VIETNAMESE in self.texts

    def said(self, language: str) -> Said:
        """What it shows, in the reader's language or else in Vietnamese."""
        spoken = language if language in self.texts else VIETNAMESE
        return Said((self.texts[spoken],), spoken)


_PHOTOS = (
    select(Photo.id, Photo.texts, PhotoFile.address, PhotoFile.width, PhotoFile.height)
    .join(PhotoFile, PhotoFile.photo_id == Photo.id)
    .join(Location, Location.id == Photo.location_id)
    .where(Location.slug == bindparam("of_slug"))
    .order_by(Photo.position, Photo.id, PhotoFile.width)
)
_CONTENT = select(PhotoFile.content).where(PhotoFile.address == bindparam("of_address")).limit(1)


def photos_of(db: Db, slug: str) -> list[PhotoView]:
    """The photos of a place in their order, also those that nobody has put into words yet."""
    rows: Iterable[AnyRow] = db.execute(_PHOTOS, {"of_slug": slug})
    found: dict[int, tuple[Any, list[FileView]]] = {}
    for photo_id, texts, *file in rows:
        found.setdefault(photo_id, (texts, []))[1].append(FileView(*file))
    return [PhotoView(photo_id, texts, tuple(files)) for photo_id, (texts, files) in found.items()]


def told_photos(db: Db, slug: str) -> list[PhotoView]:
    """Those of them that people see."""
    return [each for each in photos_of(db, slug) if each.is_told]


def photo_content(db: Db, address: str) -> bytes | None:
    """The photo at an address; None where there is none, or none any more."""
    found: bytes | None = db.execute(_CONTENT, {"of_address": address}).scalar_one_or_none()
    return found
