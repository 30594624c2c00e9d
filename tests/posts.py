"""One good post for every route that takes one: filled in as on its page, ready to be sent, and where it leads."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

import pytest

from hoanhap.base.db import Db
from hoanhap.organizations import MemberRole
from tests import makers, states_of_capacity
from tests.journeys import (
    ANSWER,
    HARD,
    NEEDS,
    OTHER_PHONE,
    PHONE,
    ask_for_code,
    book,
    choose,
    open_feedback,
    path_of,
    see_other_times,
    see_times,
    sign_in,
    sign_in_as,
    sign_in_named,
    tick_needs,
)
from tests.makers import NAME, employ
from tests.pages import Browser, Form, Page, Site
from tests.stating import Here
from tests.town import Town


class Post(NamedTuple):
    """A form that only has to be sent; `leads_to` is the heading of the page it leads to."""

    browser: Browser
    form: Form
    typed: Mapping[str, str | bytes]
    leads_to: str

    @property
    def fields(self) -> dict[str, str | bytes]:
        """Everything that is sent."""
        return {**self.form.fields, **self.typed}

    async def send(self, status: int = 200) -> Page:
        """Send it as it is."""
        return await self.browser.send(self.form, status, **self.typed)


Prepare = Callable[[Site, Town, Browser], Awaitable[Post]]
POSTS: dict[str, Prepare] = {}


def post(route: str) -> Callable[[Prepare], Prepare]:
    """Declare the post of a route."""

    def declare(prepare: Prepare) -> Prepare:
        POSTS[route] = prepare
        return prepare

    return declare


@post("save display settings")
async def display_settings(_: Site, __: Town, browser: Browser) -> Post:
    page = await browser.open("/settings/display")
    return Post(browser, page.form("theme"), {"theme": "dark"}, "Cài đặt hiển thị")


@post("say needs")
async def needs_for_a_search(_: Site, __: Town, browser: Browser) -> Post:
    page = await browser.open("/needs")
    return Post(browser, page.form(NEEDS), {NEEDS: "yes"}, "Nhu cầu của tôi")


@post("say needs, signed in")
async def needs_of_a_person(_: Site, __: Town, browser: Browser) -> Post:
    page = await sign_in_named(browser)
    return Post(browser, page.form(NEEDS), {NEEDS: "yes", "contact": "call"}, "Nhu cầu của tôi")


@post("forget needs")
async def needs_to_forget(_: Site, __: Town, browser: Browser) -> Post:
    page = await tick_needs(browser, NEEDS)
    return Post(browser, page.forms()[-1], {}, "Nhu cầu của tôi")


@post("choose for whom")
async def for_whom(_: Site, __: Town, browser: Browser) -> Post:
    await sign_in(browser)
    page = await browser.open("/needs/person")
    return Post(browser, page.form("full_name"), {"full_name": NAME}, "Nhu cầu của tôi")


@post("choose a time")
async def time(_: Site, town: Town, browser: Browser) -> Post:
    page = await see_times(browser, town.therapy)
    return Post(browser, page.form("slot"), {"slot": page.options("slot")[0]}, "Xem lại rồi đặt")


@post("confirm")
async def details(_: Site, town: Town, browser: Browser) -> Post:
    page = await choose(browser, town.therapy)
    return Post(browser, page.form("full_name"), {"full_name": NAME, "phone": PHONE}, "Nhập mã")


@post("confirm, signed in")
async def details_signed_in(_: Site, town: Town, browser: Browser) -> Post:
    await sign_in(browser)
    page = await choose(browser, town.therapy)
    return Post(browser, page.form("full_name"), {"full_name": NAME}, "Đã đặt lịch")


@post("check the booking's code")
async def code(site: Site, town: Town, browser: Browser) -> Post:
    page = await ask_for_code(browser, await choose(browser, town.therapy))
    return Post(browser, page.form("code"), {"code": site.code()}, "Đã đặt lịch")


@post("ask for another code")
async def another_code(_: Site, town: Town, browser: Browser) -> Post:
    page = await ask_for_code(browser, await choose(browser, town.therapy))
    return Post(browser, page.forms()[-1], {}, "Nhập mã")


@post("cancel")
async def cancellation(_: Site, town: Town, browser: Browser) -> Post:
    page = await browser.open(f"{path_of(await book(browser, town.therapy))}/cancellation")
    return Post(browser, page.form(), {}, "Lịch hẹn đã hủy")


@post("move")
async def other_time(_: Site, town: Town, browser: Browser) -> Post:
    page = await see_other_times(browser, await book(browser, town.therapy))
    return Post(browser, page.form("slot"), {"slot": page.options("slot")[4]}, "Đã đổi giờ hẹn")


@post("restore")
async def restoration(site: Site, town: Town, browser: Browser) -> Post:
    page = await (await cancellation(site, town, browser)).send()
    return Post(browser, page.form(), {}, "Đã lấy lại lịch hẹn")


@post("ask for a code")
async def sign_in_phone(_: Site, __: Town, browser: Browser) -> Post:
    page = await browser.open("/sign-in")
    return Post(browser, page.form("phone"), {"phone": OTHER_PHONE}, "Nhập mã")


@post("check the code")
async def sign_in_code(site: Site, town: Town, browser: Browser) -> Post:
    page = await (await sign_in_phone(site, town, browser)).send()
    return Post(browser, page.form("code"), {"code": site.code()}, "Lịch hẹn của tôi")


@post("sign out")
async def sign_out(_: Site, __: Town, browser: Browser) -> Post:
    page = await sign_in(browser)
    return Post(browser, page.forms()[-1], {}, "Quý vị cần dịch vụ gì?")


@post("sign in to a sample account")
async def sample_account(_: Site, __: Town, browser: Browser) -> Post:
    page = await browser.open("/sign-in")
    return Post(browser, page.forms()[-1], {"account": "person"}, "Lịch hẹn của tôi")


@post("make a calendar address")
async def calendar_address(_: Site, __: Town, browser: Browser) -> Post:
    await sign_in(browser)
    page = await browser.open("/calendar")
    return Post(browser, page.form("instead_of"), {}, "Lịch trên điện thoại")


@post("end the calendar address")
async def calendar_ending(site: Site, town: Town, browser: Browser) -> Post:
    page = await (await calendar_address(site, town, browser)).send()
    return Post(browser, page.forms()[-1], {}, "Lịch trên điện thoại")


@post("be called back")
async def callback(_: Site, __: Town, browser: Browser) -> Post:
    page = await browser.open("/help/callback")
    typed = {"full_name": NAME, "phone": PHONE, "suits": "any", "way": "call", "about": "Cần xe đi khám."}
    return Post(browser, page.form("full_name"), typed, "Chúng tôi sẽ gọi lại cho quý vị")


@post("note a call")
async def call(site: Site, town: Town, browser: Browser) -> Post:
    asked = await callback(site, town, site.browser(says_where_from=browser.says_where_from))
    await asked.send()
    await sign_in_as(browser, "admin")
    browser.typed.add("Cần xe đi khám.")
    page = await browser.open("/staff/calls")
    return Post(browser, page.form("line"), {}, "Người cần gọi")


@post("say needs of a booking")
async def say_needs_of_a_booking(_: Site, town: Town, browser: Browser) -> Post:
    check = await choose(browser, town.therapy)
    page = await browser.open(f"{path_of(check)}/needs")
    return Post(browser, page.form("extra_minutes"), {"calm-quiet-room": "yes"}, check.h1)


@post("give feedback")
async def feedback(_: Site, __: Town, browser: Browser) -> Post:
    page = await browser.open("/accessibility/feedback?from=/services")
    typed = {"hard": HARD, "aid-keyboard": "yes", "reply": "message", "phone": PHONE, "full_name": NAME}
    return Post(browser, page.form("hard"), typed, "Chúng tôi đã nhận góp ý")


@post("answer feedback")
async def answer(site: Site, town: Town, browser: Browser) -> Post:
    given = await feedback(site, town, site.browser(says_where_from=browser.says_where_from))
    await given.send()
    page = await open_feedback(browser)
    return Post(browser, page.form("answer"), {"outcome": "fixed", "answer": ANSWER}, "Góp ý chờ trả lời")


@post("note on the day list")
async def arrival_on_the_list(site: Site, town: Town, browser: Browser) -> Post:
    page, reference = await somebody_expected(site, town, browser)
    (form,) = [each for each in page.forms() if each.method == "post" and "/day" in each.action]
    return Post(browser, form, {"arrive": f"{reference}.1"}, page.h1)


@post("note attendance")
async def arrival(site: Site, town: Town, browser: Browser) -> Post:
    page, reference = await somebody_expected(site, town, browser)
    page = await browser.open(f"{page.address.partition('?')[0]}/{reference}")
    return Post(browser, page.form("people"), {}, page.h1)


@post("write a note")
async def note_of_a_booking(site: Site, town: Town, browser: Browser) -> Post:
    page, reference = await somebody_expected(site, town, browser)
    browser.typed.add("Cần ghế có tay vịn.")
    page = await browser.open(f"{page.address.partition('?')[0]}/{reference}")
    return Post(browser, page.form("note"), {"note": "Cần ghế có tay vịn."}, page.h1)


@post("book at the desk")
async def booking_at_the_desk(site: Site, town: Town, browser: Browser) -> Post:
    site.database.write_now(employ, town.therapy, "desk", MemberRole.DESK)
    await sign_in_as(browser, "desk")
    page = await browser.open(f"/organization/places/{town.therapy.location_slug}/desk")
    times = await browser.send(page.form("offering"))
    who = await browser.open(next(href for href in times.links().values() if "/desk/who?" in href))
    return Post(browser, who.form("their_name"), {"their_name": NAME}, "Đã đặt lịch")


async def somebody_expected(site: Site, town: Town, browser: Browser) -> tuple[Page, str]:
    """The list of the day on which the town is open, and the reference of the only one on it."""
    reference = site.database.write_now(_expect, town)
    site.clock.forward(hours=20)
    await sign_in_as(browser, "desk")
    return await browser.open(f"/organization/places/{town.therapy.location_slug}/day"), reference


def _expect(db: Db, town: Town) -> str:
    employ(db, town.therapy, "desk", MemberRole.DESK)
    return makers.book(db, makers.make_choice(town.therapy, makers.slots(db, town.therapy)[0]))


@post("close days")
async def closing_of_a_day(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_capacity.preview_of_closing(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Những ngày đóng cửa")


@post("open days again")
async def opening_of_a_day(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_capacity.a_day_to_open_again(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Những ngày đóng cửa")


@post("set the number of places")
async def another_number_of_places(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_capacity.a_day_with_fewer_places(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Đổi số chỗ của một số ngày")


@post("move by agreement")
async def move_by_agreement(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_capacity.somebody_waits(here(site, town, browser))
    return Post(browser, page.form("time"), {"time": page.options("time")[0]}, "Người đang chờ quý vị")


@post("cancel by the place")
async def cancellation_by_the_place(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_capacity.somebody_waits(here(site, town, browser))
    return Post(browser, page.form("words"), {"reason": "flood"}, "Người đang chờ quý vị")


def here(site: Site, town: Town, browser: Browser) -> Here:
    """What states are reached with, for a post that goes on from one."""
    return Here(site, town, browser, pytest.MonkeyPatch())
