"""The linter for words that are heard: what it must find, what it must leave alone, and the texts it reads here."""

import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hoanhap.booking import BookingView, DeclineReason, RequestView
from hoanhap.notify import texts
from hoanhap.staff import texts as staff_texts
from tests.page_checks import VIETNAMESE_LETTERS
from tests.speakable import faults, link_faults

KINDS = [
    *("booked", "cancelled", "moved", "restored", "displaced", "supported", "moved-elsewhere", "cancelled-by-place"),
    *("requested", "request-moved", "accepted", "declined", "asked"),
]
MOMENTS = [datetime(2026, 11, 25, hour, 30, tzinfo=UTC) for hour in (0, 5, 11, 16, 17, 23)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Mời đến lúc 8h30.", "a time spelt with a letter"),
        ("Mời đến lúc 8h.", "a time spelt with a letter"),
        ("Mời đến lúc 14g30.", "a time spelt with a letter"),
        ("Mời đến lúc 8 h 30.", "a time spelt with a letter"),
        ("Mời đến lúc 14:30.", "a time with a colon"),
        ("Tập trong 45'.", "a sign for minutes"),
        ("Tập trong 45 ″.", "a sign for minutes"),
        ("Hẹn ngày 25/11.", "a date in figures"),
        ("Hẹn ngày 25/11/2026.", "a date in figures"),
        ("Hẹn ngày 25.11.2026.", "a date in figures"),
        ("Hẹn ngày 2026-11-25.", "a date in figures"),
        ("Từ 8 giờ – 9 giờ.", "a dash between things"),
        ("Đi lại — xe buýt.", "a dash between things"),
        ("Đi lại - xe buýt.", "a dash between things"),
        ("Từ 8-9 giờ.", "a dash between things"),
        ("Bạn bè/gia đình.", "a stroke between words"),
        ("Bạn bè / gia đình.", "a stroke between words"),
        ("Trang đầu → Dịch vụ.", "a sign instead of a word"),
        ("Sáng & chiều.", "a sign instead of a word"),
        ("Thứ Tư, 25 thg 11.", "an abbreviation"),
        ("Th 4 tới.", "an abbreviation"),
        ("T2 tới.", "an abbreviation"),
        ("CN nghỉ.", "an abbreviation"),
        ("Ở TP Tân An.", "an abbreviation"),
        ("Ở P. Tân Ninh.", "an abbreviation"),
        ("Ở Q. 1.", "an abbreviation"),
        ("Dành cho NKT.", "an abbreviation"),
        ("Mang thẻ BHYT.", "an abbreviation"),
        ("Mang CCCD.", "an abbreviation"),
        ("Ghi SĐT.", "an abbreviation"),
        ("Ghi ĐT.", "an abbreviation"),
        ("Trả 50.000 VND.", "an abbreviation"),
        ("Cách nhà 3 km.", "an abbreviation"),
        ("Giá 50.000 đ.", "money with a letter for its unit"),
        ("Giá 50k.", "money with a letter for its unit"),
        ("Giá 50.000 ₫.", "a sign instead of a word"),
        ("Quý vị trả 1.500.000 cho mỗi chuyến.", "money without its unit"),
        ("Gọi 0912345678.", "a long number in one piece"),
        ("Gọi 0912 345 678.", "a number not in groups of two"),
        ("Gọi 0276 382 22 33.", "a number not in groups of two"),
        ("Gọi +84 912 345 678.", "a number not in groups of two"),
        ("Gọi 1900.1234.", "a number not in groups of two"),
        ("Mã của quý vị là 482719.", "a long number in one piece"),
        ("Giá 1,500,000 đồng.", "a comma between thousands"),
        ("Mở Google.", "a word that is spelled out"),
        ("Bấm phím Ctrl.", "a word that is spelled out"),
        ("Xem tuần trướcXem tuần sau.", "two words in one"),
        ("Người tàn tật.", "a word that hurts or hides"),
        ("Trẻ câm điếc.", "a word that hurts or hides"),
        ("Như người bình thường.", "a word that hurts or hides"),
        ("Đối tượng được thụ hưởng.", "a word that hurts or hides"),
        ("Bấm vào đây.", "only for eyes or mice"),
        ("Nút ở bên phải.", "only for eyes or mice"),
        ("CHÚ Ý khi đến.", "capitals"),
        ("Hoà Nhập.", "the tone mark in the other place"),
        ("Chị Thuý đến.", "the tone mark in the other place"),
        ("Thuỷ lợi.", "the tone mark in the other place"),
        ("Chúc khoẻ.", "the tone mark in the other place"),
        (unicodedata.normalize("NFD", "Hòa Nhập"), "letters and marks apart, not NFC"),
        (" ".join(["từ"] * 21) + ".", "a sentence of 21 words"),
    ],
)
def test_it_finds_what_a_vietnamese_voice_gets_wrong(text: str, what: str) -> None:
    assert any(fault.startswith(what) for fault in faults(text, "vi"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Come on Wed.", "an abbreviation"),
        ("Come on 25 Nov 2026.", "an abbreviation"),
        ("Papers, e.g. your card.", "an abbreviation"),
        ("It takes 45 mins.", "an abbreviation"),
        ("You pay VND 50,000.", "an abbreviation"),
        ("You pay 50,000.", "money without its unit"),
        ("Call 0912 345 678.", "a number not in groups of two"),
        ("Come at 8h30.", "a time spelt with a letter"),
        ("For the disabled.", "a word that hurts or hides"),
        ("For wheelchair-bound people.", "a word that hurts or hides"),
        ("Click here.", "only for eyes or mice"),
        ("Friends and/or family.", "a stroke between words"),
        ("PLEASE wait.", "capitals"),
        (" ".join(["word"] * 26) + ".", "a sentence of 26 words"),
    ],
)
def test_it_finds_what_an_english_voice_gets_wrong(text: str, what: str) -> None:
    assert any(fault.startswith(what) for fault in faults(text, "en"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("8 giờ 30 phút, Thứ Tư, ngày 25 tháng 11 năm 2026", "vi"),
        ("từ 9 giờ đến 9 giờ 30 phút", "vi"),
        ("Gọi 19 00 00 00, từ 7 giờ đến 21 giờ mỗi ngày.", "vi"),
        ("Nhập số điện thoại, ví dụ 09 12 34 56 78.", "vi"),
        ("Số nhà máy 02 76 00 00 10 1.", "vi"),
        ("Mã lịch hẹn: 48 27 19 35.", "vi"),
        ("Quý vị trả 1.500.000 đồng.", "vi"),
        ("Có 1.500 người đã đặt lịch.", "vi"),
        ("Hòa Nhập, chị Thúy, khỏe mạnh, quý vị, toàn tỉnh, hoàn thành", "vi"),
        ("Nơi hẹn (dữ liệu mẫu)", "vi"),
        ("Hãy gọi 1 1 5.", "vi"),
        ("chuẩn quốc tế WCAG 2.2", "vi"),
        ("Thứ Bảy và Chủ Nhật", "vi"),
        ("8:30 am, Wednesday 25 November 2026", "en"),
        ("Your ID card costs 50,000 dong.", "en"),
        ("Group outings for people with disabilities", "en"),
    ],
)
def test_it_leaves_alone_what_is_said_right(text: str, language: str) -> None:
    assert faults(text, language) == []


