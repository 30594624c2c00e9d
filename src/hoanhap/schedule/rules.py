"""How weekly rules become days, steps and bookable starts. Times of day are minutes after local midnight."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

NOON, EVENING = 12 * 60, 18 * 60
DAYS_A_WEEK = 7


class PartOfDay(StrEnum):
    """How people divide a day when they say when they can come."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def part_of_day(minute: int) -> PartOfDay:
    """The part of the day a start belongs to."""
    if minute < NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if minute < EVENING else PartOfDay.EVENING


def steps(opens: int, closes: int, step: int) -> list[tuple[int, int]]:
    """Every whole step between opening and closing; what is left over at the end is not offered."""
    return [(start, start + step) for start in range(opens, closes - step + 1, step)]


def missing_steps(opens: int, closes: int, step: int, known: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """The steps between opening and closing that are not known: their ordinal, start and end.

    `known` holds the ordinal of each step by its minute; the others are counted on from there, also below zero.
    """
    minute, ordinal = next(iter(known.items()), (opens, 0))
    return [
        (ordinal + (start - minute) // step, start, end)
        for start, end in steps(opens, closes, step)
        if start not in known
    ]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def opening_days(
    weekday: int,
    *,
    first: date,
    last: date,
    valid_from: date,
    valid_until: date | None,
    closed: Collection[date],
    every_weeks: int = 1,
) -> list[date]:
    """The days on which a weekly rule opens: its weekday, in its weeks, within its validity, not closed."""
    last = min(last, valid_until) if valid_until else last
    monday = valid_from - timedelta(days=valid_from.weekday())
    found = _next(monday + timedelta(days=weekday), every_weeks, on_or_after=max(first, valid_from))
    weeks = range((last - found).days // DAYS_A_WEEK // every_weeks + 1 if found <= last else 0)
    candidates = (found + timedelta(weeks=every_weeks * week) for week in weeks)
    return [day for day in candidates if day not in closed]


def days_made_up(
    weekday: int,
    working: Mapping[date, date],
    *,
    valid_from: date,
    valid_until: date | None,
    closed: Collection[date],
    every_weeks: int = 1,
) -> list[date]:
    """The working days on which a weekly rule opens: those that make up for a day on which it would have.

    `working` holds the day each of them makes up for. The rule must be valid on both.
    """

    opens_on = partial(
        opening_days, weekday, valid_from=valid_from, valid_until=valid_until, closed=(), every_weeks=every_weeks
    )
    return [
        day
        for day, instead_of in working.items()
        if day not in closed and valid_from <= day and (valid_until is None or day <= valid_until)
        if opens_on(first=instead_of, last=instead_of)
    ]


def _next(day: date, every_weeks: int, *, on_or_after: date) -> date:
    """The first of the days every so many weeks from this one that is not before another."""
    length = every_weeks * DAYS_A_WEEK
    return day + timedelta(days=max(0, -(-(on_or_after - day).days // length)) * length)


def starts(left: Sequence[int | None], span: int) -> list[tuple[int, int]]:
    """Every step of one opening at which a booking of `span` steps can start, with the places left.

    `left` holds for each step what would be left for the party (negative: too few; None: no such step).
    What is left of a booking is what is left in its scarcest step.
    """
    found = []
    for ordinal in range(len(left) - span + 1):
        window = left[ordinal : ordinal + span]
        scarcest = min((-1 if each is None else each) for each in window)
        if scarcest >= 0:
            found.append((ordinal, scarcest))
    return found
