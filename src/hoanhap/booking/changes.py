"""The promises about what is already booked, as sentences: cancel, move, restore.

Each runs inside its caller's transaction and records one event. A booking keeps its reference, its party and its rows
through all of it: its claims say what it has now, the log of events says what it had.
"""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, update

from hoanhap import catalogue, people, schedule
from hoanhap.base import ids
from hoanhap.base.clock import Span
from hoanhap.base.db import Db
from hoanhap.booking import asking, places, queries, rules, usable
from hoanhap.booking.facts import BookingCancelled, BookingMoved, BookingRestored, BookingSupported
from hoanhap.booking.model import Claim, Leg
from hoanhap.booking.queries import ClaimView, Draft, Kept, Stretch
from hoanhap.booking.refusals import (
    CannotBeMoved,
    NoSuchTime,
    NotCancellable,
    NotFree,
    NotUsableThen,
    OverlappingChange,
    SlotFull,
    TooLate,
    TooLateToCancel,
    TooLateToMove,
)
from hoanhap.booking.rules import Life
from hoanhap.catalogue import OfferingView
from hoanhap.events import Actor, record
from hoanhap.schedule import Want, Wanted

_MOVE_CLAIM = (
    update(Claim)
    .where(Claim.id == bindparam("of_claim"))
    .values(slot_id=bindparam("to_slot"), changed_at=bindparam("now"))
)
_MORE, _FEWER = insert(Claim).inline(), delete(Claim).where(Claim.id.in_(bindparam("of_claims", expanding=True)))
_MOVE_LEG = (
    update(Leg).where(Leg.id == bindparam("of_leg")).values(starts_at=bindparam("from_"), ends_at=bindparam("until"))
)


def cancel(db: Db, reference: str, *, account_id: int, by: Actor, now: datetime) -> None:
    """End a promise at the person's wish and give its places back; sent again, it changes nothing.

    Refuses with `TooLateToCancel` after the offering's deadline, unless there is no place for it any more; somebody
    else's booking is `Missing`.
    """
    draft = queries.own(db, reference, account_id)
    if draft.state is Life.CANCELLED:
        return
    if draft.state not in rules.TO_COME or draft.starts_at <= now:
        raise NotCancellable
    offering = catalogue.offering(db, draft.offering_id)
    if _is_too_late(draft, now):
        raise TooLateToCancel(reference, offering.phone)
    places.release(db, draft, draft.state, Life.CANCELLED, now=now)
    record(db, BookingCancelled(reference), by=by, at=now, booking_id=draft.id)


def restore(db: Db, reference: str, *, account_id: int, by: Actor, now: datetime, knowingly: bool = False) -> None:
    """Let a promise that was ended hold again, at the same time; what is not cancelled stays as it is.

    As much is kept free after it as after any appointment today. Refuses with `SlotFull` when somebody else has the
    places, with `TooLate` when the time is past or too near, with `NotUsableThen` when something needed does not work
    then, and with `OverlappingChange` unless it is `knowingly` at the same time as something else.
    """
    draft = queries.own(db, reference, account_id)
    if draft.state is not Life.CANCELLED:
        return
    offering = catalogue.offering(db, draft.offering_id)
    if draft.starts_at < rules.earliest_start(now, notice_minutes=offering.notice_minutes):
        raise _no_longer_free(db, TooLate, draft, offering, now)
    _meet_others(db, draft, draft.starts_at, draft.ends_at, knowingly=knowingly, now=now)
    becomes = queries.restored_as(db, draft.id)
    for claim in draft.claims:
        places.set_state(db, claim.id, Life.CANCELLED, becomes, now=now)
    # It has nothing now, like what is displaced: it takes a place in every step, and lets none go.
    claims = [msgspec.structs.replace(claim, state=becomes, is_supported=False) for claim in draft.claims]
    ended, kept = msgspec.structs.replace(draft, claims=claims), queries.kept(db, draft.id)
    same = queries.stretch_from(db, offering, kept.slots[0], own=kept.own)
    if not _exchange_or_beside(db, ended, offering, kept, same, at=draft.starts_at, now=now):
        raise _no_longer_free(db, SlotFull, draft, offering, now)
    refuse_unusable(db, draft, offering, Span(draft.starts_at, draft.ends_at))
    if becomes is Life.REQUESTED:
        asking.request(db, draft.id, reference, draft.starts_at, answer_days=draft.answer_days, by=by, now=now)
    else:
        record(db, BookingRestored(reference), by=by, at=now, booking_id=draft.id)


