"""Changes of capacity: each is proposed first, with its consequences, and applied only while these are still true."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

import msgspec

from hoanhap import booking, catalogue, schedule
from hoanhap.base import ids
from hoanhap.base.clock import Span, local_day
from hoanhap.base.db import Db
from hoanhap.booking import Going, Life, Reason, Standing
from hoanhap.capacity import moves, rules
from hoanhap.capacity.changes import Change, Outages, Where
from hoanhap.capacity.moves import Moves
from hoanhap.capacity.refusals import StaleProposal
from hoanhap.capacity.rules import Limit, Place, Promise, Rank, Settlement
from hoanhap.events import Actor
from hoanhap.schedule import Counted, Places, Want

_RANKS = {Life.HELD: Rank.HELD, Life.REQUESTED: Rank.PROMISED, Life.BOOKED: Rank.PROMISED}


KeyT = TypeVar("KeyT", int, date)


class Effect(msgspec.Struct, frozen=True):
    """What a change does: places before and after, and how many bookings it concerns."""

    places_before: int
    places_after: int
    kept: int
    displaced: int
    restored: int
    moved: int


class DayEffect(Effect, frozen=True, kw_only=True):
    """What a change does to one day."""

    local_date: date


class Proposal(msgspec.Struct, frozen=True):
    """What a change would do, and the version of everything that it would do it to."""

    version: str
    days: list[DayEffect]
    offerings: dict[int, Effect]
    """The same by offering."""
    displaced: list[Standing]
    """Whose places would be gone, the oldest first."""
    moved: list[Going]
    """Who would have another time instead, as they allowed; the oldest first."""
    restored: list[Standing]
    """Who would have places again."""
    still_displaced: list[Standing]
    let_go: int
    """How many are filling in the form and would be shown other times."""
    hurried: int
    """After how many of those that stay nothing could be kept free any more."""
    left: dict[Place, int]
    """What would be left for others of every place that the change touches, and of those where people are moved."""
    outages: Outages
    """What would not work."""


class _Affected(msgspec.Struct, frozen=True):
    """Everything that a change touches: days, their places as they are and as they would be, and who stands there."""

    where: Where
    counted: list[Counted]
    limits: dict[Place, Limit]
    standing: list[Standing]
    hindered: set[int]
    outages: Outages
    settlement: Settlement
    moves: Moves

    @property
    def version(self) -> str:
        """Everything the consequences follow from; who is only filling in the form does not make them stale."""
        limits = [(each.slot_id, each.unit, each.capacity, each.public_limit) for each in self.counted]
        promised = [each for each in self.standing if each.state is not Life.HELD]
        claims = [
            (each.booking_id, each.state, each.is_supported, each.booking_id in self.hindered, sorted(each.all_claims))
            for each in promised
        ]
        works, goes = sorted(self.outages.items()), self.moves.version
        places = sorted(self.limits.items()), limits, sorted(claims)
        return ids.digest(*map(repr, (*places, works, goes)))

    def of(self, booking_ids: Sequence[int]) -> list[Standing]:
        """These bookings, in their order."""
        found = {each.booking_id: each for each in self.standing}
        return [found[each] for each in booking_ids]


def propose(db: Db, change: Change, *, now: datetime) -> Proposal:
    """What a change would do; nothing is done. Refuses days that are past, reversed or too many."""
    return _proposal(_affected(db, change, now=now))


def apply(db: Db, change: Change, version: str, *, by: Actor, now: datetime) -> Proposal:
    """Do what was proposed. Refuses with `StaleProposal` when anything that was shown is not so any more.

    Nobody is cancelled: who has no place any more is moved as they allowed, or displaced, and told. A change that was
    made already changes nothing.
    """
    if change.is_made(db):
        return _proposal(_affected(db, change, now=now))
    affected = _affected(db, change, now=now, to_change=True)
    if affected.version != version:
        raise StaleProposal
    settlement, going = affected.settlement, affected.moves.going
    booking.displace(db, affected.of(settlement.displaced), reason=change.why(), by=by, now=now)
    booking.let_go(db, affected.of(settlement.lapsed), now=now)
    booking.hurry(db, affected.of(settlement.hurried), by=by, now=now)
    schedule.free(db, [want for each in going for want in each.standing.all_wants])
    schedule.set_places(db, _new_places(affected))
    booking.move_allowed(db, going, reason=change.why() or Reason.OTHER.value, by=by, now=now)
    booking.support(db, affected.of(settlement.restored), by=by, now=now)
    change.write_down(db, affected.where, settlement, by=by, now=now)
    return _proposal(affected)


def _affected(db: Db, change: Change, *, now: datetime, to_change: bool = False) -> _Affected:
    where = change.where(db, today=local_day(now))
    days = {"first": where.first_on, "last": where.last_on}
    standing = booking.standing(db, where.offering_ids, **days, to_change=to_change)
    if to_change:
        moves.wait(db, where, standing)
    counted = schedule.counted(db, where.offering_ids, **days)
    if to_change and _taken_by(standing) != {(each.slot_id, each.unit): each.taken for each in counted if each.taken}:
        raise StaleProposal  # somebody came in between
    # Whoever was displaced and whose time has begun cannot come any more: no place helps them.
    standing = [each for each in standing if each.is_supported or each.starts_at > now]
    outages, hindered = _hindered(db, change, where, standing)
    promises = [
        _promise(each, has_begun=each.starts_at <= now, is_possible=each.booking_id not in hindered)
        for each in standing
    ]
    limits = _limits(counted, change.limits(db, where, counted), promises, now=now)
    settlement = rules.settle(limits, promises)
    affected = _Affected(where, counted, limits, standing, hindered, outages, settlement, Moves([], {}))
    return _with_moves(db, affected, now=now)


def _with_moves(db: Db, affected: _Affected, *, now: datetime) -> _Affected:
    """The same, with whoever is moved; that is settled last, so that no kept promise gives way to it."""
    settlement = affected.settlement
    left = rules.left(affected.limits, _settled(affected))
    found = moves.find(
        db,
        affected.of(settlement.displaced),
        left,
        not_waiting=settlement.restored,
        outages=affected.outages,
        now=now,
    )
    moved = rules.with_moves(settlement, {each.standing.booking_id for each in found.going})
    return msgspec.structs.replace(affected, settlement=moved, moves=found)


def _hindered(db: Db, change: Change, where: Where, standing: Sequence[Standing]) -> tuple[Outages, set[int]]:
    """What does not work once the change is made, and the bookings that cannot be kept without it.

    Whoever has places loses them only by what fails now: of what failed before they knew, or have agreed to it.
    """
    known = catalogue.features_out(db, where.offering_ids)
    then = change.out_of_order(known)
    if not any(then.values()):
        return then, set()
    settings = {each.id: each.setting for each in catalogue.offerings_numbered(db, where.offering_ids)}
    asked = catalogue.need_rules(db, {code for each in standing for code in each.needs})
    found = set()
    for each in standing:
        here = then.get(each.offering_id, ())
        outs = [out for out in here if not each.is_supported or out not in known[each.offering_id]]
        needed = catalogue.wanted_features(
            (need for need in asked if need.code in each.needs), settings.get(each.offering_id, "")
        )
        if (needed - each.knows_missing) & catalogue.out_during(outs, Span(each.starts_at, each.ends_at)).keys():
            found.add(each.booking_id)
    return then, found


def _limits(
    counted: Sequence[Counted], asked: Mapping[Place, Limit], promises: Sequence[Promise], *, now: datetime
) -> dict[Place, Limit]:
    """How many places there would be of each: what was asked for, but what has begun or happened stays."""
    least = rules.happened(promises)
    limits = {}
    for each in counted:
        place, stands = Place(each.slot_id, each.unit), Limit(each.capacity, each.public_limit)
        changes = place in asked and each.starts_at > now
        limits[place] = rules.at_least(asked[place], least.get(place, rules.NONE)) if changes else stands
    return limits


def _promise(standing: Standing, *, has_begun: bool, is_possible: bool = True) -> Promise:
    return Promise(
        standing.booking_id,
        Rank.HAPPENED if has_begun else _RANKS.get(standing.state, Rank.HAPPENED),
        standing.since,
        _places(standing.wants),
        any(want.is_public for want in standing.wants),
        standing.is_supported,
        is_possible,
        _places(standing.after),
    )


def _places(wants: Sequence[Want]) -> Counter[Place]:
    """How many of each place are wanted."""
    found: Counter[Place] = Counter()
    for want in wants:
        found[Place(want.slot_id, want.unit)] += want.quantity
    return found


def _taken_by(standing: list[Standing]) -> dict[tuple[int, str], int]:
    taken: Counter[tuple[int, str]] = Counter()
    for each in standing:
        for want in each.all_wants if each.is_supported else ():
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
    settlement, counted = affected.settlement, affected.counted
    return Proposal(
        affected.version,
        [
            DayEffect(*msgspec.structs.astuple(effect), local_date=day)
            for day, effect in sorted(_effects(affected, {each.slot_id: each.local_date for each in counted}).items())
        ],
        _effects(affected, {each.slot_id: each.offering_id for each in counted}),
        affected.of(settlement.displaced),
        affected.moves.going,
        affected.of(settlement.restored),
        affected.of(settlement.still_displaced),
        len(settlement.lapsed),
        len(settlement.hurried),
        affected.moves.left,
        affected.outages,
    )


def _settled(affected: _Affected) -> list[Promise]:
    """Everybody who would have places."""
    found = affected.of([*affected.settlement.kept, *affected.settlement.restored])
    promises = [_promise(each, has_begun=False) for each in found]
    hurried = affected.settlement.hurried
    return [msgspec.structs.replace(each, after={}) if each.id in hurried else each for each in promises]


def _effects(affected: _Affected, of: Mapping[int, KeyT]) -> dict[KeyT, Effect]:
    """What a change does to each part of the calendar: `of` says for every slot which one it belongs to."""
    before: Counter[KeyT] = Counter()
    after: Counter[KeyT] = Counter()
    for each in affected.counted:
        before[of[each.slot_id]] += each.capacity
        after[of[each.slot_id]] += affected.limits[Place(each.slot_id, each.unit)].capacity
    settlement = affected.settlement
    found = [
        Counter(of[each.wants[0].slot_id] for each in affected.of(ids_) if each.state is not Life.HELD)
        for ids_ in (settlement.kept, settlement.displaced, settlement.restored, settlement.moved)
    ]
    return {each: Effect(before[each], after[each], *(count[each] for count in found)) for each in before}
