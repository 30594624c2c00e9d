"""Questions about what is booked cost the same however much was ever booked: few statements, each by an index."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from hoanhap import events
from hoanhap.base.db import Database, Db
from hoanhap.booking import queries, views
from hoanhap.booking.again import again
from hoanhap.booking.views import When
from hoanhap.web.login import Speaker
from tests import makers
from tests.makers import NOON, Place

GROWING = ("booking", "leg", "claim", "event", "slot", "slot_unit")
"""Tables that grow with every day: nothing may read one from end to end."""


@pytest.fixture
def place(database: Database) -> Place:
    """A place with one booking of somebody, among others."""
    place = Place(database, opens=0, closes=24 * 60, capacity=3)
    for number in range(20):
        place.book(number)
    return place


@contextmanager
def told(database: Database) -> Iterator[list[tuple[str, object]]]:
    """Every statement that readers run while the block lasts, with its values."""
    seen: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, values: object, ___: object, ____: object) -> None:
        if statement != "BEGIN":
            seen.append((statement, values))

    event.listen(database._reader, "before_cursor_execute", note)
    yield seen
    event.remove(database._reader, "before_cursor_execute", note)


def statements(database: Database, ask: Callable[[Db], object]) -> list[tuple[str, object]]:
    """The statements of a question."""
    with told(database) as seen, database.reading() as db:
        ask(db)
    return list(seen)


def scanned(database: Database, ask: Callable[[Db], object]) -> list[str]:
    """The growing tables that a question reads from end to end, by what the database itself plans."""
    asked = statements(database, ask)
    with database.reading() as db:
        if not database.is_sqlite:
            db.execute(
                text("SET enable_seqscan = off")
            )  # small tables are read whole; what matters is what is possible
        lines = [line for statement, values in asked for line in plan(db, database, statement, values)]
        if not database.is_sqlite:
            db.execute(text("SET enable_seqscan = on"))
    pattern = r"\bSCAN (\w+)(?! USING)" if database.is_sqlite else r"Seq Scan on (\w+)"
    found = [match[1] for line in lines for match in re.finditer(pattern, line)]
    return [name for name in found if name in GROWING]


def plan(db: Db, database: Database, statement: str, values: object) -> list[str]:
    """How the database would answer a statement."""
    how = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    return [str(row[-1]) for row in db.exec_driver_sql(how + statement, values)]  # type: ignore[arg-type]  # as it was


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_bookings_is_found_by_indexes(place: Place, when: When, number: int) -> None:
    account_id = place.account()
    for slot in range(5):
        place.book(slot, account_id=account_id)

    def ask(db: Db) -> object:
        return views.of_account(db, account_id, when, number=number, now=NOON)

    assert scanned(place.database, ask) == []


def test_what_is_offered_again_is_found_by_indexes_and_with_as_many_statements(place: Place) -> None:
    account_id = place.account()
    place.book(0, account_id=account_id)

    def ask(db: Db) -> object:
        return again(db, Speaker(account_id), "vi", now=NOON)

    before = len(statements(place.database, ask))
    for number in (1, 2, 3):
        Place(place.database, opens=0, closes=24 * 60).book(number, account_id=account_id)

    assert scanned(place.database, ask) == []
    assert len(statements(place.database, ask)) == before


def test_the_number_of_statements_does_not_grow_with_the_bookings(place: Place) -> None:
    account_id = place.account()

    def ask(db: Db) -> object:
        return views.of_account(db, account_id, When.UPCOMING, now=NOON)

    place.book(0, account_id=account_id)
    few = len(statements(place.database, ask))
    for slot in range(1, 15):
        place.book(slot, account_id=account_id)

    assert len(statements(place.database, ask)) == few == 2


def test_a_booking_its_history_and_its_steps_are_found_by_indexes(place: Place) -> None:
    account_id = place.account()
    reference = place.book(3, account_id=account_id)
    place.move(reference, 5, account_id)

    def ask(db: Db) -> object:
        view = views.own_view(db, reference, account_id)
        queries.kept(db, view.id)
        return queries.steps_from(db, place.offering.id, place.slots[2], count=2), events.history(db, view.id)

    assert scanned(place.database, ask) == []
    assert len(statements(place.database, ask)) == 6


def test_a_plan_that_reads_everything_is_noticed(database: Database) -> None:
    database.write_now(makers.fill)

    def ask(db: Db) -> object:
        return db.execute(text("SELECT count(*) FROM claim WHERE quantity > 3")).scalar_one()

    assert scanned(database, ask) == ["claim"]
