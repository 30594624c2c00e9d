"""The two doors of the database: what goes wrong behind them is mended, or said in one way."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from hoanhap.base import db as module
from hoanhap.base.db import ATTEMPTS, Database, Db
from hoanhap.base.errors import Unavailable
from hoanhap.people import Account
from hoanhap.schedule import Holiday, SlotUnit
from tests import makers
from tests.makers import NOON, TODAY, Place


def note(db: Db, number: int = 1) -> int:
    """Write one row."""
    values = {"phone": f"+{number}", "role": "person", "language": "vi", "created_at": NOON}
    db.execute(insert(Account), values)
    return number


def noted(database: Database) -> int:
    """How many rows `note` has written."""
    with database.reading() as db:
        return db.execute(select(func.count(Account.id))).scalar_one()


# --- what a write is -----------------------------------------------------------------------------------


def test_what_is_written_is_there(database: Database) -> None:
    assert database.write_now(note, 7) == 7
    assert noted(database) == 1


def test_nothing_is_left_of_a_write_that_fails(database: Database) -> None:
    def fail(db: Db) -> None:
        note(db)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write_now(fail)
    with pytest.raises(ZeroDivisionError), database.writing() as db:
        fail(db)

    assert noted(database) == 0


def test_a_savepoint_undoes_its_part_only(database: Database) -> None:
    with database.writing() as db:
        note(db, 1)
        with db.begin_nested() as part:
            note(db, 2)
            part.rollback()
        note(db, 3)

    assert noted(database) == 2


@pytest.mark.parametrize("statement", ["DELETE FROM service", "CREATE TABLE other (id INTEGER)"])
def test_a_reader_cannot_write(database: Database, statement: str) -> None:
    with pytest.raises((DBAPIError, Unavailable)), database.reading() as db:
        db.execute(text(statement))

    with database.reading() as db:
        assert db.execute(text("SELECT count(*) FROM service")).scalar_one() == 28


async def test_reads_and_writes_can_be_awaited(database: Database) -> None:
    assert await database.write(note, 5) == 5
    assert await database.read(lambda db: db.scalar(select(func.count(Account.id)))) == 1


async def test_a_write_that_queued_too_long_is_turned_away(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ADMISSION_SECONDS", -1.0)

    with pytest.raises(Unavailable):
        await sqlite_database.write(note)

    assert noted(sqlite_database) == 0


def test_only_a_write_that_stays_is_announced(database: Database) -> None:
    announced: list[int] = []
    database.after_write = lambda: announced.append(noted(database))

    with pytest.raises(ZeroDivisionError):
        database.write_now(lambda _: 1 // 0)
    database.write_now(note)

    assert announced == [1]


def test_an_instant_is_kept_to_the_second_whatever_its_zone(database: Database) -> None:
    elsewhere = datetime(2026, 11, 25, 1, 2, 3, 999_999, tzinfo=timezone(timedelta(hours=-9)))

    with database.writing() as db:
        db.execute(insert(Account), {"phone": "+1", "role": "person", "language": "vi", "created_at": elsewhere})
        kept = db.execute(select(Account.created_at)).scalar_one()

    assert kept == datetime(2026, 11, 25, 10, 2, 3, tzinfo=UTC)
    assert kept.utcoffset() == timedelta(0)


# --- trying again ----------------------------------------------------------------------------------------


def test_a_verb_that_meets_anothers_row_is_tried_again(database: Database) -> None:
    tried: list[int] = []

    def verb(db: Db) -> int:
        tried.append(len(tried))
        note(db, 1 if len(tried) == 1 else 2)
        return len(tried)

    database.write_now(note, 1)

    assert database.write_now(verb) == 2
    assert noted(database) == 2


def test_a_conflict_that_stays_is_a_fault_after_a_few_tries(database: Database) -> None:
    tried: list[int] = []

    def verb(db: Db) -> None:
        tried.append(1)
        note(db, 1)

    database.write_now(note, 1)

    with pytest.raises(IntegrityError):
        database.write_now(verb)

    assert len(tried) == ATTEMPTS


def test_a_broken_check_is_a_fault_at_once(database: Database) -> None:
    slot_id = Place(database).slots[0]
    tried: list[int] = []

    def verb(db: Db) -> None:
        tried.append(1)
        db.execute(update(SlotUnit).where(SlotUnit.slot_id == slot_id).values(taken=2))

    with pytest.raises(IntegrityError):
        database.write_now(verb)

    assert len(tried) == 1


@pytest.mark.parametrize(
    "counts",
    [
        {"taken": -1},
        {"taken": 2},
        {"public_taken": 1},
        {"taken": 1, "public_taken": -1},
        {"public_limit": 2},
        {"taken": 1, "public_taken": 1, "public_limit": 0},
    ],
)
def test_the_checks_stand_behind_the_counters(database: Database, counts: dict[str, int]) -> None:
    slot_id = Place(database).slots[0]

    with pytest.raises(IntegrityError), database.writing() as db:
        db.execute(update(SlotUnit).where(SlotUnit.slot_id == slot_id).values(counts))


# --- SQLite busy, full, away -------------------------------------------------------------------------------


@pytest.fixture
def impatient(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database that waits for others only for a moment."""
    patient, *others = module.SQLITE_PRAGMAS
    assert patient.startswith("busy_timeout")
    monkeypatch.setattr(module, "SQLITE_PRAGMAS", ("busy_timeout=20", *others))
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody else writes to the same file, and takes their time."""
    with closing(sqlite3.connect(str(database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_locked_database_is_unavailable_until_it_is_free(impatient: Database) -> None:
    with locked(impatient):
        with pytest.raises(Unavailable):
            impatient.write_now(note)
        with pytest.raises(Unavailable), impatient.writing():
            pass
        assert noted(impatient) == 0

    assert impatient.write_now(note) == 1


def test_a_full_disk_is_unavailable_and_leaves_nothing_half(sqlite_database: Database) -> None:
    place = Place(sqlite_database, opens=0, closes=24 * 60, capacity=500)
    limit_pages(sqlite_database, more=2)

    booked: list[str] = []

    def book_until_full() -> None:
        while True:
            booked.append(place.book())

    with pytest.raises(Unavailable):
        book_until_full()

    assert len(booked) == place.events("BookingMade") == place.taken() > 0
    assert place.breaches() == []
    limit_pages(sqlite_database, more=1000)
    assert place.book()


def limit_pages(database: Database, *, more: int) -> None:
    """Let the file grow only by a few pages."""
    with database.writing() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count={pages + more}")


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = Database(f"sqlite:///{tmp_path_factory.mktemp('nowhere')}/missing/hoanhap.db")

    with pytest.raises(Unavailable):
        nowhere.write_now(note)
    with pytest.raises(Unavailable), nowhere.reading():
        pass
    nowhere.close()


# --- PostgreSQL busy, restarted, away ------------------------------------------------------------------------


@pytest.fixture
def postgres(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A PostgreSQL database that waits for others only for a moment."""
    assert "lock_timeout=3000" in module.POSTGRES_OPTIONS
    impatient = module.POSTGRES_OPTIONS.replace("lock_timeout=3000", "lock_timeout=50")
    monkeypatch.setattr(module, "POSTGRES_OPTIONS", impatient)
    opened = Database(postgres_url)
    yield opened
    opened.close()


