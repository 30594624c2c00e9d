"""The 96 communes and wards of Tây Ninh since July 2025 (`communes.csv`), and what each was made of.

Source: Resolution 1682/NQ-UBTVQH15; codes, names and coordinates from the data of the package
vietnamadminunits 1.0.4 (MIT), two homonyms corrected.
"""

import csv
import re
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

import msgspec

EARTH_KM = 6371.0
_OLD_UNIT = re.compile(r"(?:; )?(.+?) \((.+?)\)(\*?)")


class Somewhere(Protocol):
    """Whatever has coordinates."""

    @property
    def latitude(self) -> float:
        """Degrees north."""

    @property
    def longitude(self) -> float:
        """Degrees east."""


class OldUnit(msgspec.Struct, frozen=True):
    """A commune, ward or town of before July 2025; where it was divided, only a part of it is here."""

    name: str
    district: str
    is_divided: bool

    @property
    def full_name(self) -> str:
        """As people wrote it: "Phường 3, Thành phố Tây Ninh"."""
        return f"{self.name}, {self.district}"


class Commune(msgspec.Struct, frozen=True):
    """A commune (xã) or ward (phường): the only tier below the province."""

    code: str
    kind: str
    name: str
    latitude: float
    longitude: float
    former_province: str
    old_units: tuple[OldUnit, ...]

    @property
    def full_name(self) -> str:
        """As people write it: "phường Tân Ninh"."""
        return f"{self.kind.lower()} {self.name}"

    @property
    def districts(self) -> list[str]:
        """The districts and towns that it was a part of."""
        return list(dict.fromkeys(each.district for each in self.old_units))

    def address(self, street: str) -> str:
        """A street here, as people write an address."""
        return f"{street}, {self.full_name}"


@cache
def communes() -> dict[str, Commune]:
    """Every commune by its code."""
    lines = (files("hoanhap.organizations") / "communes.csv").read_text("utf-8").splitlines()
    return {row[0]: _commune(row) for row in list(csv.reader(lines))[1:]}


def commune(code: str) -> Commune:
    """The commune with this code."""
    return communes()[code]


def distance_km(one: Somewhere, other: Somewhere) -> float:
    """How far it is from one to the other as the crow flies, by the haversine formula."""
    here, there = radians(one.latitude), radians(other.latitude)
    north, east = there - here, radians(other.longitude - one.longitude)
    square = sin(north / 2) ** 2 + cos(here) * cos(there) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(square))


def _commune(row: list[str]) -> Commune:
    code, kind, name, latitude, longitude, province, merged_from = row
    old_units = (OldUnit(old, district, bool(star)) for old, district, star in _OLD_UNIT.findall(merged_from))
    return Commune(code, kind, name, float(latitude), float(longitude), province, tuple(old_units))
