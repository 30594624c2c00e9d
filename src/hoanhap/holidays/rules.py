"""The public holidays of Vietnam as they are reckoned: fixed days, and those of the moon. Nobody trusts them alone."""

from datetime import date
from functools import lru_cache

import holidays

WEEKEND = (5, 6)
YEARS = 3
"""How many years can be confirmed: this one, and those that follow."""
_SWAPPED = "Ngày nghỉ ("
"""How the library begins the name of a day that is off in exchange for a Saturday; the rest is a date in digits."""


@lru_cache(maxsize=16)
def reckoned(year: int) -> dict[date, str]:
    """The days off of a year with their names, the earliest first. Source: the package `holidays`, VN."""
    found = holidays.country_holidays("VN", years=[year], language="vi")
    return {each: _named(name) for each, name in sorted(found.items())}


def years(today: date) -> range:
    """The years that somebody may look at."""
    return range(today.year, today.year + YEARS)


def day(written: str) -> date | None:
    """The day that is written as in an address, such as 2026-12-25; None for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def is_weekend(which: date) -> bool:
    """Whether a day can make up for another: offices are closed on it in other weeks."""
    return which.weekday() in WEEKEND


def _named(name: str) -> str:
    if name.startswith(_SWAPPED):
        return "Ngày nghỉ hoán đổi"
    return name.replace(" (nghỉ bù)", ", nghỉ bù")
