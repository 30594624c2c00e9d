"""Whether years of past bookings make anything slower: the same questions with a thousand and a million of them."""

import itertools
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import text

from bench.stage import Pace, Spread, Stage, table
from hoanhap import booking, schedule
from hoanhap.base.clock import utc_now
from hoanhap.base.db import Database, Db
from hoanhap.booking import journey, views
from hoanhap.booking.views import When
from hoanhap.catalogue import Party
from hoanhap.events import Actor
from hoanhap.web.forms import Form
from hoanhap.web.login import Speaker

SIZES, QUICK_SIZES = (1_000, 100_000, 1_000_000), (1_000, 5_000, 20_000)
MOST = 1.2
TIMES_EACH = 60
AGAIN = 10
"""How many past bookings each account has."""
SLOTS_BACK = 300_000
A_DAY, A_WEEK = 86_400, 7

_BLOCK = (
    "INSERT INTO opening (id, offering_id, schedule_id, local_date, starts_at, ends_at) SELECT id + :openings, "
    "offering_id, schedule_id, date(local_date, :days), starts_at - :seconds, ends_at - :seconds FROM opening "
    "WHERE id <= :last_opening",
    "INSERT INTO slot (id, opening_id, offering_id, ordinal, local_date, minute, starts_at, ends_at) SELECT "
    "id + :slots, opening_id + :openings, offering_id, ordinal, date(local_date, :days), minute, "
    "starts_at - :seconds, ends_at - :seconds FROM slot WHERE id <= :last_slot",
)
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
_ACCOUNTS = (
    "INSERT INTO account (id, phone, role, language, created_at) "
    + _NUMBERS
    + "SELECT :last_account + i, 'past-' || i, 'person', 'vi', 0 FROM n",
    "INSERT INTO person (id, account_id, full_name, folded_name, created_at) "
    + _NUMBERS
    + "SELECT :last_person + i, :last_account + i, 'Trần Văn Sen', 'tran van sen', 0 FROM n",
)
_BOOKINGS = (
    "INSERT INTO booking (id, token, reference, journey, choice, account_id, person_id, full_name, phone, origin, "
    "language, created_at, booked_at) "
    + _NUMBERS
    + "SELECT :last_booking + i, 'past-' || i, printf('%09d', i), 'past-' || i, 'past', "
    ":last_account + i % :accounts + 1, :last_person + i % :accounts + 1, 'Trần Văn Sen', '+84970000001', 'web', "
    "'vi', 0, 0 FROM n",
    "INSERT INTO leg (id, booking_id, kind, offering_id, starts_at, ends_at, cancel_minutes) "
    + _NUMBERS
    + "SELECT :last_leg + i, :last_booking + i, 'service', offering_id, starts_at, ends_at, 0 FROM n JOIN slot "
    "ON slot.id = :last_slot + i * 7919 % :past_slots + 1",
    "INSERT INTO claim (booking_id, leg_id, slot_id, participant, unit, quantity, is_public, state, changed_at) "
    + _NUMBERS
    + "SELECT :last_booking + i, :last_leg + i, slot.id, 1, unit, 1, 1, 'fulfilled', 0 FROM n JOIN slot "
    "ON slot.id = :last_slot + i * 7919 % :past_slots + 1 JOIN offering ON offering.id = slot.offering_id",
    "INSERT INTO event (kind, at, actor_id, actor_role, booking_id, facts, delivered_at, attempts) "
    + _NUMBERS
    + "SELECT 'BookingMade', 0, NULL, 'person', :last_booking + i, '{}', 0, 0 FROM n",
    "INSERT INTO slot_unit (slot_id, unit, capacity, public_limit, taken, public_taken) "
    "SELECT slot_id, unit, count(*), count(*), count(*), count(*) FROM claim WHERE slot_id > :last_slot GROUP BY 1, 2",
)


class Line(msgspec.Struct, frozen=True):
    """One question: how long it takes with each number of past bookings, and how much longer with the largest."""

    name: str
    seconds: list[float]
    ratio: Spread


class Outcome(msgspec.Struct, frozen=True):
    """Every question."""

    sizes: tuple[int, ...]
    lines: list[Line]


