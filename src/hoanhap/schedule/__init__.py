"""Time: weekly schedules make dated openings, openings are cut into slots, slots have counted places."""

from hoanhap.schedule.earliest import earliest
from hoanhap.schedule.model import Closure, Holiday, Opening, Schedule, ScheduleUnit, Slot, SlotUnit
from hoanhap.schedule.queries import DayCount, Start, Wanted, closed_days, day_counts, nearest, soonest, starts
from hoanhap.schedule.rules import PartOfDay, part_of_day
from hoanhap.schedule.verbs import (
    HORIZON,
    CapacityChanged,
    CapacityTaken,
    Want,
    free,
    last_opening_on,
    make_openings,
    set_capacity,
    take,
    wait_for,
)

__all__ = [
    "HORIZON",
    "CapacityChanged",
    "CapacityTaken",
    "Closure",
    "DayCount",
    "Holiday",
    "Opening",
    "PartOfDay",
    "Schedule",
    "ScheduleUnit",
    "Slot",
    "SlotUnit",
    "Start",
    "Want",
    "Wanted",
    "closed_days",
    "day_counts",
    "earliest",
    "free",
    "last_opening_on",
    "make_openings",
    "nearest",
    "part_of_day",
    "set_capacity",
    "soonest",
    "starts",
    "take",
    "wait_for",
]
