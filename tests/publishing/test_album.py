"""The photos of a place: one is there once, is told once it has words, stands where it was put, and goes for good."""

import pytest
from sqlalchemy import bindparam, func, select

from hoanhap import catalogue
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Location, PhotoFile, Workplace
from hoanhap.events import Event
from hoanhap.publishing import album, pictures, queries
from hoanhap.publishing.pictures import Picture
from hoanhap.publishing.queries import Album
from hoanhap.publishing.refusals import ChangedMeanwhile, TooManyPhotos
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, SOMEBODY, Place
from tests.states_of_photos import ENTRANCE, TOILET, a_picture

COLOURS = ("red", "green", "blue", "yellow", "black", "white", "orange")


def picture(colour: str) -> Picture:
    """A picture of one colour."""
    made = pictures.made_ready(a_picture(colour))
    assert isinstance(made, Picture)
    return made


class Photographed:
    """A place that is shown in photos."""

    def __init__(self, database: Database) -> None:
        self.database, self.slug = database, Place(database).offering.location_slug
        with database.reading() as db:
            self.work = catalogue.workplace(db, self.slug)

    def add(self, colour: str) -> int:
        """Add a photo."""
        return self.database.write_now(album.add, self.work, picture(colour), by=SOMEBODY, now=NOON)

    def describe(self, photo_id: int, words: str, version: str = "") -> None:
        """Say what it shows, as somebody who sees what is said now."""
        seen = version or queries.version_of(self.album.one(photo_id))
        self.database.write_now(album.describe, self.work, photo_id, {"vi": words}, seen, by=SOMEBODY, now=NOON)

    def move(self, photo_id: int, to: int, version: str = "") -> None:
        """Put it elsewhere, as somebody who sees the order of now."""
        seen = version or self.album.version
        self.database.write_now(album.move, self.work, photo_id, to, seen, by=SOMEBODY, now=NOON)

    def remove(self, photo_id: int, version: str = "") -> None:
        """Take it away, as somebody who sees it."""
        seen = version or queries.version_of(self.album.one(photo_id))
        self.database.write_now(album.remove, self.work, photo_id, seen, by=SOMEBODY, now=NOON)

    @property
    def album(self) -> Album:
        """What there is now."""
        with self.database.reading() as db:
            return queries.album(db, self.slug)

    def told(self) -> list[str]:
        """What people hear of it in English."""
        with self.database.reading() as db:
            return [each.said("en").words[0] for each in catalogue.told_photos(db, self.slug)]

    def facts(self) -> list[str]:
        """What was done, in order."""
        with self.database.reading() as db:
            return list(db.scalars(select(Event.kind).where(Event.kind.like("Photo%")).order_by(Event.id)))

    def files(self) -> int:
        """How many files are kept."""
        with self.database.reading() as db:
            return int(db.execute(select(func.count(PhotoFile.address))).scalar_one())


def test_a_photo_is_added_told_moved_and_removed(database: Database) -> None:
    here = Photographed(database)
    red, green, blue = [here.add(each) for each in COLOURS[:3]]
    assert here.told() == []

    here.describe(red, ENTRANCE)
    here.describe(blue, TOILET)
    here.move(blue, 1)

    assert here.told() == [TOILET, ENTRANCE]
    assert here.album.order == (blue, red, green)
    here.remove(red)
    assert here.told() == [TOILET]
    assert list(here.album.order) == [blue, green]
    assert here.files() == 2
    done = ["PhotoAdded"] * 3 + ["PhotoDescribed"] * 2 + ["PhotoMoved", "PhotoRemoved"]
    assert here.facts() == done


def test_the_same_done_twice_is_done_once(database: Database) -> None:
    here = Photographed(database)
    red, green = here.add("red"), here.add("green")
    order, words, gone = here.album.version, queries.version_of(here.album.one(red)), here.album.one(green)

    assert here.add("red") == red
    for _ in range(2):
        here.describe(red, ENTRANCE, words)
        here.move(red, 2, order)
    for _ in range(2):
        here.remove(green, queries.version_of(gone))

    assert here.facts() == ["PhotoAdded", "PhotoAdded", "PhotoDescribed", "PhotoMoved", "PhotoRemoved"]


def test_of_two_the_second_is_told(database: Database) -> None:
    here = Photographed(database)
    red, green, blue = (here.add(each) for each in COLOURS[:3])
    order, words = here.album.version, queries.version_of(here.album.one(red))
    here.describe(red, ENTRANCE)
    here.move(red, 3)

    with pytest.raises(ChangedMeanwhile):
        here.describe(red, TOILET, words)
    with pytest.raises(ChangedMeanwhile):
        here.move(blue, 1, order)
    with pytest.raises(ChangedMeanwhile):
        here.remove(red, words)
    assert here.album.order == (green, blue, red)


def test_there_are_six_at_most_and_of_one_place_alone(database: Database) -> None:
    here, other = Photographed(database), Photographed(database)
    for each in COLOURS[:6]:
        here.add(each)

    with pytest.raises(TooManyPhotos):
        here.add(COLOURS[6])
    first = here.album.order[0]
    assert here.add(COLOURS[0]) == first
    with pytest.raises(Missing):
        other.describe(first, ENTRANCE, "any")
    other.remove(first, "any")
    assert len(here.album.photos) == 6
    assert other.add(COLOURS[0]) != first  # the same picture at another place is another photo


@pytest.mark.postgres
@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_at_the_same_moment_are_not_too_many(
    postgres: Database, is_guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its control: without waiting for the row of the place there are seven."""
    if not is_guarded:
        monkeypatch.setattr(queries, "_LOCKED", select(Location.id).where(Location.id == bindparam("of_location")))
    here = Photographed(postgres)
    for each in COLOURS[:5]:
        here.add(each)

    answer = meanwhile(postgres, adding(here.work, COLOURS[5]), adding(here.work, COLOURS[6]))

    assert (answer is TooManyPhotos) == is_guarded
    assert len(here.album.photos) == (6 if is_guarded else 7)


class adding:  # noqa: N801 - it reads as what it does
    """Add a photo of a colour."""

    def __init__(self, work: Workplace, colour: str) -> None:
        self.work, self.picture = work, picture(colour)

    def __call__(self, db: Db) -> int:
        return album.add(db, self.work, self.picture, by=SOMEBODY, now=NOON)
