"""Time: instants are aware and in UTC; what people read and weekly rules are in the local zone."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone of Tây Ninh: UTC+7, no daylight saving time (IANA tz database)."""
_SATURDAY = 5


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
