"""Facts and how they are recorded: one event for every change, in the transaction of the change."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from sqlalchemy import JSON, Index, String, bindparam, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.actors import Actor
from hoanhap.base.db import Db, Table


class Fact(msgspec.Struct, frozen=True):
    """Something that happened, in the past tense; subclasses belong to the room whose fact it is.

    `announced` says that somebody may want to react: the worker carries the fact to its listeners.
    """

    announced: ClassVar[bool] = True


class Event(Table):
    """One recorded fact. `delivered_at` is None until the worker has carried it to every listener."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_role: Mapped[str] = mapped_column(String(20))
    on_behalf_of: Mapped[int | None]
    booking_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    delivered_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_event_undelivered",
            "id",
            sqlite_where=text("delivered_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL"),
        ),
    )


class Recorded(msgspec.Struct, frozen=True):
    """A recorded fact, as those who look back read it."""

    kind: str
    at: datetime
    by: Actor
    facts: dict[str, Any]


_INSERT = insert(Event).inline()
_HISTORY = (
    select(Event.kind, Event.at, Event.actor_id, Event.actor_role, Event.facts)
    .where(Event.booking_id == bindparam("of_booking"))
    .order_by(Event.id.desc())
)
_LATEST = (
    select(Event.booking_id, Event.facts)
    .where(
        Event.id.in_(
            select(func.max(Event.id))
            .where(Event.booking_id.in_(bindparam("of_bookings", expanding=True)), Event.kind == bindparam("of_kind"))
            .group_by(Event.booking_id)
        )
    )
    .order_by(Event.id)
)


def record(
    db: Db,
    fact: Fact,
    *,
    by: Actor,
    at: datetime,
    booking_id: int | None = None,
    on_behalf_of: int | None = None,
) -> None:
    """Write down that it happened; the record stays if and only if the change stays."""
    db.execute(_INSERT, _row(fact, by, at, booking_id, on_behalf_of))


def record_all(db: Db, facts: Iterable[tuple[int | None, Fact]], *, by: Actor, at: datetime) -> None:
    """Write down what happened to many bookings at once: each fact under the booking it is about."""
    rows = [_row(fact, by, at, booking_id, None) for booking_id, fact in facts]
    if rows:
        db.execute(_INSERT, rows)


def _row(fact: Fact, by: Actor, at: datetime, booking_id: int | None, on_behalf_of: int | None) -> dict[str, Any]:
    return {
        "kind": type(fact).__name__,
        "at": at,
        "actor_id": by.account_id,
        "actor_role": by.role,
        "on_behalf_of": on_behalf_of,
        "booking_id": booking_id,
        "facts": msgspec.to_builtins(fact),
        "delivered_at": None if fact.announced else at,
        "attempts": 0,
        "not_before": None,
    }


def history(db: Db, booking_id: int) -> list[Recorded]:
    """Everything that happened to a booking, the latest first."""
    rows = db.execute(_HISTORY, {"of_booking": booking_id})
    return [Recorded(row.kind, row.at, Actor(row.actor_id, row.actor_role), row.facts) for row in rows]


def latest(db: Db, booking_ids: Collection[int], kind: str) -> dict[int, dict[str, Any]]:
    """What the last event of a kind says of each of these bookings that has one; in one question."""
    values = {"of_bookings": list(booking_ids), "of_kind": kind}
    return {row.booking_id: row.facts for row in db.execute(_LATEST, values)}
