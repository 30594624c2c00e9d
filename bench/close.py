"""Closing a day with five hundred bookings: what it would do, doing it, and whoever books elsewhere meanwhile.

Once nobody may be moved, so that all lose their places; once all may, and all find another time.
"""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec
from sqlalchemy import insert, literal, select

from bench.stage import Pace, Spread, Stage, table
from hoanhap import booking, catalogue, people, schedule
from hoanhap.base.clock import utc_now
from hoanhap.base.db import Database, Db
from hoanhap.booking import Booking, MayMove, MoveConsent, Reason
from hoanhap.capacity import Closing, previews
from hoanhap.catalogue import Location, Offering, Party
from hoanhap.events import Actor
from hoanhap.schedule import Start

BOOKINGS, QUICK_BOOKINGS = 500, 40
PREVIEW_SECONDS, APPLY_SECONDS = 1.0, 3.0
A_FEW_DAYS = timedelta(days=3)
"""How far people let themselves be moved."""
ADMIN = Actor(1, "admin")
FOUND = {"none may be moved": False, "all are moved": True}
NAME, PHONE = "Trần Văn Sen", "+84970000001"


Result = TypeVar("Result")


class Line(msgspec.Struct, frozen=True):
    """One database and what people find: how long each deed took, and the longest wait elsewhere meanwhile."""

    name: str
    found: str
    preview: Spread
    apply: Spread
    elsewhere: Spread


class Day:
    """A day of one offering with many people in it, who may be moved or not, and another one where others book."""

    def __init__(self, url: str, count: int, *, may_move: bool) -> None:
        self.database, self.now = Database(url), utc_now().replace(microsecond=0)
        self._serial = itertools.count(1)
        self._account = self.database.write_now(people.account_for, PHONE, language="vi", now=self.now)
        with self.database.reading() as db:
            rows = select(Offering.id, Location.slug).join(Location, Location.id == Offering.location_id)
            found = db.execute(rows.order_by(Offering.id)).all()
            (self.offering, self.slug), (self._other, _slug), *_ = (each for each in found if self._starts(db, each.id))
        self.day, slots = self._roomy(self.offering, count)
        _day, self._free = self._roomy(self._other, 1_000_000)
        booked = [
            self.book(self.offering, slots[number % len(slots)], full_name=f"{NAME} {number}")
            for number in range(count)
        ]
        self._moved = count if may_move else 0
        if may_move:
            self.database.write_now(_let_be_moved, booked, now=self.now)

    def close(self) -> tuple[float, float, float]:
        """Seconds for the preview and for making the change; and the longest wait of whoever booked elsewhere."""
        closing = Closing((self.offering,), self.day, self.day, Reason.FLOOD)
        look: Callable[[], previews.Preview] = lambda: self.database.write_now(  # noqa: E731
            previews.preview, self.slug, closing, language="vi", by=ADMIN, now=self.now
        )
        preview, seen = _timed(look)
        over, waits = threading.Event(), [0.0]
        other = threading.Thread(target=self._book_elsewhere, args=(over, waits))
        if not self.database.is_sqlite:
            other.start()
        version = seen.proposal.version
        apply, _made = _timed(
            lambda: self.database.write_now(previews.make, self.slug, closing, version, by=ADMIN, now=self.now)
        )
        over.set()
        if other.is_alive():
            other.join()
        assert len(seen.proposal.moved) == self._moved
        assert bool(seen.proposal.displaced) == (not self._moved)
        return preview, apply, max(waits)

    def book(self, offering_id: int, slot_id: int, *, full_name: str = NAME) -> str:
        """One booking more; its reference."""
        choice = booking.Choice(f"close-{next(self._serial)}", offering_id, slot_id)
        return self.database.write_now(
            booking.book,
            choice,
            account_id=self._account,
            full_name=full_name,
            phone=PHONE,
            language="vi",
            by=ADMIN,
            now=self.now,
            knowingly=True,
        )

    def _book_elsewhere(self, over: threading.Event, waits: list[float]) -> None:
        while not over.is_set():
            waits.append(_timed(lambda: self.book(self._other, self._free[0]))[0])

    def _roomy(self, offering_id: int, places: int) -> tuple[date, list[int]]:
        """The last day on which an offering can be booked, and its starts; it and the days before it have much room."""

        def make_room(db: Db) -> tuple[date, list[int]]:
            day = self._starts(db, offering_id)[-1].local_date
            found = schedule.counted(db, [offering_id], first=day - A_FEW_DAYS, last=day)
            room = [schedule.Places(each.slot_id, each.unit, places, places) for each in found]
            schedule.set_places(db, room)
            return day, [each.slot_id for each in self._starts(db, offering_id) if each.local_date == day]

        return self.database.write_now(make_room)

    def _starts(self, db: Db, offering_id: int) -> list[Start]:
        wanted = booking.wanted_at(catalogue.offering(db, offering_id), Party(), now=self.now)
        return schedule.starts(db, wanted)


def _let_be_moved(db: Db, references: list[str], *, now: datetime) -> None:
    said = literal(MayMove.THREE_DAYS), literal("page"), literal(1), literal(now)
    which = select(Booking.id, *said).where(Booking.reference.in_(references))
    db.execute(insert(MoveConsent).from_select(["booking_id", "may", "how", "words", "said_at"], which))


def _timed(deed: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    answer = deed()
    return time.perf_counter() - began, answer


def main(on: Stage, pace: Pace) -> tuple[str, list[Line]]:
    """Measure, and write the section of the document."""
    count = QUICK_BOOKINGS if pace.is_quick else BOOKINGS
    lines = []
    databases = ("SQLite", on.sqlite), ("PostgreSQL", on.postgres)
    for (name, database), (found, may_move) in itertools.product(databases, FOUND.items()):
        rounds = [Day(database(), count, may_move=may_move).close() for _ in range(min(pace.rounds, 3))]
        lines.append(Line(name, found, *(Spread.of(list(each)) for each in zip(*rounds, strict=True))))
    return _section(lines, count), lines


def _section(lines: list[Line], count: int) -> str:
    rows = [
        [
            f"{each.name}, {each.found}",
            each.preview.show(),
            each.apply.show(),
            each.elsewhere.show() if each.elsewhere.most else "as long as the change",
            "yes" if each.preview.most <= PREVIEW_SECONDS and each.apply.most <= APPLY_SECONDS else "no",
        ]
        for each in lines
    ]
    heads = ["Database, people", "Preview s", "Apply s", "Longest wait elsewhere s", "Within budget"]
    return f"""## Closing a day with people in it

A day with {count} bookings at one offering is closed: first the preview (who loses their place, and where each
could go), then the change itself, on disk, with a fact for each of them; once nobody may be moved, and once all of
them are moved to the days before. Meanwhile somebody books at another
offering without a pause; the longest that one such booking took is given. SQLite has one writer, which others wait
for. Targets: the preview within {PREVIEW_SECONDS:.0f} second, the change within {APPLY_SECONDS:.0f}.

{table(heads, rows)}"""
