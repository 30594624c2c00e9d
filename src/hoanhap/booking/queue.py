"""Requests, read for those who decide and for those who wait: the number of statements stays the same for any many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, case, exists, func, select, text

from hoanhap.base import ids
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import rules, views
from hoanhap.booking.model import OPEN, Booking, Claim, Leg, Question, Request
from hoanhap.booking.rules import Deciding, DeclineReason, Life, Outcome
from hoanhap.booking.views import BookingView
from hoanhap.schedule import SlotUnit


class QuestionView(msgspec.Struct, frozen=True):
    """What the place asked back, and the answer once there is one."""

    id: int
    words: str
    asked_at: datetime
    asked_by: int | None
    answer: str | None
    answered_at: datetime | None


class RequestView(msgspec.Struct, frozen=True):
    """A request as pages show it, waiting or decided."""

    booking: BookingView
    asked_at: datetime
    answer_by: datetime
    outcome: str | None
    reason: str | None
    words: str
    decided_at: datetime | None
    decided_by: int | None
    decided_role: str | None
    left: int
    """How many places of its time are free beside its own."""
    questions: list[QuestionView]

    @property
    def is_waiting(self) -> bool:
        """Whether the place still has to answer."""
        return self.booking.state is Life.REQUESTED

    @property
    def is_displaced(self) -> bool:
        """Whether its places were taken from it."""
        return self.booking.is_displaced

    @property
    def question(self) -> QuestionView | None:
        """What the place asked and nobody has answered yet."""
        return next((each for each in self.questions if each.answer is None), None)

    @property
    def decision(self) -> Deciding | None:
        """What was decided."""
        if self.outcome is None:
            return None
        return Deciding(Outcome(self.outcome), DeclineReason(self.reason) if self.reason else None, self.words)

    @property
    def version(self) -> str:
        """What whoever decides must have seen: the time, and every answer."""
        answers = [str(each.answer) for each in self.questions]
        return ids.digest(self.booking.starts_at.isoformat(), *answers)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the place was to answer by now."""
        return self.is_waiting and self.answer_by < now

    def is_past(self, now: datetime) -> bool:
        """Whether its time has begun, so that nobody can accept it any more."""
        return self.booking.starts_at <= now

    def is_near(self, now: datetime) -> bool:
        """Whether its time is so near that it stands before the others."""
        return not self.is_past(now) and self.booking.starts_at < now + rules.NEAR


_WAITS = exists().where(and_(Claim.booking_id == Request.booking_id, Claim.state == Life.REQUESTED.value))
_OPEN_AT = (
    select(Request.booking_id)
    .join(Leg, Leg.booking_id == Request.booking_id)
    .where(text(OPEN), Request.location_id == bindparam("at_location"), _WAITS)
)
_QUEUE = (
    _OPEN_AT.order_by(case((Leg.starts_at < bindparam("near"), 0), else_=1), Request.asked_at, Request.booking_id)
    .offset(bindparam("skipped"))
    .limit(bindparam("at_most"))
)
_COUNT = select(func.count()).select_from(_OPEN_AT.subquery())
_AT = (
    select(Request.booking_id)
    .join(Booking, Booking.id == Request.booking_id)
    .where(Booking.reference == bindparam("of_reference"), Request.location_id == bindparam("at_location"))
)
_LEFT = (
    select(func.min(SlotUnit.capacity - SlotUnit.taken))
    .join(Claim, and_(Claim.slot_id == SlotUnit.slot_id, Claim.unit == SlotUnit.unit))
    .where(Claim.booking_id == Request.booking_id)
    .scalar_subquery()
)
_REQUESTS = (
    select(
        Request.booking_id,
        Request.asked_at,
        Request.answer_by,
        Request.outcome,
        Request.reason,
        Request.words,
        Request.decided_at,
        Request.decided_by,
        Request.decided_role,
        _LEFT,
    )
    .where(Request.booking_id.in_(bindparam("of_bookings", expanding=True)))
    .order_by(Request.booking_id)
)
_QUESTIONS = (
    select(
        Question.booking_id,
        Question.id,
        Question.words,
        Question.asked_at,
        Question.asked_by,
        Question.answer,
        Question.answered_at,
    )
    .where(Question.booking_id.in_(bindparam("of_bookings", expanding=True)))
    .order_by(Question.id)
)


def waiting_count(db: Db, location_id: int) -> int:
    """How many requests a place has to answer."""
    return int(db.execute(_COUNT, {"at_location": location_id}).scalar_one())


def waiting(db: Db, location_id: int, *, first: int, at_most: int, now: datetime) -> list[RequestView]:
    """What a place has to answer: what is near first, then the oldest."""
    values = {"at_location": location_id, "near": now + rules.NEAR, "skipped": first, "at_most": at_most}
    return _requests(db, list(db.scalars(_QUEUE, values)))


def at(db: Db, reference: str, location_id: int) -> RequestView:
    """A request at a place, waiting or decided; `Missing` if there is none there."""
    booking_id = db.scalar(_AT, {"of_reference": reference, "at_location": location_id})
    if booking_id is None:
        raise Missing
    return _requests(db, [booking_id])[0]


def of_booking(db: Db, booking_id: int) -> RequestView | None:
    """What a booking asks or asked of its place; None where it never had to."""
    found = _requests(db, [booking_id])
    return found[0] if found else None


def _requests(db: Db, booking_ids: Sequence[int]) -> list[RequestView]:
    if not booking_ids:
        return []
    values = {"of_bookings": booking_ids}
    rows = {row.booking_id: row for row in db.execute(_REQUESTS, values)}
    if not rows:
        return []
    questions: dict[int, list[QuestionView]] = {booking_id: [] for booking_id in rows}
    for row in db.execute(_QUESTIONS, values):
        questions[row.booking_id].append(QuestionView(*row[1:]))
    return [_request(each, rows[each.id], questions[each.id]) for each in views.several(db, booking_ids)]


def _request(booking: BookingView, row: AnyRow, questions: list[QuestionView]) -> RequestView:
    plain: tuple[Any, ...] = (booking, *row[1:], questions)
    return RequestView(*plain)
