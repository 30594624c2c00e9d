"""Closing a day with five hundred bookings: what it would do, doing it, and whoever books elsewhere meanwhile."""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import msgspec
from sqlalchemy import select

from bench.stage import Pace, Spread, Stage, table
from hoanhap import booking, catalogue, people, schedule
from hoanhap.base.clock import utc_now
from hoanhap.base.db import Database, Db
from hoanhap.booking import Reason
from hoanhap.capacity import Closing, previews
from hoanhap.catalogue import Location, Offering, Party
from hoanhap.events import Actor

BOOKINGS, QUICK_BOOKINGS = 500, 40
PREVIEW_SECONDS, APPLY_SECONDS = 1.0, 3.0
ADMIN = Actor(1, "admin")
NAME, PHONE = "Trần Văn Sen", "+84970000001"


Result = TypeVar("Result")


class Line(msgspec.Struct, frozen=True):
    """One database: how long each deed took, and the longest that somebody elsewhere waited meanwhile."""

    name: str
    preview: Spread
    apply: Spread
    elsewhere: Spread


class Day:
    """A day of one offering with many people in it, and another offering where others book."""

    def __init__(self, url: str, count: int) -> None:
        self.database, self.now = Database(url), utc_now().replace(microsecond=0)
        self._serial = itertools.count(1)
        self._account = self.database.write_now(people.account_for, PHONE, language="vi", now=self.now)
        with self.database.reading() as db:
            rows = select(Offering.id, Location.slug).join(Location, Location.id == Offering.location_id)
            (self.offering, self.slug), *_, (self._other, _slug) = db.execute(rows.order_by(Offering.id)).all()
        self.day, slots = self._roomy(self.offering, count)
        _day, self._free = self._roomy(self._other, 1_000_000)
        for number in range(count):
            self.book(self.offering, slots[number % len(slots)])

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
        assert seen.proposal.displaced
        return preview, apply, max(waits)

    def book(self, offering_id: int, slot_id: int) -> None:
        """One booking more."""
        choice = booking.Choice(f"close-{next(self._serial)}", offering_id, slot_id)
        self.database.write_now(
            booking.book,
            choice,
            account_id=self._account,
            full_name=NAME,
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
        """The last day on which an offering can be booked, with room for everybody, and its starts."""

        def make_room(db: Db) -> tuple[date, list[int]]:
            offering = booking.wanted_at(catalogue.offering(db, offering_id), Party(), now=self.now)
            day = schedule.starts(db, offering)[-1].local_date
            found = schedule.counted(db, [offering_id], first=day, last=day)
            room = [schedule.Places(each.slot_id, each.unit, places, places) for each in found]
            schedule.set_places(db, room)
            starts = [each.slot_id for each in schedule.starts(db, offering) if each.local_date == day]
            return day, starts

        return self.database.write_now(make_room)


def _timed(deed: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    answer = deed()
    return time.perf_counter() - began, answer


def main(on: Stage, pace: Pace) -> tuple[str, list[Line]]:
    """Measure, and write the section of the document."""
    count = QUICK_BOOKINGS if pace.is_quick else BOOKINGS
    lines = []
    for name, database in (("SQLite", on.sqlite), ("PostgreSQL", on.postgres)):
        rounds = [Day(database(), count).close() for _ in range(min(pace.rounds, 3))]
        lines.append(Line(name, *(Spread.of(list(each)) for each in zip(*rounds, strict=True))))
    return _section(lines, count), lines


def _section(lines: list[Line], count: int) -> str:
    rows = [
        [
            each.name,
            each.preview.show(),
            each.apply.show(),
            each.elsewhere.show() if each.elsewhere.most else "as long as the change",
            "yes" if each.preview.most <= PREVIEW_SECONDS and each.apply.most <= APPLY_SECONDS else "no",
        ]
        for each in lines
    ]
    heads = ["Database", "Preview s", "Apply s", "Longest wait elsewhere s", "Within budget"]
    return f"""## Closing a day with people in it

A day with {count} bookings at one offering is closed: first the preview (who loses their place, and where each
could go), then the change itself, on disk, with a fact for each of them. Meanwhile somebody books at another
offering without a pause; the longest that one such booking took is given. SQLite has one writer, which others wait
for. Targets: the preview within {PREVIEW_SECONDS:.0f} second, the change within {APPLY_SECONDS:.0f}.

{table(heads, rows)}"""
