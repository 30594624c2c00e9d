"""Taking a place: the product's whole verb against the bare driver writing the same rows, in alternated rounds."""

from typing import Any

import msgspec
from sqlalchemy import select, text, update

from bench.stage import Helper, Pace, Spread, Stage, breathe, is_well, table
from bench.taking import Order, Place
from hoanhap import catalogue, schedule
from hoanhap.base.clock import utc_now
from hoanhap.base.db import Database

TARGET = 1 / 3
MANY = 1_000_000
WIDTHS = (4, 8, 16, 32)
NAMES = {"product": "`write_now`, one thread", "server": "`write`, 32 tasks"}


class Outcome(msgspec.Struct, frozen=True):
    """One line of the table."""

    database: str
    places: str
    processes: int
    way: str
    bare: float
    rate: float
    ratio: Spread


class Contest:
    """One bare side and one or two sides of the product, on one database, with some processes each."""

    def __init__(self, stage: Stage, url: str, *, hot: bool, processes: int, sides: list[str]) -> None:
        self.url, self.sides = url, sides
        places, accounts = _prepare(url, hot=hot)
        self.acked = _booked(url)
        self.helpers: dict[str, list[Helper]] = {}
        number = 0
        for side in sides:
            self.helpers[side] = []
            for nth in range(processes):
                number += 1
                mine = places if hot else places[nth::processes]
                file = stage.folder / f"order-{number}.json"
                file.write_bytes(msgspec.json.encode(Order(url, side, number, mine, accounts)))
                self.helpers[side].append(Helper("bench.taking", str(file)))

    def rate(self, side: str, seconds: float, tasks: int) -> float:
        """How many places a second one side takes now."""
        breathe()
        for helper in self.helpers[side]:
            helper.tell({"seconds": seconds, "tasks": tasks})
        heard = [helper.hear() for helper in self.helpers[side]]
        self.acked += sum(each["done"] for each in heard)
        _verify(self.url, self.acked)
        return float(sum(each["done"] / each["seconds"] for each in heard))

    def stop(self) -> None:
        """End every process."""
        for helpers in self.helpers.values():
            for helper in helpers:
                helper.stop()


def measure(stage: Stage, pace: Pace) -> list[Outcome]:
    """Every line of the table."""
    found = []
    for database, sides in (("SQLite", ["sqlite", "product", "server"]), ("PostgreSQL", ["asyncpg", "server"])):
        for hot in (False,) if pace.is_quick else (False, True):
            for processes in (2,) if pace.is_quick else (1, 2):
                url = stage.sqlite() if database == "SQLite" else stage.postgres()
                contest = Contest(stage, url, hot=hot, processes=processes, sides=sides)
                try:
                    found += _compare(contest, pace, database, "one hot slot" if hot else "distinct slots", processes)
                finally:
                    contest.stop()
                is_well(url)
    return found


def report(found: list[Outcome]) -> str:
    """The section of the document."""
    rows = [
        [
            f"{each.database}, {each.places}",
            str(each.processes),
            NAMES[each.way],
            f"{each.bare:,.0f}",
            f"{each.rate:,.0f}",
            each.ratio.show(),
            "yes" if each.ratio.median >= TARGET else "**no**",
        ]
        for each in found
    ]
    heads = ["Database, places", "Processes", "The product's way", "Bare /s", "Product /s", "Ratio", "≥ 1/3"]
    return "\n".join(
        [
            "## Taking a place",
            "",
            "The whole verb `booking.book` in its transaction (was this form sent before, guarded count, person,",
            "booking, leg, claim, event, reference, on disk) against the bare driver writing the same rows with the",
            "same durability: pysqlite3 with `BEGIN IMMEDIATE`, asyncpg with prepared statements and as many",
            "connections as suit it best. The ratio is product / bare; target: one third.",
            "After every round the counters equal the claims and the rows equal what was answered.",
            "",
            table(heads, rows),
        ]
    )


def _compare(contest: Contest, pace: Pace, database: str, places: str, processes: int) -> list[Outcome]:
    bare, *ways = contest.sides
    widths = WIDTHS if bare == "asyncpg" and not pace.is_quick else (8,)
    for side in contest.sides:
        contest.rate(side, min(pace.seconds, 0.5), widths[-1])
    width = max(widths, key=lambda tasks: contest.rate(bare, min(pace.seconds, 0.6), tasks))
    rates: dict[str, list[float]] = {side: [] for side in contest.sides}
    for _ in range(pace.rounds):
        for side in contest.sides:
            rates[side].append(contest.rate(side, pace.seconds, width if side == bare else 32))
    return [
        Outcome(
            database,
            places,
            processes,
            way,
            Spread.of(rates[bare]).median,
            Spread.of(rates[way]).median,
            Spread.of([ours / theirs for ours, theirs in zip(rates[way], rates[bare], strict=True)]),
        )
        for way in ways
    ]


def _prepare(url: str, *, hot: bool) -> tuple[list[Place], list[int]]:
    """Make room in every slot of the offerings whose bookings take one step, and return these slots."""
    slot, unit, offering = schedule.Slot, schedule.SlotUnit, catalogue.Offering
    database = Database(url)
    with database.writing() as db:
        db.execute(update(unit).values(capacity=MANY, public_limit=MANY))
        rows = db.execute(
            select(slot.id, offering.id, offering.unit, slot.starts_at, slot.ends_at)
            .join(offering, offering.id == slot.offering_id)
            .where(offering.duration_minutes == offering.step_minutes)
            .where(slot.ordinal == 0, offering.unit == "place")
            .order_by(slot.starts_at)
        ).all()
        accounts = list(db.scalars(text("SELECT id FROM account ORDER BY id")))
    database.close()
    now = utc_now()
    places = [
        Place(row[0], row[1], row[2], int(row[3].timestamp()), int(row[4].timestamp()))
        for row in rows
        if 7 <= (row[3] - now).days <= 40
    ]
    return (places[:1] if hot else places), accounts


def _booked(url: str) -> int:
    database = Database(url)
    with database.reading() as db:
        found = int(db.scalar(text("SELECT count(*) FROM booking WHERE booked_at IS NOT NULL")) or 0)
    database.close()
    return found


_FAULTS = (
    "SELECT (SELECT sum(taken) FROM slot_unit) - "
    "(SELECT sum(quantity) FROM claim WHERE is_supported "
    "AND state IN ('held', 'requested', 'booked', 'arrived', 'fulfilled', 'noshow'))"
)


def _verify(url: str, acked: int) -> None:
    """No speed for wrong results."""
    database = Database(url)
    with database.reading() as db:
        assert db.scalar(text(_FAULTS)) == 0, "counters differ from claims"
    database.close()
    assert _booked(url) == acked, "rows differ from what was answered"


def main(stage: Stage, pace: Pace) -> tuple[str, Any]:
    """Measure and report."""
    found = measure(stage, pace)
    return report(found), found
