"""Help knows where somebody came from, and whoever asks is called back."""

from urllib.parse import quote

import pytest

from hoanhap.app import ROUTES
from hoanhap.hotline.texts import GUIDES
from tests.journeys import (
    OTHER_PHONE,
    PHONE,
    ask_for_callback,
    book,
    book_signed_in,
    path_of,
    save_needs,
    see_times,
    sign_in,
    sign_in_as,
    sign_in_named,
)
from tests.makers import NAME
from tests.pages import Page, Site
from tests.town import Town

FOR_MACHINES = {"static file", "page read aloud", "file of a photo", "file of a sign video", "live", "ready"}
FOR_MACHINES |= {"calendar of a booking", "calendar feed"}


def test_every_page_for_people_is_explained() -> None:
    pages = {route.name for route in ROUTES if "GET" in route.http_methods} - FOR_MACHINES

    assert set(GUIDES) == pages


def help_link(page: Page) -> str:
    """Where the link to help leads."""
    return page.links()["Trợ giúp"]


async def test_help_speaks_of_the_page_somebody_came_from_and_leads_back(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.therapy)

    page = await browser.open(help_link(times))
    back = await browser.follow(page, "Quay lại trang quý vị vừa xem")

    assert GUIDES["times"].about in page.text
    assert (back.address, back.h1) == (times.address, times.h1)


async def test_from_a_page_with_errors_help_leads_back_too(site: Site) -> None:
    browser = site.browser()
    form = (await browser.open("/sign-in")).form("phone")

    page = await browser.open(help_link(await browser.send(form, 422)))

    assert GUIDES["sign in"].about in page.text


@pytest.mark.parametrize(
    "came_from",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/khong/co",
        "/static/app.css",
        "/health/live",
        "/calendar/nobody.ics",
        "/sign-out",
        "/ễ",
        "",
        "x" * 5000,
    ],
)
async def test_only_pages_of_ours_lead_back(came_from: str, site: Site) -> None:
    page = await site.browser().open(f"/help?from={quote(came_from)}")

    assert "Quay lại trang quý vị vừa xem" not in page.links()
    assert "Trang quý vị vừa xem" not in page.text


async def test_a_very_long_address_leads_to_help_all_the_same(site: Site) -> None:
    page = await site.browser().open("/services?q=" + "x" * 2000)

    assert help_link(page) == "/help"


async def test_somebody_without_an_account_is_promised_a_call(site: Site) -> None:
    page = await ask_for_callback(site.browser())

    assert "Chúng tôi gọi lại trước 21 giờ, Thứ Tư, ngày 25 tháng 11 năm 2026." in page.text
    assert "09 12 34 56 78" in page.text


async def test_whoever_does_not_hear_is_promised_a_message(site: Site) -> None:
    page = await ask_for_callback(site.browser(), way="message", suits="morning")

    assert "Chúng tôi nhắn tin trước 11 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026." in page.text


async def test_somebody_signed_in_need_not_type_what_we_know(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.therapy)

    page = await browser.open("/help/callback")

    assert (page.value("full_name"), page.value("phone")) == (NAME, "09 12 34 56 78")


async def test_everything_typed_is_kept_when_something_is_missing(site: Site) -> None:
    browser = site.browser()
    form = (await browser.open("/help/callback")).form("full_name")
    about = "\nDòng đầu\n\n  dòng hai"

    page = await browser.send(form, 422, full_name=NAME, phone=PHONE, suits="evening", way="", about=about)

    assert page.errors == ["Chọn gọi điện hoặc nhắn tin."]
    assert (page.value("full_name"), page.value("phone"), page.value("suits")) == (NAME, PHONE, "evening")
    assert page.value("about") == about
    assert page.value("key") == form.fields["key"]


@pytest.mark.parametrize(("length", "status"), [(1000, 200), (1001, 422)])
async def test_what_somebody_writes_may_be_as_long_as_the_hint_says(length: int, status: int, site: Site) -> None:
    browser = site.browser()
    form = (await browser.open("/help/callback")).form("full_name")
    typed = {"full_name": NAME, "phone": PHONE, "suits": "any", "way": "call", "about": "ễ" * length}

    await browser.send(form, status, **typed)


