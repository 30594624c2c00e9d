"""What of a day somebody sees: whose bookings, and which of their needs; and in which order the day stands."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

import msgspec

from hoanhap.base.text import fold

RUN_DAY, SEE_OWN_DAY = "run-day", "see-own-day"
OWN_SETTINGS: Mapping[str, frozenset[str]] = {
    "driver": frozenset({"vehicle"}),
    "therapist": frozenset({"place", "home", "remote"}),
}
"""Where those work who see their own day only, until it is known who serves whom: drivers drive."""
EVERYWHERE: frozenset[str] = frozenset().union(*OWN_SETTINGS.values())


class Sight(msgspec.Struct, frozen=True):
    """What somebody sees of a day: the settings of services, and whether of needs only what bears on these."""

    settings: frozenset[str]
    is_everything: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is no day for them."""
        return not self.settings


def sight(duties: Collection[str], roles: Iterable[str]) -> Sight:
    """What somebody with these duties and roles sees at a place."""
    if RUN_DAY in duties:
        return Sight(EVERYWHERE, is_everything=True)
    if SEE_OWN_DAY not in duties:
        return Sight(frozenset())
    return Sight(frozenset().union(*(OWN_SETTINGS.get(role, frozenset()) for role in roles)))


class Asking(Protocol):
    """A need, as far as it is decided by it who sees it."""

    @property
    def unit(self) -> str | None:
        """What a person takes instead of the usual."""

    @property
    def extra_people(self) -> int:
        """How many must come along."""

    @property
    def features(self) -> Mapping[str, frozenset[str]]:
        """What must be there, in each setting."""


def bears_on(need: Asking, setting: str) -> bool:
    """Whether a need asks for something where the service is given: a feature there, a space, somebody along."""
    return bool(need.features.get(setting) or need.unit or need.extra_people)


class Show(StrEnum):
    """Whom of the day somebody wants to see only."""

    ALL = "all"
    EXPECTED = "expected"
    DISPLACED = "displaced"


class Standing(StrEnum):
    """How it stands with a booking on its day."""

    DISPLACED = "displaced"
    EXPECTED = "expected"
    PARTLY = "partly"
    """Some of the party have come, and the others may still."""
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"
    CANCELLED = "cancelled"


class Tally(msgspec.Struct, frozen=True):
    """How many of a party are in which state."""

    booked: int = 0
    arrived: int = 0
    fulfilled: int = 0
    noshow: int = 0
    cancelled: int = 0

    @property
    def people(self) -> int:
        """How many belong to it."""
        return self.booked + self.arrived + self.fulfilled + self.noshow

    @property
    def came(self) -> int:
        """How many of them have come."""
        return self.arrived + self.fulfilled

    @property
    def standing(self) -> Standing:
        """How it stands with all of them together, as long as they have their places."""
        if self.booked:
            return Standing.PARTLY if self.came else Standing.EXPECTED
        if self.arrived:
            return Standing.ARRIVED
        if self.fulfilled:
            return Standing.FULFILLED
        return Standing.NOSHOW if self.noshow else Standing.CANCELLED


class Waiting(Protocol):
    """An entry of a day, as far as lists are made by it."""

    @property
    def standing(self) -> Standing:
        """How it stands."""


class Called(Protocol):
    """Somebody with a time, a name and a reference."""

    @property
    def starts_at(self) -> datetime:
        """When they come."""

    @property
    def full_name(self) -> str:
        """Their name."""

    @property
    def reference(self) -> str:
        """The reference of their booking."""


T = TypeVar("T", bound=Waiting)
_IS_SHOWN = {
    Show.ALL: frozenset(Standing) - {Standing.CANCELLED},
    Show.EXPECTED: frozenset({Standing.EXPECTED, Standing.PARTLY}),
    Show.DISPLACED: frozenset({Standing.DISPLACED}),
}


def listed(entries: Iterable[T], show: Show) -> list[T]:
    """Whom a list shows, in the order they came in; who has no place stands apart, at the end."""
    shown = [each for each in entries if each.standing in _IS_SHOWN[show]]
    return sorted(shown, key=lambda each: each.standing is Standing.DISPLACED)


def count(entries: Sequence[T], *standings: Standing) -> int:
    """How many entries stand so."""
    return sum(each.standing in standings for each in entries)


class News(msgspec.Struct, frozen=True):
    """What is new of a list since somebody saw it: how many more are on it, and how many more have come."""

    more: int
    came: int


class Version(msgspec.Struct, frozen=True):
    """By what it is known whether a list has changed: how many are on it, how many have come, and all the rest."""

    listed: int
    came: int
    digest: str

    @property
    def written(self) -> str:
        """As an address says it."""
        return f"{self.listed}.{self.came}.{self.digest}"

    def since(self, written: str) -> News | None:
        """What is new since the version that somebody saw; None where nothing is."""
        if written == self.written:
            return None
        saw = _VERSION.fullmatch(written)
        return News(self.listed - int(saw[1]), self.came - int(saw[2])) if saw else News(0, 0)


_VERSION = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})\.[0-9a-f]+")


def namesakes(entries: Sequence[Called]) -> frozenset[str]:
    """The references of those who come at the same time as somebody of the same name."""
    times = Counter((each.starts_at, fold(each.full_name)) for each in entries)
    return frozenset(each.reference for each in entries if times[each.starts_at, fold(each.full_name)] > 1)
