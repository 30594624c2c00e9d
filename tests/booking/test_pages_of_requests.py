"""The pages of requests: what the person is told, what the desk decides, and what nobody loses."""

import pytest

from hoanhap.hotline import GUIDES
from tests import makers
from tests.journeys import choose, path_of, sign_in_as
from tests.pages import Site
from tests.states_of_requests import (
    ANSWER,
    QUESTION,
    WHY,
    ask,
    ask_back,
    asked_back,
    asks_first,
    at_the_desk,
    decline,
    open_request,
    queue_of,
)
from tests.stating import Here
from tests.town import Town


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    """The town, and a browser in it."""
    return Here(site, town, site.browser(), monkeypatch)


async def test_before_asking_it_is_said_that_the_place_answers_and_by_when(here: Here) -> None:
    asks_first(here)

    service = await here.browser.open(f"/services/{here.town.therapy.service_slug}")
    check = await choose(here.browser, here.town.therapy)

    assert "Cần nơi này đồng ý trước." in service.text
    assert "Nơi hẹn trả lời trước 6 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026" in check.text


async def test_who_has_asked_reads_that_the_place_is_kept_and_when_it_answers(here: Here) -> None:
    page = await ask(here, here.browser)

    assert page.h1 == "Đã gửi yêu cầu"
    assert "Chỗ này được giữ cho quý vị." in page.text
    later = await here.browser.open(path_of(page))
    assert "Chờ trả lời" in later.text
    assert "Chờ trả lời" in (await here.browser.open("/bookings")).text
    calendar = await here.browser.request("GET", f"{path_of(page)}/calendar.ics")
    assert "STATUS:TENTATIVE" in calendar.text


async def test_a_late_answer_is_owned_up_to(here: Here) -> None:
    page = await ask(here, here.browser)
    here.site.clock.forward(hours=19)

    late = await here.browser.open(path_of(page))

    assert "Nơi hẹn trả lời trễ. Chỗ của quý vị vẫn được giữ." in late.text


async def test_the_desk_reads_who_asks_and_accepts(here: Here) -> None:
    await ask(here, here.site.browser())
    work = await at_the_desk(here, here.browser)
    assert "Có 1 yêu cầu." in work.text

    request = await open_request(here, here.browser)
    done = await here.browser.send(request.form("seen"))

    assert done.document.title.startswith("Đã nhận")
    assert "Không có yêu cầu nào chờ trả lời." in done.text
    assert "Không có yêu cầu nào." in (await here.browser.follow(done, "Mọi việc ở nơi này")).text
    assert "nơi hẹn đã nhận lịch hẹn" in here.site.messages()[-1]


async def test_who_asks_is_on_the_list_of_the_day_once_accepted(here: Here) -> None:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    day = f"{queue_of(here).removesuffix('/requests')}/day?day={makers.TOMORROW}"

    assert makers.NAME not in (await here.browser.open(day)).text
    await here.browser.send(request.form("seen"))
    assert makers.NAME in (await here.browser.open(day)).text


async def test_the_same_acceptance_sent_twice_is_one(here: Here) -> None:
    await ask(here, here.site.browser())
    form = (await open_request(here, here.browser)).form("seen")

    for _ in range(2):
        await here.browser.send(form)

    assert here.site.counts()["request"] == 1
    assert len([each for each in here.site.messages() if "đã nhận" in each]) == 1


async def test_who_is_declined_reads_why_and_other_times(here: Here) -> None:
    asked = path_of(await ask(here, here.browser))
    desk = here.site.browser()
    await decline(desk, await open_request(here, desk))
    here.browser.typed.add(WHY)

    page = await here.browser.open(asked)

    assert page.h1 == "Nơi hẹn không nhận được"
    assert "Không còn người phục vụ lúc đó" in page.text
    assert WHY in page.text
    assert len([href for href in page.links().values() if "&day=" in href]) == 3
    assert "Lấy lại lịch hẹn" not in page.text


async def test_who_decides_second_is_told_what_stands_and_keeps_their_words(here: Here) -> None:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    form = (await here.browser.open(f"{request.address}/decline")).form("words")
    other = here.site.browser()
    await sign_in_as(other, "capacity")
    await other.send((await other.open(request.address)).form("seen"))

    refused = await here.browser.send(form, 409, reason="papers", words=WHY)

    assert refused.h1 == "Yêu cầu này đã được trả lời"
    assert "Phụ trách lịch và số chỗ" in refused.text
    assert WHY in refused.text


async def test_a_question_reaches_the_person_and_their_answer_the_desk(here: Here) -> None:
    person = here.browser
    asked = await asked_back(here, person)
    assert QUESTION in asked.text
    assert QUESTION not in here.site.messages()[-1]
    await person.send(asked.form("words"), words=ANSWER)

    request = await open_request(here, here.site.browser())

    assert ANSWER in request.text
    assert "Ghi câu trả lời qua điện thoại" not in request.text


async def test_the_desk_notes_what_it_heard_on_the_phone(here: Here) -> None:
    await ask(here, here.site.browser())
    asked = await ask_back(here.browser, await open_request(here, here.browser))

    noted = await here.browser.send(asked.form("words"), words=ANSWER)

    assert noted.document.title.startswith("Đã ghi câu trả lời")
    assert ANSWER in noted.text


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "Chọn lý do không nhận được."),
        ({"reason": "whim", "words": "x"}, "Chọn lý do không nhận được."),
        ({"reason": "other"}, "Viết lý do, vì quý vị đã chọn Lý do khác."),
        ({"reason": "papers", "words": "x" * 1001}, "Viết ngắn hơn, nhiều nhất 1.000 chữ cái."),
    ],
)
async def test_declining_says_what_is_missing(here: Here, typed: dict[str, str], fault: str) -> None:
    await ask(here, here.site.browser())
    request = await open_request(here, here.browser)
    asked = await here.browser.open(f"{request.address}/decline")

    page = await here.browser.send(asked.form("words"), 422, **typed)

    assert page.errors == [fault]
    assert (await here.browser.open(request.address)).form("seen").fields["seen"]


async def test_nobody_reads_the_requests_of_another_place(here: Here) -> None:
    asked = await ask(here, here.site.browser())
    await at_the_desk(here, here.browser)
    elsewhere = f"/organization/places/{here.town.never.location_slug}/requests"

    await here.browser.open(elsewhere, 403)
    await here.browser.open(f"{elsewhere}/{path_of(asked).rpartition('/')[2]}", 403)
    await here.browser.open(f"{queue_of(here)}/12345674", 404)


def test_every_page_of_requests_has_its_guide() -> None:
    assert {"requests", "request", "ask before declining", "question"} <= set(GUIDES)
