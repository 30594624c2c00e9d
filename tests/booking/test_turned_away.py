"""Whoever wanted a time and got none is counted once, by day and by reason, and nobody is named."""

import pytest
from sqlalchemy import select

from hoanhap import booking
from hoanhap.base.db import Database
from hoanhap.booking import TooFar, TurnedAway, WhyNot
from hoanhap.catalogue import OfferingView
from tests import makers
from tests.journeys import OTHER_PHONE, ask_for_code, book, choose, confirm, see_times, sign_in, times_of
from tests.makers import TODAY
from tests.pages import Site
from tests.town import Town


def turned_away(site: Site, offering: OfferingView) -> dict[str, int]:
    """How often somebody got no time at a place, by reason."""
    counted = select(TurnedAway.reason, TurnedAway.count).where(TurnedAway.offering_id == offering.id)
    with site.database.reading() as db:
        return {str(row[0]): int(row[1]) for row in db.execute(counted)}


async def test_a_time_that_somebody_else_takes_counts_as_full(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.lone)
    await book(site.browser(), town.lone, phone=OTHER_PHONE)

    await browser.send(times.form("slot"), 409, slot=times.options("slot")[0])

    assert turned_away(site, town.lone) == {"full": 1}


async def test_a_place_that_is_gone_when_it_is_confirmed_counts_as_full(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)
    check = await choose(browser, town.lone)
    site.clock.forward(minutes=31)
    await book(site.browser(), town.lone, phone=OTHER_PHONE)

    await browser.send(check.form("full_name"), 409, full_name=makers.NAME)

    assert turned_away(site, town.lone) == {"full": 1}


async def test_a_time_that_is_too_near_by_now_counts_as_too_late(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.single)
    site.clock.forward(hours=22)

    await browser.send(times.form("slot"), 409, slot=times.options("slot")[0])

    assert turned_away(site, town.single) == {"too-late": 1}


async def test_a_list_of_days_with_nothing_at_all_counts_as_full(site: Site, town: Town) -> None:
    browser = site.browser()

    await browser.open(times_of(town.never))
    await browser.open(f"{times_of(town.never)}&part=evening")

    assert turned_away(site, town.never) == {"full": 1}


async def test_whoever_gets_a_time_is_not_counted(site: Site, town: Town) -> None:
    browser = site.browser()
    await browser.open(times_of(town.later))  # nothing in these two weeks, but later

    await book(browser, town.single)

    assert (turned_away(site, town.later), turned_away(site, town.single)) == ({}, {})


async def test_whoever_has_a_booking_and_finds_no_other_time_is_not_counted(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.lone)

    await browser.open(f"{booked.address.split('?')[0]}/times")

    assert turned_away(site, town.lone) == {}


async def test_a_wrong_code_counts_nothing(site: Site, town: Town) -> None:
    browser = site.browser()
    code = await ask_for_code(browser, await choose(browser, town.single))

    await browser.send(code.form("code"), 422, code="000000")
    await confirm(browser, code)

    assert turned_away(site, town.single) == {}


@pytest.mark.parametrize(("within", "count"), [("10", 1), ("", 0)])
async def test_places_that_are_all_too_far_count_once_a_look(site: Site, town: Town, within: str, count: int) -> None:
    browser = site.browser()
    await sign_in(browser)

    await browser.open(f"/services/{makers.SERVICE}?near=27694&within={within}")

    with site.database.reading() as db:
        assert sum(db.scalars(select(TooFar.count))) == count


def test_the_same_is_one_row_however_often(database: Database) -> None:
    offering = database.write_now(makers.make_offering)

    for _ in range(3):
        database.write_now(lambda db: booking.note_turned_away(db, offering.id, WhyNot.FULL, day=TODAY))

    with database.reading() as db:
        (row,) = db.execute(select(TurnedAway.local_date, TurnedAway.reason, TurnedAway.count))
    assert tuple(row) == (TODAY, "full", 3)


def test_the_same_service_is_one_row_however_often(database: Database) -> None:
    offering = database.write_now(makers.make_offering)

    for _ in range(3):
        database.write_now(lambda db: booking.note_too_far(db, offering.service_id, day=TODAY))

    with database.reading() as db:
        (row,) = db.execute(select(TooFar.local_date, TooFar.service_id, TooFar.count))
    assert tuple(row) == (TODAY, offering.service_id, 3)
