"""A day is taken off while somebody books: they have their place, or they were told that there is none."""

from functools import partial

import pytest
from sqlalchemy import select

from hoanhap import schedule
from hoanhap.base.db import Database
from hoanhap.booking.refusals import SlotFull
from hoanhap.schedule import SlotUnit
from tests.concurrency.deeds import Book
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, TOMORROW, Place

take_off = partial(schedule.keep_taken, days=[TOMORROW], now=NOON)


@pytest.mark.postgres
def test_a_booking_under_way_keeps_its_place(postgres: Database) -> None:
    place = Place(postgres, capacity=3)

    assert meanwhile(postgres, Book(place.choice(), place.account()).run, take_off) is None

    with postgres.reading() as db:
        first = select(SlotUnit.capacity, SlotUnit.taken).where(SlotUnit.slot_id == place.slots[0])
        assert tuple(db.execute(first).one()) == (1, 1)
    assert place.breaches() == []


@pytest.mark.postgres
def test_whoever_books_while_the_day_is_taken_off_is_told(postgres: Database) -> None:
    place = Place(postgres, capacity=3)

    assert meanwhile(postgres, take_off, Book(place.choice(), place.account()).run) is SlotFull
    assert place.breaches() == []
