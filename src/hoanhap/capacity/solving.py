"""Those who wait for somebody at a place: who they are, where they could go, and what was decided with them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from hoanhap import booking, catalogue, events, organizations, people, schedule
from hoanhap.base.db import Db
from hoanhap.booking import Reason, Waiting
from hoanhap.capacity.previews import MOST_PLACES, ConcernedSeen
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor, record
from hoanhap.organizations import Duty
from hoanhap.schedule import Start

TIMES_HERE, TIMES_THERE = 6, 2
"""How many other times are offered here, and at each of the nearest places."""


class Choice(msgspec.Struct, frozen=True):
    """A time that somebody could move to."""

    offering_id: int
    start: Start
    place: str
    is_here: bool

    @property
    def value(self) -> str:
        """It, in one word of a form."""
        return f"{self.offering_id}-{self.start.slot_id}"


class Line(msgspec.Struct, frozen=True):
    """Somebody who waits, with what they need in words, and whether they want to be called."""

    waiting: Waiting
    needs: list[str]
    wants_call: bool


class One(msgspec.Struct, frozen=True):
    """Somebody who waits, why, and where they could go."""

    place: Workplace
    line: Line
    reason: str
    choices: list[Choice]


class Waiters(msgspec.Struct, frozen=True):
    """A part of those who wait at a place."""

    place: Workplace
    lines: list[Line]


def waiting_count(db: Db, slug: str, *, by: Actor) -> int:
    """How many wait at a place, for those who decide there. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    _authorize(db, place, by)
    return booking.displaced_count(db, place.location_id)


def look_at_list(db: Db, slug: str, *, first: int, at_most: int, language: str, by: Actor, now: datetime) -> Waiters:
    """A part of those who wait, longest first; the look is written down. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    who = _authorize(db, place, by)
    found = booking.displaced_at(db, place.location_id, first=first, at_most=at_most)
    record(db, ConcernedSeen([each.booking_id for each in found]), by=who, at=now)
    return Waiters(place, _lines(db, found, language))


def look_at_one(db: Db, slug: str, reference: str, *, language: str, by: Actor, now: datetime) -> One:
    """Somebody who waits, with other times near the one they had; the look is written down.

    Refuses with `Forbidden`; with `AlreadySolved` where they wait no more; who never waited here is `Missing`.
    """
    place = catalogue.workplace(db, slug)
    who = _authorize(db, place, by)
    found = booking.displaced_one(db, place.location_id, reference)
    if found is None:
        booking.refuse_solved(db, place, reference)
    record(db, ConcernedSeen([found.booking_id]), by=who, at=now)
    displaced = [each for each in events.history(db, found.booking_id) if each.kind == "BookingDisplaced"]
    (line,) = _lines(db, [found], language)
    return One(place, line, str(displaced[0].facts["reason"]), _choices(db, found, now=now))


def unsaid(db: Db, slug: str, reference: str, *, by: Actor) -> list[str]:
    """What a message to somebody must not say: what was booked, and where. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    _authorize(db, place, by)
    found = booking.displaced_one(db, place.location_id, reference)
    services = [str(each["name"]) for each in found.service_texts.values()] if found else []
    return [place.name.partition(" (")[0], place.organization.partition(" (")[0], *services]


def move(db: Db, slug: str, reference: str, choice: str, *, by: Actor, now: datetime) -> None:
    """Move somebody who waits to the time they agreed to. Refuses with `Forbidden`, and as `move_displaced` does."""
    place = catalogue.workplace(db, slug)
    who = _authorize(db, place, by)
    offering_id, slot_id = map(int, choice.split("-"))
    booking.move_displaced(db, place, reference, slot_id, offering_id=offering_id, by=who, now=now)


def cancel(db: Db, slug: str, reference: str, reason: Reason, words: str, *, by: Actor, now: datetime) -> None:
    """End the booking of somebody who waits. Refuses with `Forbidden`, and as `cancel_displaced` does."""
    place = catalogue.workplace(db, slug)
    who = _authorize(db, place, by)
    booking.cancel_displaced(db, place, reference, reason=reason, words=words, by=who, now=now)


def _authorize(db: Db, place: Workplace, by: Actor) -> Actor:
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return organizations.authorize(db, by, Duty.DECIDE, **where)


def _lines(db: Db, found: Sequence[Waiting], language: str) -> list[Line]:
    calls = people.wanting_calls(db, {each.account_id for each in found if each.account_id is not None})
    named = {each.code: each.text.short for each in catalogue.needs(db, language)}
    return [
        Line(
            each,
            [named[code] for code in each.needs if code in named],
            (each.account_id, each.full_name) in calls,
        )
        for each in found
    ]


def _choices(db: Db, found: Waiting, *, now: datetime) -> list[Choice]:
    """Times near the one they had: here, and at the nearest places that lack nothing they need and have here."""
    own = catalogue.offering(db, found.offering_id)
    alike = [each for each in catalogue.offerings_of(db, [own.service_id]) if booking.is_alike(own, each)]
    gaps = booking.gaps_anywhere(db, [own, *alike], found.needs, on=now)
    fitting = [each for each in alike if each.id != own.id and set(gaps[each.id]) <= set(gaps[own.id])]
    nearest = sorted(fitting, key=lambda each: organizations.distance_km(own, each))
    choices: list[Choice] = []
    for each, limit in [(own, TIMES_HERE), *((each, TIMES_THERE) for each in nearest[: MOST_PLACES - 1])]:
        wanted = booking.wanted_by_displaced(db, found.booking_id, each, now=now)
        starts = schedule.nearest(db, wanted, around=found.starts_at, limit=limit)
        is_here = each.location_slug == own.location_slug
        choices.extend(Choice(each.id, start, each.place, is_here=is_here) for start in starts)
    return choices
