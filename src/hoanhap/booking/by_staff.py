"""What those who work at a place do with bookings that have no place any more: move them, or end them.

Both are agreed with the person first. Of two who solve the same booking one decides; the other is told so.
"""

from datetime import datetime
from typing import NoReturn

import msgspec
from sqlalchemy import bindparam, select, update

from hoanhap import catalogue, events, people
from hoanhap.base.clock import Span
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Missing, Refusal, WayOn
from hoanhap.booking import changes, places, queries, usable
from hoanhap.booking.facts import BookingCancelledByPlace, BookingMoved, BookingSupported
from hoanhap.booking.model import Leg, Request
from hoanhap.booking.queries import Draft, Stretch
from hoanhap.booking.refusals import NoSuchTime
from hoanhap.booking.rules import Life, Reason
from hoanhap.catalogue import Offering, OfferingView, Workplace
from hoanhap.events import Actor, record
from hoanhap.schedule import Wanted


class AlreadySolved(Refusal):
    """Somebody has solved it meanwhile: what they decided holds."""

    heading = N_("Việc này đã có người giải quyết")
    sentences = (
        N_("Lịch hẹn này đã có giờ khác, hoặc lại có chỗ. Chúng tôi không đổi thêm lần nữa."),
        N_("Lịch hẹn này đã hủy. Chúng tôi không đổi gì thêm."),
    )

    def __init__(self, place: Workplace, *, is_cancelled: bool) -> None:
        super().__init__(self.heading)
        self.sentence = self.sentences[is_cancelled]
        self.ways_on = (WayOn(N_("Về danh sách chờ quý vị"), needs_you(place)),)


class CannotMoveThere(Refusal):
    """The time that was agreed on cannot be had any more."""

    heading = N_("Giờ này vừa hết chỗ")
    sentence = N_("Chưa có gì thay đổi. Mời quý vị chọn giờ khác.")

    def __init__(self, place: Workplace, reference: str) -> None:
        super().__init__(self.heading)
        self.ways_on = (WayOn(N_("Chọn giờ khác"), f"{needs_you(place)}/{reference}"),)


class BusyThen(CannotMoveThere):
    """The person has something else at that time."""

    heading = N_("Người này có lịch hẹn khác vào giờ đó")


_MOVE_TO = (
    update(Leg)
    .where(Leg.id == bindparam("of_leg"))
    .values(offering_id=bindparam("to_offering"), cost=bindparam("its_cost"))
)
_ASK_THERE = (
    update(Request)
    .where(Request.booking_id == bindparam("of_booking"))
    .values(location_id=select(Offering.location_id).where(Offering.id == bindparam("to_offering")).scalar_subquery())
)


def needs_you(place: Workplace) -> str:
    """The address of those at a place who wait for somebody."""
    return f"/organization/places/{place.slug}/needs-you"


def move_displaced(
    db: Db, place: Workplace, reference: str, slot_id: int, *, offering_id: int, by: Actor, now: datetime
) -> None:
    """Give a displaced booking of a place the time that its person agreed to, there or where the same is given.

    It keeps its reference, and the person is told. The same form sent again changes nothing. Refuses with
    `AlreadySolved`, `CannotMoveThere`, `NotUsableThen` and `BusyThen`; what is not displaced from here is `Missing`.
    """
    draft = _draft(db, place, reference)
    kept = queries.kept(db, draft.id)
    if not draft.is_displaced:
        if draft.state is Life.BOOKED and kept.slots[0] == slot_id and _did(db, draft, by):
            return
        raise AlreadySolved(place, is_cancelled=draft.state is Life.CANCELLED)
    was, offering = catalogue.offering(db, draft.offering_id), catalogue.offering(db, offering_id)
    there = queries.stretch_from(db, offering, slot_id, own=kept.own)
    if there is None or not is_alike(was, offering) or there.starts_at <= now:
        raise NoSuchTime
    if _is_busy(db, draft, there, now=now):
        raise BusyThen(place, reference)
    if not changes.exchange(db, draft, kept, there, now=now):
        raise CannotMoveThere(place, reference)
    span = Span(there.starts_at, there.ends_at)
    changes.refuse_unusable(db, draft, offering, span)
    if offering.id != was.id:
        _go_elsewhere(db, draft, offering, span)
    moved = BookingMoved(
        reference,
        draft.starts_at,
        there.starts_at,
        kept.slots[0],
        slot_id,
        is_elsewhere=offering.location_slug != was.location_slug,
    )
    stays = slot_id == kept.slots[0]
    record(db, BookingSupported(reference) if stays else moved, by=by, at=now, booking_id=draft.id)


