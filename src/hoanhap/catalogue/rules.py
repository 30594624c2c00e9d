"""What can be counted, what a party takes of it, whether what somebody needs is there, which place comes first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

import msgspec

from hoanhap.base.clock import Span

VIETNAMESE = "vi"


class Unit(StrEnum):
    """What a person takes of a slot."""

    PLACE = "place"
    SEAT = "seat"
    STRETCHER = "stretcher"
    WHEELCHAIR = "wheelchair"


class Setting(StrEnum):
    """Where a service is given: it decides which features a need asks for."""

    PLACE = "place"
    HOME = "home"
    VEHICLE = "vehicle"
    REMOTE = "remote"


class ResourceKind(StrEnum):
    """What a service is given by or with, one of it at one place at a time."""

    PERSON = "person"
    ROOM = "room"
    VEHICLE = "vehicle"
    INTERPRETER = "interpreter"
    HOIST = "hoist"


class Said(msgspec.Struct, frozen=True):
    """Something that is said of a service, and the language it is in."""

    words: tuple[str, ...]
    language: str


def own_words(texts: Mapping[str, Mapping[str, str | Sequence[str]]], what: str, language: str) -> Said | None:
    """What a place says itself, in the reader's language or else in Vietnamese; None where it says nothing of its own.

    What it says in Vietnamese alone is not mixed with what others say in English: the two may contradict each other.
    """
    for spoken in (language, VIETNAMESE):
        said = texts.get(spoken, {}).get(what)
        if said is not None:
            words = (said,) if isinstance(said, str) else tuple(said)
            return Said(words, spoken if words else language)
    return None


def own_costs(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a place says itself of its price, by language."""
    return {language: said["cost"] for language, said in texts.items() if "cost" in said}


class Party(msgspec.Struct, frozen=True):
    """How many come, how many of them stay in their wheelchair, and how many minutes more than usual they need."""

    people: int = 1
    wheelchairs: int = 0
    extra_minutes: int = 0


EXTRA_MINUTES = range(0, 61, 10)
"""How much more time than usual can be booked, to get in and out or to talk without haste."""
Demand = dict[str, int]
"""How many of each unit, by the unit's code; never zero."""


def is_possible(party: Party, *, party_max: int, takes_wheelchairs: bool) -> bool:
    """Whether an offering can be asked for this party at all."""
    return (
        1 <= party.people <= party_max
        and 0 <= party.wheelchairs <= party.people
        and (takes_wheelchairs or party.wheelchairs == 0)
        and party.extra_minutes in EXTRA_MINUTES
    )


def steps(party: Party, *, duration_minutes: int, step_minutes: int, buffer_minutes: int = 0) -> int:
    """How many steps of the grid a booking takes: as many whole ones as the usual and the extra minutes need.

    The buffer, which is in whole steps itself, is kept free after them; without it, these are the steps of the
    appointment alone.
    """
    return -(-(duration_minutes + party.extra_minutes + buffer_minutes) // step_minutes)


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


class NeedRule(msgspec.Struct, frozen=True):
    """What a need asks for: features in each setting, a unit instead of the usual one, people who come along."""

    code: str
    unit: str | None = None
    extra_people: int = 0
    features: Mapping[str, frozenset[str]] = {}


class Gap(msgspec.Struct, frozen=True):
    """A feature that is needed and not there, or of which nobody knows whether it is.

    What is there as a rule and only does not work for some time says for how long.
    """

    feature: str
    is_known: bool
    out: Span | None = None


class Out(msgspec.Struct, frozen=True):
    """A feature that does not work for some time."""

    feature: str
    span: Span
    outage_id: int = 0


NOTHING_OUT: Mapping[str, Span] = {}


def out_during(outs: Iterable[Out], span: Span) -> dict[str, Span]:
    """The features that do not work at some moment of a time, each with how long this goes on."""
    outs = list(outs)
    found = {}
    for feature in sorted({each.feature for each in outs}):
        for each in spans_out(outs, {feature}):
            if each.meets(span):
                found[feature] = each
    return found


def spans_out(outs: Iterable[Out], features: Collection[str]) -> tuple[Span, ...]:
    """When one of these features does not work, in order; what follows on without a moment between is one time."""
    found: list[Span] = []
    for each in sorted((out.span for out in outs if out.feature in features), key=lambda span: span.begins_at):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < each.begins_at):
            found.append(each)
        elif last.until is not None and (each.until is None or each.until > last.until):
            found[-1] = Span(last.begins_at, each.until)
    return tuple(found)


