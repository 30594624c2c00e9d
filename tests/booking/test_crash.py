"""A process that dies at any moment of a verb leaves the whole of it or nothing; the same form sent again mends it."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select, text

from hoanhap import booking
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Claim
from hoanhap.events import Event
from hoanhap.schedule import Slot
from tests.concurrency.deeds import AnyDeed, Book, Cancel, Confirm, Hold, Move, Restore
from tests.concurrency.dying import Mother
from tests.makers import LATER, NOON, Place, taken

Situation = tuple[tuple[int, ...], tuple[tuple[int, str], ...], tuple[tuple[str, int], ...], int]
"""What two slots have taken, the claims on them, what was recorded of their bookings, and how many have a reference."""


@pytest.fixture(scope="module")
def mother() -> Iterator[Mother]:
    """A process with children to lose."""
    alive = Mother()
    yield alive
    alive.close()


def moving(place: Place, number: int) -> AnyDeed:
    """Hold one time, to choose another."""
    place.hold(number, journey=f"form {number}", people=2)
    return Hold(place.choice(number + 1, journey=f"form {number}", people=2))


def confirming(place: Place, number: int) -> AnyDeed:
    """Let a hold lapse, to confirm it all the same."""
    token = place.ready(number, people=2)
    place.database.write_now(booking.release_lapsed, now=NOON + LATER)
    return Confirm(token, NOON + LATER)


def booking_at_once(place: Place, number: int) -> AnyDeed:
    """Nothing yet, to book for two."""
    return Book(place.choice(number, people=2), place.account())


def cancelling(place: Place, number: int) -> AnyDeed:
    """Book for two, to cancel it."""
    account_id = place.account()
    return Cancel(place.book(number, account_id=account_id, people=2), account_id)


def changing(place: Place, number: int) -> AnyDeed:
    """Book for two, to move it to the next time."""
    account_id = place.account()
    return Move(place.book(number, account_id=account_id, people=2), place.slots[number + 1], account_id)


def taking_back(place: Place, number: int) -> AnyDeed:
    """Book for two and cancel it, to take it back."""
    account_id = place.account()
    reference = place.book(number, account_id=account_id, people=2)
    place.cancel(reference, account_id)
    return Restore(reference, account_id)


@pytest.mark.parametrize("prepare", [moving, confirming, booking_at_once, cancelling, changing, taking_back])
def test_dying_anywhere_leaves_all_or_nothing(
    database: Database, database_url: str, mother: Mother, prepare: Callable[[Place, int], AnyDeed]
) -> None:
    place = Place(database, opens=0, closes=24 * 60, duration=10, capacity=2)
    nothing, everything = seen_by_the_living(place, prepare)
    found, is_home, steps = [], False, 0

    while not is_home:
        number = 2 * (steps + 1)
        deed = prepare(place, number)
        is_home = mother.send(database_url, deed, steps=steps)
        wait_for_the_dead(database)
        found.append(situation(place, number))
        assert found[-1] in (nothing, everything)
        deed.do(database)
        assert situation(place, number) == everything
        steps += 1

    assert steps > 10
    assert set(found) == {nothing, everything}
    assert found == sorted(found, key=lambda each: each == everything)
    assert found[-2:] == [everything, everything]
    assert place.breaches() == []


def test_dying_anywhere_on_the_way_to_a_shared_commit_leaves_all_or_nothing(
    sqlite_database: Database, sqlite_url: str, mother: Mother
) -> None:
    place = Place(sqlite_database, opens=0, closes=24 * 60, duration=5, capacity=2)
    nothing, everything = seen_by_the_living(place, booking_at_once)
    found, is_home, steps = [], False, 0

    while not is_home:
        numbers = [4 * (steps + 1), 4 * (steps + 1) + 2]
        deeds = [booking_at_once(place, number) for number in numbers]
        is_home = mother.send(sqlite_url, *deeds, steps=steps)
        found.append([situation(place, number) for number in numbers])
        assert found[-1] in ([nothing, nothing], [everything, everything])
        for deed in deeds:
            deed.do(sqlite_database)
        assert [situation(place, number) for number in numbers] == [everything, everything]
        steps += 1

    assert steps > 20
    assert found.count([everything, everything]) == 2
    assert place.breaches() == []


def seen_by_the_living(place: Place, prepare: Callable[[Place, int], AnyDeed]) -> tuple[Situation, Situation]:
    """How it is before and after a verb that nobody interrupts."""
    deed = prepare(place, 0)
    before = situation(place, 0)
    deed.do(place.database)
    return before, situation(place, 0)


def situation(place: Place, number: int) -> Situation:
    """Everything there is about two neighbouring slots."""
    pair = place.slots[number : number + 2]
    mine = select(Claim.booking_id).where(Claim.slot_id.in_(pair))
    claims = select(Slot.ordinal - number, Claim.state).join(Slot, Slot.id == Claim.slot_id).where(Slot.id.in_(pair))
    recorded = select(Event.kind, func.count()).where(Event.booking_id.in_(mine)).group_by(Event.kind)
    promised = select(func.count(Booking.id)).where(Booking.id.in_(mine), Booking.reference.is_not(None))
    with place.database.reading() as db:
        return (
            tuple(taken(db, slot_id) for slot_id in pair),
            tuple(sorted((ordinal, state) for ordinal, state in db.execute(claims))),
            tuple(sorted((kind, count) for kind, count in db.execute(recorded))),
            db.execute(promised).scalar_one(),
        )


def wait_for_the_dead(database: Database) -> None:
    """PostgreSQL learns a moment later that a client has died; until then its locks stand."""
    if database.is_sqlite:
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
        " AND pid <> pg_backend_pid()"
    )
    with database.reading() as db:
        while db.execute(others).scalar_one():
            time.sleep(0.002)