def test_a_date_a_time_and_a_number_each_count_as_one_word() -> None:
    sentence = "Mời quý vị đến Đo và chỉnh chân tay giả, nẹp lúc 8 giờ 30 phút, Thứ Tư, ngày 25 tháng 11 năm 2026."

    assert faults(sentence, "vi") == []


@pytest.mark.parametrize("words", ["Xem thêm", "tại đây", "Đọc thêm…", "Read more", "here"])
def test_a_link_must_say_where_it_goes(words: str) -> None:
    assert link_faults(words)


@pytest.mark.parametrize("words", ["Xem thêm giờ khác", "Đổi ngày giờ", "Help"])
def test_a_link_that_says_where_it_goes_is_left_alone(words: str) -> None:
    assert link_faults(words) == []


def test_the_catalogue_can_be_spoken() -> None:
    catalogue = tomllib.loads((files("hoanhap.catalogue") / "services.toml").read_text("utf-8"))

    texts_of = [
        (text, language)
        for entry in [*catalogue["domain"], *catalogue["service"]]
        for language in ("vi", "en")
        for name, value in entry[language].items()
        if name != "keywords"  # compared with what people type, never shown
        for text in _strings(value)
    ]

    assert len(texts_of) > 400
    assert [fault for text, language in texts_of for fault in faults(text, language)] == []


def test_the_names_of_sample_organizations_can_be_spoken() -> None:
    organizations = tomllib.loads((files("hoanhap.demo") / "organizations.toml").read_text("utf-8"))["organization"]

    said = [(each[key], language) for each in organizations for key, language in _SAID]

    assert [fault for text, language in said for fault in faults(text, language)] == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_messages_about_bookings_can_be_spoken(kind: str, moment: datetime, language: str) -> None:
    assert faults(_about(kind, moment, language), language) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_message_with_a_code_can_be_spoken(language: str) -> None:
    assert faults(texts.code("048213", language), language) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", staff_texts.CHANGES)
def test_messages_to_people_at_work_can_be_spoken(kind: str, language: str) -> None:
    assert faults(staff_texts.changed(kind, language), language) == []


def test_messages_in_english_are_in_english() -> None:
    bodies = [texts.code("048213", "en"), *(_about(kind, MOMENTS[0], "en") for kind in KINDS)]
    bodies += [staff_texts.changed(kind, "en") for kind in staff_texts.CHANGES]

    assert [body for body in bodies if VIETNAMESE_LETTERS.search(body.replace("Hòa Nhập", ""))] == []


def _about(kind: str, moment: datetime, language: str) -> str:
    """A message about a booking; one about a request says by when, or why not, or whom to call."""
    offering = SimpleNamespace(phone="+84938111222")
    booking = cast(BookingView, SimpleNamespace(language=language, reference="48271935", offering=offering))
    asking = cast(RequestView, SimpleNamespace(answer_by=MOMENTS[1], reason=DeclineReason.NOBODY_FREE.value))
    is_request = kind in texts.OF_A_REQUEST
    return texts.about(kind, booking, at=moment, reason="flood", asking=asking if is_request else None)


_SAID = [("name", "vi"), ("street", "vi"), ("summary_vi", "vi"), ("summary_en", "en")]


def _strings(value: Any) -> Iterator[str]:
    yield from [value] if isinstance(value, str) else value
