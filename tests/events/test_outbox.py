"""The log is the outbox: an event waits until it has reached everybody, and comes again when it could not."""

from datetime import timedelta
from typing import ClassVar

import pytest
from sqlalchemy import func, select

from hoanhap.base.db import Database, Db
from hoanhap.events import Actor, Event, Fact, delivered, due, failed, has_due, record, undelivered_count
from tests.makers import NOON, SOMEBODY, SOON

SECOND = timedelta(seconds=1)


class Something(Fact, frozen=True):
    """A fact that somebody may react to."""

    what: str = "it"


class Aside(Fact, frozen=True):
    """A fact nobody reacts to."""

    announced: ClassVar[bool] = False


def put(db: Db, fact: Fact | None = None) -> int:
    record(db, fact or Something(), by=SOMEBODY, at=NOON)
    return db.execute(select(func.max(Event.id))).scalar_one()


def test_a_fact_is_written_down_with_who_what_when_and_for_whom(db: Db) -> None:
    record(db, Something("a thing"), by=Actor(7, "desk"), at=NOON, booking_id=3, on_behalf_of=9)

    columns = (Event.kind, Event.facts, Event.at, Event.actor_id, Event.actor_role, Event.booking_id)
    assert tuple(db.execute(select(*columns, Event.on_behalf_of)).one()) == (
        "Something",
        {"what": "a thing"},
        NOON,
        7,
        "desk",
        3,
        9,
    )


def test_nothing_is_written_down_that_did_not_happen(database: Database) -> None:
    def fail(db: Db) -> None:
        put(db)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write_now(fail)

    with database.reading() as db:
        assert db.scalar(select(func.count(Event.id))) == 0


def test_announced_facts_wait_in_the_order_they_happened(db: Db) -> None:
    first, second = put(db), put(db)
    put(db, Aside())

    assert [event.id for event in due(db, limit=10, now=NOON)] == [first, second]
    assert [event.id for event in due(db, limit=1, now=NOON)] == [first]
    assert undelivered_count(db) == 2


def test_a_delivered_event_waits_no_more(db: Db) -> None:
    event_id = put(db)

    delivered(db, event_id, now=NOON)

    assert due(db, limit=10, now=NOON) == []
    assert not has_due(db, NOON)
    assert undelivered_count(db) == 0


def test_a_failed_event_comes_again_each_time_after_twice_the_wait(db: Db) -> None:
    event_id = put(db)
    waits, now = [], NOON
    for _ in range(14):
        (event,) = due(db, limit=1, now=now)
        failed(db, event_id, attempts=event.attempts, now=now)
        again_at = db.execute(select(Event.not_before)).scalar_one()
        assert again_at is not None
        wait = again_at - now
        assert not has_due(db, now + wait - SECOND)
        assert has_due(db, now + wait)
        waits.append(int(wait.total_seconds()))
        now += wait

    assert waits[:10] == [5 * 2**attempt for attempt in range(10)]
    assert waits[10:] == [3600] * 4


def test_a_failed_event_does_not_hold_up_others(db: Db) -> None:
    first, second = put(db), put(db)

    failed(db, first, attempts=0, now=NOON)

    assert [event.id for event in due(db, limit=10, now=NOON)] == [second]
    assert [event.id for event in due(db, limit=10, now=NOON + SOON)] == [first, second]
