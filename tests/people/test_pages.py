"""Signing in and out: codes, sessions, where one is sent on to, and the sample accounts of the demo."""

import re
from datetime import timedelta

import pytest

from hoanhap.web import login
from hoanhap.web.visitor import LOGIN_COOKIE
from tests.journeys import OTHER_PHONE, PHONE, book, confirm, path_of, sign_in, sign_in_as
from tests.pages import Browser, Page, Site
from tests.town import Town

EVIL = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "evil.example",
    "/bookings/é",
    "",
]


async def test_a_right_code_signs_in(site: Site) -> None:
    page = await sign_in(site.browser())

    assert path_of(page) == "/bookings"


@pytest.mark.parametrize("written", ["{0}{1}{2}", "{0} {1} {2}", " {0}  {1}{2} ", "{0}\u00a0{1}\u00a0{2}"])
async def test_a_code_may_be_typed_with_spaces(written: str, site: Site) -> None:
    browser = site.browser()
    code_page = await _ask_for_code(browser)

    page = await browser.send(code_page.form("code"), code=written.format(*site.code().split()))

    assert path_of(page) == "/bookings"


async def test_a_wrong_code_is_said_at_the_field(site: Site) -> None:
    browser = site.browser()
    code_page = await _ask_for_code(browser)

    page = await browser.send(code_page.form("code"), 422, code=_other_than(site.code()))

    assert page.errors == ["Mã chưa đúng. Nhập lại mã 6 chữ số trong tin nhắn mới nhất."]


async def test_a_code_is_good_for_ten_minutes(site: Site) -> None:
    browser = site.browser()
    code_page = await _ask_for_code(browser)
    code = site.code()

    site.clock.forward(minutes=9, seconds=59)
    page = await browser.send(code_page.form("code"), code=code)

    assert path_of(page) == "/bookings"


async def test_a_code_signs_in_once(site: Site) -> None:
    code_page = await _ask_for_code(site.browser())
    await confirm(site.browser(), code_page)

    page = await confirm(site.browser(), code_page, 422)

    assert page.errors == ["Mã đã hết hạn hoặc đã dùng. Mời quý vị xin mã mới."]


async def test_a_button_pressed_twice_signs_in_by_either_answer(site: Site) -> None:
    """A browser keeps the last answer only: the first one, and its sign-in, may never arrive."""
    browser = site.browser()
    code_page = await _ask_for_code(browser)
    await confirm(browser, code_page)

    page = await confirm(browser, code_page)

    assert path_of(page) == "/bookings"


async def test_whoever_signs_out_is_not_signed_in_by_going_back(site: Site) -> None:
    """On a shared computer the next one may send the form again that was left behind."""
    browser = site.browser()
    code_page = await _ask_for_code(browser)
    page = await confirm(browser, code_page)
    await browser.request("POST", "/sign-out", fields={})

    page = await confirm(browser, code_page, 422)

    assert page.errors == ["Mã đã hết hạn hoặc đã dùng. Mời quý vị xin mã mới."]


async def test_the_code_of_one_request_is_not_taken_for_another(site: Site) -> None:
    first = await _ask_for_code(site.browser())
    first_code = site.code()
    second = await _ask_for_code(site.browser(), phone=OTHER_PHONE)

    page = await site.browser().send(second.form("code"), 422, code=first_code)

    assert page.errors
    assert path_of(first) != path_of(second)


async def test_many_wrong_tries_shut_the_phone_for_a_while_and_no_longer(site: Site) -> None:
    browser = site.browser()
    code_page = await _ask_for_code(browser)
    wrong = _other_than(site.code())
    for _ in range(10):
        await browser.send(code_page.form("code"), 422, code=wrong)

    page = await confirm(browser, code_page, 422)
    site.clock.forward(minutes=16)
    later = await confirm(browser, await _ask_for_code(browser))

    assert "15 phút" in page.errors[0]
    assert path_of(later) == "/bookings"


async def test_a_phone_that_is_known_and_one_that_is_not_get_the_same_answer(site: Site, town: Town) -> None:
    await book(site.browser(), town.therapy)

    known = await _ask_for_code(site.browser(), phone=PHONE)
    unknown = await _ask_for_code(site.browser(), phone=OTHER_PHONE)

    assert _without_what_differs(known) == _without_what_differs(unknown)


async def test_a_wrong_code_says_the_same_for_both(site: Site, town: Town) -> None:
    await book(site.browser(), town.therapy)
    pages = []
    for phone in (PHONE, OTHER_PHONE):
        browser = site.browser()
        code_page = await _ask_for_code(browser, phone=phone)
        pages.append(await browser.send(code_page.form("code"), 422, code=_other_than(site.code())))

    assert _without_what_differs(pages[0]) == _without_what_differs(pages[1])


async def test_one_is_sent_on_to_where_one_wanted_to_go(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)
    elsewhere = site.browser()

    asked = await elsewhere.open(path_of(booked))
    code_page = await elsewhere.send(asked.form("phone"), phone=PHONE)
    page = await confirm(elsewhere, code_page)

    assert path_of(page) == path_of(booked)


