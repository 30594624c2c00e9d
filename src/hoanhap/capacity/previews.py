"""Changes as those see them who make them: what a change would do, whom it concerns, and where these could go."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from hoanhap import booking, catalogue, organizations, people, schedule
from hoanhap.base.clock import Span, local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.booking import Standing
from hoanhap.capacity import moves, rules
from hoanhap.capacity.changes import EVERYTHING, Change, Outages, Reopening
from hoanhap.capacity.failing import Mending, Thing, things
from hoanhap.capacity.proposals import DayEffect, Proposal, apply, propose
from hoanhap.capacity.rules import Place, Start, Wish
from hoanhap.catalogue import OfferingView, Workplace
from hoanhap.events import Actor, Fact, record
from hoanhap.organizations import Duty
from hoanhap.schedule import ClosureView, HolidayView

MOST_SHOWN = 100
"""How many people a preview names; the others are on the list of those who need somebody."""
LOOKED_AHEAD = timedelta(days=366)
MOST_PLACES = 4
"""How many other places are looked at for somebody: the nearest."""
LOOKED_BEFORE, LOOKED_AFTER = timedelta(days=7), timedelta(days=14)
"""How far from the time somebody had another one is looked for."""


class ConcernedSeen(Fact, frozen=True):
    """Staff looked at whom a change of capacity concerns: names, phones, and what they booked."""

    announced = False
    bookings: list[int]


class Instead(msgspec.Struct, frozen=True):
    """Where somebody who is displaced could go, or somebody is moved."""

    starts_at: datetime
    place: str
    is_here: bool


class Person(msgspec.Struct, frozen=True):
    """Somebody whom a change concerns, as those read it who make the change."""

    reference: str
    full_name: str
    phone: str
    service: str
    starts_at: datetime
    wants_call: bool
    instead: Instead | None = None


class Preview(msgspec.Struct, frozen=True):
    """What a change would do at a place, in words, numbers and names."""

    place: Workplace
    services: list[str]
    proposal: Proposal
    is_made: bool
    displaced: list[Person]
    moved: list[Person]
    restored: list[Person]
    still_displaced: list[Person]

    @property
    def kept(self) -> int:
        """How many bookings stay as they are."""
        return sum(each.kept for each in self.proposal.days)

    @property
    def places(self) -> int:
        """How many places there are more, or fewer, than before."""
        return sum(each.places_after - each.places_before for each in self.proposal.days)

    @property
    def changed_days(self) -> list[DayEffect]:
        """The days on which anything is otherwise than before."""
        return [
            each
            for each in self.proposal.days
            if each.places_before != each.places_after or each.displaced or each.moved or each.restored
        ]

    @property
    def calls(self) -> int:
        """How many of those who lose their places, or have another time, have to be called."""
        return sum(each.wants_call for each in (*self.displaced, *self.moved))

    @property
    def movable(self) -> int:
        """For how many of them there is another time."""
        return sum(each.instead is not None for each in self.displaced)

    @property
    def unnamed(self) -> int:
        """How many lose their places and are not named here."""
        return len(self.proposal.displaced) - len(self.displaced)

    @property
    def moved_unnamed(self) -> int:
        """How many are moved and are not named here."""
        return len(self.proposal.moved) - len(self.moved)


class ClosedDays(msgspec.Struct, frozen=True):
    """What was closed together: the services, none of them named where it is everything; why, and the note on it."""

    id: int
    services: list[str]
    first_on: date
    last_on: date
    reason: str
    note: str


class Closed(msgspec.Struct, frozen=True):
    """The days on which a place is closed, today and to come: its own, and the holidays of everybody."""

    place: Workplace
    days: list[ClosedDays]
    holidays: list[HolidayView]
    expected: set[date]
    """The holidays on which people come all the same, until the place closes them."""
    everything: str
    """How the form of closing names all that is given there."""


class Broken(msgspec.Struct, frozen=True):
    """What does not work at a place: a feature, as a sentence that says so, or a resource by its name."""

    id: int
    name: str
    is_feature: bool
    span: Span
    reason: str
    note: str
    service: str
    """The only service in which it is so; none where it is so in all that is given there."""


class OutOfOrder(msgspec.Struct, frozen=True):
    """What does not work at a place, today and to come, and all that could fail there."""

    place: Workplace
    broken: list[Broken]
    things: list[Thing]
    services: dict[int, str]
    """What is given there, by the number of the offering."""

    def one(self, outage_id: int) -> Broken | None:
        """One of those that do not work; none where it works again."""
        return next((each for each in self.broken if each.id == outage_id), None)


class Planned(msgspec.Struct, frozen=True):
    """A place whose days somebody plans, and what is given there: number, name."""

    place: Workplace
    offerings: list[tuple[int, str]]
    units: dict[int, list[str]]

    @property
    def offering_ids(self) -> tuple[int, ...]:
        """Everything that is given there."""
        return tuple(number for number, _ in self.offerings)

    @property
    def everything(self) -> str:
        """How the form of closing names all of it."""
        return EVERYTHING if len(self.offerings) != 1 else str(self.offerings[0][0])


def planned(db: Db, slug: str, *, language: str, by: Actor) -> Planned:
    """A place and what is given there, for those who plan its days. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    _authorize(db, place, by)
    found = catalogue.every_offering_at(db, place.location_id)
    names = _service_names(db, language)
    units = {each.id: [each.unit, *(["wheelchair"] if each.takes_wheelchairs else [])] for each in found}
    return Planned(place, [(each.id, names[each.service_id]) for each in found], units)


