"""The outbox side of the log: what still has to be carried to listeners, and what became of it."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, or_, select, update

from hoanhap.base.db import Db
from hoanhap.events.log import Event

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)


class Due(msgspec.Struct, frozen=True):
    """An event that waits for its listeners."""

    id: int
    kind: str
    at: datetime
    booking_id: int | None
    facts: dict[str, Any]
    attempts: int


_DUE = (
    select(Event.id, Event.kind, Event.at, Event.booking_id, Event.facts, Event.attempts)
    .where(Event.delivered_at.is_(None))
    .where(or_(Event.not_before.is_(None), Event.not_before <= bindparam("now")))
    .order_by(Event.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_IS_DUE = (
    select(Event.id)
    .where(Event.delivered_at.is_(None))
    .where(or_(Event.not_before.is_(None), Event.not_before <= bindparam("now")))
    .limit(1)
)
_DELIVERED = update(Event).where(Event.id == bindparam("event_id")).values(delivered_at=bindparam("now"))
_FAILED = (
    update(Event)
    .where(Event.id == bindparam("event_id"))
    .values(attempts=Event.attempts + 1, not_before=bindparam("again_at"))
)


def due(db: Db, *, limit: int, now: datetime) -> list[Due]:
    """The oldest waiting events, locked so that two workers never carry the same one at once."""
    return [Due(*row) for row in db.execute(_DUE, {"limit": limit, "now": now})]


def delivered(db: Db, event_id: int, *, now: datetime) -> None:
    """The event has reached every listener."""
    db.execute(_DELIVERED, {"event_id": event_id, "now": now})


def failed(db: Db, event_id: int, *, attempts: int, now: datetime) -> None:
    """A listener failed: the event comes again, each time after twice the wait, at most an hour."""
    delay = min(FIRST_DELAY * 2 ** min(attempts, 12), LONGEST_DELAY)
    db.execute(_FAILED, {"event_id": event_id, "again_at": now + delay})


def has_due(db: Db, now: datetime) -> bool:
    """Whether an event waits for its listeners now."""
    return db.execute(_IS_DUE, {"now": now}).first() is not None


def undelivered_count(db: Db) -> int:
    """How many events still wait."""
    return db.execute(select(func.count(Event.id)).where(Event.delivered_at.is_(None))).scalar_one()
