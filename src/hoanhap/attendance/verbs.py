"""Looking at a day and noting what became of it: each asks whether it may be done, and each look is written down."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from hoanhap import booking, capacity, catalogue, organizations
from hoanhap.attendance import queries, rules
from hoanhap.attendance.queries import Asking, Entry, Given, Happened
from hoanhap.attendance.rules import Show, Sight, Standing, Version
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.booking import BookingView, Consent, MayMove, Noting, SaidHow
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor, Fact, record
from hoanhap.organizations import Duty

HAVE_COME = Standing.ARRIVED, Standing.FULFILLED, Standing.PARTLY
VERSION_DIGITS = 16


class DaySeen(Fact, frozen=True):
    """Staff looked at who comes to a place, and at what they need."""

    announced = False
    location_id: int
    bookings: list[int]


class Day(msgspec.Struct, frozen=True):
    """A part of a day at a place, and how it stands with the whole."""

    place: Workplace
    sight: Sight
    given: list[Given]
    on: date
    entries: Sequence[Entry]
    """Those of this part."""
    listed: int
    """How many there are in all its parts."""
    expected: int
    came: int
    displaced: int
    everybody: int
    version: Version


class Page(msgspec.Struct, frozen=True):
    """One booking with everything that is known of it."""

    place: Workplace
    sight: Sight
    entry: Entry
    happened: list[Happened]
    consent: Consent
    """What was said of moving it where there is no place any more."""


class Slip(msgspec.Struct, frozen=True):
    """One booking as its person takes it along."""

    place: Workplace
    entry: Entry
    booking: BookingView


def look_at_day(db: Db, slug: str, asking: Asking, language: str, *, by: Actor, now: datetime) -> Day:
    """A part of a day for those who run it; whom they saw is written down. Refuses with `Forbidden`."""
    place, sight = _enter(db, slug, by)
    given, every, found = _listed(db, place, sight, asking, language)
    shown: Sequence[Entry] = found
    if asking.at_once is not None:
        number = min(asking.number, max(1, -(-len(found) // asking.at_once)))
        shown = found[(number - 1) * asking.at_once : number * asking.at_once]
    _write_down(db, place, shown, by=by, now=now)
    return Day(
        place,
        sight,
        given,
        asking.on,
        shown,
        len(found),
        rules.count(every, Standing.EXPECTED, Standing.PARTLY),
        rules.count(every, *HAVE_COME),
        rules.count(every, Standing.DISPLACED),
        len(every),
        _version(every, found),
    )


def version_of_day(db: Db, slug: str, asking: Asking, language: str, *, by: Actor) -> Version:
    """Which version of a day there is now; it tells nobody who comes. Refuses as `look_at_day` does."""
    place, sight = _enter(db, slug, by)
    _, every, found = _listed(db, place, sight, asking, language)
    return _version(every, found)


def look_at_one(db: Db, slug: str, reference: str, language: str, *, by: Actor, now: datetime) -> Page:
    """One booking for those who run its day; the look is written down. Refuses as `look_at_day` does."""
    place, sight = _enter(db, slug, by)
    entry = _one(db, place, sight, reference, language)
    _write_down(db, place, [entry], by=by, now=now)
    consent = booking.consent_of(db, entry.booking_id)
    return Page(place, sight, entry, queries.happened(db, entry.booking_id), consent)


def look_at_slip(db: Db, slug: str, reference: str, language: str, *, by: Actor, now: datetime) -> Slip:
    """One booking as its person takes it along; the look is written down. Refuses as `look_at_day` does."""
    found = look_at_one(db, slug, reference, language, by=by, now=now)
    return Slip(found.place, found.entry, booking.view(db, found.entry.booking_id))


def look_at_consent(db: Db, slug: str, reference: str, language: str, *, by: Actor, now: datetime) -> Page:
    """One booking for those who write down what its person says; the look is written down. Refuses with `Forbidden`."""
    _authorize_to_book(db, slug, by)
    return look_at_one(db, slug, reference, language, by=by, now=now)


def note_consent(db: Db, slug: str, reference: str, may: MayMove, how: SaidHow, *, by: Actor, now: datetime) -> None:
    """Note what somebody said of moving their booking; if it waits for a time and there is one, it is moved at once.

    Refuses with `Forbidden`, and as `capacity.note_consent` does.
    """
    place, actor = _authorize_to_book(db, slug, by)
    capacity.note_consent(db, reference, may, how, location_id=place.location_id, by=actor, now=now)


def attend(db: Db, slug: str, reference: str, noting: Noting, *, by: Actor, now: datetime) -> bool:
    """Note what became of a booking, and whether that is new. Refuses as `booking.attend` does."""
    place, actor = _act(db, slug, reference, by)
    return booking.attend(db, reference, noting, location_id=place.location_id, by=actor, now=now)


def write_note(db: Db, slug: str, reference: str, words: str, *, seen: str, by: Actor, now: datetime) -> bool:
    """Keep what staff must know of a booking; False where somebody else has changed it meanwhile."""
    place, actor = _act(db, slug, reference, by)
    stands = _one(db, place, queries.sight_at(db, place, by), reference, "vi").note
    if digest_of(stands) != seen and stands != words:
        return False
    return booking.write_note(db, reference, words, seen=stands, location_id=place.location_id, by=actor, now=now)


def digest_of(note: str) -> str:
    """By what a note is known again; a note of several lines does not come back from a form letter by letter."""
    return ids.digest(note)


def may_look(db: Db, slug: str, by: Actor) -> None:
    """Refuse with `Forbidden` who sees nothing of the days of a place."""
    _enter(db, slug, by)


def _enter(db: Db, slug: str, by: Actor) -> tuple[Workplace, Sight]:
    place = catalogue.workplace(db, slug)
    return place, queries.sight_at(db, place, by)


def _listed(
    db: Db, place: Workplace, sight: Sight, asking: Asking, language: str
) -> tuple[list[Given], list[Entry], list[Entry]]:
    """What is given at a place, everybody of a day there, and those of them whom somebody asks to see."""
    given = queries.given_at(db, place, sight, language)
    every = rules.listed(queries.day(db, given, asking.on, sight, language), Show.ALL)
    shown = rules.listed(every, asking.show)
    return given, every, [each for each in shown if asking.service in {"", each.given.slug}]


def _version(every: Sequence[Entry], found: Sequence[Entry]) -> Version:
    came = rules.count(every, *HAVE_COME)
    return Version(len(found), came, ids.digest(msgspec.json.encode(found).decode())[:VERSION_DIGITS])


def _act(db: Db, slug: str, reference: str, by: Actor) -> tuple[Workplace, Actor]:
    """The place and who does it there, in the role that does; only to what they see."""
    place, sight = _enter(db, slug, by)
    duty = Duty.RUN_DAY if sight.is_everything else Duty.SEE_OWN_DAY
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    actor = organizations.authorize(db, by, duty, **where)
    _one(db, place, sight, reference, "vi")
    return place, actor


def _authorize_to_book(db: Db, slug: str, by: Actor) -> tuple[Workplace, Actor]:
    """The place, and whoever acts there for others, in the role that does."""
    place = catalogue.workplace(db, slug)
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return place, organizations.authorize(db, by, Duty.BOOK, **where)


def _one(db: Db, place: Workplace, sight: Sight, reference: str, language: str) -> Entry:
    if not ids.is_reference(reference):
        raise Missing
    return queries.one(db, queries.given_at(db, place, sight, language), reference, sight, language)


def _write_down(db: Db, place: Workplace, seen: Sequence[Entry], *, by: Actor, now: datetime) -> None:
    record(db, DaySeen(place.location_id, [each.booking_id for each in seen]), by=by, at=now)
