"""Whoever has been before is offered the same again, by one press; and only what they would still be glad of."""

import pytest
from sqlalchemy import delete, insert, select, update

from hoanhap.base.db import Database
from hoanhap.booking.again import Again, again
from hoanhap.catalogue import LocationFeature, Offering
from hoanhap.web.login import Speaker
from tests.makers import NOON, TODAY, Place


def offered(database: Database, account_id: int | None, kept: str = "") -> Again | None:
    with database.reading() as db:
        return again(db, Speaker(account_id, kept), "vi", now=NOON)


@pytest.fixture
def shop(database: Database) -> Place:
    return Place(database, capacity=2)


def test_nobody_is_offered_anything(database: Database, shop: Place) -> None:
    assert offered(database, None) is None
    assert offered(database, shop.account()) is None


def test_the_earliest_time_at_the_place_of_the_latest_booking(database: Database, shop: Place) -> None:
    account_id, elsewhere = shop.account(), Place(database)
    elsewhere.book(0, account_id=account_id)
    shop.book(2, account_id=account_id)

    found = offered(database, account_id)

    assert found is not None
    assert found.soon.place.id == shop.offering.id
    assert found.soon.start.slot_id == shop.slots[0]
    assert found.service.slug == shop.offering.service_slug


def test_a_booking_that_was_cancelled_is_not_offered_again(database: Database, shop: Place) -> None:
    account_id = shop.account()
    reference = shop.book(0, account_id=account_id)
    shop.cancel(reference, account_id)

    assert offered(database, account_id) is None


def test_the_bookings_of_somebody_else_are_not_offered(database: Database, shop: Place) -> None:
    shop.book(0, account_id=shop.account())

    assert offered(database, shop.account()) is None


def test_where_the_latest_place_is_full_the_one_before_is_offered(database: Database, shop: Place) -> None:
    account_id, full = shop.account(), Place(database, capacity=1, closes=9 * 60)
    shop.book(2, account_id=account_id)
    full.book(0, account_id=account_id)

    found = offered(database, account_id)

    assert found is not None
    assert found.soon.place.id == shop.offering.id


def test_what_is_no_longer_given_is_not_offered(database: Database, shop: Place) -> None:
    account_id = shop.account()
    shop.book(0, account_id=account_id)
    with database.writing() as db:
        db.execute(update(Offering).where(Offering.id == shop.offering.id).values(is_open=False))

    assert offered(database, account_id) is None


def test_a_place_that_is_full_is_not_offered(database: Database) -> None:
    shop = Place(database, capacity=1)
    account_id = shop.account()
    for number in range(len(shop.slots)):
        shop.book(number, account_id=account_id)

    assert offered(database, account_id) is None


def test_a_place_without_what_is_needed_by_now_is_not_offered(database: Database, shop: Place) -> None:
    account_id = shop.account()
    shop.book(0, account_id=account_id)
    location = select(Offering.location_id).where(Offering.id == shop.offering.id)
    with database.writing() as db:
        db.execute(delete(LocationFeature).where(LocationFeature.location_id == location.scalar_subquery()))
        place = db.scalar(location)
        values = {"location_id": place, "feature_code": "step-free", "has": False, "known_on": TODAY}
        db.execute(insert(LocationFeature), values)

    assert offered(database, account_id) is not None
    assert offered(database, account_id, kept="wheelchair") is None
