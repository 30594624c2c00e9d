"""Changes of capacity: each is proposed first, with its consequences, and applied only while these are still true."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from hoanhap import booking, catalogue, schedule
from hoanhap.base import ids
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import Life, Standing
from hoanhap.capacity import rules
from hoanhap.capacity.refusals import DaysPast, DaysReversed, StaleProposal, TooManyDays
from hoanhap.capacity.rules import Limit, Place, Promise, Rank, Settlement
from hoanhap.events import Actor, Fact, record
from hoanhap.schedule import Counted, Places

MOST_DAYS = 366
_RANKS = {Life.HELD: Rank.HELD, Life.BOOKED: Rank.PROMISED}


class Closing(msgspec.Struct, frozen=True):
    """An offering does not open on these days, both included."""

    offering_id: int
    first_on: date
    last_on: date
    reason: str


class Reopening(msgspec.Struct, frozen=True):
    """An offering opens after all on days that were closed."""

    closure_id: int


Change = Closing | Reopening


class DayEffect(msgspec.Struct, frozen=True):
    """What a change does to one day: places before and after, and how many bookings it concerns."""

    local_date: date
    places_before: int
    places_after: int
    kept: int
    displaced: int
    restored: int


class Proposal(msgspec.Struct, frozen=True):
    """What a change would do, and the version of everything that it would do it to."""

    version: str
    days: list[DayEffect]
    displaced: list[Standing]
    """Whose places would be gone, the oldest first."""
    restored: list[Standing]
    """Who would have places again."""
    still_displaced: list[Standing]
    let_go: int
    """How many are filling in the form and would be shown other times."""


class DaysClosed(Fact, frozen=True):
    """An offering does not open on these days."""

    announced = False
    offering_id: int
    first_on: date
    last_on: date
    reason: str
    displaced: int


class DaysOpened(Fact, frozen=True):
    """An offering opens after all on days that were closed."""

    announced = False
    offering_id: int
    first_on: date
    last_on: date
    restored: int


class _Affected(msgspec.Struct, frozen=True):
    """Everything that a change touches: days, their places as they are and as they would be, and who stands there."""

    offering_id: int
    first: date
    last: date
    counted: list[Counted]
    limits: dict[Place, Limit]
    standing: list[Standing]
    settlement: Settlement

    @property
    def version(self) -> str:
        """Everything the consequences follow from; who is only filling in the form does not make them stale."""
        limits = [(each.slot_id, each.unit, each.capacity, each.public_limit) for each in self.counted]
        promised = [each for each in self.standing if each.state is not Life.HELD]
        claims = [(each.booking_id, each.state, each.is_supported, sorted(each.claims)) for each in promised]
        return ids.digest(repr(sorted(self.limits.items())), repr(limits), repr(sorted(claims)))

    def of(self, booking_ids: Sequence[int]) -> list[Standing]:
        """These bookings, in their order."""
        found = {each.booking_id: each for each in self.standing}
        return [found[each] for each in booking_ids]


def propose(db: Db, change: Change, *, now: datetime) -> Proposal:
    """What a change would do; nothing is done. Refuses days that are past, reversed or too many."""
    return _proposal(_affected(db, change, now=now))


def apply(db: Db, change: Change, version: str, *, by: Actor, now: datetime) -> Proposal:
    """Do what was proposed. Refuses with `StaleProposal` when anything that was shown is not so any more.

    Nobody is cancelled: who has no place any more is displaced and told. A change that was made already changes
    nothing.
    """
    if _is_done(db, change):
        return _proposal(_affected(db, change, now=now))
    affected = _affected(db, change, now=now, to_change=True)
    if affected.version != version:
        raise StaleProposal
    settlement, reason = affected.settlement, change.reason if isinstance(change, Closing) else ""
    booking.displace(db, affected.of(settlement.displaced), reason=reason, by=by, now=now)
    booking.let_go(db, affected.of(settlement.lapsed), now=now)
    schedule.set_places(db, _new_places(affected))
    booking.support(db, affected.of(settlement.restored), by=by, now=now)
    _write_down(db, change, affected, by=by, now=now)
    return _proposal(affected)


def _write_down(db: Db, change: Change, affected: _Affected, *, by: Actor, now: datetime) -> None:
    """Let the days be closed or open from now on, and record it."""
    where = affected.offering_id, affected.first, affected.last
    if isinstance(change, Closing):
        schedule.close_days(db, where[0], first=where[1], last=where[2], reason=change.reason)
        fact: Fact = DaysClosed(*where, change.reason, len(affected.settlement.displaced))
    else:
        schedule.open_days(db, change.closure_id, today=local_day(now))
        fact = DaysOpened(*where, len(affected.settlement.restored))
    record(db, fact, by=by, at=now)


def _affected(db: Db, change: Change, *, now: datetime, to_change: bool = False) -> _Affected:
    offering_id, first, last = _where(db, change, now=now)
    standing = booking.standing(db, offering_id, first=first, last=last, to_change=to_change)
    if to_change:
        schedule.wait_for_days(db, offering_id, first=first, last=last)
    counted = schedule.counted(db, offering_id, first=first, last=last)
    if to_change and _taken_by(standing) != {(each.slot_id, each.unit): each.taken for each in counted if each.taken}:
        raise StaleProposal  # somebody came in between
    begins = {each.slot_id: each.starts_at for each in counted}
    # Whoever was displaced and whose time has begun cannot come any more: no place helps them.
    standing = [each for each in standing if each.is_supported or _begins(each, begins) > now]
    promises = [_promise(each, has_begun=_begins(each, begins) <= now) for each in standing]
    limits = _limits(db, change, counted, promises, now=now)
    return _Affected(offering_id, first, last, counted, limits, standing, rules.settle(limits, promises))


def _where(db: Db, change: Change, *, now: datetime) -> tuple[int, date, date]:
    """The offering and the days that a change is about."""
    today = local_day(now)
    if isinstance(change, Reopening):
        closure = schedule.closure(db, change.closure_id)
        assert closure.offering_id is not None
        return closure.offering_id, max(closure.first_on, today), closure.last_on
    if change.last_on < change.first_on:
        raise DaysReversed
    if change.first_on < today:
        raise DaysPast
    if change.last_on - change.first_on >= timedelta(days=MOST_DAYS):
        raise TooManyDays
    return catalogue.offering(db, change.offering_id).id, change.first_on, change.last_on


def _limits(
    db: Db, change: Change, counted: list[Counted], promises: list[Promise], *, now: datetime
) -> dict[Place, Limit]:
    """How many places there would be of each; what has begun stays as it is."""
    least = rules.happened(promises)
    still_closed = _closed_otherwise(db, change, counted)
    limits = {}
    for each in counted:
        place = Place(each.slot_id, each.unit)
        fewest = least.get(place, Limit(0, 0))
        if each.starts_at <= now or each.local_date in still_closed:
            limits[place] = Limit(each.capacity, each.public_limit)
        elif isinstance(change, Closing):
            limits[place] = fewest
        else:
            planned = max(each.planned_public_limit, fewest.public_limit)
            limits[place] = Limit(max(each.planned_capacity, fewest.capacity, planned), planned)
    return limits


def _closed_otherwise(db: Db, change: Change, counted: list[Counted]) -> set[date]:
    """The days that stay closed when one closure is taken back: holidays, and what another closure covers."""
    if isinstance(change, Closing) or not counted:
        return set()
    first, last = counted[0].local_date, counted[-1].local_date
    closure = schedule.closure(db, change.closure_id)
    assert closure.offering_id is not None
    others = [
        each for each in schedule.closures(db, closure.offering_id, first=first, last=last) if each.id != closure.id
    ]
    for_all = schedule.closed_days(db, first=first, last=last)[None]
    days = {each.local_date for each in counted}
    return {day for day in days if day in for_all or any(each.first_on <= day <= each.last_on for each in others)}


def _is_done(db: Db, change: Change) -> bool:
    """Whether the same days are closed already, by the same words."""
    return isinstance(change, Closing) and any(
        (each.first_on, each.last_on, each.reason) == (change.first_on, change.last_on, change.reason)
        for each in schedule.closures(db, change.offering_id, first=change.first_on, last=change.last_on)
    )


def _begins(standing: Standing, begins: dict[int, datetime]) -> datetime:
    return min(begins[want.slot_id] for want in standing.wants)


def _promise(standing: Standing, *, has_begun: bool) -> Promise:
    wants: Counter[Place] = Counter()
    for want in standing.wants:
        wants[Place(want.slot_id, want.unit)] += want.quantity
    rank = Rank.HAPPENED if has_begun else _RANKS.get(standing.state, Rank.HAPPENED)
    is_public = any(want.is_public for want in standing.wants)
    return Promise(standing.booking_id, rank, standing.since, wants, is_public, standing.is_supported)


def _taken_by(standing: list[Standing]) -> dict[tuple[int, str], int]:
    taken: Counter[tuple[int, str]] = Counter()
    for each in standing:
        for want in each.wants if each.is_supported else ():
            taken[want.slot_id, want.unit] += want.quantity
    return dict(taken)


def _new_places(affected: _Affected) -> list[Places]:
    """The places whose number changes."""
    return [
        Places(place.slot_id, place.unit, limit.capacity, limit.public_limit)
        for each in affected.counted
        for place in [Place(each.slot_id, each.unit)]
        for limit in [affected.limits[place]]
        if limit != Limit(each.capacity, each.public_limit)
    ]


def _proposal(affected: _Affected) -> Proposal:
    settlement = affected.settlement
    return Proposal(
        affected.version,
        _day_effects(affected),
        affected.of(settlement.displaced),
        affected.of(settlement.restored),
        affected.of(settlement.still_displaced),
        len(settlement.lapsed),
    )


def _day_effects(affected: _Affected) -> list[DayEffect]:
    day_of = {each.slot_id: each.local_date for each in affected.counted}
    before: Counter[date] = Counter()
    after: Counter[date] = Counter()
    for each in affected.counted:
        before[each.local_date] += each.capacity
        after[each.local_date] += affected.limits[Place(each.slot_id, each.unit)].capacity
    settlement = affected.settlement
    kept, displaced, restored = (
        Counter(day_of[each.wants[0].slot_id] for each in affected.of(ids_) if each.state is not Life.HELD)
        for ids_ in (settlement.kept, settlement.displaced, settlement.restored)
    )
    return [DayEffect(day, before[day], after[day], kept[day], displaced[day], restored[day]) for day in sorted(before)]
