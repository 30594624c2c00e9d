"""The short way: the earliest times that fit, near, by one press; and what does not fit is said, never hidden."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from hoanhap import catalogue, organizations
from hoanhap.base.db import Database
from hoanhap.booking.model import UnmetNeed
from hoanhap.booking.short_way import AT_ONCE, ServicePage, service_page
from hoanhap.catalogue import Location, LocationFeature, Offering, OfferingView, Party
from hoanhap.organizations import Commune
from hoanhap.web.login import Speaker
from tests import makers, plans
from tests.journeys import PHONE, choose, path_of, sign_in, tick_needs
from tests.makers import NAME, NOON, SERVICE, TODAY, TOMORROW
from tests.pages import Browser, Page, Site
from tests.town import Town

CHAIR = Speaker(kept="wheelchair")
THERAPY = f"/services/{SERVICE}"
NOBODY, TAN_NINH = Speaker(), organizations.commune("25459")


def looked_at(
    database: Database,
    speaking: Speaker = NOBODY,
    *,
    near: Commune | None = None,
) -> ServicePage:
    with database.reading() as db:
        return service_page(db, SERVICE, speaking, "vi", near=near, now=NOON)


def make(database: Database, **offering: object) -> OfferingView:
    return database.write_now(makers.make_offering, **offering)  # type: ignore[arg-type]


def has(database: Database, offering: OfferingView, feature: str, *, there: bool) -> None:
    with database.writing() as db:
        location = db.scalar(select(Offering.location_id).where(Offering.id == offering.id))
        values = {"location_id": location, "feature_code": feature, "has": there, "known_on": TODAY}
        db.execute(insert(LocationFeature), values)


def names(page: Page) -> list[str]:
    return [page.document.name(each) for each in page.document.of_class("choice") if each.name == "button"]


# --- which times ------------------------------------------------------------------------------------------


def test_of_several_places_the_soonest_times_are_offered_in_order(database: Database) -> None:
    later, soon, last = (make(database, day=TOMORROW + timedelta(days=days), closes=9 * 60) for days in (1, 0, 2))

    page = looked_at(database)

    assert [each.place.id for each in page.soonest] == [soon.id, later.id, last.id]


def test_where_only_one_place_is_open_its_next_times_are_offered(database: Database) -> None:
    only = make(database)

    page = looked_at(database)

    assert [each.place.id for each in page.soonest] == [only.id] * AT_ONCE
    assert len({each.start.slot_id for each in page.soonest}) == AT_ONCE


def test_a_place_far_away_is_worth_less_than_a_day_of_waiting_nearby(database: Database) -> None:
    far, near = make(database, closes=9 * 60), make(database, day=TOMORROW + timedelta(days=1), closes=9 * 60)
    with database.writing() as db:
        its_place = select(Offering.location_id).where(Offering.id == far.id).scalar_subquery()
        db.execute(update(Location).where(Location.id == its_place).values(latitude=TAN_NINH.latitude + 1))

    assert [each.id for each in looked_at(database, near=TAN_NINH).places] == [near.id, far.id]
    assert [each.id for each in looked_at(database).places] == [far.id, near.id]


def test_nothing_free_offers_nothing_and_still_lists_the_place(database: Database) -> None:
    full = make(database, capacity=0)

    page = looked_at(database)

    assert page.soonest == []
    assert [(each.id, each.first) for each in page.places] == [(full.id, None)]


def test_a_party_with_needs_is_offered_only_what_has_room_for_it(database: Database) -> None:
    with_room = make(database, unit="place", capacity=1, wheelchairs=1, closes=9 * 60)
    without = make(database, unit="place", capacity=1, closes=9 * 60)
    for each in (with_room, without):
        has(database, each, "step-free", there=True)

    page = looked_at(database, CHAIR)

    assert {each.id: each.party for each in page.places} == {with_room.id: Party(1, 1), without.id: Party(1)}
    assert {each.place.id for each in page.soonest} == {with_room.id, without.id}


def test_the_number_of_statements_does_not_grow_with_the_places(database: Database) -> None:
    def asked(db: object) -> int:
        return len(plans.statements(db, service_page, SERVICE, CHAIR, "vi", near=None, now=NOON))  # type: ignore[arg-type]

    make(database)
    with database.reading() as db:
        one = asked(db)
    for _ in range(5):
        make(database)
    with database.reading() as db:
        assert asked(db) == one


# --- what is left out ---------------------------------------------------------------------------------------


def test_what_does_not_fit_is_counted_with_its_reasons(database: Database) -> None:
    fits, steps, unknown = (make(database) for _ in range(3))
    has(database, fits, "step-free", there=True)
    has(database, steps, "step-free", there=False)

    page = looked_at(database, CHAIR)

    assert [each.id for each in page.places] == [fits.id]
    assert {each.id for each in page.lacking} == {steps.id, unknown.id}
    assert {(each.lacking.sentence, each.places) for each in page.reasons} == {
        ("Lối vào có bậc", 1),
        ("Chưa rõ lối vào có bậc hay không", 1),
    }
    assert {each.place.id for each in page.soonest} == {fits.id}
    assert page.unmet == set()


def test_without_needs_nothing_is_left_out(database: Database) -> None:
    steps = make(database)
    has(database, steps, "step-free", there=False)

    page = looked_at(database)

    assert ([each.id for each in page.places], page.lacking, page.reasons) == ([steps.id], [], [])


async def test_what_nobody_meets_is_noted_without_saying_who_asked(site: Site, town: Town) -> None:
    browser = site.browser()
    await tick_needs(browser, "seeing-braille")
    await browser.open(THERAPY)
    page = await browser.open(THERAPY)

    with site.database.reading() as db:
        noted = db.execute(select(UnmetNeed.local_date, UnmetNeed.feature_code, UnmetNeed.count)).all()
    assert [tuple(each) for each in noted] == [(TODAY, "braille", 2)]
    assert "Chưa có nơi nào đáp ứng hết nhu cầu này" in page.text
    assert town.therapy.place in page.text


async def test_who_needs_nothing_notes_nothing(site: Site, town: Town) -> None:
    await site.browser().open(THERAPY)

    with site.database.reading() as db:
        assert db.execute(select(UnmetNeed)).all() == []


# --- by one press ---------------------------------------------------------------------------------------------


async def test_one_press_leads_to_the_check_page_of_that_time(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await browser.open(THERAPY)

    check = await browser.send(page.form("slot", "journey"))

    assert check.template == "booking/check.html"
    assert names(page)[0].split(",")[0] in check.text


async def test_steps_are_counted_from_where_somebody_began(site: Site, town: Town) -> None:
    """Whoever took an offered time has one step to go, or two; to change the day is no step of theirs."""
    browser = site.browser()
    page = await browser.open(THERAPY)

    check = await browser.send(page.form("slot", "journey"))
    days = await browser.follow(check, "Đổi ngày giờ")
    code = await browser.send(check.form("full_name"), full_name=NAME, phone=PHONE)

    assert check.document.title == "Xem lại rồi đặt, Bước 1 trên 2, Vật lý trị liệu"
    assert code.document.title == "Nhập mã, Bước 2 trên 2, Vật lý trị liệu"
    assert (days.template, days.document.title) == ("booking/days.html", "Chọn ngày, Vật lý trị liệu")


async def test_one_step_alone_is_not_counted(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)
    page = await browser.open(THERAPY)

    check = await browser.send(page.form("slot", "journey"))

    assert check.document.title == "Xem lại rồi đặt, Vật lý trị liệu"


async def test_pressed_twice_it_is_one_booking_on_its_way(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await browser.open(THERAPY)

    first, second = [await browser.send(page.form("slot", "journey")) for _ in range(2)]

    assert path_of(first) == path_of(second)


async def test_every_offer_says_time_place_and_places_left(site: Site, town: Town) -> None:
    offers = names(await site.browser().open(THERAPY))

    assert len(offers) == AT_ONCE
    assert all("ngày" in each and "phường Tân Ninh" in each and "chỗ" in each for each in offers)


async def test_a_hold_that_has_lapsed_counts_for_nothing(site: Site, town: Town) -> None:
    before = names(await site.browser().open(THERAPY))
    await choose(site.browser(), town.lone)
    site.clock.forward(minutes=31)

    assert names(await site.browser().open(THERAPY)) == before


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_need_there_is_can_be_asked_for(language: str, site: Site, town: Town) -> None:
    browser: Browser = site.browser(language=language)
    with site.database.reading() as db:
        boxes = [f"{need.topic}-{need.code}" for need in catalogue.needs(db, language)]
    await tick_needs(browser, *boxes)

    await browser.open(THERAPY)
