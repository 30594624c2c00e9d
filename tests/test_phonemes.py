"""What is heard: every way in which figures are written, every place, every message, and what must be found wrong.

The words that are expected stand here, as somebody would read the text aloud.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.base.clock import at_local
from hoanhap.booking import BookingView
from hoanhap.notify import texts
from hoanhap.organizations import communes
from hoanhap.web import filters
from tests import page_checks
from tests.phonemes import Ear, faults, heard, is_missing, number_in_words, one_by_one, sound
from tests.web.test_page_checks import GOOD, answer

DAY = date(2026, 11, 25)
SPELLED = "spelled out, or left out"
OTHERWISE = "not said as meant"
ANOTHER_VOICE = "said with another voice"
WRITE = filters.filters("vi")
NOT_SAID = {"local_day", "phone_link"}
"""What these make is for the program, or for an address."""

Words = dict[str, str]
"""What is written, and what it must sound like."""


@pytest.fixture(scope="module", autouse=True)
def voice() -> None:
    """Nothing can be heard without one: the checks leave these tests out, and say so."""
    if is_missing():
        pytest.fail("There is no espeak-ng on this machine.")


def number(value: int) -> str:
    return number_in_words(value)


def clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{number(hour)} giờ {number(rest)} phút" if rest else f"{number(hour)} giờ"


def length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{number(hours)} tiếng" if hours else "", f"{number(rest)} phút" if rest else ""]
    return " ".join(filter(None, parts))


def calendar_day(day: date) -> str:
    names = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
    return f"{names[day.weekday()]}, ngày {number(day.day)} tháng {number(day.month)} năm {number(day.year)}"


def in_groups(digits: str) -> str:
    """Two and two, each as a number, with its zeros."""
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    return " ".join(one_by_one(pair) if pair.startswith("0") else number(int(pair)) for pair in pairs)


def kilometres(distance: float) -> str:
    return (
        f"cách khoảng {number(filters.whole_kilometres(distance))} ki-lô-mét"
        if distance >= 2
        else ("cách dưới hai ki-lô-mét")
    )


MINUTES = [60 * hour + minute for hour in range(24) for minute in (0, 1, 5, 15, 30, 59)]
DAYS = [date(2026, 1, 1) + timedelta(days=days) for days in range(0, 1500, 31)]
MOMENTS = [at_local(day, minute) for day, minute in zip(DAYS, MINUTES, strict=False)]
LENGTHS = [1, 5, 15, 45, 59, 60, 61, 75, 90, 105, 240, 24 * 60, 36 * 60]
NUMBERS = [*range(130), 999, 1000, 1005, 1015, 1500, 10_000, 50_000, 105_000, 999_999, 1_500_000, 2_505_000]
PHONES = ["0912345678", "0276 000 0101", "0272 382 2233", "19 00 00 00", "18 00 15 67", "115", "+84912345678"]
CODES = ["048213", "000000", "482719", "48271935", "01100505", "99999999"]

CASES: dict[str, list[tuple[Any, str]]] = {
    "minute_time": [(each, clock(each)) for each in MINUTES],
    "clock_time": [(at_local(DAY, each), clock(each)) for each in MINUTES],
    "full_date": [(each, calendar_day(each)) for each in DAYS],
    "short_date": [(each, f"ngày {number(each.day)} tháng {number(each.month)}") for each in DAYS],
    "moment": [
        (moment, f"{clock(minute)}, {calendar_day(day)}")
        for moment, minute, day in zip(MOMENTS, MINUTES, DAYS, strict=False)
    ],
    "weekday": [(day.weekday(), calendar_day(day).partition(",")[0]) for day in DAYS[:7]],
    "duration": [(each, length(each)) for each in LENGTHS],
    "notice": [*((each, length(each)) for each in LENGTHS), (48 * 60, "hai ngày"), (15 * 24 * 60, "mười năm ngày")],
    "number": [(each, number(each)) for each in NUMBERS],
    "distance": [(each, kilometres(each)) for each in (0, 1.9, 2, 5.4, 11, 15, 21, 24, 93.6, 105)],
    "phone_number": [(each, in_groups(each.replace(" ", "").replace("+84", "0"))) for each in PHONES],
    "groups": [(each, in_groups(each)) for each in CODES],
    "sentences": [(["có đường dốc", "đi thang máy"], "Có đường dốc. Đi thang máy")],
}


def misheard(words: Words) -> list[str]:
    """What does not sound like its words."""
    sounds = [sound(each) for each in heard([*words, *words.values()])]
    pairs = zip(words, sounds[: len(words)], sounds[len(words) :], strict=True)
    return [written for written, one, another in pairs if one != another]


@pytest.mark.parametrize("name", CASES)
def test_what_a_filter_writes_is_heard_as_it_is_meant(name: str) -> None:
    assert misheard({WRITE[name](value): words for value, words in CASES[name]}) == []


def test_no_filter_is_unheard() -> None:
    assert set(CASES) | NOT_SAID | {"until"} == set(WRITE)
    start = at_local(DAY, 8 * 60)
    assert misheard({WRITE["until"](start, start + timedelta(minutes=each)): length(each) for each in LENGTHS}) == []


@settings(max_examples=5)
@given(moments=st.lists(st.tuples(st.dates(DAY, DAY.replace(year=2040)), st.integers(0, 1439)), min_size=20))
def test_any_moment_is_heard_as_it_is_meant(moments: list[tuple[date, int]]) -> None:
    words = {WRITE["moment"](at_local(*each)): f"{clock(each[1])}, {calendar_day(each[0])}" for each in moments}

    assert misheard(words) == []


@settings(max_examples=5)
@given(digits=st.lists(st.from_regex(r"\A([0-9]{6}|[0-9]{8}|0[0-9]{9})\Z"), min_size=20, max_size=40))
def test_any_number_in_groups_is_heard_pair_by_pair(digits: list[str]) -> None:
    assert misheard({WRITE["groups"](each): in_groups(each) for each in digits}) == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{} đồng", "{} đồng"),
        ("còn {} chỗ", "còn {} chỗ"),
        ("còn {} lượt hẹn, sáng và chiều", "còn {} lượt hẹn, sáng và chiều"),
        ("đủ chỗ cho {} người", "đủ chỗ cho {} người"),
        ("Bước 2 trên {}", "Bước hai trên {}"),
        ("Tìm thấy {} ngày.", "Tìm thấy {} ngày."),
    ],
)
def test_counts_and_money_are_heard_with_what_they_count(pattern: str, words: str) -> None:
    assert misheard({pattern.format(WRITE["number"](each)): words.format(number(each)) for each in NUMBERS}) == []


def test_every_commune_is_heard_by_its_name() -> None:
    said = [each.address("12 đường Hoa Sứ, khu phố 3") for each in communes().values()]
    said += [unit.full_name for each in communes().values() for unit in each.old_units]

    assert len(communes()) == 96
    assert faults(said) == []


def test_the_sample_organizations_are_heard_by_their_names() -> None:
    organizations = tomllib.loads((files("hoanhap.demo") / "organizations.toml").read_text("utf-8"))["organization"]

    assert Ear().faults(each[key] for each in organizations for key in ("name", "street", "summary_vi")) == []


def test_the_catalogue_is_heard_as_it_is_meant() -> None:
    catalogue = tomllib.loads((files("hoanhap.catalogue") / "services.toml").read_text("utf-8"))
    entries = [each["vi"] for each in [*catalogue["domain"], *catalogue["service"]]]
    values = [value for entry in entries for name, value in entry.items() if name != "keywords"]

    assert Ear().faults(text for value in values for text in _strings(value)) == []


@pytest.mark.parametrize("kind", ["booked", "cancelled", "moved", "restored"])
def test_messages_are_heard_as_they_are_meant(kind: str) -> None:
    booking = cast(BookingView, SimpleNamespace(language="vi", reference="48271935"))
    said = [texts.about(kind, booking, at=datetime(2026, 11, 25, hour, 30, tzinfo=UTC)) for hour in (0, 5, 11, 17, 23)]

    assert faults([*said, texts.code("048213", "vi")]) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Mời đến lúc 8h30.", OTHERWISE),
        ("Mời đến lúc 8h.", OTHERWISE),
        ("Mời đến lúc 14g30.", OTHERWISE),
        ("Mời đến lúc 14:30.", OTHERWISE),
        ("Tập trong 45'.", OTHERWISE),
        ("Hẹn ngày 25/11.", OTHERWISE),
        ("Hẹn ngày 25/11/2026.", OTHERWISE),
        ("Hẹn ngày 25.11.2026.", OTHERWISE),
        ("Hẹn ngày 2026-11-25.", OTHERWISE),
        ("Từ 8-9 giờ.", OTHERWISE),
        ("Từ 8 – 9 giờ.", OTHERWISE),
        ("Th 4 tới.", OTHERWISE),
        ("Ngày 25 thg 11.", OTHERWISE),
        ("Gọi 0912345678.", OTHERWISE),
        ("Gọi 0912 345 678.", OTHERWISE),
        ("Mã của quý vị là 482719.", OTHERWISE),
        ("Giá 1,500,000đ.", OTHERWISE),
        ("Giá 50.000 ₫.", OTHERWISE),
        ("Giá 50k.", OTHERWISE),
        ("Cách nhà 5km.", OTHERWISE),
        ("Nặng 5 kg.", OTHERWISE),
        ("Ở TP. Tân An.", OTHERWISE),
        ("Ở P. Tân Ninh.", OTHERWISE),
        ("Dành cho NKT.", OTHERWISE),
        ("Mang thẻ BHYT.", ANOTHER_VOICE),
        ("Hỏi UBND xã.", ANOTHER_VOICE),
        ("Đăng ký online.", ANOTHER_VOICE),
        ("Cho phép cookie.", SPELLED),
        ("Mở Google.", SPELLED),
        ("Bấm phím Ctrl.", SPELLED),
        ("Đến pgd gần nhất.", SPELLED),
        ("Xem tuần trướcXem tuần sau.", SPELLED),
        ("Bạn bè/gia đình.", OTHERWISE),
        ("Sáng & chiều.", OTHERWISE),
        ("Chọn phương án B.", "the letter B by its name"),
    ],
)
def test_what_is_heard_wrong_is_found(text: str, what: str) -> None:
    assert any(each.startswith(f"{what}: “{text}”") for each in faults([text])), faults([text])


@pytest.mark.parametrize(
    "text",
    [
        "8 giờ 30 phút, Thứ Tư, ngày 25 tháng 11 năm 2026, còn 3 chỗ.",
        "Gọi 09 12 34 56 78, mã 48 27 19 35.",
        "Quý vị trả 1.500.000 đồng. Giảm 10%.",
        "Cách khoảng 12 ki-lô-mét, đi 1 tiếng 30 phút.",
        "Theo chuẩn 2.2. Gọi video, mở trang web.",
        "Cùng lúc bấm phím P.",
        "",
    ],
)
def test_what_is_heard_right_is_left_alone(text: str) -> None:
    assert faults([text]) == []


def test_a_pattern_is_heard_once_and_its_fault_told_each_time() -> None:
    ear = Ear()

    assert ear.faults(["Mời đến lúc 8 giờ. Mang thẻ BHYT."]) == ear.faults(["Mời đến lúc 9 giờ. Mang thẻ BHYT."]) != []
    assert ear.faults(["Mời đến lúc 10 giờ."]) == []


def test_a_page_that_is_heard_wrong_is_caught() -> None:
    broken = answer(GOOD.replace("Tên đầy đủ.", "Tên trên thẻ BHYT."))
    typed = answer(GOOD.replace("Tên đầy đủ.", "Tên đầy đủ, BHYT."), typed=frozenset({"BHYT"}))

    assert [each.partition(":")[0] for each in page_checks.words_are_heard_as_meant(broken)] == [
        ANOTHER_VOICE,
        OTHERWISE,
    ]
    assert list(page_checks.words_are_heard_as_meant(typed)) == []


def _strings(value: Any) -> Iterator[str]:
    yield from [value] if isinstance(value, str) else value
