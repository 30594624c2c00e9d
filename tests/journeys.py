"""What people do on the site, step by step, by way of its pages: choosing a time, booking it, signing in."""

from datetime import date
from urllib.parse import urlencode

from hoanhap.catalogue import OfferingView, Party
from tests import makers
from tests.pages import Browser, Page

PHONE = "0912 345 678"
OTHER_PHONE = "0987 654 321"
NEEDS = "moving-wheelchair"
"""A box of the form of needs."""
HARD = "Nút Tiếp tục không đọc được."
ANSWER = "Nút đó nay có tên, mời quý vị thử lại."
SHOWN_OF_LIST = 159


def times_of(offering: OfferingView, *, party: Party | None = None, day: str = "", first: str = "") -> str:
    """The address of an offering's days, from a first one on, or of a day's times."""
    asked = {"place": offering.id, "day": day, "from": first}
    coming = {"people": party.people, "wheelchairs": party.wheelchairs} if party else {}
    given = {name: value for name, value in asked.items() if value != ""}
    return f"/services/{offering.service_slug}/times?{urlencode(given | coming)}"


async def see_times(
    browser: Browser, offering: OfferingView, *, party: Party | None = None, day: date = makers.TOMORROW
) -> Page:
    """The times of a day."""
    return await browser.open(times_of(offering, party=party, day=day.isoformat()))


async def choose(browser: Browser, offering: OfferingView, *, party: Party | None = None, nth: int = 0) -> Page:
    """The check page of the nth time of tomorrow."""
    times = await see_times(browser, offering, party=party)
    return await browser.send(times.form("slot"), slot=times.options("slot")[nth])


async def ask_for_code(browser: Browser, check: Page, *, full_name: str = makers.NAME, phone: str = PHONE) -> Page:
    """The page that asks for the code, once it is on its way."""
    return await browser.send(check.form("full_name"), full_name=full_name, phone=phone)


async def confirm(browser: Browser, code_page: Page, status: int = 200) -> Page:
    """What comes after the right code."""
    return await browser.send(code_page.form("code"), status, code=browser.site.code())


async def book(
    browser: Browser,
    offering: OfferingView,
    *,
    party: Party | None = None,
    nth: int = 0,
    full_name: str = makers.NAME,
    phone: str = PHONE,
) -> Page:
    """The page of a new booking, by a visitor who was not signed in."""
    check = await choose(browser, offering, party=party, nth=nth)
    return await confirm(browser, await ask_for_code(browser, check, full_name=full_name, phone=phone))


async def book_signed_in(
    browser: Browser, offering: OfferingView, *, nth: int = 0, full_name: str = makers.NAME, status: int = 200
) -> Page:
    """What comes of booking by somebody who is signed in."""
    check = await choose(browser, offering, nth=nth)
    return await browser.send(check.form("full_name"), status, full_name=full_name)


async def cancel(browser: Browser, booked: Page) -> Page:
    """The page of a booking that was just cancelled."""
    question = await browser.open(f"{path_of(booked)}/cancellation")
    return await browser.send(question.form())


async def see_other_times(browser: Browser, booked: Page, *, day: date = makers.TOMORROW) -> Page:
    """The times of a day to which a booking can move."""
    return await browser.open(f"{path_of(booked)}/times?day={day.isoformat()}")


async def move(browser: Browser, booked: Page, *, nth: int = 0, day: date = makers.TOMORROW) -> Page:
    """The page of a booking that was just moved to the nth of the other times of a day."""
    times = await see_other_times(browser, booked, day=day)
    return await browser.send(times.form("slot"), slot=times.options("slot")[nth])


async def sign_in(browser: Browser, *, phone: str = PHONE) -> Page:
    """The first page after signing in by a code."""
    asked = await browser.open("/sign-in")
    code_page = await browser.send(asked.form("phone"), phone=phone)
    return await confirm(browser, code_page)


async def sign_in_as(browser: Browser, account: str) -> Page:
    """The first page of a sample account."""
    page = await browser.open("/sign-in")
    return await browser.post("/demo/sign-in", page.forms()[-1].fields | {"account": account})


async def tick_needs(browser: Browser, *fields: str) -> Page:
    """What comes of ticking needs for one search."""
    page = await browser.open("/needs")
    return await browser.send(page.form(NEEDS), **dict.fromkeys(fields, "yes"))


async def sign_in_named(browser: Browser, *, full_name: str = makers.NAME, phone: str = PHONE) -> Page:
    """The page of needs of a new account, once it is said for whom it is."""
    await sign_in(browser, phone=phone)
    asked = await browser.open("/needs")
    return await browser.send(asked.form("full_name"), full_name=full_name)


async def save_needs(browser: Browser, status: int = 200, /, **said: str) -> Page:
    """What comes of saving needs for whom the account is used."""
    page = await browser.open("/needs")
    return await browser.send(page.form(NEEDS), status, **said)


def path_of(page: Page) -> str:
    """A page's address without what was asked for."""
    return page.address.split("?")[0]


async def ask_for_callback(
    browser: Browser, status: int = 200, /, *, suits: str = "any", way: str = "call", about: str = ""
) -> Page:
    """What comes of asking to be called back."""
    form = (await browser.open("/help/callback")).form("full_name")
    return await browser.send(form, status, full_name=makers.NAME, phone=PHONE, suits=suits, way=way, about=about)


async def give_feedback(
    browser: Browser, status: int = 200, /, *, came_from: str = "", hard: str = HARD, **typed: str
) -> Page:
    """What comes of saying what is hard to use."""
    form = (await browser.open(f"/accessibility/feedback?{urlencode({'from': came_from})}")).form("hard")
    return await browser.send(form, status, hard=hard, **typed)


async def open_feedback(admin: Browser, *, hard: str = HARD) -> Page:
    """What waits for an answer longest, as staff read it."""
    admin.typed |= {hard, hard[:SHOWN_OF_LIST]}
    await sign_in_as(admin, "admin")
    waiting = await admin.open("/staff/feedback")
    address = next(href for href in waiting.links().values() if href.startswith("/staff/feedback/"))
    return await admin.open(address)


async def answer_feedback(admin: Browser, *, answer: str = ANSWER, hard: str = HARD, **typed: str) -> Page:
    """What comes of answering what waits longest."""
    page = await open_feedback(admin, hard=hard)
    return await admin.send(page.form("answer"), answer=answer, **({"outcome": "fixed"} | typed))
