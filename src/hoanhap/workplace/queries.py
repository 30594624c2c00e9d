"""What somebody can do at their places, and how much of it waits."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from hoanhap import attendance, booking, catalogue, holidays, organizations, publishing
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import Forbidden
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor
from hoanhap.organizations import Duty


class Task(msgspec.Struct, frozen=True):
    """Something to do at a place; `count` is how much of it waits, where that can be said."""

    kind: str
    href: str
    count: int | None


class Work(msgspec.Struct, frozen=True):
    """A place, and everything that somebody can do there."""

    place: Workplace
    tasks: list[Task]
    has_others: bool
    """Whether they work at other places too."""


class _Kind(NamedTuple):
    """A kind of task: who does it, where its page is, and how what waits is counted."""

    duty: Duty
    name: str
    path: str
    waiting: Callable[[Db, Workplace, Actor, datetime], int] | None = None


def _coming_today(db: Db, place: Workplace, by: Actor, now: datetime) -> int:
    return attendance.people_on(db, place, local_day(now), by)


def _displaced(db: Db, place: Workplace, _by: Actor, _now: datetime) -> int:
    return booking.displaced_count(db, place.location_id)


def _waiting_requests(db: Db, place: Workplace, _by: Actor, _now: datetime) -> int:
    return booking.waiting_count(db, place.location_id)


def _holidays(db: Db, place: Workplace, _by: Actor, now: datetime) -> int:
    return holidays.waiting_at(db, place.location_id, now)


def _drafts(db: Db, place: Workplace, _by: Actor, _now: datetime) -> int:
    return publishing.drafts_count(db, place.location_id)


_KINDS: tuple[_Kind, ...] = (
    _Kind(Duty.SEE_OWN_DAY, "day", "/day", _coming_today),
    _Kind(Duty.BOOK, "desk", "/desk"),
    _Kind(Duty.DECIDE, "needs-you", "/needs-you", _displaced),
    _Kind(Duty.DECIDE, "requests", "/requests", _waiting_requests),
    _Kind(Duty.OFFER, "offerings", "/offerings", _drafts),
    _Kind(Duty.PLAN, "weeks", "/weeks"),
    _Kind(Duty.PLAN, "closures", "/closures", _holidays),
    _Kind(Duty.PLAN, "out-of-order", "/out-of-order"),
    _Kind(Duty.PLAN, "capacity", "/capacity"),
    _Kind(Duty.APPOINT, "people", "/people"),
    _Kind(Duty.SEE_FIGURES, "figures", "/figures"),
)
"""In the order in which a day needs them; the template has the words of each."""


def places(db: Db, by: Actor) -> list[Workplace]:
    """Where somebody works. Refuses with `Forbidden` who works nowhere any more."""
    reaches = [organizations.reach(db, by, duty) for duty in Duty]
    everywhere = any(each.is_everywhere for each in reaches)
    joined = organizations.Reach(
        is_everywhere=everywhere,
        organizations=frozenset().union(*(each.organizations for each in reaches)),
        locations=frozenset().union(*(each.locations for each in reaches)),
    )
    if joined.is_nowhere:
        raise Forbidden
    return catalogue.workplaces(db, joined)


def places_and_reach(db: Db, by: Actor) -> tuple[list[Workplace], frozenset[Duty]]:
    """Where somebody works, and what they do for all places at once, or for many."""
    everywhere = (Duty.SEE_FIGURES, Duty.CONFIRM_HOLIDAYS)
    found = {each for each in everywhere if organizations.reach(db, by, each).is_everywhere}
    if not organizations.reach(db, by, Duty.CLOSE_WIDELY).is_nowhere:
        found.add(Duty.CLOSE_WIDELY)
    return places(db, by), frozenset(found)


def work(db: Db, slug: str, by: Actor, *, now: datetime) -> Work:
    """What somebody can do at a place. Refuses with `Forbidden` who has nothing to do there."""
    place = catalogue.workplace(db, slug)
    duties = organizations.duties(db, by, organization_id=place.organization_id, location_id=place.location_id)
    if not duties:
        raise Forbidden
    tasks = [
        Task(each.name, f"/organization/places/{slug}{each.path}", each.waiting and each.waiting(db, place, by, now))
        for each in _KINDS
        if each.duty in duties
    ]
    return Work(place, tasks, has_others=len(places(db, by)) > 1)