def closed(db: Db, slug: str, *, language: str, by: Actor, now: datetime) -> Closed:
    """What is closed at a place, for those who plan its days. Refuses with `Forbidden`."""
    at = planned(db, slug, language=language, by=by)
    days = {"first": local_day(now), "last": local_day(now) + LOOKED_AHEAD}
    together: dict[object, list[ClosureView]] = {}
    for each in schedule.closures(db, at.offering_ids, **days):
        together.setdefault((each.first_on, each.last_on, each.reason, each.note), []).append(each)
    names = dict(at.offerings)
    found = [_closed_days(each, names) for each in together.values()]
    holidays = schedule.holidays(db, **days)
    expected = schedule.days_taken(db, [each.local_date for each in holidays], of=at.offering_ids)
    return Closed(at.place, found, holidays, expected, at.everything)


def reopening(db: Db, slug: str, closure_id: int, *, by: Actor) -> Reopening:
    """The change that opens again all that was closed together with this; `Missing` if that is not of the place.

    Refuses with `Forbidden`.
    """
    place = catalogue.workplace(db, slug)
    _authorize(db, place, by)
    given = [each.id for each in catalogue.every_offering_at(db, place.location_id)]
    return Reopening(tuple(schedule.closed_together(db, closure_id, given)))


def out_of_order(db: Db, slug: str, *, language: str, by: Actor, now: datetime) -> OutOfOrder:
    """What does not work at a place, for those who plan its days. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    _authorize(db, place, by)
    said, names = catalogue.features(db, language), _service_names(db, language)
    services = {each.id: names[each.service_id] for each in catalogue.every_offering_at(db, place.location_id)}
    found = [
        Broken(
            each.id,
            said[each.feature].fails if each.feature else str(each.resource),
            each.feature is not None,
            each.span,
            each.reason,
            each.note,
            services[each.offering_id] if each.offering_id else "",
        )
        for each in catalogue.outages_at(db, place.location_id, since=now)
    ]
    return OutOfOrder(place, found, things(db, place.location_id, language, today=local_day(now)), services)


def preview(db: Db, slug: str, change: Change, *, language: str, by: Actor, now: datetime) -> Preview:
    """What a change would do at a place; nothing is done, but the look at the names is written down.

    As many questions are asked whether few or many are concerned. Refuses with `Forbidden`, and as `propose` does.
    """
    place = catalogue.workplace(db, slug)
    who = _authorize(db, place, by)
    given = _offerings_of(db, place, change, now=now)
    proposal = propose(db, change, now=now)
    moved = [each.standing for each in proposal.moved]
    parts = proposal.displaced, moved, proposal.restored, proposal.still_displaced
    shown = [each[:MOST_SHOWN] for each in parts]
    everybody = [person for each in shown for person in each]
    if everybody:
        record(db, ConcernedSeen([each.booking_id for each in everybody]), by=who, at=now)
    names = _service_names(db, language)
    accounts = {each.account_id for each in everybody if each.account_id is not None}
    calls = people.wanting_calls(db, accounts)
    elsewhere = _instead(db, shown[0], given, proposal, now=now) | _new_times(proposal, given)
    lists = [[_person(each, given, names, calls, elsewhere) for each in found] for found in shown]
    services = [names[given[each].service_id] for each in change.where(db, today=local_day(now)).offering_ids]
    return Preview(place, services, proposal, change.is_made(db), *lists)


def mending(db: Db, slug: str, outage_id: int, *, by: Actor) -> Mending:
    """The change by which something works again; `Missing` if it is not of the place. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    _authorize(db, place, by)
    return Mending(place.location_id, catalogue.outage(db, place.location_id, outage_id).id)


def make(db: Db, slug: str, change: Change, version: str, *, by: Actor, now: datetime) -> Proposal:
    """Make a change at a place, as it was shown. Refuses with `Forbidden`, and as `apply` does."""
    place = catalogue.workplace(db, slug)
    who = _authorize(db, place, by)
    _offerings_of(db, place, change, now=now)
    return apply(db, change, version, by=who, now=now)


def _authorize(db: Db, place: Workplace, by: Actor) -> Actor:
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return organizations.authorize(db, by, Duty.PLAN, **where)


def _closed_days(found: Sequence[ClosureView], names: Mapping[int, str]) -> ClosedDays:
    one, *_ = found
    services = [] if len(found) == len(names) > 1 else [names[each.offering_id] for each in found if each.offering_id]
    return ClosedDays(one.id, services, one.first_on, one.last_on, one.reason, one.note)