def out_on(outs: Iterable[Out], features: Collection[str], day: Span) -> list[Out]:
    """When each of these features does not work on a day, the earliest first, and no longer than the day."""
    outs = list(outs)
    assert day.until is not None
    found = [
        Out(feature, Span(max(each.begins_at, day.begins_at), min(each.until or day.until, day.until)))
        for feature in sorted(features)
        for each in spans_out(outs, {feature})
        if each.meets(day)
    ]
    return sorted(found, key=lambda each: each.span.begins_at)


WHEELCHAIR_SPACE, COMPANION_SEAT = "wheelchair-space", "companion-seat"
"""The features that follow from an offering's own rules; nobody has to write them down."""


OWN_FEATURES = frozenset({WHEELCHAIR_SPACE, COMPANION_SEAT})


def own_features(*, takes_wheelchairs: bool, party_max: int) -> dict[str, bool]:
    """What an offering's rules say of themselves: room for a wheelchair, a place for somebody who comes along."""
    return {WHEELCHAIR_SPACE: takes_wheelchairs, COMPANION_SEAT: party_max > 1}


def wanted_features(needs: Iterable[NeedRule], setting: str) -> frozenset[str]:
    """Every feature that the needs ask for in a setting."""
    return frozenset().union(*(need.features.get(setting, frozenset()) for need in needs))


def gaps(wanted: Iterable[str], known: Mapping[str, bool], out: Mapping[str, Span] = NOTHING_OUT) -> tuple[Gap, ...]:
    """What is wanted and not there, in a fixed order. What nobody knows is a gap too, and says so.

    `out` is what does not work just then, though it is there.
    """
    lacking = (each for each in sorted(wanted) if each in out or not known.get(each, False))
    return tuple(Gap(each, is_known=each in known or each in out, out=out.get(each)) for each in lacking)


_OF_PEOPLE = ("met-at-door", "sign-language", "written-words", "read-aloud", "patient-ear", "plain-words")
SKILLS: Mapping[ResourceKind, tuple[str, ...]] = {
    ResourceKind.PERSON: _OF_PEOPLE,
    ResourceKind.INTERPRETER: _OF_PEOPLE,
    ResourceKind.ROOM: ("step-free", "lift", "accessible-toilet", "large-wheelchair", "guide-dog", "quiet-room"),
    ResourceKind.VEHICLE: ("step-free", "large-wheelchair", "guide-dog"),
    ResourceKind.HOIST: (),
}
"""The features that somebody or something of a kind can have or do while the place as a whole does not.

Papers and the way to the door are the same whoever serves; room for a wheelchair in a vehicle is counted as places.
"""


class Able(msgspec.Struct, frozen=True):
    """What of all that is needed only some have or can do at a place, and who: each of them all of it."""

    features: frozenset[str] = frozenset()
    resources: frozenset[int] = frozenset()


def able(needed: Collection[str], there: Collection[str], skills: Mapping[int, Collection[str]]) -> Able | None:
    """Who can do what the place does not have at every time; None where nothing is needed of them, or nobody can.

    What nobody has is a gap, whoever serves. Where no one of them can do all that the others can, none of it is met.
    """
    lacking = frozenset(needed) - frozenset(there)
    theirs = lacking & frozenset().union(*skills.values())
    resources = frozenset(number for number, can in skills.items() if theirs <= frozenset(can))
    return Able(theirs, resources) if theirs and resources else None


def party_for(needs: Iterable[NeedRule], *, party_max: int, takes_wheelchairs: bool, extra_minutes: int = 0) -> Party:
    """Who comes when one person with these needs comes: those who must come along, each where there is a place."""
    needs = list(needs)
    people = min(1 + sum(need.extra_people for need in needs), max(party_max, 1))
    stays_in_chair = takes_wheelchairs and any(need.unit == Unit.WHEELCHAIR for need in needs)
    return Party(people, int(stays_in_chair), extra_minutes)


