"""The first pages at work: one's places, and the work at one of them."""

import pytest

from hoanhap import organizations
from hoanhap.organizations import MemberRole
from tests.journeys import sign_in_as
from tests.makers import NOON, SOMEBODY, employ
from tests.pages import Site
from tests.states_of_the_day import run_day
from tests.stating import Here
from tests.town import Town


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Somebody with a browser at the town."""
    return Here(site, town, site.browser(), monkeypatch)


async def test_whoever_works_at_one_place_comes_there_at_once(site: Site, town: Town) -> None:
    site.database.write_now(employ, town.therapy, "desk", MemberRole.DESK)

    page = await sign_in_as(site.browser(), "desk")

    assert (page.h1, page.address) == (town.therapy.place, f"/organization/places/{town.therapy.location_slug}")
    assert "/organization" not in page.links().values() or "Nơi quý vị làm việc" not in page.links()


async def test_whoever_works_at_two_places_chooses(site: Site, town: Town) -> None:
    for place in (town.therapy, town.single):
        site.database.write_now(employ, place, "desk", MemberRole.DESK)
    browser = site.browser()

    places = await sign_in_as(browser, "desk")
    work = await browser.follow(places, town.single.place)

    assert places.h1 == "Nơi quý vị làm việc"
    assert work.h1 == town.single.place
    assert work.links()["Nơi quý vị làm việc"] == "/organization"


async def test_the_task_of_the_day_says_how_many_people_come_today(here: Here) -> None:
    await run_day(here, here.town.walk, people=3)

    page = await here.browser.open(f"/organization/places/{here.town.walk.location_slug}")

    assert "6 người hôm nay" in page.text


async def test_nobody_sees_the_work_of_another_organisation(site: Site, town: Town) -> None:
    site.database.write_now(employ, town.single, "organization-admin", MemberRole.ADMIN)
    browser = site.browser()
    await sign_in_as(browser, "organization-admin")

    page = await browser.open(f"/organization/places/{town.therapy.location_slug}", 403)

    assert page.h1 == "Quý vị không có quyền xem trang này"


async def test_whoever_was_let_go_while_working_sees_nothing_more(site: Site, town: Town) -> None:
    membership = site.database.write_now(employ, town.therapy, "desk", MemberRole.DESK)
    browser = site.browser()
    work = await sign_in_as(browser, "desk")

    with site.database.reading() as db:
        [organization_id] = {each.organization_id for each in organizations.posts(db, _account(site))}
    site.database.write_now(organizations.dismiss, organization_id, membership, by=SOMEBODY, now=NOON)

    await browser.open(work.address, 403)


def _account(site: Site) -> int:
    with site.database.reading() as db:
        row = db.execute(organizations.Membership.__table__.select()).one()
    return int(row.account_id)
