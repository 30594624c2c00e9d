"""The pages of a day: what one reads on them, what one press does, and what they cost."""

import pytest
from sqlalchemy import func, select

from hoanhap.events import Event
from hoanhap.organizations import MemberRole
from tests import makers
from tests.attendance.days import Run
from tests.journeys import sign_in_as
from tests.makers import NAME, TOMORROW
from tests.pages import Browser, Page, Site
from tests.states_of_the_day import (
    HOURS,
    day_of,
    needs_at_the_desk_that_somebody_saved,
    one_of_the_day,
    press,
    references,
    run_day,
)
from tests.stating import Here
from tests.town import Town

HEAVIEST = 15_000
"""How many bytes a page of fifty people may have on its way."""


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Somebody with a browser at the town."""
    return Here(site, town, site.browser(), monkeypatch)


def headings(page: Page, level: str) -> list[str]:
    """The headings of a level, in order."""
    return [page.document.name(each) for each in page.document.all(level)]


async def test_the_list_is_read_by_the_hour_and_says_what_each_needs(here: Here) -> None:
    page = await run_day(here)

    assert page.h1 == "Hôm nay, Thứ Năm, ngày 26 tháng 11 năm 2026"
    assert headings(page, "h2")[:3] == ["Từ 8 giờ", "Từ 9 giờ", "Chưa có chỗ"]
    assert headings(page, "h3")[0] == f"8 giờ, {NAME}"
    assert "Cần: Ngồi nguyên trên xe lăn. Cần chỗ yên tĩnh. Thêm 10 phút." in page.text
    assert "Có 3 lịch hẹn: 0 đã đến, 2 còn chờ." in page.text


async def test_a_button_says_whom_it_is_about(here: Here) -> None:
    page = await run_day(here)

    buttons = [page.document.name(each) for each in page.document.all("button")]

    assert f"Đã đến, 8 giờ, {NAME}" in buttons
    assert len([each for each in buttons if each.startswith("Đã đến")]) == 2


async def test_one_press_notes_it_and_leads_back_to_the_same_name(here: Here) -> None:
    page = await run_day(here)
    (form,) = [each for each in page.forms() if each.method == "post" and "/day" in each.action]
    pressed = {"arrive": f"{references(here)[0]}.1"}

    answer = await here.browser.request("POST", form.action, fields=form.fields | pressed)

    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"#n-{references(here)[0]}")
    page = await here.browser.arrive(answer)
    assert page.document.name(page.document.all("title")[0]).startswith("Đã ghi, ")
    assert f"{NAME} đã đến." in page.text
    assert "Có 3 lịch hẹn: 1 đã đến, 1 còn chờ." in page.text


async def test_two_people_who_press_at_once_are_one_deed_and_the_second_is_told(here: Here) -> None:
    page = await run_day(here)
    await press(here, page)

    again = await press(here, page)

    assert "Việc này đã có người ghi trước." in again.text
    assert len(_noted(here)) == 1


async def test_filters_and_pages_stay_after_a_press(here: Here) -> None:
    await run_day(here)
    page = await here.browser.open(f"{day_of(here)}?show=expected&service={here.town.therapy.service_slug}")

    page = await press(here, page)

    assert "show=expected" in page.address
    assert headings(page, "h2")[:2] == ["Đã ghi", "Từ 9 giờ"]


async def test_a_list_that_nobody_changed_has_no_news_and_no_look_is_written_down(here: Here) -> None:
    page = await run_day(here)
    looks = _looks(here)

    answer = await here.browser.request("GET", news_of(here, page))

    assert (answer.status_code, answer.content) == (204, b"")
    assert _looks(here) == looks


async def test_a_list_that_changed_says_in_one_sentence_what_is_new_and_the_look_is_written_down(here: Here) -> None:
    page = await run_day(here)
    assert says(page) is None
    slots = here.site.database.write_now(makers.slots, here.town.therapy)
    here.site.database.write_now(lambda db: makers.book(db, makers.make_choice(here.town.therapy, slots[8])))
    looks = _looks(here)

    longer = await here.browser.open(news_of(here, page))
    await press(here, longer)
    later = await here.browser.open(news_of(here, longer))

    assert says(longer) == "Danh sách vừa đổi: thêm 1 lịch hẹn."
    assert says(later) == "Danh sách vừa đổi: thêm 1 lịch hẹn có người đến."
    assert _looks(here) == looks + 3


async def test_a_list_that_asks_by_itself_keeps_nobody_signed_in(here: Here) -> None:
    page = await run_day(here)
    answers = []
    for _ in range(3):
        here.site.clock.forward(minutes=11)
        answers.append(await here.browser.request("GET", news_of(here, page)))

    assert [each.status_code for each in answers] == [204, 204, 303]
    assert answers[-1].headers["location"].startswith("/staff/sign-in")


async def test_a_browser_remembers_that_lists_do_not_keep_up(here: Here) -> None:
    page = await run_day(here)
    await here.browser.follow(page, "Tạm dừng cập nhật")

    page = await here.browser.open(day_of(here))

    assert "Tạm dừng cập nhật" not in page.links()
    page = await here.browser.follow(page, "Cho tự cập nhật lại")
    assert "Tạm dừng cập nhật" in page.links()


async def test_a_day_that_is_over_does_not_keep_up(here: Here) -> None:
    await run_day(here)

    page = await here.browser.open(f"{day_of(here)}?day=2026-11-20")

    assert page.document.by_id("day-version") is not None
    assert "Tạm dừng cập nhật" not in page.links()


@pytest.mark.parametrize(
    "odd",
    ["day=nonsense", "day=9999-12-31", "page=9999999", "page=x", "show=<b>", "service=%3Cscript%3E", "who=1&noted=x"],
)
async def test_an_odd_address_shows_a_day_all_the_same(here: Here, odd: str) -> None:
    await run_day(here)

    page = await here.browser.open(f"{day_of(here)}?{odd}")

    assert page.status == 200


@pytest.mark.parametrize("odd", [{"arrive": "1"}, {"arrive": ".."}, {"fulfil": "<b>"}, {"arrive": "12345678.1"}])
async def test_a_press_about_nobody_is_not_found(here: Here, odd: dict[str, str]) -> None:
    await run_day(here)

    assert (await here.browser.post(day_of(here), odd, 404)).status == 404


async def test_a_party_can_be_noted_in_part(here: Here) -> None:
    await run_day(here, here.town.walk, people=3)
    page = await here.browser.open(f"{day_of(here, here.town.walk)}/{references(here)[0]}")

    page = await here.browser.send(page.form("people"), people="2")

    assert "2 trên 3 người đã đến" in page.text


@pytest.mark.parametrize("people", ["0", "-1", "x", "", "99999"])
async def test_a_number_that_is_none_is_asked_for_again(here: Here, people: str) -> None:
    await run_day(here, here.town.walk, people=3)
    page = await here.browser.open(f"{day_of(here, here.town.walk)}/{references(here)[0]}")

    page = await here.browser.send(page.form("people"), 422, people=people)

    assert page.errors == ["Chọn số người đã đến."]


async def test_a_reason_says_whether_it_counts(here: Here) -> None:
    page = await one_of_the_day(here)

    page = await here.browser.send(page.form("absence"), absence="ill")

    assert "Ốm đau. Lần này không tính là vắng." in page.text


async def test_markup_in_a_note_is_words(here: Here) -> None:
    page = await one_of_the_day(here)
    here.browser.typed.add("<b>đậm</b>")

    page = await here.browser.send(page.form("note"), note="<b>đậm</b>")

    assert page.value("note") == "<b>đậm</b>"


async def test_a_driver_has_no_other_bookings_on_the_list(here: Here) -> None:
    await run_day(here)
    here.site.database.write_now(makers.employ, here.town.therapy, "driver", MemberRole.DRIVER)
    browser = here.site.browser()
    await sign_in_as(browser, "driver")

    page = await browser.open(day_of(here))

    assert "Ngày này không có lịch hẹn nào." in page.text
    assert (await browser.open(f"{day_of(here)}/{references(here)[0]}", 404)).status == 404


async def test_who_has_no_place_is_one_press_away_from_other_times(here: Here) -> None:
    page = await run_day(here)

    page = await here.browser.follow(page, f"Tìm giờ khác, 10 giờ, {NAME}")

    assert page.address.endswith(f"/needs-you/{references(here)[-1]}")


async def test_the_slip_has_what_one_needs_to_come_and_no_code_of_a_phone(here: Here) -> None:
    await one_of_the_day(here)
    one = f"{day_of(here)}/{references(here)[0]}"

    page = await here.browser.open(f"{one}/slip")

    for words in (NAME, here.town.therapy.address, "8 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026"):
        assert words in page.text
    assert "gọi cho nơi hẹn và đọc mã này" in page.text
    assert not page.document.of_class("print-slip-code")


async def test_who_has_no_place_has_no_slip(here: Here) -> None:
    await one_of_the_day(here)
    without = f"{day_of(here)}/{references(here)[-1]}"

    assert (await here.browser.open(f"{without}/slip")).address == without


async def test_the_needs_that_somebody_saved_are_ticked_at_the_desk(here: Here) -> None:
    page = await needs_at_the_desk_that_somebody_saved(here)
    form = page.form("their_name")
    assert "Hỏi lại họ, rồi bấm Đặt lịch." in page.errors[0]
    assert form.fields["minutes"] == "10"

    page = await here.browser.send(form)

    assert page.h1 == "Đã đặt lịch"
    assert "Ngồi nguyên trên xe lăn. Cần chỗ yên tĩnh. Thêm 10 phút" in page.text


async def test_three_hundred_people_are_read_fifty_at_a_time_within_the_budget(site: Site) -> None:
    place = Run(site.database)
    place.crowd(range(300))
    site.clock.forward(hours=HOURS)
    browser = _who_reads_crowds(site)
    await sign_in_as(browser, "desk")

    page = await browser.open(f"/organization/places/{place.slug}/day")

    assert "Trang 1 trên 6" in page.text
    assert len(page.document.of_class("roster-next")) == 50
    assert int(page.headers["content-length"]) <= HEAVIEST


async def test_the_day_on_paper_has_everybody(site: Site) -> None:
    place = Run(site.database)
    place.crowd(range(60))
    browser = _who_reads_crowds(site)
    await sign_in_as(browser, "desk")

    page = await browser.open(f"/organization/places/{place.slug}/day/print?day={TOMORROW}")

    assert len(page.document.of_class("roster-next")) == 60


def _who_reads_crowds(site: Site) -> Browser:
    browser = site.browser()
    browser.typed |= {f"Chị của người này đón lúc về. {number}" for number in range(300)}
    browser.typed |= {f"Nguyễn Trần Thị Ánh Tuyết {number}" for number in range(300)}
    return browser


def news_of(here: Here, page: Page) -> str:
    """Where a list asks whether there is anything new."""
    return f"{day_of(here)}/news?day={TOMORROW}&seen={page.shown('day-version')}"


def says(page: Page) -> str | None:
    """What a list says is new."""
    found = [each.attrs["data-says"] for each in page.document.all("div") if "data-says" in each.attrs]
    return found[0] if found else None


def _looks(here: Here) -> int:
    with here.site.database.reading() as db:
        return db.execute(select(func.count(Event.id)).where(Event.kind == "DaySeen")).scalar_one()


def _noted(here: Here) -> list[object]:
    return [row for row in here.site.rows()["event"] if "AttendanceNoted" in row]
