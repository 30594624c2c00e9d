"""The pages of weeks: what is planned in words, what is refused at its field, and what a change would do."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from hoanhap import schedule
from hoanhap.booking import Claim
from hoanhap.catalogue import Offering
from hoanhap.organizations import MemberRole
from hoanhap.schedule import Opening, Schedule, WorkingDay
from tests import makers
from tests.makers import TODAY, TOMORROW, make_schedule
from tests.pages import Site
from tests.states_at_work import at_work
from tests.states_of_weeks import (
    ONE_DAY,
    SAID,
    SATURDAY,
    book_on_monday,
    mondays,
    on,
    one_more_day,
    preview_of_new_weeks,
    resources,
    weeks,
    weeks_to_end,
    weeks_with_one_more_day,
)
from tests.stating import Here
from tests.town import NEXT_MONDAY, Town

A_WEEK = timedelta(weeks=1)


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(site, town, site.browser(), monkeypatch)


def rules(here: Here) -> list[object]:
    """Every weekly rule of therapy that counts on Mondays."""
    found = select(Schedule.opens, Schedule.closes, Schedule.every_weeks, Schedule.id, Schedule.valid_until)
    found = found.where(Schedule.offering_id == here.town.therapy.id, Schedule.weekday == 0).order_by(Schedule.id)
    with here.site.database.reading() as db:
        return [tuple(row) for row in db.execute(found)]


async def test_a_week_is_said_in_words(here: Here) -> None:
    page = await weeks(here)

    assert "Thứ Hai, 8 giờ đến 12 giờ" in page.text
    assert "2 chỗ cùng lúc, tất cả cho người tự đặt" in page.text


async def test_a_day_more_than_the_week_has_opens_once(here: Here) -> None:
    page = await weeks_with_one_more_day(here)

    assert "Thứ Bảy, ngày 5 tháng 12 năm 2026, 8 giờ đến 10 giờ" in page.text
    with here.site.database.reading() as db:
        found = db.scalars(select(Opening.local_date).where(Opening.local_date.in_([SATURDAY, SATURDAY + A_WEEK])))
        assert found.all() == [SATURDAY]
    link = next(href for text, href in page.links().items() if text.startswith("Đổi lịch này") and "ngày 5" in text)
    form = (await here.browser.open(link)).form("opens")
    assert (form.fields["days"], form.fields["first-day"], form.fields["opens"]) == ("one", "5", "8 giờ")


async def test_a_day_that_makes_up_for_another_is_said(here: Here) -> None:
    here.site.database.write_now(makers.make_holiday, NEXT_MONDAY)
    values = {"local_date": SATURDAY, "instead_of": NEXT_MONDAY, "confirmed_at": makers.NOON}
    here.site.database.write_now(lambda db: db.execute(insert(WorkingDay), values))

    page = await weeks(here)

    said = "Thứ Bảy, ngày 5 tháng 12 năm 2026 mở như lịch của Thứ Hai, ngày 30 tháng 11 năm 2026."
    assert said in page.text


async def test_a_holiday_opens_for_whoever_confirms_that_they_know_of_it(here: Here) -> None:
    """What it is called is said where it is planned, and to everybody who looks for a time."""
    here.site.database.write_now(makers.make_holiday, SATURDAY)
    form = (await one_more_day(here)).form("opens")

    asked = await here.browser.send(form, 422, **ONE_DAY, **on("first", SATURDAY))
    assert asked.errors == ["Ngày này là ngày nghỉ lễ. Đánh dấu vào ô này nếu vẫn mở cửa."]
    assert "Ngày nghỉ lễ: Quốc khánh" in asked.text
    shown = await here.browser.send(asked.form("opens"), **{"holiday-opens": "yes"})
    assert "Mở cả khi là ngày nghỉ lễ." in shown.text
    weeks = await here.browser.send(shown.form("version"))
    assert "Ngày nghỉ lễ\nVẫn mở cửa" in weeks.text
    here.site.database.write_now(schedule.keep_holidays, now=makers.NOON)

    times = f"/services/{here.town.therapy.service_slug}/times?place={here.town.therapy.id}"
    days = await here.site.browser().open(f"{times}&from={SATURDAY}")
    (saturday,) = (line for line in days.text.split("\n") if line.startswith("Thứ Bảy, ngày 5 tháng 12 năm 2026, còn"))
    assert saturday.endswith(". Ngày nghỉ lễ: Quốc khánh")
    hours = await here.site.browser().open(f"{times}&day={SATURDAY}")
    assert "Ngày nghỉ lễ: Quốc khánh. Nơi này vẫn mở cửa." in hours.text
    link = next(href for text, href in weeks.links().items() if text.startswith("Đổi lịch này") and "ngày 5" in text)
    assert (await here.browser.open(link)).form("opens").fields["holiday-opens"] == "yes"


async def test_a_day_that_is_closed_does_not_open_by_a_plan(here: Here) -> None:
    here.site.database.write_now(makers.close_day, here.town.therapy, day=SATURDAY)
    form = (await one_more_day(here)).form("opens")

    page = await here.browser.send(form, 422, **ONE_DAY, **on("first", SATURDAY))

    assert page.errors == ["Nơi này đóng cửa ngày này. Chọn ngày khác, hoặc mở lại ngày này trước."]


async def test_a_plan_for_several_days_with_a_break_is_one_form_and_one_line(here: Here) -> None:
    await weeks(here)
    path = f"/organization/places/{here.town.therapy.location_slug}/weeks/plan?offering={here.town.therapy.id}"
    form = (await here.browser.open(path)).form("opens")
    days = {"weekday-0": "", "weekday-1": "yes", "weekday-2": "yes", "weekday-4": "yes"}

    said = SAID | days | {"opens": "7:30", "closes": "17h", "break_from": "11 giờ", "break_until": "13 giờ"}
    shown = await here.browser.send(form, **said, **on("first", NEXT_MONDAY))
    done = await here.browser.send(shown.form("version"))

    assert "Chỗ thêm" in shown.text
    assert "nhiều nhất 9 lượt hẹn một ngày" in shown.text
    assert "Không ai mất chỗ." in shown.text
    line = "Thứ Ba, Thứ Tư, Thứ Sáu, 7 giờ 30 phút đến 11 giờ, 13 giờ đến 17 giờ"
    assert "Đã đổi lịch tuần" in done.text
    assert line in (await weeks(here)).text


async def test_what_is_kept_free_after_each_appointment_counts_within_the_hours(here: Here) -> None:
    said = update(Offering).where(Offering.id == here.town.therapy.id).values(buffer_minutes=30)
    here.site.database.write_now(lambda db: db.execute(said))
    form = (await mondays(here)).form("opens")

    short = await here.browser.send(form, 422, opens="8 giờ", closes="9 giờ")
    shown = await here.browser.send(form, opens="8 giờ", closes="11 giờ")

    assert short.errors == ["Mỗi khoảng giờ phải đủ cho một lượt hẹn và thời gian để trống, ít nhất 75 phút."]
    assert "nhiều nhất 2 lượt hẹn một ngày, sau mỗi lượt để trống 30 phút" in shown.text


async def test_the_form_keeps_what_there_is(here: Here) -> None:
    form = (await mondays(here)).form("opens")

    assert {name: form.fields[name] for name in ("opens", "closes", "capacity_place", "weeks")} == {
        "opens": "8 giờ",
        "closes": "12 giờ",
        "capacity_place": "2",
        "weeks": "1",
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weekday-0": ""}, "Chọn ít nhất một ngày trong tuần."),
        ({"opens": ""}, "Nhập giờ, ví dụ 7 giờ 30."),
        ({"closes": "25 giờ"}, "Nhập giờ từ 0 giờ đến 24 giờ, ví dụ 7 giờ 30."),
        ({"opens": "<b>8</b>"}, "Nhập giờ từ 0 giờ đến 24 giờ, ví dụ 7 giờ 30."),
        (
            {"opens": "22 giờ", "closes": "2 giờ"},
            "Giờ đóng cửa phải sau giờ mở cửa, trong cùng một ngày. Qua nửa đêm thì chia hai lịch.",
        ),
        (
            {"break_from": "12 giờ", "break_until": "10 giờ"},
            "Giờ nghỉ phải nằm trong giờ mở cửa, bắt đầu trước rồi kết thúc sau.",
        ),
        ({"opens": "8 giờ", "closes": "8 giờ 30"}, "Mỗi khoảng giờ phải đủ cho một lượt hẹn, ít nhất 45 phút."),
        ({"capacity_place": "nhiều"}, "Nhập số chỗ từ 1 đến 500, bằng chữ số."),
        ({"capacity_place": "2", "public_place": "3"}, "Nhập một số không lớn hơn tổng số chỗ."),
        ({"weeks": "3"}, "Chọn mở mỗi tuần, hay cách một tuần."),
        (on("first", TODAY), "Nhập ngày 30 tháng 11 năm 2026 hoặc muộn hơn."),
        (on("until", TODAY + timedelta(days=800)), "Nhập năm từ 2026 đến 2027, đủ 4 chữ số."),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_kept(here: Here, typed: dict[str, str], sentence: str) -> None:
    form = (await mondays(here)).form("opens")
    page = await here.browser.send(form, 422, **(SAID | on("first", NEXT_MONDAY) | typed))

    assert page.errors == [sentence]
    for field, value in typed.items():
        if not field.startswith("week"):
            assert page.form("opens").fields[field] == value


async def test_hours_that_are_taken_are_refused_at_the_field(here: Here) -> None:
    therapy = here.town.therapy.id
    here.site.database.write_now(make_schedule, therapy, day=NEXT_MONDAY, weeks=None, opens=840, closes=960)
    form = (await mondays(here)).form("opens")

    page = await here.browser.send(form, 422, **(SAID | {"closes": "15 giờ"}))

    assert page.errors == ["Giờ này đã có trong lịch, từ 8 giờ đến 12 giờ. Chọn giờ khác, hoặc đổi lịch đó."]


async def test_a_change_that_displaces_says_whom_and_cancels_nobody(here: Here) -> None:
    here.site.database.write_now(book_on_monday, here)
    form = (await weeks_to_end(here)).form("last-day")

    shown = await here.browser.send(form, **on("last", NEXT_MONDAY - timedelta(days=1)))
    assert "Lịch hẹn không còn chỗ" in shown.text
    await here.browser.send(shown.form("version"))

    with here.site.database.reading() as db:
        assert [tuple(row) for row in db.execute(select(Claim.state, Claim.is_supported))] == [("booked", False)] * 3


async def test_a_preview_that_is_stale_is_shown_anew_and_changes_nothing(here: Here) -> None:
    shown = await here.browser.send(
        (await weeks_to_end(here)).form("last-day"), **on("last", NEXT_MONDAY - timedelta(days=1))
    )
    here.site.database.write_now(book_on_monday, here)
    before = rules(here)

    anew = await here.browser.send(shown.form("version"), 409)

    assert "Đã có thay đổi trong lúc quý vị xem" in anew.text
    assert rules(here) == before
    await here.browser.send(anew.form("version"))
    assert rules(here) != before


async def test_the_same_form_sent_twice_plans_once(here: Here) -> None:
    before, shown = len(rules(here)), await preview_of_new_weeks(here)
    for _ in range(2):
        done = await here.browser.send(shown.form("version"))
        assert "Đã đổi lịch tuần" in done.text

    assert len(rules(here)) == before + 1


async def test_a_plan_to_come_that_is_changed_before_it_began_is_sent_twice_too(here: Here) -> None:
    shown = await preview_of_new_weeks(here)
    await here.browser.send(shown.form("version"))
    again = await here.browser.send((await mondays(here)).form("opens"), **(SAID | {"closes": "12 giờ"}))
    for _ in range(2):
        done = await here.browser.send(again.form("version"))
        assert "Đã đổi lịch tuần" in done.text


async def test_what_was_typed_is_there_again_after_the_preview(here: Here) -> None:
    shown = await preview_of_new_weeks(here)

    form = (await here.browser.follow(shown, "Sửa lại")).form("opens")

    assert (form.fields["opens"], form.fields["capacity_place"]) == ("7 giờ 30", "3")


async def test_the_weeks_ask_as_often_however_many_rules_there_are(here: Here) -> None:
    page = await weeks(here)
    path = page.address
    before = await here.browser.statements(path)
    for hour in range(13, 20):
        here.site.database.write_now(
            make_schedule, here.town.therapy.id, day=TOMORROW, weeks=None, opens=hour * 60, closes=hour * 60 + 60
        )

    assert await here.browser.statements(path) == before


@pytest.mark.parametrize("query", ["", "?offering=x", "?plan=999999", "?offering=999999", "?plan=9&what=end"])
async def test_an_address_that_names_nothing_here_is_not_found(here: Here, query: str) -> None:
    page = await weeks(here)

    await here.browser.open(f"{page.address}/preview{query}", 404)


async def test_the_desk_does_not_plan(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here(site, town, site.browser(), monkeypatch)
    page = await at_work(here, "desk", MemberRole.DESK)

    assert not [text for text in page.links() if "Lịch tuần" in text]
    await here.browser.open(f"/organization/places/{town.therapy.location_slug}/weeks", 403)


async def test_somebody_who_was_added_can_be_planned_with_side_by_side(here: Here) -> None:
    page = await resources(here)
    added = await here.browser.send(page.form("name"), kind="person", name="  Cô   Hồng ")
    assert "Đã thêm" in added.text

    form = (await mondays(here)).form("opens")
    (number,) = [value for value in form.choices["resource"] if value]
    path = f"/organization/places/{here.town.therapy.location_slug}/weeks/plan?offering={here.town.therapy.id}"
    new = (await here.browser.open(path)).form("opens")
    said = SAID | on("first", NEXT_MONDAY) | {"opens": "8 giờ", "closes": "12 giờ", "resource": number}
    shown = await here.browser.send(new, **said)
    await here.browser.send(shown.form("version"))

    page = await weeks(here)
    assert page.text.count("Thứ Hai, 8 giờ đến 12 giờ") >= 2
    assert "Cô Hồng" in page.text


async def test_the_same_name_is_in_the_list_once(here: Here) -> None:
    for _ in range(2):
        await here.browser.send((await resources(here)).form("name"), kind="room", name="Phòng 2")

    page = await resources(here)
    assert page.document.all("h2")[0] is not None
    assert [each for each in page.text.splitlines() if each.strip() == "Phòng 2"] == ["Phòng 2"]


async def test_who_is_planned_with_stays_in_the_list(here: Here) -> None:
    page = await here.browser.send((await resources(here)).form("name"), kind="person", name="Cô Hồng")
    (number,) = [value for value in (await mondays(here)).form("opens").choices["resource"] if value]
    here.site.database.write_now(
        lambda db: db.execute(
            update(Schedule).where(Schedule.offering_id == here.town.therapy.id).values(resource_id=int(number))
        )
    )

    refused = await here.browser.send(page.forms()[0], 409)

    assert "Vẫn còn trong lịch tuần" in refused.text
    assert "Cô Hồng" in (await resources(here)).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "", "name": "Xe"}, "Chọn người, phòng, xe, phiên dịch hay thiết bị."),
        ({"kind": "room", "name": "  "}, "Nhập tên để nhận ra trong lịch."),
        ({"kind": "room", "name": "x" * 121}, "Nhập tên ngắn hơn, nhiều nhất 120 chữ cái."),
    ],
)
async def test_a_resource_needs_a_kind_and_a_name(here: Here, typed: dict[str, str], sentence: str) -> None:
    page = await here.browser.send((await resources(here)).form("name"), 422, **typed)

    assert page.errors == [sentence]


async def test_a_plan_is_copied_to_another_service_by_filling_the_form_in(here: Here) -> None:
    await weeks(here)
    path = f"/organization/places/{here.town.therapy.location_slug}/weeks/plan?offering={here.town.therapy.id}"
    page = await here.browser.open(path)

    filled = (await here.browser.follow(page, "Thứ Hai, 8 giờ đến 12 giờ")).form("opens")

    assert (filled.fields["opens"], filled.fields["closes"], filled.fields["weekday-0"]) == ("8 giờ", "12 giờ", "yes")
    assert "plan" not in filled.fields
