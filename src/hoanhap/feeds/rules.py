"""What a calendar file says (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from hoanhap.base.clock import LOCAL, local

KEPT = timedelta(days=30)
"""How far back a calendar goes: one that fetches for years gets no more each year."""
REFRESH = timedelta(hours=6)
REMIND_BEFORE = (timedelta(days=1), timedelta(hours=2))
_OFFSET = timedelta(hours=7)


class Status(StrEnum):
    """What a calendar makes of an appointment: it is coming, nobody should come at its time, or it is no more."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Appointment(msgspec.Struct, frozen=True):
    """A booking as a calendar shows it. `title` and `reminder` can be read on a locked screen."""

    reference: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    status: Status
    title: str
    reminder: str
    address: str
    notes: str
    link: str

    @property
    def uid(self) -> str:
        """What the booking is called by every calendar, for as long as it lives."""
        return f"{self.reference}@hoanhap"


def calendar_file(appointments: Iterable[Appointment], *, name: str) -> bytes:
    """A calendar of these appointments, as files and subscriptions have it."""
    calendar = Calendar()
    for key, value in (
        ("prodid", "-//Hoa Nhap//Bookings//VI"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", vText(name)),
        ("x-wr-calname", vText(name)),
        ("x-wr-timezone", LOCAL.key),
        ("x-published-ttl", "PT6H"),  # the same for Outlook
    ):
        calendar.add(key, value)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(_zone())
    for each in appointments:
        calendar.add_component(_event(each))
    return bytes(calendar.to_ical())


def _event(each: Appointment) -> Event:
    event = Event()
    event.add("uid", each.uid)
    event.add("sequence", each.sequence)
    event.add("dtstamp", each.changed_at)  # not the present: the same calendar is the same bytes
    event.add("last-modified", each.changed_at)
    event.add("dtstart", local(each.starts_at))
    event.add("dtend", local(each.ends_at))
    event.add("status", each.status.value)
    event.add("class", "PRIVATE")
    event.add("summary", each.title)
    event.add("location", each.address)
    event.add("description", each.notes)
    event.add("url", each.link)
    if each.status is Status.CONFIRMED:
        event.add("transp", "OPAQUE")
        for before in REMIND_BEFORE:
            event.add_component(_alarm(each, before))
    else:
        event.add("transp", "TRANSPARENT")
    return event


def _alarm(each: Appointment, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", each.reminder)
    alarm.add("trigger", -before)
    return alarm


def _zone() -> Timezone:
    """The zone of Tây Ninh in a calendar's terms: seven hours ahead, all year."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", LOCAL.key)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - a zone's beginning is a wall-clock time
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone
