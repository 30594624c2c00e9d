"""The weeks of a place as they are planned: its services, what may stand side by side, and the rules of each."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select

from hoanhap import catalogue
from hoanhap.base import ids
from hoanhap.base.clock import at_local
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Offering, Resource, ResourceKind, Service, Unit
from hoanhap.planning import rules
from hoanhap.planning.rules import Places, Plan, Rule
from hoanhap.schedule import Opening, Schedule, ScheduleUnit, Slot, SlotUnit


class Planned(msgspec.Struct, frozen=True):
    """A service at the place, with what its weeks are made of."""

    id: int
    service_texts: dict[str, Any]
    unit: str
    takes_wheelchairs: bool
    duration_minutes: int
    step_minutes: int
    is_draft: bool = False
    is_open: bool = True
    buffer_minutes: int = 0
    plans: list[Plan] = []
    to_come: list[Plan] = []

    def service_name(self, language: str) -> str:
        """What it is, in the reader's language."""
        return str(self.service_texts[language]["name"])

    @property
    def open_minutes(self) -> int:
        """How long it must be open for one appointment, and what is kept free after it."""
        return self.duration_minutes + self.buffer_minutes

    def most_a_day(self, plan: Plan) -> int:
        """How many appointments of the usual length fit into a day of a plan, one after the other."""
        return rules.most_a_day(plan.blocks, step=self.step_minutes, length=self.open_minutes)

    @property
    def units(self) -> list[str]:
        """What is counted there."""
        return [self.unit, Unit.WHEELCHAIR.value] if self.takes_wheelchairs else [self.unit]


class Hands(msgspec.Struct, frozen=True):
    """A person, a room, a vehicle: what a service is given by or with, and what it has or can do besides."""

    id: int
    kind: str
    name: str
    skills: frozenset[str] = frozenset()

    @property
    def is_person(self) -> bool:
        """Whether it is somebody, not something."""
        return self.kind in {ResourceKind.PERSON, ResourceKind.INTERPRETER}

    @property
    def possible(self) -> tuple[str, ...]:
        """The features that one of its kind can have, in the order in which they are asked."""
        return catalogue.SKILLS[ResourceKind(self.kind)]

    @property
    def version(self) -> str:
        """What is said of it now, to notice that somebody else has said something else."""
        return ids.digest(*sorted(self.skills))


class Step(msgspec.Struct, frozen=True):
    """A step of an opening, and the rule that the opening was made by."""

    slot_id: int
    opening_id: int
    rule_id: int
    ordinal: int
    local_date: date
    minute: int
    on_holidays: bool


_OFFERINGS = (
    select(Offering.id, Service.texts, Offering.unit, Offering.takes_wheelchairs)
    .add_columns(Offering.duration_minutes, Offering.step_minutes, Offering.is_draft, Offering.is_open)
    .add_columns(Offering.buffer_minutes)
    .join(Service, Service.id == Offering.service_id)
    .where(Offering.location_id == bindparam("of_location"))
    .order_by(Service.position, Offering.id)
)
_HANDS = (
    select(Resource.id, Resource.kind, Resource.name)
    .where(Resource.location_id == bindparam("of_location"), Resource.is_active)
    .order_by(Resource.name)
)
_RULES = (
    select(Schedule.offering_id, Schedule.weekday, Schedule.opens, Schedule.closes, Schedule.valid_from)
    .add_columns(Schedule.valid_until, Schedule.every_weeks, Schedule.resource_id, Schedule.on_holidays, Schedule.id)
    .add_columns(ScheduleUnit.unit, ScheduleUnit.capacity, ScheduleUnit.public_limit)
    .join(ScheduleUnit, ScheduleUnit.schedule_id == Schedule.id)
    .join(Offering, Offering.id == Schedule.offering_id)
    .where(Offering.location_id == bindparam("of_location"))
    .where(or_(Schedule.valid_until.is_(None), Schedule.valid_until >= bindparam("since")))
    .order_by(Schedule.id, ScheduleUnit.unit)
)
_LOCATION = select(Offering.location_id).where(Offering.id == bindparam("of_offering"))
_STEP_MINUTES = select(Offering.step_minutes).where(Offering.id == bindparam("of_offering"))
_EXPECTED = (
    select(Slot.id)
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .where(SlotUnit.taken > 0, ~Schedule.on_holidays)
)
_STEPS = (
    select(Slot.id, Slot.opening_id, Opening.schedule_id, Slot.ordinal, Slot.local_date, Slot.minute)
    .add_columns(Schedule.on_holidays)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .where(Opening.schedule_id.in_(bindparam("of_rules", expanding=True)))
    .where(Opening.local_date >= bindparam("since"))
    .order_by(Slot.opening_id, Slot.ordinal)
)