class House:
    """A database with so many past bookings, and the questions that are asked of it."""

    def __init__(self, url: str, size: int) -> None:
        self.database = Database(url)
        self._serial = itertools.count(1)
        self._now = utc_now().replace(microsecond=0)
        with self.database.writing() as db:
            last = _fill(db, size)
            db.execute(text("UPDATE slot_unit SET capacity = 1000000, public_limit = 1000000"))
        with self.database.reading() as db:
            self._account = last["last_account"] + 1
            self._slug, self._offering, self._slot, self._day = _example(db, self._now)
            self._offerings = list(db.scalars(text("SELECT id FROM offering WHERE is_open ORDER BY id")))
        self.questions: dict[str, Callable[[], object]] = {
            "Times page, what it reads": self._times,
            "The earliest that fits, all places": self._earliest,
            "Taking a place": self._take,
            "My bookings, to come and past": self._mine,
        }

    def seconds(self, name: str) -> float:
        """How long a question takes: the middle of many times."""
        lasted = []
        for _ in range(TIMES_EACH):
            began = time.perf_counter()
            self.questions[name]()
            lasted.append(time.perf_counter() - began)
        return sorted(lasted)[len(lasted) // 2]

    def _times(self) -> object:
        chosen = {"place": str(self._offering), "people": "1", "wheelchairs": "0", "day": self._day}
        with self.database.reading() as db:
            step = journey.step(
                db, self._slug, Form(chosen, str), Speaker(None, ""), "vi", is_brief=False, now=self._now
            )
        assert isinstance(step.page, journey.TimesPage)
        assert step.page.parts
        return step

    def _earliest(self) -> object:
        with self.database.reading() as db:
            found = schedule.earliest(db, self._offerings, Party(), now=self._now)
        assert found
        return found

    def _take(self) -> object:
        number = next(self._serial)
        return self.database.write_now(
            booking.book,
            booking.Choice(f"flat-{number}", self._offering, self._slot),
            account_id=self._account,
            full_name=f"Nguyễn Thị {number}",
            phone="+84970000001",
            language="vi",
            by=Actor(self._account, "person"),
            now=self._now,
        )

    def _mine(self) -> object:
        account = self._account + 1
        with self.database.reading() as db:
            coming = views.of_account(db, account, When.UPCOMING, now=self._now)
            past = views.of_account(db, account, When.PAST, now=self._now)
        assert past.bookings
        return coming, past


def measure(stage: Stage, pace: Pace) -> Outcome:
    """Ask every question of every house in turn."""
    sizes = QUICK_SIZES if pace.is_quick else SIZES
    houses = [House(stage.sqlite(), size) for size in sizes]
    lines = []
    for name in houses[0].questions:
        rounds = [[house.seconds(name) for house in houses] for _ in range(1 + pace.rounds)][1:]
        middles = [Spread.of(list(each)).median for each in zip(*rounds, strict=True)]
        lines.append(Line(name, middles, Spread.of([each[-1] / each[0] for each in rounds])))
    for house in houses:
        house.database.close()
    return Outcome(sizes, lines)


def report(found: Outcome) -> str:
    """The section of the document."""
    rows = [
        [
            each.name,
            *(f"{seconds * 1e6:,.0f} µs" for seconds in each.seconds),
            each.ratio.show(),
            "yes" if each.ratio.median <= MOST else "**no**",
        ]
        for each in found.lines
    ]
    heads = ["Question", *(f"{size:,} past" for size in found.sizes), "Most / fewest", f"≤ {MOST}"]
    return "\n".join(
        [
            "## Flat",
            "",
            "How long the database takes for what people ask most, with so many past bookings on SQLite, each with its",
            f"leg, claim and event, {AGAIN} for each account, on openings of the past; in alternated rounds.",
            "",
            table(heads, rows),
        ]
    )


def _fill(db: Db, size: int) -> dict[str, Any]:
    """Write so many past bookings, and return the last key each table had before."""
    tables = ("opening", "slot", "account", "person", "booking", "leg")
    last = {f"last_{name}": db.scalar(text(f"SELECT max(id) FROM {name}")) for name in tables}
    first, latest = db.execute(text("SELECT min(local_date), max(local_date) FROM opening")).one()
    # Whole weeks, so that each block ends before the one that it is copied from begins.
    days_back = ((date.fromisoformat(latest) - date.fromisoformat(first)).days // A_WEEK + 1) * A_WEEK
    blocks = -(-size // SLOTS_BACK)
    for back in range(1, blocks + 1):
        shift = {
            "openings": back * last["last_opening"],
            "slots": back * last["last_slot"],
            "days": f"-{back * days_back} days",
            "seconds": back * days_back * A_DAY,
        }
        for statement in _BLOCK:
            db.execute(text(statement), last | shift)
    accounts = max(2, size // AGAIN)
    for statement in _ACCOUNTS:
        db.execute(text(statement), last | {"count": accounts})
    past_slots = min(last["last_slot"] * blocks, max(50, size // 4))
    for statement in _BOOKINGS:
        db.execute(text(statement), last | {"count": size, "accounts": accounts, "past_slots": past_slots})
    return last


def _example(db: Db, now: datetime) -> tuple[str, int, int, str]:
    """A service, a place, a slot and its day, of those that take one step and are two weeks away."""
    found = db.execute(
        text(
            "SELECT service.slug, offering.id, slot.id, slot.local_date FROM slot "
            "JOIN offering ON offering.id = slot.offering_id JOIN service ON service.id = offering.service_id "
            "WHERE offering.duration_minutes = offering.step_minutes AND offering.unit = 'place' "
            "AND offering.is_open AND slot.starts_at > :soon ORDER BY slot.starts_at, slot.id LIMIT 1"
        ),
        {"soon": int(now.timestamp()) + 14 * A_DAY},
    ).one()
    return found[0], found[1], found[2], str(found[3])


def main(stage: Stage, pace: Pace) -> tuple[str, Any]:
    """Measure and report."""
    found = measure(stage, pace)
    return report(found), found
