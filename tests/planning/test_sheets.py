"""Weeks as a sheet: what was written is read as it was, and whatever is wrong is said with its line and column."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hoanhap.catalogue import Unit
from hoanhap.planning import rules, sheets
from hoanhap.planning.queries import Hands, Planned
from hoanhap.planning.rules import Places, Rule
from hoanhap.planning.sheets import Known
from tests.makers import TODAY, TOMORROW

THERAPY = Planned(1, {"vi": {"name": "Vật lý trị liệu"}, "en": {"name": "Physiotherapy"}}, "place", False, 45, 15)
RIDE = Planned(2, {"vi": {"name": "Xe đưa đón"}, "en": {"name": "Rides"}}, "seat", True, 60, 30)
HANDS = [Hands(7, "person", "Cô Hồng"), Hands(8, "vehicle", "=Xe số 1")]
KNOWN = Known([THERAPY, RIDE], HANDS, [], "vi", TODAY)
HEAD = ";".join(sheets.COLUMNS.values())
CELLS = {
    "service": "Vật lý trị liệu",
    "weekday": "Thứ Hai",
    "opens": "7 giờ 30",
    "closes": "11 giờ",
    "capacity": "2",
    "public": "1",
    "weeks": "1",
    "since": "2026-12-01",
}


def line(**typed: str) -> str:
    """A line that is right but for what is typed."""
    return ";".join((CELLS | typed).get(name, "") for name in sheets.COLUMNS)


LINE = line()
UNREAD = "Chúng tôi không đọc được các dòng này. Mời quý vị chép lại từ bảng tính, rồi dán vào ô."
days = some.dates(TODAY - timedelta(days=300), TODAY + timedelta(days=300))


def told(lines: str, known: Known = KNOWN) -> sheets.Sheet:
    return sheets.read(lines, known, str)


@some.composite
def planned(draw: some.DrawFn, number: int) -> Rule:
    offering = draw(some.sampled_from([THERAPY, RIDE]))
    opens = draw(some.integers(0, 22)) * 60
    counts = sorted(draw(some.lists(some.integers(1, 9), min_size=2, max_size=2)))
    places = tuple(Places(unit, counts[1], counts[0]) for unit in sorted(offering.units))
    begins = draw(days)
    until = draw(some.none() | some.integers(1, 300).map(lambda more: begins + timedelta(days=more)))
    hands = draw(some.sampled_from([None, 7, 8]))
    return Rule(
        offering.id,
        number % 7,
        opens,
        opens + 90,
        places,
        begins,
        until,
        draw(some.sampled_from([1, 2])),
        hands,
        id=number,
    )


@given(some.data(), some.sampled_from(["vi", "en"]))
@settings(max_examples=40)
def test_a_sheet_read_as_it_was_written_changes_nothing(data: some.DataObject, language: str) -> None:
    there = [data.draw(planned(number)) for number in range(1, data.draw(some.integers(1, 7)) + 1)]
    there = [rule for rule in there if rule.valid_until is None or rule.valid_until >= TODAY]
    known = Known([THERAPY, RIDE], HANDS, there, language, TODAY)

    sheet = sheets.read(sheets.write(known, str).decode(), known, str)

    assert sheet.faults == (() if there else ("Tệp chưa có dòng nào dưới dòng tên cột.",))
    assert rules.replaced(there, sheet.rules, TOMORROW) == {}


def test_a_line_of_a_day_that_opens_on_a_holiday_keeps_it_open_and_a_new_line_opens_none() -> None:
    places = (Places("place", 3, 2),)
    on_a_holiday = Rule(1, TOMORROW.weekday(), 480, 600, places, TOMORROW, TOMORROW, on_holidays=True, id=1)
    known = Known([THERAPY], HANDS, [on_a_holiday], "vi", TODAY)
    sheet = sheets.write(known, str).decode()

    assert sheets.read(sheet, known, str).rules == (on_a_holiday.says,)
    (later,) = sheets.read(sheet.replace("10 giờ", "11 giờ"), known, str).rules
    assert later == msgspec.structs.replace(on_a_holiday.says, closes=660)
    (new,) = sheets.read(sheet, msgspec.structs.replace(known, there=[]), str).rules
    assert not new.on_holidays


@given(planned(1), days)
@settings(max_examples=60)
def test_a_rule_says_the_same_from_a_day_on(rule: Rule, first_on: date) -> None:
    told_since = rules.since(rule, first_on)

    for day in (first_on + timedelta(days=offset) for offset in range(40)):
        assert rule.opens_on(day) == (told_since is not None and told_since.opens_on(day))


def test_a_line_is_read_by_any_separator_and_in_any_order_of_columns() -> None:
    one = Rule(1, 0, 450, 660, (Places("place", 2, 1),), date(2026, 12, 1))

    for separator in ";\t":
        assert told(f"{HEAD}\n{LINE}".replace(";", separator)) == sheets.Sheet((one,))
    turned = "\n".join(";".join(reversed(line.split(";"))) for line in (HEAD, LINE))
    assert told(turned) == sheets.Sheet((one,))


LATE = "giờ đóng cửa phải sau giờ mở cửa, trong cùng một ngày. Qua nửa đêm thì chia hai lịch."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"service": "Cắt tóc"}, "nơi này không có dịch vụ tên như vậy."),
        ({"weekday": "Thứ 9"}, "nhập Thứ Hai, Thứ Ba, đến Chủ Nhật."),
        ({"closes": "2 giờ"}, LATE),
        ({"closes": "25 giờ"}, "nhập giờ từ 0 giờ đến 24 giờ, ví dụ 7 giờ 30."),
        ({"capacity": "=1+1"}, "ô này là công thức. Nhập chữ hay số."),
        ({"public": "3"}, "nhập một số không lớn hơn tổng số chỗ."),
        ({"capacity_wheelchair": "1"}, "dịch vụ này không có chỗ cho xe lăn. Để trống ô này."),
        ({"weeks": "3"}, "nhập 1 nếu mở mỗi tuần, 2 nếu cách một tuần."),
        ({"resource": "Anh Nam"}, "chưa có tên này ở nơi đây. Thêm tên trước, hoặc để trống."),
        ({"since": "31 2 2027"}, "nhập ngày, tháng, năm, ví dụ 15 1 2027."),
        ({"until": "2027-12-03"}, "mỗi lịch dài nhất một năm. Nhập ngày cuối sớm hơn."),
        ({"until": "30/11/2026"}, "ngày cuối phải sau ngày đầu."),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_column(typed: dict[str, str], sentence: str) -> None:
    (column,) = typed

    sheet = told(f"{HEAD}\n{LINE}\n;;;\n{line(**typed)}")

    assert sheet.faults == (f"Dòng 4, cột {sheets.COLUMNS[column]}: {sentence}",)


def test_hours_that_overlap_are_refused_with_both_lines() -> None:
    hands = Rule(2, 0, 420, 480, (Places(Unit.SEAT.value, 1, 1),), TODAY, resource_id=7, id=5)
    known = Known([THERAPY, RIDE], HANDS, [hands], "vi", TODAY)

    assert told(f"{HEAD}\n{LINE}\n{line(opens='10 giờ')}").faults == ("Dòng 2: giờ này trùng với dòng 3.",)
    assert told(f"{HEAD}\n{line(resource='Cô Hồng')}", known).faults == (
        "Dòng 2: người hay phòng này đã có lịch ở dịch vụ khác, cùng giờ.",
    )


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ("", ["Chọn tệp, hoặc dán các dòng vào ô."]),
        (HEAD, ["Tệp chưa có dòng nào dưới dòng tên cột."]),
        (HEAD.replace("Mở cửa", "Giờ vào"), ["Dòng đầu có cột không biết: Giờ vào.", "Dòng đầu thiếu cột: Mở cửa."]),
        ("\n".join([HEAD, *[LINE] * 401]), ["Tệp quá dài. Chia thành nhiều tệp, mỗi tệp nhiều nhất 400 dòng."]),
        (
            '"' + "x" * 200_000,
            ["Chúng tôi không đọc được các dòng này. Mời quý vị chép lại từ bảng tính, rồi dán vào ô."],
        ),
    ],
)
def test_what_is_no_sheet_is_said(typed: str, faults: list[str]) -> None:
    assert list(told(typed).faults) == faults


def test_twenty_faults_are_told_and_how_many_more() -> None:
    sheet = told("\n".join([HEAD, *[line(weekday="?")] * 25]))

    assert len(sheet.faults) == sheets.MOST_FAULTS + 1
    assert sheet.faults[-1] == "Còn 5 chỗ nữa cần sửa."
