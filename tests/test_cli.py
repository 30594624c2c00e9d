"""The command `hoanhap`, as somebody types it."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from hoanhap import cli
from hoanhap.app import ROUTES
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Leg
from hoanhap.demo import fill as demo_fill
from hoanhap.schedule import SlotUnit


@pytest.fixture
def environment(database_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of a demo installation on a fresh database."""
    monkeypatch.setenv("HOANHAP_DATABASE_URL", database_url)
    monkeypatch.setenv("HOANHAP_STATE", str(tmp_path))
    return database_url


def run(*arguments: str) -> int:
    """Run a command, and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0) if not isinstance(ended.value.code, str) else 1


def test_routes_are_listed_with_method_path_name_and_audience(
    environment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("routes", "--json") == 0

    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == len(ROUTES)
    assert all(each.keys() == {"method", "path", "name", "audience"} for each in listed)
    assert {"method": "GET", "path": "/staff", "name": "overview", "audience": ["admin"]} in listed


def test_check_says_that_all_is_well(
    environment: str, filled_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--invariants") == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_check_finds_a_counter_that_does_not_match(
    environment: str, filled_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with filled_database.writing() as db:
        slot_id = db.execute(select(SlotUnit.slot_id).where(SlotUnit.taken > 0).limit(1)).scalar_one()
        db.execute(update(SlotUnit).where(SlotUnit.slot_id == slot_id).values(taken=SlotUnit.taken - 1, public_taken=0))

    assert run("check", "--invariants") == 1
    assert "1 counters equal live supported claims" in capsys.readouterr().out


def test_check_says_when_the_tables_are_old(environment: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("migrate", "base") == 0

    assert run("check") == 1
    assert "run hoanhap migrate" in capsys.readouterr().out


def test_sample_data_is_refused_outside_the_demo(environment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOANHAP_ENV", "production")
    monkeypatch.setenv("HOANHAP_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("HOANHAP_BASE_URL", "https://hoanhap.example")

    assert run("demo") == 1


def test_production_does_not_start_with_the_secret_of_the_demo(
    environment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOANHAP_ENV", "production")

    assert run("check") == 1


@pytest.mark.slow
def test_sample_data_is_the_same_each_time_and_safe_to_bring_in_twice(
    environment: str, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo_fill, "BOOKINGS", 60)

    first = (run("demo"), capsys.readouterr().out)
    promised = _promised(database)
    second = (run("demo"), capsys.readouterr().out)

    assert first == second
    assert "60 bookings" in first[1]
    assert _promised(database) == promised
    assert run("check", "--invariants") == 0


@pytest.mark.slow
def test_two_fresh_databases_get_the_same_sample_bookings(
    sqlite_url: str, sqlite_template: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setattr(demo_fill, "BOOKINGS", 40)
    monkeypatch.setenv("HOANHAP_STATE", str(tmp_path))
    other_url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'other.db')}"
    found = []
    for url in (sqlite_url, other_url):
        monkeypatch.setenv("HOANHAP_DATABASE_URL", url)
        assert run("demo") == 0
        database = Database(url)
        found.append(_promised(database))
        database.close()

    assert found[0] == found[1]
    assert len(found[0]) == 40


def _promised(database: Database) -> list[tuple[Any, ...]]:
    """Every promise: its reference, who comes and to which place; the hour depends on when the test runs."""
    columns = select(Booking.reference, Booking.full_name, Booking.phone, Leg.offering_id)
    with database.reading() as db:
        return [tuple(row) for row in db.execute(columns.join(Leg).order_by(Booking.id))]
