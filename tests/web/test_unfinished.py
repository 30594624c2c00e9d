"""A form that is sent when the sign-in has run out: nothing is done, nothing is lost, and nobody else sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hoanhap.base.db import Database
from hoanhap.web import kept, login
from hoanhap.web.kept import KeptForm, Unfinished
from hoanhap.web.visitor import LOGIN_COOKIE, UNFINISHED_COOKIE
from tests import makers
from tests.journeys import (
    OTHER_PHONE,
    PHONE,
    ask_for_code,
    book,
    choose,
    confirm,
    move,
    path_of,
    see_other_times,
    sign_in,
)
from tests.makers import NAME, NOON
from tests.pages import Browser, Form, Page, Site
from tests.town import NEXT_MONDAY, Town

FAR = NEXT_MONDAY + timedelta(weeks=3)
GO_ON = "Tiếp tục việc đang làm"


async def book_far_ahead(browser: Browser, town: Town) -> Page:
    """A booking that outlives a sign-in."""
    return await move(browser, await book(browser, town.therapy), day=FAR)


async def send_too_late(browser: Browser, form: Form, **typed: object) -> Page:
    """Send a form after the sign-in has run out: the page that asks for the phone."""
    browser.site.clock.forward(days=8)
    return await browser.send(form, **typed)


async def sign_in_again(browser: Browser, asked: Page, *, phone: str = PHONE) -> Page:
    """What comes after signing in by a code."""
    return await confirm(browser, await browser.send(asked.form("phone"), phone=phone))


async def test_cancelling_goes_on_after_signing_in_again(site: Site, town: Town) -> None:
    browser = site.browser()
    question = await browser.open(f"{path_of(await book_far_ahead(browser, town))}/cancellation")

    asked = await send_too_late(browser, question.form())
    nothing_yet = site.counts()["event"]
    page = await sign_in_again(browser, asked)

    assert (asked.h1, page.h1) == ("Đăng nhập bằng số điện thoại", GO_ON)
    assert "Hủy một lịch hẹn." in page.text
    assert site.counts()["event"] == nothing_yet + 2  # the code was asked for, and was right
    assert (await browser.send(page.form())).h1 == "Lịch hẹn đã hủy"


async def test_moving_goes_on_with_the_time_that_was_chosen(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_other_times(browser, await book_far_ahead(browser, town), day=FAR)
    slot = times.options("slot")[5]

    page = await sign_in_again(browser, await send_too_late(browser, times.form("slot"), slot=slot))

    assert page.value("slot") == slot
    assert (await browser.send(page.form("slot"))).h1 == "Đã đổi giờ hẹn"


async def test_a_mistake_made_before_is_told_after_signing_in(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_other_times(browser, await book_far_ahead(browser, town), day=FAR)

    page = await sign_in_again(browser, await send_too_late(browser, times.form("slot")))
    told = await browser.send(page.form(), 422)

    assert told.errors == ["Chọn một giờ."]


async def test_the_check_page_keeps_the_name_and_the_places(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)
    check = await choose(browser, town.single)
    browser.http.cookies.delete(LOGIN_COOKIE)

    again = await browser.send(check.form("full_name"), 422, full_name=NAME)
    code_page = await ask_for_code(browser, again, full_name=again.value("full_name"))
    done = await confirm(browser, code_page)

    assert again.value("full_name") == NAME
    assert done.h1 == "Đã đặt lịch"


async def test_what_is_sent_again_is_no_longer_kept(site: Site, town: Town) -> None:
    browser = site.browser()
    question = await browser.open(f"{path_of(await book_far_ahead(browser, town))}/cancellation")
    page = await sign_in_again(browser, await send_too_late(browser, question.form()))

    await browser.send(page.form())

    assert site.counts()["kept_form"] == 0
    assert (await browser.open("/unfinished")).h1 == "Lịch hẹn của tôi"


async def test_looking_at_it_twice_loses_nothing(site: Site, town: Town) -> None:
    browser = site.browser()
    question = await browser.open(f"{path_of(await book_far_ahead(browser, town))}/cancellation")
    await sign_in_again(browser, await send_too_late(browser, question.form()))

    assert (await browser.open("/unfinished")).h1 == GO_ON
    assert (await browser.open("/unfinished")).h1 == GO_ON


async def test_on_a_shared_machine_the_next_person_does_not_see_it(site: Site, town: Town) -> None:
    browser = site.browser()
    question = await browser.open(f"{path_of(await book_far_ahead(browser, town))}/cancellation")
    asked = await send_too_late(browser, question.form())

    page = await sign_in_again(browser, asked, phone=OTHER_PHONE)

    assert page.h1 == "Lịch hẹn của tôi"


async def test_another_browser_does_not_see_it(site: Site, town: Town) -> None:
    browser, other = site.browser(), site.browser()
    question = await browser.open(f"{path_of(await book_far_ahead(browser, town))}/cancellation")
    await send_too_late(browser, question.form())
    await sign_in(other)

    assert (await other.open("/unfinished")).h1 == "Lịch hẹn của tôi"


async def test_what_was_typed_stands_in_no_address_and_no_cookie(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_other_times(browser, await book_far_ahead(browser, town), day=FAR)
    site.clock.forward(days=8)

    answer = await browser.request("POST", times.form("slot").action, fields={"slot": "71234567", "note": "secret"})

    assert answer.headers["location"] == "/sign-in?next=/unfinished"
    assert not any(typed in str(answer.headers) for typed in ("71234567", "secret"))


async def test_a_form_from_another_site_is_not_kept(site: Site, town: Town) -> None:
    browser = site.browser()
    address = f"{path_of(await book_far_ahead(browser, town))}/cancellation"
    site.clock.forward(days=8)

    answer = await browser.request("POST", address, fields={}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert site.counts()["kept_form"] == 0


async def test_an_older_browser_goes_on_by_its_token(site: Site, town: Town) -> None:
    older = site.browser(says_where_from=False)
    question = await older.open(f"{path_of(await book_far_ahead(older, town))}/cancellation")

    page = await sign_in_again(older, await send_too_late(older, question.form()))

    assert (await older.send(page.form())).h1 == "Lịch hẹn đã hủy"


async def test_nothing_is_kept_for_somebody_who_was_never_signed_in(site: Site, town: Town) -> None:
    address = f"{path_of(await book(site.browser(), town.therapy))}/cancellation"
    stranger = site.browser()
    stranger.keep(LOGIN_COOKIE, "made up")

    answer = await stranger.request("POST", address, fields={"a": "b"})

    assert answer.headers["location"] == "/sign-in?next=/bookings"
    assert site.counts()["kept_form"] == 0
    assert stranger.cookie(UNFINISHED_COOKIE) is None


# --- what is kept, on both databases -----------------------------------------------------------------


@pytest.fixture
def token(database: Database) -> str:
    """A sign-in of an account."""
    account_id = database.write_now(makers.make_account)
    return database.write_now(login.begin, account_id, "person", now=NOON)


def kept_forms(database: Database) -> list[dict[str, str]]:
    with database.reading() as db:
        return list(db.scalars(select(KeptForm.fields)))


def test_each_sign_in_keeps_only_its_latest_form(database: Database, token: str) -> None:
    for number in range(3):
        database.write_now(kept.keep, Unfinished("/here", "", {"a": str(number)}), token, now=NOON)

    assert kept_forms(database) == [{"a": "2"}]


def test_what_is_too_long_is_not_kept(database: Database, token: str) -> None:
    assert database.write_now(kept.keep, Unfinished("/here", "", {"a": "x" * 5000}), token, now=NOON) is None
    assert kept_forms(database) == []


def test_what_nobody_came_back_for_is_forgotten_after_a_day(database: Database, token: str) -> None:
    found = database.write_now(kept.keep, Unfinished("/here", "", {"a": "1"}), token, now=NOON)
    with database.reading() as db:
        account_id = login.account_of(db, token)
        assert account_id is not None
        assert found is not None
        assert kept.find(db, found, account_id, now=NOON + kept.LIFE - timedelta(seconds=1))
        assert kept.find(db, found, account_id, now=NOON + kept.LIFE) is None

    database.write_now(kept.forget_old, now=NOON + kept.LIFE)

    assert kept_forms(database) == []


def test_the_database_holds_no_token_that_opens_anything(database: Database, token: str) -> None:
    found = database.write_now(kept.keep, Unfinished("/here", "", {}), token, now=NOON)

    with database.reading() as db:
        row = db.execute(select(KeptForm)).one()
    assert not {found, token} & set(map(str, row))
