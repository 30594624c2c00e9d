"""The tables of promises: a booking, its legs, and the claims that participants have on places."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table

DISPLACED = "NOT is_supported AND state IN ('booked', 'requested')"
OPEN = "outcome IS NULL"


class Booking(Table):
    """A promise, or the way to one: until it is confirmed it has a token but no reference.

    `journey` and `choice` are the idempotency key: the same form sent again finds the same booking. `needs` is what
    whoever comes needs this time, and `gaps` what of it was said not to be there, or not known, before they booked.
    """

    __tablename__ = "booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    reference: Mapped[str | None] = mapped_column(String(12), unique=True)
    journey: Mapped[str] = mapped_column(String(64))
    choice: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    code_request: Mapped[str | None] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    extra_minutes: Mapped[int] = mapped_column(server_default=text("0"))
    needs: Mapped[list[str]] = mapped_column(JSON, server_default=text("'[]'"))
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, server_default=text("'[]'"))
    created_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("journey", "choice"),
        CheckConstraint("(reference IS NULL) = (booked_at IS NULL)", name="reference_when_booked"),
        Index(
            "ix_booking_draft",
            "created_at",
            sqlite_where=text("booked_at IS NULL"),
            postgresql_where=text("booked_at IS NULL"),
        ),
    )


class Leg(Table):
    """One part of a booking: a stretch of time at an offering.

    Until when it can be cancelled, and what it costs in the place's own words, stay as they were when it was booked.
    """

    __tablename__ = "leg"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    cancel_minutes: Mapped[int]
    cost: Mapped[dict[str, str]] = mapped_column(JSON, server_default=text("'{}'"))

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index("ix_leg_offering_start", "offering_id", "starts_at"),
    )


class Attendance(Table):
    """What staff noted of a booking beside the life of its claims: why somebody did not come, and what they must know.

    The note is theirs alone: neither the person nor another place reads it.
    """

    __tablename__ = "attendance"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    absence: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500))
    changed_at: Mapped[datetime]


class Request(Table):
    """What a booking asks of a place that first decides: by when it answers, and what it decided, once.

    Whether it still waits is said by the state of its claims; whoever withdraws it decides nothing here.
    """

    __tablename__ = "request"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(1000), server_default=text("''"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_role: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) AND (decided_at IS NULL) = (decided_role IS NULL)",
            name="decided",
        ),
        CheckConstraint("(COALESCE(outcome, '') = 'declined') = (reason IS NOT NULL)", name="reason"),
        Index("ix_request_open", "location_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )


class MoveConsent(Table):
    """What was said last of moving a booking that has no place any more; what was said before is in the log of events.

    `said_by` is whoever wrote it down, and `words` the version of the words by which it was asked.
    """

    __tablename__ = "move_consent"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, autoincrement=False)
    may: Mapped[str] = mapped_column(String(20))
    how: Mapped[str] = mapped_column(String(20))
    words: Mapped[int]
    said_at: Mapped[datetime]
    said_by: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("may IN ('ask', 'same-day', 'three-days')", name="may"),
        CheckConstraint("how IN ('page', 'phone', 'desk', 'usual')", name="how"),
    )


class UsualMoveConsent(Table):
    """The same of whatever a person books later: each booking gets it when it is confirmed."""

    __tablename__ = "usual_move_consent"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    may: Mapped[str] = mapped_column(String(20))
    words: Mapped[int]
    said_at: Mapped[datetime]
    said_by: Mapped[int | None]

    __table_args__ = (CheckConstraint("may IN ('ask', 'same-day', 'three-days')", name="may"),)


class Question(Table):
    """What a place asks back before it decides, and the answer; `answered_by` is whoever wrote it down."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("request.booking_id"), index=True)
    words: Mapped[str] = mapped_column(String(1000))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(String(1000))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]

    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),)


class UnmetNeed(Table):
    """How often a day somebody looked at a service that no place gives with a feature they need; nobody is named."""

    __tablename__ = "unmet_need"

    local_date: Mapped[date] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    feature_code: Mapped[str] = mapped_column(ForeignKey("feature.code"), primary_key=True)
    count: Mapped[int]


class TurnedAway(Table):
    """How often a day somebody wanted a time at a place and got none, and why; nobody is named."""

    __tablename__ = "turned_away"

    local_date: Mapped[date] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]


class TooFar(Table):
    """How often a day somebody found no place of a service as near as they can go; nobody is named."""

    __tablename__ = "too_far"

    local_date: Mapped[date] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    count: Mapped[int]


class Claim(Table):
    """What one participant has of one slot. `is_supported` is False when capacity no longer carries it."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    leg_id: Mapped[int] = mapped_column(ForeignKey("leg.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    participant: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    is_public: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    is_supported: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))
    held_until: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("leg_id", "participant", "slot_id", "unit"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("(state = 'held') = (held_until IS NOT NULL)", name="held_until"),
        Index(
            "ix_claim_held",
            "held_until",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        Index(
            "ix_claim_displaced",
            "slot_id",
            sqlite_where=text(DISPLACED),
            postgresql_where=text(DISPLACED),
        ),
    )