def _offerings_of(db: Db, place: Workplace, change: Change, *, now: datetime) -> dict[int, OfferingView]:
    """Everything that is given at a place; `Missing` where the change is about something else."""
    given = {each.id: each for each in catalogue.every_offering_at(db, place.location_id)}
    if not given.keys() >= set(change.where(db, today=local_day(now)).offering_ids):
        raise Missing
    return given


def _service_names(db: Db, language: str) -> dict[int, str]:
    return {each.id: each.text.name for each in catalogue.services(db, language)}


def _instead(
    db: Db, displaced: Sequence[Standing], given: Mapping[int, OfferingView], proposal: Proposal, *, now: datetime
) -> dict[int, Instead]:
    """Where each could go: the same service, here or at the nearest place, with what they need no worse than here."""
    if not displaced:
        return {}
    possible = _possible(db, {each.offering_id for each in displaced}, given)
    there = {each.id: each for found in possible.values() for each in found}
    times = [each.starts_at for each in displaced]
    earliest, until = max(min(times) - LOOKED_BEFORE, now), max(times) + LOOKED_AFTER
    outages = catalogue.features_out(db, list(there)) | dict(proposal.outages)
    wishes = _wishes(db, displaced, possible, outages, now=now)
    steps = schedule.free_steps(db, list(there), earliest=earliest, until=until)
    most = max(each.span for each in wishes)
    starts = [each for each in moves.starts(steps, there, most=most) if _is_open(each, there, now)]
    free = {Place(each.slot_id, each.unit): each.left for each in steps} | proposal.left
    found = rules.suggest(wishes, starts, free)
    return {
        number: Instead(start.starts_at, there[start.offering_id].place, start.offering_id in given)
        for number, start in found.items()
    }


def _new_times(proposal: Proposal, given: Mapping[int, OfferingView]) -> dict[int, Instead]:
    """The times of those who are moved, at the place where they are."""
    return {
        each.standing.booking_id: Instead(each.starts_at, given[each.standing.offering_id].place, is_here=True)
        for each in proposal.moved
    }


def _possible(
    db: Db, offering_ids: Collection[int], given: Mapping[int, OfferingView]
) -> dict[int, list[OfferingView]]:
    """For each offering those where the same is given in the same steps: itself first, then the nearest."""
    same_service = catalogue.offerings_of(db, {given[each].service_id for each in offering_ids})
    found = {}
    for number in offering_ids:
        own = given[number]
        alike = [each for each in same_service if each.id != number and booking.is_alike(each, own)]
        nearest = sorted(alike, key=lambda each: organizations.distance_km(own, each))
        found[number] = [own, *nearest[:MOST_PLACES]]
    return found


def _wishes(
    db: Db,
    displaced: Sequence[Standing],
    possible: Mapping[int, Sequence[OfferingView]],
    outages: Outages,
    *,
    now: datetime,
) -> list[Wish]:
    """What each looks for: the places and times where they would have all that they need and have here."""
    asked = catalogue.need_rules(db, {code for each in displaced for code in each.needs})
    every = [each for found in possible.values() for each in found]
    known, skills = catalogue.known_features(db, every), booking.skills(db, every, on=now)
    having = {number: {feature for feature, each in found.items() if each.has} for number, found in known.items()}
    wishes = []
    for each in displaced:
        own, *_ = found = possible[each.offering_id]
        needed = catalogue.wanted_features((need for need in asked if need.code in each.needs), own.setting)
        some = {there.id: skills.able(there.id, needed - each.knows_missing) for there in found}
        by = {number: able for number, able in some.items() if able is not None}
        met = {there.id: having[there.id] | (by[there.id].features if there.id in by else set()) for there in found}
        needed &= met[own.id]
        where = tuple(there.id for there in found if needed <= met[there.id])
        needed -= each.knows_missing
        not_during = {number: catalogue.spans_out(outages.get(number, ()), needed) for number in where}
        lasts = each.ends_at - each.starts_at
        able = {number: each.resources for number, each in by.items()}
        wishes.append(Wish(each.booking_id, where, *moves.size(each), each.starts_at, lasts, not_during, able))
    return wishes


def _is_open(start: Start, there: Mapping[int, OfferingView], now: datetime) -> bool:
    """Whether it can still be booked, and already."""
    offering = there[start.offering_id]
    first = booking.earliest_start(now, notice_minutes=offering.notice_minutes)
    return first <= start.starts_at < booking.latest_start(now, horizon_days=offering.horizon_days)


def _person(
    standing: Standing,
    given: Mapping[int, OfferingView],
    names: Mapping[int, str],
    calls: Collection[tuple[int, str]],
    instead: Mapping[int, Instead],
) -> Person:
    return Person(
        str(standing.reference),
        standing.full_name,
        standing.phone,
        names[given[standing.offering_id].service_id],
        standing.starts_at,
        (standing.account_id, standing.full_name) in calls,
        instead.get(standing.booking_id),
    )
