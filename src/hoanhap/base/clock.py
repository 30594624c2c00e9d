"""Time: instants are aware and in UTC; what people read and weekly rules are in the local zone."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from hoanhap.base.text import fold

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone of Tây Ninh: UTC+7, no daylight saving time (IANA tz database)."""
MINUTES_A_DAY = 24 * 60
_SATURDAY = 5
_TIME = re.compile(r"(\d{1,2})(?:(?::| ?gio| ?h)(?: ?(\d{1,2})(?: ?phut)?| (ruoi))?)?")


def utc_now() -> datetime:
    """The present instant. Called at the edge only; everything below takes `now` as a parameter."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant on a wall clock in Tây Ninh."""
    return instant.astimezone(LOCAL)


def local_day(instant: datetime) -> date:
    """The day people in Tây Ninh would say it is: 00:00 to 06:59 local is the previous day in UTC."""
    return local(instant).date()


def at_local(day: date, minutes: int) -> datetime:
    """The instant that is `minutes` after local midnight of `day`."""
    return (datetime.combine(day, time(), LOCAL) + timedelta(minutes=minutes)).astimezone(UTC)


def working_day_after(day: date, count: int, closed: Collection[date]) -> date:
    """The day by which so many days were worked since a day; weekends and closed days do not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY and day not in closed
    return day


def minute_of(typed: str) -> int | None:
    """The minute of the day that somebody means by "7 giờ 30", "7:30", "7h30", "7 giờ rưỡi" or "7"; None if unclear."""
    found = _TIME.fullmatch(" ".join(fold(typed).split()))
    if not found:
        return None
    minute = int(found[1]) * 60 + (30 if found[3] else int(found[2] or 0))
    return minute if int(found[2] or 0) < 60 and minute <= MINUTES_A_DAY else None


class Span(msgspec.Struct, frozen=True):
    """A stretch of time, from one instant on and until another; without one, until somebody says otherwise."""

    begins_at: datetime
    until: datetime | None = None

    @property
    def first_on(self) -> date:
        """The day on which it begins."""
        return local_day(self.begins_at)

    @property
    def last_on(self) -> date | None:
        """The last day of which it has anything."""
        return None if self.until is None else local_day(self.until - timedelta.resolution)

    @property
    def begins_with_its_day(self) -> bool:
        """Whether all of the first day belongs to it."""
        return self.begins_at == at_local(self.first_on, 0)

    @property
    def ends_with_its_day(self) -> bool:
        """Whether all of the last day belongs to it."""
        return self.last_on is None or self.until == at_local(self.last_on, MINUTES_A_DAY)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a moment in common; what ends as the other begins has none."""
        return (other.until is None or self.begins_at < other.until) and (
            self.until is None or other.begins_at < self.until
        )


def whole_days(first_on: date, last_on: date | None = None) -> Span:
    """From the first day to the last, all of both; without a last day, until somebody says otherwise."""
    return Span(at_local(first_on, 0), None if last_on is None else at_local(last_on, MINUTES_A_DAY))
