"""What figures are made of: whole weeks, shares, halves."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

import msgspec

A_WEEK = timedelta(weeks=1)
LONGEST = timedelta(days=370)
"""How long a period can be: a year, and a little."""
K = TypeVar("K", bound=Hashable)


class Period(msgspec.Struct, frozen=True):
    """Some days, the first and the last included."""

    first: date
    last: date


class Use(msgspec.Struct, frozen=True):
    """How many places somebody had, of how many there were."""

    taken: int = 0
    capacity: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(self.taken + other.taken, self.capacity + other.capacity)

    @property
    def percent(self) -> int | None:
        """The share that was taken, in whole hundredths; None where there were no places at all."""
        return share(self.taken, self.capacity)


class UseRow(msgspec.Struct, frozen=True):
    """How much of one unit of an offering was used in a week; the week is named by its Monday."""

    week: date
    offering_id: int
    unit: str
    use: Use


class Lead(msgspec.Struct, frozen=True):
    """How many days before the visit people booked: half of them by `middle`, two of four between the others."""

    middle: int
    fewest: int
    most: int


class Visits(msgspec.Struct, frozen=True):
    """What became of the bookings whose time is over."""

    came: int = 0
    missed: int = 0
    otherwise: int = 0
    """Not served for a reason that is never held against anybody, such as illness or a vehicle that did not come."""
    not_noted: int = 0

    @property
    def noted(self) -> int:
        """Of how many it is known."""
        return self.came + self.missed + self.otherwise

    @property
    def missed_percent(self) -> int | None:
        """The share of those of whom it is known."""
        return share(self.missed, self.noted)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def last_weeks(today: date, count: int) -> Period:
    """So many whole weeks, up to the last Sunday."""
    monday = monday_of(today)
    return Period(monday - count * A_WEEK, monday - timedelta(days=1))


def weeks(period: Period) -> list[date]:
    """The Monday of every week of which some day is in the period."""
    first, last = monday_of(period.first), monday_of(period.last)
    return [first + nth * A_WEEK for nth in range((last - first) // A_WEEK + 1)]


def share(part: int, whole: int) -> int | None:
    """A part of a whole in hundredths, rounded; something is never said to be nothing, nor almost all to be all."""
    if not whole:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    return min(max(rounded, int(part > 0)), 99 if part < whole else 100)


def use(taken: int, capacity: int, kept_free: int) -> Use:
    """The places that people had, of those that people could have had: not those kept free after appointments."""
    return Use(taken - kept_free, capacity - kept_free)


def summed(rows: Iterable[UseRow], key: Callable[[UseRow], K]) -> dict[K, Use]:
    """The rows added up by whatever they are asked for."""
    found: defaultdict[K, Use] = defaultdict(Use)
    for row in rows:
        found[key(row)] += row.use
    return dict(found)


def lead(days: Sequence[int]) -> Lead | None:
    """How long before people booked; None where nobody did."""
    if not days:
        return None
    ordered = sorted(days)
    fewest, middle, most = (ordered[(len(ordered) - 1) * quarter // 4] for quarter in (1, 2, 3))
    return Lead(middle, fewest, most)


def visits(outcomes: Iterable[str]) -> Visits:
    """What became of bookings, by what is noted of each: `came`, `missed`, `otherwise`, or nothing."""
    counted = Counter(outcomes)
    return Visits(counted["came"], counted["missed"], counted["otherwise"], counted[""])


def busiest(by_week: dict[date, Use]) -> date | None:
    """The week of which most was used, the earliest of several; None where nothing was."""
    used = {week: use.percent for week, use in by_week.items() if use.percent}
    return min(used, key=lambda week: (-(used[week] or 0), week), default=None)