def offerings(db: Db, location_id: int) -> list[Planned]:
    """What is offered at a place, without its weeks."""
    return [Planned(*row) for row in db.execute(_OFFERINGS, {"of_location": location_id})]


def offering(db: Db, location_id: int, offering_id: int) -> Planned:
    """One of them; `Missing` if it is not offered there."""
    for each in offerings(db, location_id):
        if each.id == offering_id:
            return each
    raise Missing


def hands(db: Db, location_id: int) -> list[Hands]:
    """What may stand side by side at a place, by name."""
    skills = catalogue.skills_at(db, location_id)
    return [Hands(*row, skills.get(row.id, frozenset())) for row in db.execute(_HANDS, {"of_location": location_id})]


def one_of(db: Db, location_id: int, resource_id: int) -> Hands:
    """One of them; `Missing` if it does not serve there."""
    for each in hands(db, location_id):
        if each.id == resource_id:
            return each
    raise Missing


def location_of(db: Db, offering_id: int) -> int:
    """Where an offering is given; `Missing` where it is nowhere any more."""
    found = db.execute(_LOCATION, {"of_offering": offering_id}).scalar_one_or_none()
    if found is None:
        raise Missing
    return int(found)


def rules_at(db: Db, location_id: int, *, since: date) -> list[Rule]:
    """Every weekly rule of a place that counts on this day or later, or was withdrawn before it began."""
    found: dict[int, list[Any]] = {}
    for row in db.execute(_RULES, {"of_location": location_id, "since": since}):
        found.setdefault(row.id, []).append(row)
    return [_rule(rows) for rows in found.values()]


def rules_of(db: Db, offering_id: int, *, since: date) -> list[Rule]:
    """Those of one offering."""
    found = rules_at(db, location_of(db, offering_id), since=since)
    return [rule for rule in found if rule.offering_id == offering_id]


def step_minutes(db: Db, offering_id: int) -> int:
    """How long a step of an offering's grid is."""
    return int(db.execute(_STEP_MINUTES, {"of_offering": offering_id}).scalar_one())


def weeks(db: Db, location_id: int, *, today: date) -> list[Planned]:
    """What is offered at a place with its weeks: those that count now, and those that are to come."""
    found = [rule for rule in rules_at(db, location_id, since=today) if not rule.is_withdrawn]
    return [
        msgspec.structs.replace(
            each,
            plans=rules.plans(rule for rule in found if rule.offering_id == each.id and rule.valid_from <= today),
            to_come=rules.plans(rule for rule in found if rule.offering_id == each.id and rule.valid_from > today),
        )
        for each in offerings(db, location_id)
    ]


def steps(db: Db, rule_ids: Collection[int], *, since: date) -> list[Step]:
    """Every step of the openings that these rules made, from a day on."""
    return [Step(*row) for row in db.execute(_STEPS, {"of_rules": list(rule_ids), "since": since})]


def expected(db: Db, rule: Rule, day: date, *, but: Collection[int]) -> bool:
    """Whether somebody has a place on a holiday with the hands of a rule at its hours, by other rules than some.

    Hands that are not named are those of the offering.
    """
    its = Schedule.resource_id == rule.resource_id if rule.resource_id else Slot.offering_id == rule.offering_id
    hours = Slot.starts_at < at_local(day, rule.closes), Slot.ends_at > at_local(day, rule.opens)
    found = _EXPECTED.where(Slot.local_date == day, its, *hours, Schedule.id.not_in(list(but)))
    return db.execute(found.limit(1)).one_or_none() is not None


def _rule(rows: Iterable[Any]) -> Rule:
    rows = list(rows)
    first = rows[0]
    places = tuple(Places(row.unit, row.capacity, row.public_limit) for row in rows)
    return Rule(
        offering_id=first.offering_id,
        weekday=first.weekday,
        opens=first.opens,
        closes=first.closes,
        places=places,
        valid_from=first.valid_from,
        valid_until=first.valid_until,
        every_weeks=first.every_weeks,
        resource_id=first.resource_id,
        on_holidays=first.on_holidays,
        id=first.id,
    )
