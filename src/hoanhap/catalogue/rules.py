"""What can be counted, and what a party takes of it."""

from enum import StrEnum

import msgspec


class Unit(StrEnum):
    """What a person takes of a slot."""

    PLACE = "place"
    SEAT = "seat"
    STRETCHER = "stretcher"
    WHEELCHAIR = "wheelchair"


class Party(msgspec.Struct, frozen=True):
    """How many come, and how many of them stay in their wheelchair."""

    people: int = 1
    wheelchairs: int = 0


Demand = dict[str, int]
"""How many of each unit, by the unit's code; never zero."""


def is_possible(party: Party, *, party_max: int, takes_wheelchairs: bool) -> bool:
    """Whether an offering can be asked for this party at all."""
    return (
        1 <= party.people <= party_max
        and 0 <= party.wheelchairs <= party.people
        and (takes_wheelchairs or party.wheelchairs == 0)
    )


def demand(party: Party, unit: str) -> Demand:
    """What the party takes: a wheelchair space for those who stay in the chair, else the usual unit."""
    counts = {unit: party.people - party.wheelchairs, Unit.WHEELCHAIR.value: party.wheelchairs}
    return {unit: count for unit, count in counts.items() if count}


def units_by_participant(party: Party, unit: str) -> list[tuple[int, str]]:
    """One unit for each participant, numbered from one; those in wheelchairs come first."""
    return [
        (number, Unit.WHEELCHAIR.value if number <= party.wheelchairs else unit)
        for number in range(1, party.people + 1)
    ]
