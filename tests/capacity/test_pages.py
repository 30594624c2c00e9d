"""The pages of those who plan a place's days: consequences first, nothing silently, everything typed kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hoanhap import schedule
from hoanhap.events import Event
from hoanhap.organizations import MemberRole
from tests import journeys
from tests.journeys import sign_in_as
from tests.makers import NAME, TODAY, TOMORROW, employ
from tests.pages import Browser, Page, Site
from tests.states_of_capacity import at, said
from tests.town import Town

DAY = timedelta(days=1)
NOTE = "Chị Hoa <b>báo</b> sáng nay"


async def manager(site: Site, town: Town) -> Browser:
    """Who plans the days where therapy is given."""
    browser = site.browser()
    site.database.write_now(employ, town.therapy, "capacity", MemberRole.CAPACITY)
    await sign_in_as(browser, "capacity")
    return browser


async def preview(browser: Browser, town: Town, status: int = 200, **typed: object) -> Page:
    """What closing tomorrow would do."""
    form = await browser.open(f"{at(town.therapy)}/closures/new")
    return await browser.send(form.form("what"), status, **said(town.therapy.id) | typed)


async def test_a_day_with_people_in_it_is_closed_and_opened_again(site: Site, town: Town) -> None:
    """Field case 27: whoever was promised a place is displaced, told, and has it back when the day opens again."""
    await journeys.book(site.browser(), town.therapy)
    browser = await manager(site, town)

    shown = await preview(browser, town)
    assert "1 lịch hẹn không còn chỗ. Không lịch hẹn nào bị hủy." in shown.text
    assert NAME in shown.text
    closed = await browser.send(shown.form("version"), note=NOTE)
    assert closed.h1 == "Những ngày đóng cửa"
    assert NOTE in closed.text
    again = await browser.follow(closed, next(each for each in closed.links() if each.startswith("Mở lại")))
    assert "1 lịch hẹn có chỗ lại." in again.text
    await browser.send(again.form("version"))

    told = site.messages()
    assert "Lý do: ngập lụt." in told[-2]
    assert "lại có chỗ" in told[-1]
    assert NOTE not in " ".join(told)


async def test_somebody_who_booked_meanwhile_is_shown_first_and_what_was_typed_is_kept(site: Site, town: Town) -> None:
    """Field case 32: a stale preview closes nothing."""
    await journeys.book(site.browser(), town.therapy)
    browser = await manager(site, town)
    shown = await preview(browser, town)
    await journeys.book(site.browser(), town.therapy, nth=4, full_name="Lê Văn Sau", phone=journeys.OTHER_PHONE)
    browser.typed.add("Lê Văn Sau")

    stale = await browser.send(shown.form("version"), 409, note=NOTE)

    assert "Thêm người không còn chỗ: Lê Văn Sau." in stale.text
    assert stale.value("note") == NOTE
    assert "2 lịch hẹn không còn chỗ" in stale.text
    await browser.send(stale.form("version"))
    assert sum("Lý do: ngập lụt." in body for body in site.messages()) == 2


async def test_a_closing_sent_twice_closes_once(site: Site, town: Town) -> None:
    """Field case 33."""
    await journeys.book(site.browser(), town.therapy)
    browser = await manager(site, town)
    shown = await preview(browser, town)

    await browser.send(shown.form("version"))
    again = await browser.send(shown.form("version"))

    assert again.h1 == "Những ngày đóng cửa"
    assert sum("Lý do: ngập lụt." in body for body in site.messages()) == 1


async def test_the_preview_says_where_each_could_go(site: Site, town: Town) -> None:
    """The next Monday is open too, and nobody is offered the day that closes."""
    await journeys.book(site.browser(), town.therapy)
    browser = await manager(site, town)

    shown = await preview(browser, town)

    assert "Có giờ khác để đổi sang\n1" in shown.text
    assert "Thứ Hai, ngày 30 tháng 11 năm 2026" in shown.text


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"what": ""}, ["Chọn dịch vụ cần đóng."]),
        ({"what": "99999"}, ["Chọn dịch vụ cần đóng."]),
        ({"reason": "<script>"}, ["Chọn lý do."]),
        ({"first-day": ""}, ["Nhập ngày từ 1 đến 31."]),
        ({"first-day": TODAY.day - 1}, ["Nhập ngày 25 tháng 11 năm 2026 hoặc muộn hơn."]),
        (
            {f"last-{part}": getattr(TODAY, part) for part in ("day", "month", "year")},
            ["Nhập ngày 26 tháng 11 năm 2026 hoặc muộn hơn."],
        ),
        (
            {f"last-{part}": getattr(TODAY + DAY * 366, part) for part in ("day", "month", "year")},
            ["Nhập ngày 25 tháng 11 năm 2027 hoặc sớm hơn."],
        ),
    ],
)
async def test_what_cannot_be_closed_is_said_on_the_form(
    site: Site, town: Town, typed: dict[str, object], errors: list[str]
) -> None:
    """Field case 33: past, reversed, too long; and what was typed stays."""
    browser = await manager(site, town)

    page = await preview(browser, town, 422, **typed)

    assert page.errors == errors
    assert page.value("first-month") == str(TOMORROW.month)


@pytest.mark.parametrize(
    ("capacity", "public", "errors"),
    [
        ("-1", "0", ["Nhập số chỗ từ 0 đến 999."]),
        ("1", "2", ["Nhập số bằng hoặc nhỏ hơn tổng số chỗ."]),
        ("ba", "", ["Nhập số chỗ từ 0 đến 999.", "Nhập số chỗ đặt được trên trang, từ 0 đến 999."]),
    ],
)
async def test_numbers_of_places_that_cannot_be_are_said_on_the_form(
    site: Site, town: Town, capacity: str, public: str, errors: list[str]
) -> None:
    browser = await manager(site, town)
    form = await browser.open(f"{at(town.therapy)}/capacity")

    typed = said(f"{town.therapy.id}-place", capacity=capacity, public_limit=public)
    page = await browser.send(form.form("what"), 422, **typed)

    assert page.errors == errors


async def test_what_is_given_elsewhere_is_not_closed_from_here(site: Site, town: Town) -> None:
    browser = await manager(site, town)

    page = await preview(browser, town, 422, what=town.single.id)
    assert page.errors == ["Chọn dịch vụ cần đóng."]

    site.database.write_now(schedule.close_days, [town.single.id], first=TOMORROW, last=TOMORROW, reason="flood")
    with site.database.reading() as db:
        (closure,) = schedule.closures(db, [town.single.id], first=TOMORROW, last=TOMORROW)
    await browser.open(f"{at(town.therapy)}/closures/{closure.id}/opening", 404)
    await browser.open(f"{at(town.single)}/closures/{closure.id}/opening", 403)


async def test_every_look_at_names_is_written_down(site: Site, town: Town) -> None:
    await journeys.book(site.browser(), town.therapy)
    browser = await manager(site, town)

    await preview(browser, town)

    with site.database.reading() as db:
        looks = db.execute(select(Event).where(Event.kind == "ConcernedSeen")).all()
    assert [len(each.facts["bookings"]) for each in looks] == [1]
    assert looks[0].actor_role == "capacity"
