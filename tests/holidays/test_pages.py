"""The pages of holidays: what is reckoned is not yet confirmed, and what is wrong is said at its field."""

from datetime import timedelta

import pytest

from hoanhap import schedule
from tests.makers import TODAY, TOMORROW
from tests.pages import Site
from tests.states_of_holidays import (
    AT,
    SATURDAY,
    a_day_off_with_people_in_it,
    a_working_day_just_added,
    holidays,
    holidays_just_confirmed,
    work_with_a_holiday_to_decide,
)
from tests.states_of_weeks import on
from tests.stating import Here
from tests.town import Town

MAKES_UP = "Ngày này là ngày làm bù. Chọn ngày khác, hoặc bỏ ngày làm bù trước."
IS_OFF = "Ngày này đã là ngày nghỉ, có tên khác. Muốn đổi tên, bỏ ngày này trước."
SUNDAY = SATURDAY + timedelta(days=1)


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(site, town, site.browser(), monkeypatch)


async def test_what_is_reckoned_closes_nothing_until_somebody_confirms_it(here: Here) -> None:
    page = await holidays(here)
    assert "Chưa có ngày nào. Mọi nơi vẫn mở theo lịch tuần." in page.text
    with here.site.database.reading() as db:
        assert schedule.holidays(db, first=TODAY, last=TODAY + timedelta(days=400)) == []

    done = await holidays_just_confirmed(here)

    assert "Người của cơ quan tỉnh, số 09 00 00 00 08, xác nhận lúc 12 giờ" in done.text
    assert done.options("confirm-2027-09-02")
    assert "confirm-2027-01-01" not in done.form("confirm-2027-09-02").choices


async def test_the_page_says_how_many_places_have_people(here: Here) -> None:
    page = await a_day_off_with_people_in_it(here)

    assert "1 nơi có người hẹn ngày này. Mỗi nơi tự quyết định ở trang đóng ngày của mình." in page.text


async def test_a_place_is_told_and_decides_by_its_own_closing(here: Here) -> None:
    work = await work_with_a_holiday_to_decide(here)
    assert "1 ngày nghỉ lễ có người hẹn" in work.text

    closures = await here.browser.follow(work, "Đóng ngày, mở lại ngày")
    form = (await here.browser.follow(closures, "Đóng ngày này, Thứ Năm, ngày 26 tháng 11 năm 2026")).form("reason")
    assert (form.fields["what"], form.fields["reason"]) == (str(here.town.therapy.id), "holiday")
    assert [form.fields[f"first-{part}"] for part in ("day", "month", "year")] == ["26", "11", "2026"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "Lễ"}, "Nhập ngày nghỉ."),
        ({**on("off", TODAY), "name": "Lễ"}, "Nhập ngày 26 tháng 11 năm 2026 hoặc muộn hơn."),
        ({**on("off", SATURDAY), "name": "Lễ"}, MAKES_UP),
        ({**on("off", TOMORROW), "name": "Lễ"}, IS_OFF),
        ({**on("off", SUNDAY), "name": " "}, "Nhập tên ngày nghỉ, ví dụ Quốc khánh."),
        (
            {**on("off", SUNDAY), "name": "x" * 121},
            "Nhập tên ngắn hơn, nhiều nhất 120 chữ cái.",
        ),
    ],
)
async def test_what_cannot_be_off_is_said_at_its_field(here: Here, typed: dict[str, str], sentence: str) -> None:
    page = await a_working_day_just_added(here)

    refused = await here.browser.send(page.form("name"), 422, **typed)

    assert refused.errors == [sentence]
    assert refused.form("name").fields["name"] == typed["name"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Nhập ngày làm bù."),
        (on("work", SATURDAY - timedelta(1)), "Nhập một ngày Thứ Bảy hoặc Chủ Nhật."),
        ({**on("work", SATURDAY), "instead": "2026-09-02"}, "Chọn ngày nghỉ được làm bù."),
    ],
)
async def test_what_cannot_make_up_is_said_at_its_field(here: Here, typed: dict[str, str], sentence: str) -> None:
    page = await a_day_off_with_people_in_it(here)

    refused = await here.browser.send(page.form("instead"), 422, **({"instead": str(TOMORROW)} | typed))

    assert refused.errors == [sentence]


@pytest.mark.parametrize("path", ["?year=2025", "?year=x", "/days/2026-12-24/removal", "/days/x/removal"])
async def test_what_is_not_there_is_missing(here: Here, path: str) -> None:
    await holidays(here)

    await here.browser.open(f"{AT}{path}", 404)
