"""The command `hoanhap`, as somebody types it."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hoanhap import __version__, booking, cli, events, notify, people
from hoanhap.app import ROUTES
from hoanhap.base import clock
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Leg
from hoanhap.schedule import SlotUnit
from tests import makers
from tests.makers import NOON


@pytest.fixture
def environment(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of a demo installation on a fresh database, at the moment at which it is filled."""
    monkeypatch.setattr(clock, "utc_now", lambda: NOON)
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


def test_check_without_invariants_does_not_look_at_them(environment: str, filled_database: Database) -> None:
    with filled_database.writing() as db:
        db.execute(update(SlotUnit).where(SlotUnit.taken > 0).values(taken=0, public_taken=0))

    assert (run("check"), run("check", "--invariants")) == (0, 1)


def test_migrating_fills_an_empty_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOANHAP_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setenv("HOANHAP_STATE", str(tmp_path))
    assert run("check") == 1

    assert [run("migrate"), run("migrate")] == [0, 0]

    assert run("check", "--invariants") == 0
    assert capsys.readouterr().out.endswith("All is well.\n")


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


@pytest.fixture
def small_town(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sample data of two organisations and a few bookings, always at the same moment."""
    read_only(monkeypatch, slice(2))


def read_only(monkeypatch: pytest.MonkeyPatch, which: slice) -> None:
    """Only some of the organisations are sample data."""
    fill = importlib.import_module("hoanhap.demo.fill")
    read = fill._read

    def read_less(name: str) -> dict[str, Any]:
        return {key: found[which] if key == "organization" else found for key, found in read(name).items()}

    monkeypatch.setattr(fill, "_read", read_less)
    monkeypatch.setattr(fill, "BOOKINGS", 40)
    monkeypatch.setattr(clock, "utc_now", lambda: NOON)


def test_sample_data_can_be_brought_in_twice(
    environment: str, database: Database, small_town: None, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (run("demo"), capsys.readouterr().out)
    promised = promises(database)
    second = (run("demo"), capsys.readouterr().out)

    assert first == second
    assert "2 organizations" in first[1]
    assert "40 bookings" in first[1]
    assert promises(database) == promised
    assert run("check", "--invariants") == 0


@pytest.mark.postgres
def test_two_fresh_databases_get_the_same_sample_bookings(
    sqlite_url: str, postgres_url: str, small_town: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOANHAP_STATE", str(tmp_path))
    found = []
    for url in (sqlite_url, postgres_url):
        monkeypatch.setenv("HOANHAP_DATABASE_URL", url)
        assert run("demo") == 0
        database = Database(url)
        found.append(promises(database))
        database.close()

    assert found[0] == found[1]
    assert len(found[0]) == 40


@pytest.mark.parametrize("phone", ["+84900000002", "+84900000003"])
def test_sample_people_have_needs_and_a_past(
    environment: str, database: Database, small_town: None, phone: str
) -> None:
    run("demo")

    with database.reading() as db:
        account_id = db.execute(select(people.Account.id).where(people.Account.phone == phone)).scalar_one()
        profile = people.profile(db, account_id)
        to_come, past = (booking.of_account(db, account_id, when, now=NOON).bookings for when in booking.When)
    assert profile
    assert (profile.version, bool(profile.needs)) == (2, True)
    assert to_come
    assert past


def test_sample_messages_are_never_sent(environment: str, database: Database, small_town: None) -> None:
    run("demo")

    with database.reading() as db:
        assert events.undelivered_count(db) == 0


def test_a_sample_person_is_told_of_a_place_that_was_taken_and_given_back(
    environment: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizations = importlib.import_module("hoanhap.demo.fill")._read("organizations.toml")["organization"]
    nth = [each["slug"] for each in organizations].index("trung-tam-nang-am")
    read_only(monkeypatch, slice(nth, nth + 1))

    assert (run("demo"), run("worker", "--once"), run("check", "--invariants")) == (0, 0, 0)

    of_phone = select(notify.Message.kind).where(notify.Message.phone == "+84900000001")
    with database.reading() as db:
        kinds = list(db.scalars(of_phone.order_by(notify.Message.id)))
        account_id = db.execute(select(people.Account.id).where(people.Account.phone == "+84900000001")).scalar_one()
        to_come = booking.of_account(db, account_id, booking.When.UPCOMING, now=NOON).bookings
    assert kinds == ["booked"] * 3 + ["displaced"] * 2 + ["moved-as-allowed", "supported"]
    assert [each.is_displaced for each in to_come].count(True) == 1


def promises(database: Database) -> list[tuple[Any, ...]]:
    """Every promise: its reference, who comes, where and when."""
    columns = select(Booking.reference, Booking.full_name, Booking.phone, Leg.offering_id, Leg.starts_at)
    with database.reading() as db:
        return [tuple(row) for row in db.execute(columns.join(Leg).order_by(Booking.id))]


# --- work, copies --------------------------------------------------------------------------------------


def test_working_once_tells_what_is_to_be_told(environment: str, filled_database: Database) -> None:
    assert run("worker", "--once") == 0

    with filled_database.reading() as db:
        assert (events.undelivered_count(db), notify.unsent_count(db)) == (0, 0)
        assert db.scalar(select(func.count(notify.Message.id))) == 5


def test_a_copy_is_made_and_put_back(
    sqlite_url: str, sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOANHAP_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("HOANHAP_STATE", str(tmp_path))
    assert run("backup", str(tmp_path / "copy.db")) == 0
    sqlite_database.write_now(makers.fill)

    assert run("restore", str(tmp_path / "copy.db")) == 0

    assert promises(sqlite_database) == []


def test_what_is_wrong_with_a_copy_is_said_in_a_sentence(environment: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^There is no file .+\.$"):
        cli.main(["restore", str(tmp_path / "nothing")])


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dance") == 2
    assert "invalid choice" in capsys.readouterr().err


def test_the_first_administrator_is_invited_by_a_link_on_paper(
    environment: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    slug = "to-chuc-dau-tien"
    database.write_now(lambda db: makers.make_organization(db, slug=slug))

    assert run("staff", "invite", "0938 111 222", "Huỳnh Thị Mỹ Duyên", "--organization", slug) == 0

    link = capsys.readouterr().out.splitlines()[-1]
    assert link.startswith("http://127.0.0.1:8000/staff/invitations/")
    with database.reading() as db:
        assert db.execute(select(func.count()).select_from(notify.Message)).scalar_one() == 0


@pytest.mark.parametrize(
    "said",
    [
        ("12", "Duyên", "--role", "admin"),
        ("0938 111 222", " ", "--role", "admin"),
        ("0938 111 222", "Duyên", "--organization", "khong-co"),
        ("0938 111 222", "Duyên", "--role", "desk"),
        ("0938 111 222", "Duyên"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(environment: str, said: tuple[str, ...]) -> None:
    assert run("staff", "invite", *said) != 0


def test_whoever_does_not_work_for_the_house_cannot_be_dismissed(environment: str) -> None:
    assert run("staff", "dismiss", "0938 111 222") == 1