def move(
    db: Db, reference: str, slot_id: int, *, account_id: int, by: Actor, now: datetime, knowingly: bool = False
) -> None:
    """Give a promise another time: the new places are taken before the old ones are let go, or all stays as it is.

    Moving to the time it has, and the same form sent again, change nothing; but where there was no place for it any
    more it takes one. Refuses as `hold` does, with `NotUsableThen`, with `TooLateToMove` after the offering's
    deadline, and with `OverlappingChange` unless it is `knowingly` at the same time as something else.
    """
    draft = queries.own(db, reference, account_id)
    kept = queries.kept(db, draft.id)
    stays = slot_id == kept.slots[0]
    if draft.state in rules.TO_COME and stays and not draft.is_displaced:
        return
    offering = catalogue.offering(db, draft.offering_id)
    _refuse_what_stays(draft, offering, now)
    there = _other_time(db, draft, offering, kept, slot_id, now=now)
    _meet_others(db, draft, there.starts_at, there.ends_at, knowingly=knowingly, now=now)
    found = _exchange_or_beside(db, draft, offering, kept, there, at=there.starts_at, now=now)
    if found is None:
        raise _no_other(db, SlotFull, draft, offering, kept, around=there.starts_at, now=now)
    refuse_unusable(db, draft, offering, Span(found.starts_at, found.ends_at))
    if draft.state is Life.REQUESTED:
        asking.answer_anew(db, draft.id, found.starts_at, answer_days=draft.answer_days, now=now)
    moved = BookingMoved(reference, draft.starts_at, found.starts_at, kept.slots[0], found.slots[0])
    record(db, BookingSupported(reference) if stays else moved, by=by, at=now, booking_id=draft.id)


def _refuse_what_stays(draft: Draft, offering: OfferingView, now: datetime) -> None:
    """Refuse to move what is cancelled or has begun, and what only the place itself may still move."""
    if draft.state not in rules.TO_COME or draft.starts_at <= now:
        raise CannotBeMoved
    if _is_too_late(draft, now):
        raise TooLateToMove(str(draft.reference), offering.phone)


def _is_too_late(draft: Draft, now: datetime) -> bool:
    is_free = draft.is_displaced or draft.state is Life.REQUESTED
    return rules.is_too_late(draft.starts_at, cancel_minutes=draft.cancel_minutes, is_displaced=is_free, now=now)


def _other_time(db: Db, draft: Draft, offering: OfferingView, kept: Kept, slot_id: int, *, now: datetime) -> Stretch:
    """The new time, as long as it is now; refuses what the offering does not have or take."""
    there = queries.stretch_from(db, offering, slot_id, own=kept.own)
    if there is None:
        raise NoSuchTime
    starts_at = there.starts_at
    if starts_at < rules.earliest_start(now, notice_minutes=offering.notice_minutes):
        raise _no_other(db, TooLate, draft, offering, kept, around=starts_at, now=now)
    if starts_at >= rules.latest_start(now, horizon_days=offering.horizon_days):
        raise NoSuchTime
    return there


def _exchange_or_beside(
    db: Db, draft: Draft, offering: OfferingView, kept: Kept, there: Stretch | None, *, at: datetime, now: datetime
) -> Stretch | None:
    """Take a time, or else the same moment in another opening that has room; None if none has."""
    if there is not None and exchange(db, draft, kept, there, now=now):
        return there
    beside = _beside(db, draft, offering, kept, at, now=now)
    return beside if beside is not None and exchange(db, draft, kept, beside, now=now) else None


def _beside(db: Db, draft: Draft, offering: OfferingView, kept: Kept, at: datetime, *, now: datetime) -> Stretch | None:
    wanted = _wanted(db, draft, offering, kept, now=now)
    at_this_moment = msgspec.structs.replace(wanted, earliest=at, until=at + places.A_MOMENT)
    found = schedule.starts(db, at_this_moment)
    return queries.stretch_from(db, offering, found[0].slot_id, own=kept.own) if found else None


def _meet_others(
    db: Db, draft: Draft, starts_at: datetime, ends_at: datetime, *, knowingly: bool, now: datetime
) -> None:
    """Wait for whatever else is being booked for the same person, and refuse what overlaps unless they know."""
    assert draft.account_id is not None  # it was found by its account
    person = people.person_named(db, draft.account_id, draft.full_name, now=now)
    if not knowingly and queries.is_overlapping(db, person.id, draft.id, starts_at, ends_at):
        raise OverlappingChange(str(draft.reference))