def cancel_displaced(
    db: Db, place: Workplace, reference: str, *, reason: Reason, words: str, by: Actor, now: datetime
) -> None:
    """End a displaced booking of a place; the person is told why, and in which words.

    The same form sent again changes nothing. Refuses with `AlreadySolved`; what is not displaced from this place is
    `Missing`.
    """
    draft = _draft(db, place, reference)
    if not draft.is_displaced:
        if draft.state is Life.CANCELLED and _did(db, draft, by):
            return
        raise AlreadySolved(place, is_cancelled=draft.state is Life.CANCELLED)
    places.release(db, draft, draft.state, Life.CANCELLED, now=now)
    cancelled = BookingCancelledByPlace(reference, reason.value, words)
    record(db, cancelled, by=by, at=now, booking_id=draft.id)


def refuse_solved(db: Db, place: Workplace, reference: str) -> NoReturn:
    """Refuse with `AlreadySolved` what was displaced from a place and is no more; else it is `Missing`."""
    raise AlreadySolved(place, is_cancelled=_draft(db, place, reference).state is Life.CANCELLED)


def wanted_by_displaced(db: Db, booking_id: int, offering: OfferingView, *, now: datetime) -> Wanted:
    """What a displaced booking looks for at an offering: staff are not bound by how soon others must book."""
    wanted = queries.wanted_instead(offering, queries.kept(db, booking_id), is_displaced=True, now=now)
    return usable.leave_out(db, msgspec.structs.replace(wanted, earliest=now), booking_id, offering)


def is_alike(one: OfferingView, other: OfferingView) -> bool:
    """Whether a booking at one can be one at the other, step for step; what is kept free after it may differ."""
    return (one.service_id, one.unit, one.duration_minutes, one.step_minutes) == (
        other.service_id,
        other.unit,
        other.duration_minutes,
        other.step_minutes,
    )


def _draft(db: Db, place: Workplace, reference: str) -> Draft:
    """A booking that is displaced from a place, or was when it was solved; locked. Else `Missing`."""
    draft = queries.of_anybody(db, reference)
    history = events.history(db, draft.id)
    slots = {claim.slot_id for claim in draft.claims}
    # Where it went elsewhere meanwhile, the place that it left is told so.
    slots |= {each.facts["from_slot"] for each in history[:1] if each.kind == BookingMoved.__name__}
    was_displaced = any(each.kind == "BookingDisplaced" for each in history)
    if not was_displaced or place.location_id not in queries.locations_of(db, slots):
        raise Missing
    return draft


def _did(db: Db, draft: Draft, by: Actor) -> bool:
    """Whether the last thing that was done with a booking was done by this person."""
    return events.history(db, draft.id)[0].by.account_id == by.account_id


def _is_busy(db: Db, draft: Draft, there: Stretch, *, now: datetime) -> bool:
    """Whether the person has something else at that time; whatever else is being booked for them is waited for."""
    if draft.account_id is None:
        return False
    person = people.person_named(db, draft.account_id, draft.full_name, now=now)
    return queries.is_overlapping(db, person.id, draft.id, there.starts_at, there.ends_at)


def _go_elsewhere(db: Db, draft: Draft, offering: OfferingView, at: Span) -> None:
    """It is at another place from now on, which answers what was asked; what it lacks of their needs stands there."""
    costs = catalogue.own_costs(offering.texts)
    db.execute(_MOVE_TO, {"of_leg": draft.leg_id, "to_offering": offering.id, "its_cost": costs})
    db.execute(_ASK_THERE, {"of_booking": draft.id, "to_offering": offering.id})
    usable.note_gaps(db, draft.id, offering.id, draft.needs, at=at)
