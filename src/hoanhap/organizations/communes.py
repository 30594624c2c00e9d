"""The 96 communes and wards of Tây Ninh since July 2025 (`communes.csv`).

Source: Resolution 1682/NQ-UBTVQH15; codes, names and coordinates from the data of the package
vietnamadminunits 1.0.4 (MIT), two homonyms corrected.
"""

import csv
from functools import cache
from importlib.resources import files

import msgspec


class Commune(msgspec.Struct, frozen=True):
    """A commune (xã) or ward (phường): the only tier below the province."""

    code: str
    kind: str
    name: str
    latitude: float
    longitude: float

    @property
    def full_name(self) -> str:
        """As people write it: "phường Tân Ninh"."""
        return f"{self.kind.lower()} {self.name}"


@cache
def communes() -> dict[str, Commune]:
    """Every commune by its code."""
    lines = (files("hoanhap.organizations") / "communes.csv").read_text("utf-8").splitlines()
    return {
        row["ward_code"]: Commune(row["ward_code"], row["type"], row["name"], float(row["lat"]), float(row["lon"]))
        for row in csv.DictReader(lines)
    }


def commune(code: str) -> Commune:
    """The commune with this code."""
    return communes()[code]
