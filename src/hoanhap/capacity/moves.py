"""Whom a change moves and where to: those who would be displaced and allowed it before, to times they allowed.

Whoever cannot be told is not moved, and nobody gets a place for which somebody else waits already.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

import msgspec

from hoanhap import booking, catalogue, people, schedule
from hoanhap.base.clock import Span, at_local, local_day, whole_days
from hoanhap.base.db import Db
from hoanhap.booking import REACH, Busy, Going, MayMove, Standing
from hoanhap.capacity import rules
from hoanhap.capacity.changes import Outages, Where
from hoanhap.capacity.rules import Leave, Place, Start, Wish
from hoanhap.catalogue import OfferingView
from hoanhap.schedule import Free

A_DAY = timedelta(days=1)


class Moves(msgspec.Struct, frozen=True):
    """Where people are moved, and what would be left for others of the places that were looked at."""

    going: list[Going]
    left: dict[Place, int]

    @property
    def version(self) -> list[tuple[int, tuple[int, ...]]]:
        """Who goes where, as a proposal knows it again."""
        return [(each.standing.booking_id, each.slots) for each in self.going]


def wait(db: Db, where: Where, standing: Sequence[Standing]) -> None:
    """Wait for all that a change may touch: the people who allowed to be moved, then the days to which they may be."""
    asked = [each for each in standing if may_go(each)]
    people.wait_for(db, {each.person_id for each in asked if each.person_id is not None})
    reach = max((REACH[each.may_move] for each in asked), default=timedelta())
    schedule.wait_for_days(db, where.offering_ids, first=where.first_on - reach, last=where.last_on + reach)


def may_go(standing: Standing) -> bool:
    """Whether somebody allowed to be moved, and can be told of it."""
    return standing.may_move is not MayMove.ASK and bool(standing.phone)


def find(
    db: Db,
    losing: Sequence[Standing],
    left: Mapping[Place, int],
    *,
    not_waiting: Collection[int],
    outages: Outages,
    now: datetime,
) -> Moves:
    """Where those of the losing go who may, in their order; `left` is what the change leaves of what it touches.

    As many questions are asked whether few or many may go. Those `not_waiting` wait for no place of their own.
    """
    asked = [each for each in losing if may_go(each)]
    if not asked:
        return Moves([], dict(left))
    first = min(local_day(each.starts_at) - REACH[each.may_move] for each in asked)
    last = max(local_day(each.starts_at) + REACH[each.may_move] for each in asked)
    offering_ids = sorted({each.offering_id for each in asked})
    from_, until = max(at_local(first, 0), now), at_local(last + A_DAY, 0)
    steps = schedule.free_steps(db, offering_ids, earliest=from_, until=until)
    free = {Place(each.slot_id, each.unit): each.left for each in steps} | dict(left)
    waiting = booking.waited_for(db, offering_ids, first=first, last=last)
    others = [(Place(want.slot_id, want.unit), want.quantity) for number, want in waiting if number not in not_waiting]
    free = rules.set_aside(free, others)
    there = {each.id: each for each in catalogue.offerings_numbered(db, offering_ids)}
    leaves = _leaves(db, asked, there, outages, first=first, last=last, now=now)
    found = rules.move(leaves, starts(steps, there, most=max(each.wish.span for each in leaves)), free)
    by_id = {each.booking_id: each for each in asked}
    spans = {each.wish.id: each.wish for each in leaves}
    rest = Counter(free)
    for number, start in found.items():
        rest.subtract(rules.places_of(spans[number], start))
    going = [_going(by_id[number], start, spans[number].span) for number, start in found.items()]
    return Moves(going, dict(rest))


def size(standing: Standing) -> tuple[int, dict[str, int]]:
    """How many steps a booking has of its own, and how much of each unit in each of them."""
    count = len(standing.slots)
    demand: Counter[str] = Counter()
    for want in standing.wants:
        demand[want.unit] += want.quantity
    return count, {unit: taken // count for unit, taken in demand.items()}


def starts(steps: Sequence[Free], there: Mapping[int, OfferingView], *, most: int) -> list[Start]:
    """Every step with those that follow it in its opening: so many at most, and those kept free after them."""
    found = []
    for _, group in groupby(steps, key=lambda each: each.opening_id):
        by_ordinal = {each.ordinal: each for each in group}
        for ordinal, each in by_ordinal.items():
            after, following = there[each.offering_id].buffer_steps, list[Free]()
            while len(following) < most + after and ordinal + len(following) in by_ordinal:
                following.append(by_ordinal[ordinal + len(following)])
            slots, ends = tuple(step.slot_id for step in following), tuple(step.ends_at for step in following)
            found.append(Start(each.offering_id, each.starts_at, slots, ends, after, each.resource_id))
    return found


def _leaves(
    db: Db,
    asked: Sequence[Standing],
    there: Mapping[int, OfferingView],
    outages: Outages,
    *,
    first: date,
    last: date,
    now: datetime,
) -> list[Leave]:
    """What each of them looks for, within what they allowed and where they would have all that they need.

    Nobody is moved to a day on which their place is closed, nor to a holiday, even where it opens.
    """
    needs = catalogue.need_rules(db, {code for each in asked for code in each.needs})
    skills = booking.skills(db, list(there.values()), on=now)
    closed = schedule.closed_days(db, first=first, last=last)
    # Somebody may come late in the evening, and stay until the next day.
    around = {"from_": at_local(first - A_DAY, 0), "until": at_local(last + 2 * A_DAY, 0)}
    busy = booking.busy(db, {each.person_id for each in asked if each.person_id is not None}, **around)
    leaves = []
    for each in asked:
        offering, own_day = there[each.offering_id], local_day(each.starts_at)
        needed = catalogue.wanted_features((need for need in needs if need.code in each.needs), offering.setting)
        not_during = (
            *catalogue.spans_out(outages.get(offering.id, ()), needed - each.knows_missing),
            *(whole_days(day, day) for day in sorted(closed.of(offering.id) - {own_day})),
            *_busy(each, busy),
        )
        some = skills.able(offering.id, needed - each.knows_missing)
        by = {offering.id: some.resources} if some else {}
        lasts = each.ends_at - each.starts_at
        wish = Wish(each.booking_id, (offering.id,), *size(each), each.starts_at, lasts, {offering.id: not_during}, by)
        leaves.append(_leave(each, wish, offering, now=now))
    return leaves


def _busy(standing: Standing, busy: Iterable[Busy]) -> list[Span]:
    """When somebody has something else."""
    theirs = (each for each in busy if each.person_id == standing.person_id)
    return [Span(each.starts_at, each.ends_at) for each in theirs if each.booking_id != standing.booking_id]


def _leave(standing: Standing, wish: Wish, offering: OfferingView, *, now: datetime) -> Leave:
    day, reach = local_day(standing.starts_at), REACH[standing.may_move]
    notice = {"cancel_minutes": standing.cancel_minutes, "notice_minutes": offering.notice_minutes}
    return Leave(
        wish,
        day - reach,
        day + reach,
        booking.earliest_move(now, **notice),
        booking.latest_start(now, horizon_days=offering.horizon_days),
        standing.person_id or -standing.booking_id,
    )


def _going(standing: Standing, start: Start, span: int) -> Going:
    return Going(standing, start.taken(span), start.starts_at, start.ends[span - 1])