END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def end_connections(url: str) -> None:
    """What a restart of the server does to us."""
    other = Database(url)
    with other.writing() as db:
        assert db.execute(END_OTHERS).all()
    other.close()


@pytest.mark.postgres
def test_after_a_restart_the_next_write_mends_itself(postgres: Database, postgres_url: str) -> None:
    place = Place(postgres)
    end_connections(postgres_url)

    assert place.hold()
    with postgres.writing() as db:
        assert makers.taken(db, place.slots[0]) == 1


@pytest.mark.postgres
async def test_after_a_restart_the_next_read_mends_itself(postgres: Database, postgres_url: str) -> None:
    assert await postgres.read(lambda db: db.scalar(text("SELECT 1"))) == 1
    end_connections(postgres_url)

    assert await postgres.read(lambda db: db.scalar(text("SELECT 1"))) == 1


@pytest.mark.postgres
def test_a_connection_lost_on_the_way_is_tried_again(postgres: Database) -> None:
    tried: list[int] = []

    def verb(db: Db) -> None:
        tried.append(1)
        note(db)
        if len(tried) == 1:
            db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    postgres.write_now(verb)

    assert len(tried) == 2
    assert noted(postgres) == 1


@pytest.mark.postgres
def test_a_connection_lost_at_the_commit_is_not_tried_again(postgres: Database, postgres_url: str) -> None:
    place, commits = Place(postgres, capacity=9), []

    def cut(_: Db) -> None:
        commits.append(1)
        if len(commits) == 1:
            end_connections(postgres_url)

    choice = place.choice(journey="one form")
    event.listen(postgres._writer, "commit", cut)
    with pytest.raises(Unavailable):
        postgres.write_now(makers.hold, choice)

    assert len(commits) == 1
    postgres.write_now(makers.hold, choice)
    with postgres.writing() as db:
        assert makers.taken(db, place.slots[0]) == 1


@pytest.mark.postgres
def test_a_row_that_stays_locked_is_unavailable(postgres: Database) -> None:
    place = Place(postgres)

    with postgres.writing() as other:
        other.execute(update(SlotUnit).values(taken=0))
        with pytest.raises(Unavailable):
            place.hold()

    assert place.hold()


@pytest.mark.postgres
def test_a_deadlock_is_tried_again(postgres_url: str) -> None:
    database = Database(postgres_url)
    holidays = [{"local_date": TODAY.replace(day=day), "name": "", "confirmed_at": NOON} for day in (1, 2)]
    database.write_now(lambda db: db.execute(insert(Holiday), holidays))
    both_hold_one, tried = threading.Barrier(2), []

    def mark(db: Db, day: int) -> None:
        marked = update(Holiday).where(Holiday.local_date == TODAY.replace(day=day))
        db.execute(marked.values(name=Holiday.name + "x"))

    def verb(db: Db, first: int, second: int) -> None:
        tried.append(first)
        mark(db, first)
        if len(tried) <= 2:
            both_hold_one.wait()
        mark(db, second)

    threads = [threading.Thread(target=database.write_now, args=(verb, *days)) for days in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(tried) > 2  # a busy server may end both of them
    with database.reading() as db:
        assert db.scalars(select(Holiday.name)).all() == ["xx", "xx"]
    database.close()


@pytest.mark.postgres
def test_a_server_that_is_away_is_unavailable(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = Database(f"postgresql://postgres@/hoanhap?host={tmp_path_factory.mktemp('nobody')}")

    with pytest.raises(Unavailable):
        nowhere.write_now(note)
    with pytest.raises(Unavailable), nowhere.reading():
        pass
    nowhere.close()
