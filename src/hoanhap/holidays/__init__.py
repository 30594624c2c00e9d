"""Holidays: the days off that the program reckons, and those that somebody confirmed, with the days that make up."""

from hoanhap.holidays.queries import waiting_at
from hoanhap.holidays.verbs import (
    DayOffAdded,
    DayOffRemoved,
    HolidaysConfirmed,
    WorkingDayAdded,
    WorkingDayRemoved,
    add_day_off,
    add_working_day,
    confirm,
    remove,
)

__all__ = [
    "DayOffAdded",
    "DayOffRemoved",
    "HolidaysConfirmed",
    "WorkingDayAdded",
    "WorkingDayRemoved",
    "add_day_off",
    "add_working_day",
    "confirm",
    "remove",
    "waiting_at",
]
