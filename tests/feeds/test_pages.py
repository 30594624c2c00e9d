"""What people take along: calendars that follow their bookings and belong to nobody else, and a slip to print."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import event, select

from hoanhap.base import ids
from hoanhap.base.text import fold, groups
from hoanhap.feeds import Feed
from tests.journeys import OTHER_PHONE, book, book_signed_in, path_of, sign_in
from tests.makers import NAME
from tests.pages import Browser, Page, Site
from tests.states import LONG_NAME
from tests.town import Town


async def fetch(browser: Browser, path: str, *, tag: str = "") -> httpx.Response:
    """A calendar as programs fetch it."""
    return await browser.request("GET", path, headers={"if-none-match": tag} if tag else None)


async def events(browser: Browser, path: str) -> list[Any]:
    """The appointments in a calendar."""
    answer = await fetch(browser, path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).events)


async def feed_of(browser: Browser) -> str:
    """The path of the calendar address, made now, of somebody who is signed in."""
    page = await browser.open("/calendar")
    return address(await browser.send(page.form("instead_of")))


def address(page: Page) -> str:
    """The path of the calendar address on its page."""
    return urlsplit(page.shown("address")).path


async def cancel(browser: Browser, booked: Page) -> None:
    question = await browser.open(f"{path_of(booked)}/cancellation")
    await browser.send(question.form())


# --- one booking --------------------------------------------------------------------------------------


async def test_a_booking_can_be_put_into_the_phones_calendar(site: Site, town: Town) -> None:
    browser = site.browser()
    site.say_the_way("Đi thẳng, có dốc thoải; cửa rộng, dễ vào.", "Straight on.")
    booked = await book(browser, town.therapy, full_name=LONG_NAME)
    reference = path_of(booked).rpartition("/")[2]

    (one,) = await events(browser, f"{path_of(booked)}/calendar.ics")

    notes = str(one["description"])
    assert str(one["summary"]) == f"Lịch hẹn Hòa Nhập, mã {groups(reference)}"
    assert str(one["location"]) == town.therapy.address
    assert str(one["url"]) == f"{site.settings.base_url}/bookings/{reference}"
    for told in (LONG_NAME, town.therapy.place, "Đi thẳng, có dốc thoải; cửa rộng, dễ vào.", "02 76 00 00 10 1"):
        assert told in notes


async def test_it_comes_as_a_file_that_phones_know(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)

    answer = await fetch(browser, f"{path_of(booked)}/calendar.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_what_shows_on_a_locked_screen_names_no_service_and_no_place(site: Site, town: Town) -> None:
    for language in ("vi", "en"):
        browser = site.browser(language=language)
        booked = await book(browser, town.therapy, nth=0 if language == "vi" else 9, phone=OTHER_PHONE)

        (one,) = await events(browser, f"{path_of(booked)}/calendar.ics")

        shown = fold(" ".join([str(one["summary"]), *(str(each["description"]) for each in one.walk("valarm"))]))
        names = [town.therapy.place, town.therapy.organization, NAME, "Vật lý trị liệu", "Physiotherapy"]
        assert [name for name in names if fold(name) in shown] == []
        assert len(list(one.walk("valarm"))) == 2


async def test_a_cancelled_booking_takes_the_place_of_the_one_in_the_phone(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)
    (before,) = await events(browser, f"{path_of(booked)}/calendar.ics")
    site.clock.forward(minutes=5)
    await cancel(browser, booked)

    (after,) = await events(browser, f"{path_of(booked)}/calendar.ics")

    assert (before["uid"], before["sequence"], str(before["status"])) == (after["uid"], 0, "CONFIRMED")
    assert (after["sequence"], str(after["status"])) == (1, "CANCELLED")
    assert before["last-modified"].dt < after["last-modified"].dt
    assert "hủy" in str(after["summary"])


# --- all bookings -------------------------------------------------------------------------------------


async def test_a_calendar_follows_every_booking_without_signing_in(site: Site, town: Town) -> None:
    browser, program = site.browser(), site.browser()
    first = await book(browser, town.therapy)
    path = await feed_of(browser)

    before = await events(program, path)
    await book_signed_in(browser, town.single, nth=3)
    await cancel(browser, first)
    after = await events(program, path)

    assert [str(each["status"]) for each in before] == ["CONFIRMED"]
    assert sorted(str(each["status"]) for each in after) == ["CANCELLED", "CONFIRMED"]


async def test_a_program_that_has_it_already_is_told_so(site: Site, town: Town) -> None:
    browser, program = site.browser(), site.browser()
    await book(browser, town.therapy)
    path = await feed_of(browser)
    tag = (await fetch(program, path)).headers["etag"]

    same = await fetch(program, path, tag=tag)
    await book_signed_in(browser, town.single, nth=3)
    changed = await fetch(program, path, tag=tag)

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_a_calendar_that_fetches_for_years_gets_no_more_each_year(site: Site, town: Town) -> None:
    browser, program = site.browser(), site.browser()
    await book(browser, town.therapy)
    path = await feed_of(browser)

    site.clock.forward(days=29)
    shown = await events(program, path)
    site.clock.forward(days=3)
    forgotten = await events(program, path)

    assert (len(shown), len(forgotten)) == (1, 0)


async def test_the_work_for_a_calendar_does_not_grow_with_its_bookings(site: Site, town: Town) -> None:
    browser, program = site.browser(), site.browser()
    await book(browser, town.single, nth=0)
    path = await feed_of(browser)
    counted: list[str] = []
    event.listen(site.database._reader, "before_cursor_execute", lambda *call: counted.append(call[2]))

    await events(program, path)
    for_one = [each for each in counted if each != "BEGIN"]
    await book_signed_in(browser, town.single, nth=1)
    await book_signed_in(browser, town.single, nth=1)
    counted.clear()
    found = await events(program, path)

    assert len(found) == 3
    assert len([each for each in counted if each != "BEGIN"]) == len(for_one) == 5


# --- whose calendar it is -----------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["nobody.ics", ".ics", "x", "ics", "a.ics.ics", "%E1%BB%85.ics", "x" * 3000 + ".ics"])
async def test_an_address_that_is_none_is_missing(file: str, site: Site) -> None:
    await site.browser().open(f"/calendar/{file}", 404)


async def test_an_address_that_was_ended_leads_nowhere(site: Site, town: Town) -> None:
    browser, program = site.browser(), site.browser()
    await book(browser, town.therapy)
    path = await feed_of(browser)

    page = await browser.open("/calendar")
    ended = await browser.send(page.forms()[-1])

    assert (await fetch(program, path)).status_code == 404
    assert ended.document.by_id("address") is None


async def test_a_new_address_ends_the_old_one(site: Site, town: Town) -> None:
    browser, program = site.browser(), site.browser()
    await book(browser, town.therapy)
    old = await feed_of(browser)

    new = await feed_of(browser)

    assert new != old
    assert (await fetch(program, old)).status_code == 404
    assert (await fetch(program, new)).status_code == 200


async def test_the_same_form_sent_twice_makes_one_address(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)
    form = (await browser.open("/calendar")).form("instead_of")

    first, second = await browser.send(form), await browser.send(form)

    assert address(first) == address(second)


async def test_the_address_is_shown_again_later_and_to_nobody_else(site: Site) -> None:
    browser, other = site.browser(), site.browser()
    await sign_in(browser)
    path = await feed_of(browser)
    await sign_in(other, phone=OTHER_PHONE)

    assert address(await browser.open("/calendar")) == path
    assert (await other.open("/calendar")).document.by_id("address") is None


async def test_of_the_address_only_a_fingerprint_is_kept(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)
    token = (await feed_of(browser)).removeprefix("/calendar/").removesuffix(".ics")

    rows = str(site.rows())

    assert token not in rows
    assert ids.digest(token) in rows


async def test_an_address_made_with_another_secret_is_not_shown(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)
    await feed_of(browser)
    with site.database.writing() as db:
        kept = db.execute(select(Feed.token_hash)).scalar_one()
        db.exec_driver_sql("UPDATE feed SET token_hash = ?", (kept[::-1],))

    page = await browser.open("/calendar")
    assert page.document.by_id("address") is None

    assert (await browser.send(page.form("instead_of"))).document.by_id("address") is not None


async def test_each_calendar_shows_its_own_bookings(site: Site, town: Town) -> None:
    browser, other = site.browser(), site.browser()
    mine = await book(browser, town.therapy)
    await book(other, town.single, phone=OTHER_PHONE)

    (one,) = await events(site.browser(), await feed_of(browser))

    assert str(one["url"]).endswith(path_of(mine))


# --- the slip -----------------------------------------------------------------------------------------


async def test_a_slip_says_all_there_is_to_take_along(site: Site, town: Town) -> None:
    browser = site.browser()
    site.say_the_way("Đi thẳng, qua cầu.", "Straight on, over the bridge.")
    booked = await book(browser, town.therapy, full_name=LONG_NAME)

    slip = await browser.open(f"{path_of(booked)}/slip")

    reference = path_of(booked).rpartition("/")[2]
    for told in (groups(reference), LONG_NAME, town.therapy.place, "Đi thẳng, qua cầu.", "02 76 00 00 10 1"):
        assert told in slip.text
    assert slip.document.of_class("print-slip-code")[0].attrs["role"] == "img"


async def test_what_was_cancelled_has_no_slip(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)
    await cancel(browser, booked)

    page = await browser.open(f"{path_of(booked)}/slip")

    assert page.h1 == "Lịch hẹn đã hủy"


async def test_a_new_booking_leads_to_its_calendar_and_its_slip(site: Site, town: Town) -> None:
    booked = await book(site.browser(), town.therapy)

    assert {f"{path_of(booked)}/calendar.ics", f"{path_of(booked)}/slip", "/calendar"} <= set(booked.links().values())