async def test_staff_call_those_who_wait_and_say_so(site: Site) -> None:
    browser, admin = site.browser(), site.browser()
    asked = await ask_for_callback(browser, about="Tôi cần xe.")
    admin.typed.add("Tôi cần xe.")
    overview = await sign_in_as(admin, "admin")

    calls = await admin.follow(overview, "Xem người cần gọi")
    noted = await admin.send(calls.form("line"))

    assert NAME in calls.text
    assert "Tôi cần xe." in calls.text
    assert NAME not in noted.text
    assert "Không còn ai chờ gọi." in noted.text
    assert (await browser.open(path_of(asked))).h1 == "Chúng tôi đã liên lạc với quý vị"


async def test_a_promise_that_was_not_kept_stands_out(site: Site) -> None:
    await ask_for_callback(site.browser())
    admin = site.browser()
    await sign_in_as(admin, "admin")
    before = await admin.open("/staff/calls")

    site.clock.forward(hours=10)
    await sign_in_as(admin, "admin")
    after = await admin.open("/staff/calls")

    assert "Đã trễ hẹn" not in before.text
    assert "Đã trễ hẹn" in after.text


async def test_a_message_that_gave_up_says_what_whom_and_why(site: Site, town: Town) -> None:
    await book(site.browser(), town.therapy)
    site.work()
    site.give_up_on_messages()
    admin = site.browser()
    await sign_in_as(admin, "admin")

    page = await admin.open("/staff/calls")

    for told in ("Báo đã đặt lịch", "09 12 34 56 78", "Đã thử 40 lần trong 3 ngày, không gửi được."):
        assert told in page.text


async def test_whoever_wants_to_be_called_is_on_the_list_with_the_words_to_say(site: Site, town: Town) -> None:
    browser, admin = site.browser(), site.browser()
    await sign_in_named(browser)
    await save_needs(browser, contact="call")
    await book_signed_in(browser, town.therapy)
    site.work()
    await sign_in_as(admin, "admin")

    page = await admin.open("/staff/calls")
    noted = await admin.send(page.form("line"))
    outbox = await admin.open("/demo/outbox")

    for told in ("muốn được gọi", NAME, "09 12 34 56 78", "Lời cần nói", "Hòa Nhập: quý vị đã đặt lịch hẹn lúc"):
        assert told in page.text
    assert "không gửi được" not in page.text
    assert "Không còn ai chờ gọi." in noted.text
    assert "Gọi điện, đã gọi" in outbox.text


async def test_whoever_asks_too_often_keeps_what_they_typed(site: Site) -> None:
    browser = site.browser()
    for _ in range(5):
        await ask_for_callback(browser)

    page = await ask_for_callback(browser, 429, suits="morning", about="Tôi cần xe.")

    assert [each.split(".")[0] for each in page.errors] == ["Đã có nhiều lần nhờ gọi lại, nên lần này chưa được ghi"]
    assert (page.value("full_name"), page.value("suits"), page.value("about")) == (NAME, "morning", "Tôi cần xe.")


@pytest.mark.parametrize("line", ["", "x", "callback-", "callback-0", "callback-" + "9" * 20, "message-1", "other-1"])
async def test_a_line_that_is_none_is_missing(line: str, site: Site) -> None:
    admin = site.browser()
    await sign_in_as(admin, "admin")
    before = site.rows()

    await admin.post("/staff/calls", {"line": line}, 404)

    assert site.rows() == before


@pytest.mark.parametrize("token", ["x", "x" * 3000, "%E1%BB%85"])
async def test_a_callback_nobody_asked_for_is_missing(token: str, site: Site) -> None:
    await site.browser().open(f"/help/callback/{token}", 404)


async def test_people_do_not_see_the_list(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser, phone=OTHER_PHONE)

    await browser.open("/staff/calls", 403)