def refuse_unusable(db: Db, draft: Draft, offering: OfferingView, at: Span) -> None:
    """Refuse a time at which a booking does not find what it needs; whoever says so is waited for before."""
    if draft.needs and usable.missing(db, draft.id, offering, at=at):
        raise NotUsableThen


def exchange(db: Db, draft: Draft, kept: Kept, there: Stretch, *, now: datetime) -> bool:
    """Take the new places, then let the old ones go; what both times have is neither taken nor freed.

    A claim without a place takes one in every step, and has none to let go.
    """
    slots = rules.exchanged(kept.slots, there.slots)
    leaving = [claim for claim in draft.claims if claim.slot_id in slots.instead or claim.slot_id in slots.fewer]
    booked = [claim for claim in draft.claims if claim.state in rules.TO_COME]
    displaced = [claim for claim in booked if claim.is_displaced and claim.slot_id not in slots.fewer]
    more = _as_in(kept.slots[0], slots.more, booked)
    schedule.wait_for(db, [*kept.slots, *there.slots])
    taking = [claim.want for claim in booked if claim.slot_id in slots.instead or claim in displaced]
    taking = [*(_elsewhere(want, slots.instead) for want in taking), *(claim.want for claim in more)]
    if not places.take(db, taking, now=now):
        return False
    schedule.free(db, [claim.want for claim in leaving if claim in booked and not claim.is_displaced])
    places.mark_supported(db, displaced, now=now)
    for claim in leaving:
        if claim.slot_id in slots.instead:
            db.execute(_MOVE_CLAIM, {"of_claim": claim.id, "to_slot": slots.instead[claim.slot_id], "now": now})
    if slots.fewer:
        db.execute(_FEWER, {"of_claims": [claim.id for claim in leaving if claim.slot_id in slots.fewer]})
    if more:
        db.execute(_MORE, [_row(claim, draft, now=now) for claim in more])
    values = {"of_leg": draft.leg_id, "from_": there.starts_at, "until": there.ends_at}
    db.execute(_MOVE_LEG, values)
    return True


def _as_in(slot_id: int, others: Collection[int], claims: Collection[ClaimView]) -> list[ClaimView]:
    """What somebody has in one slot, in others too."""
    alike = [claim for claim in claims if claim.slot_id == slot_id]
    return [msgspec.structs.replace(claim, slot_id=other) for other in others for claim in alike]


def _row(claim: ClaimView, draft: Draft, *, now: datetime) -> dict[str, object]:
    """A claim as its table holds it."""
    same = ("slot_id", "participant", "unit", "quantity", "is_public", "held_until")
    values = {name: getattr(claim, name) for name in same}
    return values | {"booking_id": draft.id, "leg_id": draft.leg_id, "state": claim.state.value, "changed_at": now}


def _wanted(db: Db, draft: Draft, offering: OfferingView, kept: Kept, *, now: datetime) -> Wanted:
    """What it looks for: another time at which all that it needs works."""
    wanted = queries.wanted_instead(offering, kept, is_displaced=draft.is_displaced, now=now)
    return usable.leave_out(db, wanted, draft.id, offering)


def _elsewhere(want: Want, slots: dict[int, int]) -> Want:
    return msgspec.structs.replace(want, slot_id=slots.get(want.slot_id, want.slot_id))


def _no_other(
    db: Db,
    refusal: type[NotFree],
    draft: Draft,
    offering: OfferingView,
    kept: Kept,
    *,
    around: datetime,
    now: datetime,
) -> NotFree:
    """The refusal of another time, with the nearest ones a booking can move to instead."""
    wanted = _wanted(db, draft, offering, kept, now=now)
    nearest = schedule.nearest(db, wanted, around=around, limit=places.ALTERNATIVES)
    return refusal(
        ids.token(),
        offering,
        draft.party,
        nearest,
        reference=draft.reference,
        is_booked=True,
        is_displaced=draft.is_displaced,
    )


def _no_longer_free(db: Db, refusal: type[NotFree], draft: Draft, offering: OfferingView, now: datetime) -> NotFree:
    """The refusal of the time that was given up, with the nearest ones that can be booked instead."""
    wanted = usable.leave_out(db, queries.wanted_at(offering, draft.party, now=now), draft.id, offering)
    nearest = schedule.nearest(db, wanted, around=draft.starts_at, limit=places.ALTERNATIVES)
    return refusal(ids.token(), offering, draft.party, nearest, reference=draft.reference)