@pytest.mark.parametrize("evil", EVIL)
async def test_nobody_is_sent_out_of_the_house(evil: str, site: Site) -> None:
    browser = site.browser()
    asked = await browser.request("POST", "/sign-in", fields={"phone": PHONE, "next": evil})
    code_page = await browser.open(asked.headers["location"])

    answer = await browser.request("POST", path_of(code_page), fields={"code": site.code(), "next": evil})

    assert code_page.value("next") == "/bookings"
    assert answer.headers["location"] == "/bookings"


async def test_a_planted_session_is_never_taken_on(site: Site) -> None:
    browser = site.browser()
    browser.keep(LOGIN_COOKIE, "planted")

    before = await browser.request("GET", "/bookings")
    await sign_in(browser)
    with_the_planted = site.browser()
    with_the_planted.keep(LOGIN_COOKIE, "planted")
    after = await with_the_planted.request("GET", "/bookings")

    assert before.headers["location"] == after.headers["location"] == "/sign-in?next=/bookings"
    assert browser.cookie(LOGIN_COOKIE) != "planted"


async def test_signing_in_again_gives_a_new_session_and_ends_the_old(site: Site) -> None:
    browser, thief = site.browser(), site.browser()
    await sign_in(browser)
    old = browser.cookie(LOGIN_COOKIE) or ""
    thief.keep(LOGIN_COOKIE, old)

    await sign_in(browser)
    answer = await thief.request("GET", "/bookings")

    assert browser.cookie(LOGIN_COOKIE) != old
    assert answer.status_code == 303


async def test_a_session_is_dead_after_signing_out(site: Site) -> None:
    browser, thief = site.browser(), site.browser()
    page = await sign_in(browser)
    thief.keep(LOGIN_COOKIE, browser.cookie(LOGIN_COOKIE) or "")

    answer = await browser.request("POST", "/sign-out", fields=page.forms()[-1].fields)
    stolen = await thief.request("GET", "/bookings")

    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert browser.cookie(LOGIN_COOKIE) is None
    assert stolen.status_code == 303


async def test_a_person_stays_signed_in_for_a_week_without_coming(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)

    site.clock.forward(days=6, hours=23)
    still = await browser.request("GET", "/bookings")
    site.clock.forward(days=7, hours=1)
    no_more = await browser.request("GET", "/bookings")

    assert (still.status_code, no_more.status_code) == (200, 303)


async def test_nobody_stays_signed_in_for_more_than_a_month(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)

    answers = []
    for _ in range(6):
        site.clock.forward(days=5, hours=1)
        answers.append((await browser.request("GET", "/bookings")).status_code)

    assert answers == [200, 200, 200, 200, 200, 303]
    assert timedelta(days=30) == login.LIFE


async def test_those_who_run_it_stay_signed_in_for_half_an_hour_without_coming(site: Site) -> None:
    browser = site.browser()
    await sign_in_as(browser, "admin")

    site.clock.forward(minutes=29)
    still = await browser.request("GET", "/staff")
    site.clock.forward(minutes=31)
    no_more = await browser.request("GET", "/staff")

    assert (still.status_code, no_more.status_code) == (200, 303)


@pytest.mark.parametrize(
    ("account", "first_page"),
    [("person", "/bookings"), ("person-blind", "/bookings"), ("person-wheelchair", "/bookings"), ("admin", "/staff")],
)
async def test_the_demo_offers_its_sample_accounts(account: str, first_page: str, site: Site) -> None:
    page = await sign_in_as(site.browser(), account)

    assert path_of(page) == first_page


@pytest.mark.parametrize("account", ["", "nobody", "__class__", "person\u0301"])
async def test_the_demo_has_no_other_accounts(account: str, site: Site) -> None:
    before = site.counts()

    await site.browser().post("/demo/sign-in", {"account": account}, 404)

    assert site.counts() == before


@pytest.mark.parametrize("account", ["person", "admin"])
async def test_a_real_installation_has_no_sample_accounts(account: str, production: Site) -> None:
    browser = production.browser()
    before = production.counts()

    page = await browser.open("/sign-in")
    await browser.post("/demo/sign-in", {"account": account}, 404)
    await browser.open("/demo/outbox", 404)

    assert len(page.forms()) == 1
    assert production.counts() == before


async def test_a_real_installation_keeps_its_session_to_itself(production: Site) -> None:
    browser = production.browser()
    code_page = await _ask_for_code(browser)

    answer = await browser.request("POST", path_of(code_page), fields={"code": production.code(), "next": ""})

    kept = answer.headers["set-cookie"]
    assert re.match(r"__Host-login=[\w-]{22};", kept)
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(kept.split("; "))
    assert "Domain" not in kept


async def _ask_for_code(browser: Browser, *, phone: str = PHONE) -> Page:
    page = await browser.open("/sign-in")
    return await browser.send(page.form("phone"), phone=phone)


def _other_than(code: str) -> str:
    return "00 00 00" if code != "00 00 00" else "11 11 11"


def _without_what_differs(page: Page) -> str:
    """A page without its phone and its token."""
    token = path_of(page).rpartition("/")[2]
    plain = page.document.html.replace(token, "TOKEN")
    return re.sub(r"\d\d \d\d \d\d \d\d \d\d|%2B84\d+", "PHONE", plain)
