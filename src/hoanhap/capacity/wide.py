"""Days closed at many places at once, in one deed: a whole organisation, a commune, or everywhere in a flood.

Whoever does it sees numbers and no names: those who lose their places are solved by the staff of each place.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from hoanhap import catalogue, organizations, people, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.capacity.changes import Change, Reopening
from hoanhap.capacity.previews import LOOKED_AHEAD
from hoanhap.capacity.proposals import Proposal, apply, propose
from hoanhap.catalogue import Given, Workplace
from hoanhap.events import Actor
from hoanhap.organizations import Duty
from hoanhap.schedule import ClosureView

EVERYWHERE = "everywhere"


class Scope(msgspec.Struct, frozen=True):
    """Where days can be closed together; `value` is it in one word of a form, everywhere has no name."""

    value: str
    name: str = ""


class Area(msgspec.Struct, frozen=True):
    """Everything that somebody can close together, and in which parts."""

    given: list[Given]
    scopes: list[Scope]

    @property
    def offerings(self) -> dict[str, tuple[int, ...]]:
        """What is given in each of the parts, by its word."""
        found: dict[str, list[int]] = {each.value: [] for each in self.scopes}
        for each in self.given:
            for value in (EVERYWHERE, f"commune-{each.commune_code}", f"organization-{each.place.organization_id}"):
                if value in found:
                    found[value].append(each.offering_id)
        return {value: tuple(offerings) for value, offerings in found.items()}


class AtPlace(msgspec.Struct, frozen=True):
    """What a change does to one of the places, in numbers."""

    place: Workplace
    fewer: int
    """How many places there are less than before, or more, below zero."""
    kept: int
    displaced: int
    moved: int
    restored: int

    @property
    def mark(self) -> str:
        """The numbers in one word, to know later whether they are still so."""
        numbers = self.fewer, self.kept, self.displaced, self.moved, self.restored
        return ":".join([self.place.slug, *map(str, numbers)])


class WidePreview(msgspec.Struct, frozen=True):
    """What a change would do at many places, in numbers."""

    proposal: Proposal
    is_made: bool
    at: list[AtPlace]
    calls: int
    """How many of those who lose their places, or have another time, have to be called."""

    @property
    def shown(self) -> list[AtPlace]:
        """The places where anything changes, those with most to solve first."""
        changing = [each for each in self.at if each.fewer or each.displaced or each.moved or each.restored]
        return sorted(changing, key=lambda each: -each.displaced)

    @property
    def fewer(self) -> int:
        """How many places there are less at all of them together."""
        return sum(each.fewer for each in self.at)

    @property
    def kept(self) -> int:
        """How many bookings stay as they are."""
        return sum(each.kept for each in self.at)


class WideClosure(msgspec.Struct, frozen=True):
    """Days that were closed together at several places."""

    id: int
    places: list[str]
    first_on: date
    last_on: date
    reason: str
    note: str


def area(db: Db, *, by: Actor) -> Area:
    """What somebody can close together. Refuses with `Forbidden` who works for one place only, or for none."""
    reach = organizations.reach(db, by, Duty.CLOSE_WIDELY)
    if reach.is_nowhere:
        raise Forbidden
    given = catalogue.given_within(db, reach)
    return Area(given, _scopes(given, is_everywhere=reach.is_everywhere))


def closed(db: Db, *, by: Actor, now: datetime) -> list[WideClosure]:
    """The days that are closed together at several places, today and to come. Refuses with `Forbidden`."""
    place_of = {each.offering_id: each.place for each in area(db, by=by).given}
    together: dict[object, list[ClosureView]] = {}
    for each in schedule.closures(db, list(place_of), first=local_day(now), last=local_day(now) + LOOKED_AHEAD):
        together.setdefault((each.first_on, each.last_on, each.reason, each.note), []).append(each)
    found = []
    for group in together.values():
        names = sorted({place_of[each.offering_id].name for each in group if each.offering_id})
        if len(names) > 1:
            one = group[0]
            found.append(WideClosure(one.id, names, one.first_on, one.last_on, one.reason, one.note))
    return found


def reopening(db: Db, closure_id: int, *, by: Actor) -> Reopening:
    """The change that opens again all that was closed together with this; `Missing` beyond somebody's reach.

    Refuses with `Forbidden`.
    """
    found = schedule.closed_together(db, closure_id, [each.offering_id for each in area(db, by=by).given])
    if not found:
        raise Missing
    return Reopening(tuple(found))


def preview(db: Db, change: Change, *, by: Actor, now: datetime) -> WidePreview:
    """What a change would do, summed up for each place; in as many questions as for one place. Refuses as `make`."""
    given, _ = _theirs(db, change, by=by, now=now)
    proposal = propose(db, change, now=now)
    told = [*proposal.displaced, *(each.standing for each in proposal.moved)]
    calls = people.wanting_calls(db, {each.account_id for each in told if each.account_id is not None})
    return WidePreview(
        proposal,
        change.is_made(db),
        [_at(place, [each for each in given if each.place == place], proposal) for place in _places(given)],
        sum((each.account_id, each.full_name) in calls for each in told),
    )


def make(db: Db, change: Change, version: str, *, by: Actor, now: datetime) -> Proposal:
    """Make a change at all its places, or at none. Refuses with `Forbidden`, and as `apply` does."""
    _, who = _theirs(db, change, by=by, now=now)
    return apply(db, change, version, by=who, now=now)


def _theirs(db: Db, change: Change, *, by: Actor, now: datetime) -> tuple[list[Given], Actor]:
    """What a change is about, and who makes it; `Missing` where any of it is beyond their reach."""
    touched = set(change.where(db, today=local_day(now)).offering_ids)
    given = [each for each in area(db, by=by).given if each.offering_id in touched]
    if len(given) < len(touched):
        raise Missing
    organization_id = given[0].place.organization_id
    return given, organizations.authorize(db, by, Duty.CLOSE_WIDELY, organization_id=organization_id)


def _scopes(given: Sequence[Given], *, is_everywhere: bool) -> list[Scope]:
    """Everywhere, then communes, then organisations; for whoever sees only organisations, these."""
    names = {each.place.organization_id: each.place.organization for each in given}
    of_organizations = [Scope(f"organization-{number}", name) for number, name in names.items()]
    found = sorted(of_organizations, key=lambda each: each.name)
    if not is_everywhere:
        return found
    communes = sorted({each.commune_code for each in given}, key=lambda code: organizations.commune(code).name)
    of_communes = [Scope(f"commune-{code}", organizations.commune(code).full_name) for code in communes]
    return [Scope(EVERYWHERE), *of_communes, *found]


def _places(given: Iterable[Given]) -> list[Workplace]:
    return list(dict.fromkeys(each.place for each in given))


def _at(place: Workplace, given: Sequence[Given], proposal: Proposal) -> AtPlace:
    effects = [proposal.offerings[each.offering_id] for each in given if each.offering_id in proposal.offerings]
    return AtPlace(
        place,
        sum(each.places_before - each.places_after for each in effects),
        sum(each.kept for each in effects),
        sum(each.displaced for each in effects),
        sum(each.moved for each in effects),
        sum(each.restored for each in effects),
    )
