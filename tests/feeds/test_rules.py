"""A calendar file says what its bookings say, whatever their words are, in the way calendars can read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hoanhap.base.clock import LOCAL
from hoanhap.feeds import Appointment, calendar_file
from hoanhap.feeds.rules import Status
from tests.makers import NOON

WORDS = st.text(
    st.one_of(
        st.sampled_from(",;:\\\n\"'=^%"),
        st.sampled_from("Nguyễn Thị Ánh Tuyết, ấp Cỏ May; ngõ 3\nđường số 12"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=300,
)
APPOINTMENT = Appointment(
    reference="12345674",
    sequence=0,
    changed_at=NOON,
    starts_at=NOON + timedelta(days=1),
    ends_at=NOON + timedelta(days=1, hours=1),
    status=Status.CONFIRMED,
    title="Lịch hẹn Hòa Nhập, mã 12 34 56 74",
    reminder="Lịch hẹn Hòa Nhập, mã 12 34 56 74",
    address="12 đường Hoa Sứ, phường Tân Ninh",
    notes="Mã lịch hẹn: 12 34 56 74\nNgười đến: Nguyễn Thị Ánh Tuyết",
    link="https://hoanhap.example/bookings/12345674",
)


def read(*appointments: Appointment) -> Any:
    """The calendar as another program reads it."""
    return Calendar.from_ical(calendar_file(appointments, name="Lịch hẹn Hòa Nhập"))


@given(title=WORDS, notes=WORDS, address=WORDS)
def test_words_of_any_kind_come_back_as_they_were(title: str, notes: str, address: str) -> None:
    given_words = msgspec.structs.replace(APPOINTMENT, title=title, notes=notes, address=address)

    (event,) = read(given_words).events

    assert (str(event["summary"]), str(event["description"])) == (title, notes)
    assert str(event["location"]) == address


def test_the_calendar_has_a_name_in_the_terms_of_each_program() -> None:
    lines = calendar_file([], name="Lịch hẹn, nhà An").decode().split("\r\n")

    assert {"NAME:Lịch hẹn\\, nhà An", "X-WR-CALNAME:Lịch hẹn\\, nhà An"} <= set(lines)


@given(notes=WORDS)
def test_no_line_is_longer_than_calendars_can_read(notes: str) -> None:
    file = calendar_file([msgspec.structs.replace(APPOINTMENT, notes=notes)], name="x")

    assert file.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file.decode().replace("\r\n", "").count("\n") == 0


def test_an_appointment_is_said_in_the_terms_of_calendars() -> None:
    calendar = read(APPOINTMENT)
    (event,) = calendar.events

    assert (str(calendar["method"]), str(calendar["version"])) == ("PUBLISH", "2.0")
    assert calendar["refresh-interval"].dt == timedelta(hours=6)
    assert (str(event["uid"]), event["sequence"], str(event["status"])) == ("12345674@hoanhap", 0, "CONFIRMED")
    assert event["dtstart"].dt == APPOINTMENT.starts_at
    assert event["dtend"].dt == APPOINTMENT.ends_at
    assert event["dtstamp"].dt == event["last-modified"].dt == NOON
    assert event["dtstart"].params["tzid"] == LOCAL.key
    assert [str(zone["tzid"]) for zone in calendar.walk("vtimezone")] == [LOCAL.key]


def test_the_zone_that_comes_along_is_that_of_tay_ninh() -> None:
    (zone,) = read(APPOINTMENT).walk("vtimezone")

    noon = datetime(2026, 11, 25, 12, tzinfo=zone.to_tz())
    assert noon == NOON


def test_reminders_come_a_day_and_two_hours_before() -> None:
    (event,) = read(APPOINTMENT).events

    triggers = [alarm["trigger"].dt for alarm in event.walk("valarm")]
    assert triggers == [timedelta(days=-1), timedelta(hours=-2)]


def test_what_was_cancelled_says_so_and_reminds_of_nothing() -> None:
    (event,) = read(msgspec.structs.replace(APPOINTMENT, status=Status.CANCELLED, sequence=1)).events

    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)
    assert list(event.walk("valarm")) == []


def test_a_calendar_without_bookings_is_still_one() -> None:
    calendar = read()

    assert calendar.events == []
    assert len(calendar.subcomponents) == 1


def test_the_same_bookings_are_the_same_bytes() -> None:
    assert calendar_file([APPOINTMENT], name="x") == calendar_file([APPOINTMENT], name="x")


def test_what_has_no_place_at_its_time_reminds_nobody_to_come() -> None:
    (event,) = read(msgspec.structs.replace(APPOINTMENT, status=Status.TENTATIVE)).events

    assert (str(event["status"]), str(event["transp"])) == ("TENTATIVE", "TRANSPARENT")
    assert list(event.walk("valarm")) == []


def test_moments_before_seven_in_the_morning_are_on_the_local_day() -> None:
    early = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    (event,) = read(msgspec.structs.replace(APPOINTMENT, starts_at=early, ends_at=NOON)).events

    assert event["dtstart"].dt.strftime("%d %H:%M") == "25 06:30"
