"""One process that takes places, by the product or by the bare driver, as fast as it can, when told to.

Both sides write the same rows with the same durability: the guarded count, a person, a booking with its
reference, a leg, a claim and an event, after looking whether the same form was sent before.
"""

import asyncio
import itertools
import random
import secrets
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import msgspec
from typing_extensions import override

from bench.stage import obey
from hoanhap import booking
from hoanhap.base import ids, text
from hoanhap.base.clock import utc_now
from hoanhap.base.db import SQLITE_PRAGMAS, Database
from hoanhap.events import Actor

TASKS = 32
PHONE = "+84970000000"
NAME = "Nguyễn Thị Ánh Tuyết"


class Place(msgspec.Struct, frozen=True):
    """A slot that can be taken."""

    slot_id: int
    offering_id: int
    unit: str
    starts_at: int
    ends_at: int


class Order(msgspec.Struct, frozen=True):
    """Where this process takes places, and for whom; `number` is its own among all processes."""

    url: str
    side: str
    number: int
    places: list[Place]
    accounts: list[int]


class Taker:
    """Takes places until a time, and counts; subclasses know how."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.serial = itertools.count(1)
        self.tasks = TASKS
        places = list(order.places)
        random.Random(order.number).shuffle(places)
        self.places = itertools.cycle(places)

    def task(self, task: dict[str, Any]) -> dict[str, Any]:
        """Take places for some seconds; answer how many that were."""
        began = time.perf_counter()
        self.tasks = task.get("tasks", TASKS)
        done = self.take(began + task["seconds"])
        return {"done": done, "seconds": time.perf_counter() - began}

    def take(self, until: float) -> int:
        """Take places until then."""
        raise NotImplementedError

    def next(self) -> tuple[str, Place, int, str]:
        """What to take now: the key of the form, the place, the account and the name."""
        serial = next(self.serial)
        account = self.order.accounts[serial % len(self.order.accounts)]
        journey = f"{self.order.side}-{self.order.number}-{serial}"
        return journey, next(self.places), account, f"{NAME} {journey}"


class ByProduct(Taker):
    """The verb through `Database.write_now`, in this thread."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.database = Database(order.url)

    @override
    def take(self, until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            self.database.write_now(booking.book, **self.values())
            done += 1
        return done

    def values(self) -> dict[str, Any]:
        """The arguments of the verb."""
        journey, place, account, name = self.next()
        return {
            "choice": booking.Choice(journey, place.offering_id, place.slot_id),
            "account_id": account,
            "full_name": name,
            "phone": PHONE,
            "language": "vi",
            "by": Actor(account, "person"),
            "now": utc_now(),
        }


class ByServer(ByProduct):
    """The verb through `Database.write`, as a server process runs it: from a loop, in the write threads."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.runner = loop_runner()

    @override
    def take(self, until: float) -> int:
        async def one() -> int:
            done = 0
            while time.perf_counter() < until:
                await self.database.write(booking.book, **self.values())
                done += 1
            return done

        async def all_of_them() -> int:
            return sum(await asyncio.gather(*(one() for _ in range(self.tasks))))

        return int(self.runner.run(all_of_them()))


_EARLIER = "SELECT id, token, choice, booked_at FROM booking WHERE journey = $1"
_COUNT = (
    "UPDATE slot_unit SET taken = taken + 1, public_taken = public_taken + 1 WHERE slot_id = $1 AND unit = $2 "
    "AND taken + 1 <= capacity AND public_taken + 1 <= public_limit"
)
_PERSON = "INSERT INTO person (account_id, full_name, folded_name, created_at) VALUES ($1, $2, $3, $4) RETURNING id"
_BOOKING = (
    "INSERT INTO booking (token, reference, journey, choice, account_id, person_id, full_name, phone, origin, "
    "language, created_at, booked_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, '+84970000000', 'desk', 'vi', $8, $8) RETURNING id"
)
_LEG = (
    "INSERT INTO leg (booking_id, kind, offering_id, starts_at, ends_at, cancel_minutes) "
    "VALUES ($1, 'service', $2, $3, $4, 0) RETURNING id"
)
_CLAIM = (
    "INSERT INTO claim (booking_id, leg_id, slot_id, participant, unit, quantity, is_public, state, changed_at) "
    "VALUES ($1, $2, $3, 1, $4, 1, true, 'booked', $5)"
)
_EVENT = (
    "INSERT INTO event (kind, at, actor_id, actor_role, booking_id, facts, attempts) "
    "VALUES ('BookingMade', $1, $2, 'person', $3, $4, 0)"
)


class BySqlite(Taker):
    """The driver alone, with the product's own pragmas."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.connection = sqlite3.connect(order.url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in SQLITE_PRAGMAS:
            self.connection.execute(f"PRAGMA {pragma}").fetchall()

    @override
    def take(self, until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            self.one()
            done += 1
        return done

    def one(self) -> None:
        """Take one place in one transaction."""
        journey, place, account, name = self.next()
        now = int(time.time())
        reference = f"0{self.order.number}{next(self.serial):06d}"
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        assert run(_EARLIER, (journey,)).fetchone() is None
        assert run(_COUNT, (place.slot_id, place.unit)).rowcount == 1
        (person,) = run(_PERSON, (account, name, text.fold(name), now)).fetchone()
        values = (secrets.token_urlsafe(16), reference, journey, ids.digest(journey), account, person, name, now)
        (made,) = run(_BOOKING, values).fetchone()
        (leg,) = run(_LEG, (made, place.offering_id, place.starts_at, place.ends_at)).fetchone()
        run(_CLAIM, (made, leg, place.slot_id, place.unit, now))
        run(_EVENT, (now, account, made, f'{{"reference": "{reference}"}}'))
        run("COMMIT")


class ByAsyncpg(Taker):
    """The fastest driver of PostgreSQL alone, with prepared statements, a connection for each task."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.runner = loop_runner()
        self.connections: list[list[Any]] = []

    @override
    def take(self, until: float) -> int:
        async def one(connection: list[Any]) -> int:
            done = 0
            while time.perf_counter() < until:
                await self.one(connection)
                done += 1
            return done

        async def all_of_them() -> int:
            return sum(await asyncio.gather(*map(one, self.connections[: self.tasks])))

        if len(self.connections) < self.tasks:
            self.runner.run(self.connect())
            until = time.perf_counter() + 0.3
        return int(self.runner.run(all_of_them()))

    async def connect(self) -> None:
        """Open connections and prepare every statement on each."""
        parts = urlsplit(self.order.url)
        while len(self.connections) < self.tasks:
            connection = await asyncpg.connect(
                host=parse_qs(parts.query)["host"][0],
                user=parts.username,
                database=parts.path.strip("/"),
                server_settings={"synchronous_commit": "on", "timezone": "UTC"},
            )
            statements = [
                await connection.prepare(each) for each in (_EARLIER, _COUNT, _PERSON, _BOOKING, _LEG, _CLAIM, _EVENT)
            ]
            self.connections.append([connection, *statements])

    async def one(self, prepared: list[Any]) -> None:
        """Take one place in one transaction."""
        connection, earlier, count, person, booking_, leg, claim, event = prepared
        journey, place, account, name = self.next()
        now = utc_now().replace(microsecond=0)
        reference = f"0{self.order.number}{next(self.serial):06d}"
        starts_at, ends_at = (datetime.fromtimestamp(each, UTC) for each in (place.starts_at, place.ends_at))
        async with connection.transaction():
            assert await earlier.fetchrow(journey) is None
            await count.fetch(place.slot_id, place.unit)
            assert count.get_statusmsg() == "UPDATE 1"
            person_id = await person.fetchval(account, name, text.fold(name), now)
            token, choice = secrets.token_urlsafe(16), ids.digest(journey)
            made = await booking_.fetchval(token, reference, journey, choice, account, person_id, name, now)
            leg_id = await leg.fetchval(made, place.offering_id, starts_at, ends_at)
            await claim.fetch(made, leg_id, place.slot_id, place.unit, now)
            await event.fetch(now, account, made, f'{{"reference": "{reference}"}}')


def loop_runner() -> asyncio.Runner:
    """A loop like the servers', kept from task to task."""
    import uvloop

    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


SIDES: dict[str, Callable[[Order], Taker]] = {
    "product": ByProduct,
    "server": ByServer,
    "sqlite": BySqlite,
    "asyncpg": ByAsyncpg,
}


def main(file: str) -> None:
    """Do what the order in the file says."""
    with open(file, "rb") as written:
        order = msgspec.json.decode(written.read(), type=Order)
    obey(SIDES[order.side](order).task)


if __name__ == "__main__":
    main(sys.argv[1])