def changed_party(party: Party, before: Party, after: Party, *, party_max: int) -> Party:
    """The party when what one of them needs was `before` and is `after`: as many more or fewer come, as far as fits."""
    people = min(max(party.people + after.people - before.people, 1), max(party_max, 1))
    wheelchairs = min(max(party.wheelchairs + after.wheelchairs - before.wheelchairs, 0), people)
    return Party(people, wheelchairs, after.extra_minutes)


class IsKnown(Protocol):
    """Whether a feature is there, and since when that is known."""

    @property
    def has(self) -> bool:
        """Whether it is there."""

    @property
    def known_on(self) -> date | None:
        """Since when that is known."""


NEVER: Mapping[int, Collection[str]] = {}


class Fact(msgspec.Struct, frozen=True):
    """A feature of a place: there, not there, or not known (None).

    `only_at` are the offerings that have it, where others do not. With `at_times` it is there only at the times that
    somebody or something serves who has or can do it.
    """

    feature: str
    has: bool | None
    known_on: date | None = None
    only_at: tuple[int, ...] = ()
    at_times: bool = False


def shown_features(features: Iterable[str], settings: Collection[str]) -> list[str]:
    """The features that matter at a place, given where its services are given: seats matter in vehicles."""
    has_vehicles = Setting.VEHICLE in settings
    return [each for each in features if has_vehicles or each not in {WHEELCHAIR_SPACE, COMPANION_SEAT}]


def facts(
    features: Iterable[str],
    of_place: Mapping[str, IsKnown],
    of_offerings: Mapping[int, Mapping[str, IsKnown]],
    at_times: Mapping[int, Collection[str]] = NEVER,
) -> list[Fact]:
    """What can be said of every feature of a place, from what is known of each offering there, or of the bare place.

    `at_times` is what those can do besides by whom each offering is given; what is there at every time needs none.
    """
    found = []
    for feature in features:
        fact = _fact(feature, of_place, of_offerings)
        able = tuple(
            number
            for number, known in of_offerings.items()
            if feature in at_times.get(number, ()) and not (feature in known and known[feature].has)
        )
        if fact.has or not able:
            found.append(fact)
        if able:
            found.append(Fact(feature, True, only_at=() if len(able) == len(of_offerings) else able, at_times=True))
    return found


def _fact(feature: str, of_place: Mapping[str, IsKnown], of_offerings: Mapping[int, Mapping[str, IsKnown]]) -> Fact:
    known = {key: each[feature] for key, each in of_offerings.items() if feature in each}
    if not known and feature not in of_place:
        return Fact(feature, None)
    somewhere = [*known.values()] or [of_place[feature]]
    having = tuple(key for key, each in known.items() if each.has)
    dates = [each.known_on for each in somewhere if each.known_on]
    is_everywhere = len(having) in {0, len(of_offerings)}
    return Fact(
        feature,
        any(each.has for each in somewhere),
        min(dates, default=None),
        () if is_everywhere else having,
    )


KM_LIKE_A_DAY = 12.0
"""People go so much farther to be served a day sooner."""
A_DAY_SECONDS = 24 * 60 * 60


class HasId(Protocol):
    """Whatever is told apart by a number."""

    @property
    def id(self) -> int:
        """Its number."""


PlaceT = TypeVar("PlaceT", bound=HasId)


def order_places(
    places: Sequence[PlaceT], distances: Mapping[int, float], earliest: Mapping[int, datetime]
) -> list[PlaceT]:
    """What is near and soon first: the wait and the way added up; those without a free time come last.

    `distances` are in kilometres; they and `earliest` may be empty, and then do not count. Equals keep their order.
    """

    def cost(place: PlaceT) -> tuple[bool, float]:
        is_without = bool(earliest) and place.id not in earliest
        return is_without, wait_and_way(earliest.get(place.id), distances.get(place.id))

    return sorted(places, key=cost)


def wait_and_way(starts_at: datetime | None, kilometres: float | None) -> float:
    """The wait and the way added up, in days: the less, the sooner and nearer. What is not known counts nothing."""
    wait = starts_at.timestamp() / A_DAY_SECONDS if starts_at else 0.0
    return wait + (kilometres or 0.0) / KM_LIKE_A_DAY
