"""The states of the pages of requests: of those who ask, and of those who decide."""

from sqlalchemy import update

from hoanhap.catalogue import Offering
from hoanhap.organizations import MemberRole
from tests import makers
from tests.journeys import PHONE, book, choose, path_of, sign_in_as
from tests.makers import employ
from tests.pages import Browser, Page
from tests.stating import Here, state

QUESTION, ANSWER = "Nhà quý vị có bậc thềm không?", "Có hai bậc."
WHY = "Tuần sau có người. Mời quý vị chọn giờ khác."
LONG = "<b>Đường vào nhà</b> " * 40


@state("booking/check.html", "check")
async def check_before_asking(here: Here) -> Page:
    asks_first(here)
    return await choose(here.browser, here.town.therapy)


@state("booking/booking.html", "booking")
async def asked_just_now(here: Here) -> Page:
    return await ask(here, here.browser)


@state("booking/bookings.html", "my bookings")
async def a_request_in_the_list(here: Here) -> Page:
    await ask(here, here.browser)
    return await here.browser.open("/bookings")


@state("booking/cancellation.html", "ask before cancelling")
async def ask_before_withdrawing(here: Here) -> Page:
    asked = await ask(here, here.browser)
    return await here.browser.open(f"{path_of(asked)}/cancellation")


@state("booking/booking.html", "answer a question", status=422)
async def nothing_answered(here: Here) -> Page:
    page = await asked_back(here, here.browser)
    return await here.browser.send(page.form("words"), 422, words=" ")


@state("booking/booking.html", "answer a question")
async def question_answered(here: Here) -> Page:
    page = await asked_back(here, here.browser)
    return await here.browser.send(page.form("words"), words=ANSWER)


@state("booking/booking.html", "booking")
async def declined_with_words(here: Here) -> Page:
    asked = path_of(await ask(here, here.browser))
    desk = here.site.browser()
    await decline(desk, await open_request(here, desk))
    here.browser.typed.add(WHY)
    return await here.browser.open(asked)


@state("booking/booking.html", "booking")
async def answered_too_late(here: Here) -> Page:
    asked = path_of(await ask(here, here.browser))
    here.site.clock.forward(hours=30)
    return await here.browser.open(asked)


@state("feeds/slip.html", "slip")
async def slip_of_a_request(here: Here) -> Page:
    asked = path_of(await ask(here, here.browser))
    return await here.browser.open(f"{asked}/slip")


@state("booking/requests.html", "requests")
async def no_requests(here: Here) -> Page:
    await at_the_desk(here, here.browser)
    return await here.browser.open(queue_of(here))


@state("booking/requests.html", "requests")
async def requests_waiting(here: Here) -> Page:
    person = here.site.browser()
    await ask(here, person)
    await asked_back(here, here.site.browser(), phone="0987 654 321", nth=4)
    here.site.clock.forward(hours=30)
    await at_the_desk(here, here.browser)
    return await here.browser.open(queue_of(here))


@state("booking/request.html", "request")
async def request_to_decide(here: Here) -> Page:
    await ask(here, here.site.browser())
    return await open_request(here, here.browser)


@state("booking/request.html", "note an answer", status=422)
async def nothing_noted(here: Here) -> Page:
    await ask(here, here.site.browser())
    asked = await ask_back(here.browser, await open_request(here, here.browser))
    return await here.browser.send(asked.form("words"), 422, words="")


@state("booking/request.html", "request")
async def request_decided(here: Here) -> Page:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    await decline(here.browser, request)
    return await here.browser.open(request.address)


@state("booking/requests.html", "accept a request", "requests")
async def request_accepted(here: Here) -> Page:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    return await here.browser.send(request.form("seen"))


@state("booking/decline.html", "decline a request", "ask before declining", status=422)
async def declined_for_no_reason(here: Here) -> Page:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    asked = await here.browser.open(f"{request.address}/decline")
    return await here.browser.send(asked.form("words"), 422, words=LONG * 3)


@state("booking/question.html", "ask back", "question", status=422)
async def nothing_asked(here: Here) -> Page:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    asked = await here.browser.open(f"{request.address}/question")
    return await here.browser.send(asked.form("words"), 422, words="")


@state("booking/not_decided.html", "decline a request", status=409)
async def decided_by_somebody_else(here: Here) -> Page:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    form = (await here.browser.open(f"{request.address}/decline")).form("words")
    other = here.site.browser()
    await sign_in_as(other, "capacity")
    await other.send((await other.open(request.address)).form("seen"))
    return await here.browser.send(form, 409, reason="papers", words=WHY)


def asks_first(here: Here) -> None:
    """From now on therapy is given only to those whom the place has accepted."""
    of_therapy = update(Offering).where(Offering.id == here.town.therapy.id)
    here.site.database.write_now(lambda db: db.execute(of_therapy.values(needs_approval=True)))
    for account, role in (("desk", MemberRole.DESK), ("capacity", MemberRole.CAPACITY)):
        here.site.database.write_now(employ, here.town.therapy, account, role)


async def ask(here: Here, person: Browser, *, phone: str = PHONE, nth: int = 0) -> Page:
    """The page of somebody who has just asked for a time."""
    asks_first(here)
    return await book(person, here.town.therapy, phone=phone, nth=nth)


async def at_the_desk(here: Here, browser: Browser) -> Page:
    """The first page of the desk."""
    asks_first(here)
    return await sign_in_as(browser, "desk")


async def open_request(here: Here, browser: Browser) -> Page:
    """What waits first, opened at the desk."""
    browser.typed |= {makers.NAME, QUESTION, ANSWER}
    await at_the_desk(here, browser)
    queue = await browser.open(queue_of(here))
    return await browser.open(next(href for href in queue.links().values() if f"{queue_of(here)}/" in href))


async def ask_back(desk: Browser, request: Page) -> Page:
    """A request once something was asked."""
    asked = await desk.open(f"{path_of(request)}/question")
    return await desk.send(asked.form("words"), words=QUESTION)


async def decline(desk: Browser, request: Page) -> Page:
    """The queue after a request was declined."""
    asked = await desk.open(f"{path_of(request)}/decline")
    desk.typed.add(WHY)
    return await desk.send(asked.form("words"), reason="nobody-free", words=WHY)


async def asked_back(here: Here, person: Browser, *, phone: str = PHONE, nth: int = 0) -> Page:
    """The page of somebody who asked, and is asked back."""
    asked = path_of(await ask(here, person, phone=phone, nth=nth))
    desk = here.site.browser()
    await at_the_desk(here, desk)
    await ask_back(desk, await desk.open(f"{queue_of(here)}/{asked.rpartition('/')[2]}"))
    person.typed |= {QUESTION, ANSWER}
    return await person.open(asked)


def queue_of(here: Here) -> str:
    """The address of what waits where therapy is given."""
    return f"/organization/places/{here.town.therapy.location_slug}/requests"
