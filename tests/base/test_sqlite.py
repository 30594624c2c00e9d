"""The SQLite in use is one that does not corrupt its log, and the check can tell."""

import sqlite3

import pytest

from hoanhap.base import sqlite
from hoanhap.base.db import Database


def test_the_sqlite_in_use_is_safe(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        version = db.exec_driver_sql("SELECT sqlite_version()").scalar_one()

    assert sqlite.is_safe()
    assert tuple(map(int, version.split("."))) >= sqlite.SAFE_FROM


def test_an_older_sqlite_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))

    assert not sqlite.is_safe()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_what_is_written_is_safe_on_disk(sqlite_database: Database, pragma: str, value: object) -> None:
    with sqlite_database.writing() as db:
        assert db.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
