"""Other weekly rules from a day on, as a change of capacity: what becomes of the openings that are made already."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import bindparam, insert, or_, select, update
from typing_extensions import override

from hoanhap import capacity, schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity import Change, Limit, Place, Settlement, StaleProposal, Where
from hoanhap.catalogue import Offering
from hoanhap.events import Actor, Fact, record
from hoanhap.planning import queries, rules
from hoanhap.planning.queries import Step
from hoanhap.planning.refusals import RulesCollide
from hoanhap.planning.rules import Rule
from hoanhap.schedule import ClosedDays, Counted, HandedOver, Schedule, ScheduleUnit

A_DAY = timedelta(days=1)
_OFFERINGS = select(Offering.id).where(Offering.location_id == bindparam("of_location")).order_by(Offering.id)
_ENDED = (
    update(Schedule)
    .where(Schedule.id.in_(bindparam("of_rules", expanding=True)))
    .where(or_(Schedule.valid_until.is_(None), Schedule.valid_until > bindparam("until")))
    .values(valid_until=bindparam("until"))
)


class WeeksPlanned(Fact, frozen=True):
    """From a day on an offering has other weekly rules."""

    announced = False
    offering_id: int
    first_on: date
    ended: tuple[int, ...]
    begun: int
    displaced: int


class WeeksImported(Fact, frozen=True):
    """From a day on offerings of a place have the weekly rules of a file."""

    announced = False
    offering_ids: tuple[int, ...]
    first_on: date
    ended: tuple[int, ...]
    begun: int
    displaced: int


class Replanning(Change, frozen=True):
    """From `first_on` on, these rules of an offering count no more, and others begin.

    A rule that begins for the same hands at the same hours as one that ends takes over its openings: they change, and
    whoever has a place there that stays keeps it. What is planned for a holiday takes over the openings of that day
    which the week made before it was one: whoever kept a place there keeps it.
    """

    offering_id: int
    first_on: date
    ends: tuple[int, ...] = ()
    begins: tuple[Rule, ...] = ()

    @override
    def why(self) -> str:
        """No reason of the list fits a new week."""
        return Reason.OTHER

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """Every day from the first on that has openings already."""
        last = schedule.last_opening_on(db) or self.first_on
        return Where((self.offering_id,), self.first_on, max(self.first_on, last))

    @override
    def is_made(self, db: Db) -> bool:
        """Whether the rules that end have ended, and those that begin are there."""
        found = queries.rules_of(db, self.offering_id, since=self.first_on)
        there = {rule.says for rule in found}
        return not any(rule.id in self.ends for rule in found) and there.issuperset(self.begins)

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """What the rule that follows gives; nothing where none does.

        Days that are closed, and what is not there, keep what they have; of openings that are taken over on a holiday,
        none has fewer.
        """
        followers, length, closed = self._followers(db), self._step(db), self._closed(db, where)
        working, steps = _working(db, where), {each.slot_id: each for each in self._steps(db, followers)}
        asked = {}
        for each in counted:
            step = steps.get(each.slot_id)
            follower = followers.get(step.rule_id) if step else None
            if step is None or each.is_out or step.local_date in self._shut(closed, step, follower):
                continue
            if follower and not follower.on_holidays and step.local_date in closed.holidays:
                follower = None
            given = rules.limits(follower, day=step.local_date, minute=step.minute, step=length, working=working)
            limit = Limit(*given.get(each.unit, (0, 0)))
            if step.rule_id not in self.ends:
                limit = Limit(max(each.capacity, limit.capacity), max(each.public_limit, limit.public_limit))
            asked[Place(each.slot_id, each.unit)] = limit
        return asked

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """End the rules, begin the others, hand over the openings, and make those that are missing."""
        self.hand_over(db, where)
        _make_missing(db, where)
        what = self.offering_id, self.first_on, self.ends, len(self.begins), len(settlement.displaced)
        record(db, WeeksPlanned(*what), by=by, at=now)

    def hand_over(self, db: Db, where: Where) -> None:
        """End the rules, begin the others, and let these go on with the openings that are made."""
        followers = self._followers(db)
        steps = self._steps(db, followers)
        if self.ends:
            db.execute(_ENDED, {"of_rules": self.ends, "until": self.first_on - A_DAY})
        begun = {rule: _begin(db, rule) for rule in self.begins}
        schedule.hand_over(db, _handed_over(steps, followers, begun, _working(db, where)))

    def added(self, db: Db, *, today: date) -> dict[date, int]:
        """How many places each day would have at times that are not there yet."""
        where = self.where(db, today=today)
        closed, length, working = self._closed(db, where), self._step(db), _working(db, where)
        followers = self._followers(db)
        heirs = {rule: old for old, rule in followers.items()}
        there = {(step.rule_id, step.local_date, step.minute) for step in self._steps(db, followers)}
        found: dict[date, int] = {}
        for day in schedule.days(where.first_on, where.last_on):
            for rule in self.begins:
                shut = closed.of(self.offering_id, on_holidays=rule.on_holidays)
                opens = day not in shut and rule.opens_on(day, working)
                for minute, _ in schedule.steps(rule.opens, rule.closes, length) if opens else ():
                    if (heirs.get(rule, 0), day, minute) not in there:
                        found[day] = found.get(day, 0) + sum(each.capacity for each in rule.places)
        return found

    def _steps(self, db: Db, followers: Mapping[int, Rule]) -> list[Step]:
        """The steps of the rules that end, and on a holiday of those whose openings are taken over."""
        found = queries.steps(db, {*self.ends, *followers}, since=self.first_on)
        return [each for each in found if each.rule_id in self.ends or each.local_date == self.first_on]

    def _followers(self, db: Db) -> dict[int, Rule]:
        """For each rule that ends the one that takes over its openings; and for rules of the week, on a holiday."""
        found, step = queries.rules_of(db, self.offering_id, since=self.first_on), self._step(db)
        ending = [rule for rule in found if rule.id in self.ends]
        followers = rules.successors(ending, self.begins, step=step)
        free = [rule for rule in self.begins if rule.on_holidays and rule not in followers.values()]
        of_the_week = [
            rule for rule in found if rule.id not in self.ends and not rule.on_holidays and rule.opens_on(self.first_on)
        ]
        return followers | rules.successors(of_the_week, free, step=step)

    def _step(self, db: Db) -> int:
        return queries.step_minutes(db, self.offering_id)

    def _closed(self, db: Db, where: Where) -> ClosedDays:
        return schedule.closed_days(db, first=where.first_on, last=where.last_on)

    def _shut(self, closed: ClosedDays, step: Step, follower: Rule | None) -> set[date]:
        """The days on which a step stays as it is, whatever rule follows."""
        return closed.of(
            self.offering_id, on_holidays=step.on_holidays or (follower is not None and follower.on_holidays)
        )

    def is_in_the_way(self, db: Db) -> bool:
        """Whether the same hands have somebody else on a holiday, at the hours that are planned for it."""
        theirs = {*self.ends, *self._followers(db)}
        return any(queries.expected(db, rule, self.first_on, but=theirs) for rule in self.begins if rule.on_holidays)


class Importing(Change, frozen=True):
    """What a file says of the weeks of a place: other rules of some offerings from a day on, as one change."""

    parts: tuple[Replanning, ...]

    def is_in_the_way(self, db: Db) -> bool:
        """Whether that is so of any of them."""
        return any(part.is_in_the_way(db) for part in self.parts)

    @property
    def offering_id(self) -> int:
        """One of the offerings: all are at the same place."""
        return self.parts[0].offering_id

    @property
    def first_on(self) -> date:
        """From when on it counts."""
        return self.parts[0].first_on

    @property
    def ends(self) -> tuple[int, ...]:
        """Every rule that ends."""
        return tuple(each for part in self.parts for each in part.ends)

    @property
    def begins(self) -> tuple[Rule, ...]:
        """Every rule that begins."""
        return tuple(each for part in self.parts for each in part.begins)

    @override
    def why(self) -> str:
        """No reason of the list fits new weeks."""
        return Reason.OTHER

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """Every day from the first on that has openings already."""
        where = self.parts[0].where(db, today=today)
        return msgspec.structs.replace(where, offering_ids=tuple(sorted(part.offering_id for part in self.parts)))

    @override
    def is_made(self, db: Db) -> bool:
        """Whether all of it is so already."""
        return all(part.is_made(db) for part in self.parts)

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """What the rules of each offering give that follow."""
        counted = list(counted)
        return {place: limit for part in self.parts for place, limit in part.limits(db, where, counted).items()}

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Do it for each offering, then make what is missing of all of them."""
        for part in self.parts:
            part.hand_over(db, where)
        _make_missing(db, where)
        what = where.offering_ids, self.first_on, self.ends, len(self.begins), len(settlement.displaced)
        record(db, WeeksImported(*what), by=by, at=now)

    def added(self, db: Db, *, today: date) -> dict[date, int]:
        """How many places each day would have at times that are not there yet."""
        found: Counter[date] = Counter()
        for part in self.parts:
            found.update(part.added(db, today=today))
        return dict(found)


def plan(db: Db, change: Replanning | Importing, version: str, *, by: Actor, now: datetime) -> None:
    """Do what was proposed; a plan that was made already changes nothing.

    Refuses with `StaleProposal` what is not so any more, and with `RulesCollide` what somebody else planned meanwhile.
    """
    location_id = queries.location_of(db, change.offering_id)
    offered = db.scalars(_OFFERINGS.with_for_update(key_share=True), {"of_location": location_id}).all()
    parts = change.parts if isinstance(change, Importing) else (change,)
    if not {part.offering_id for part in parts} <= set(offered):
        raise StaleProposal  # it was a draft, and was deleted meanwhile
    if not change.is_made(db):
        there = {rule.id: rule for rule in queries.rules_at(db, location_id, since=change.first_on)}
        if not there.keys() >= set(change.ends):
            raise StaleProposal
        others = [rule for rule in there.values() if rule.id not in change.ends]
        if rules.collisions(change.begins, others) or change.is_in_the_way(db):
            raise RulesCollide
    capacity.apply(db, change, version, by=by, now=now)


def _make_missing(db: Db, where: Where) -> None:
    """Make every step and every opening that the rules give and that are not there yet."""
    schedule.complete(db, where.offering_ids, first=where.first_on, last=where.last_on)
    schedule.make_openings(db, first=where.first_on, last=where.last_on)


def _working(db: Db, where: Where) -> dict[date, date]:
    return schedule.working_days(db, first=where.first_on, last=where.last_on)


def _begin(db: Db, rule: Rule) -> int:
    """Write a rule down, and return the number of its row."""
    key = db.execute(insert(Schedule), rule.values).inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    places = [
        {"schedule_id": key[0], "unit": each.unit, "capacity": each.capacity, "public_limit": each.public_limit}
        for each in rule.places
    ]
    db.execute(insert(ScheduleUnit), places)
    return int(key[0])


def _handed_over(
    steps: Iterable[Step], followers: Mapping[int, Rule], begun: Mapping[Rule, int], working: Mapping[date, date]
) -> Iterator[HandedOver]:
    """Each opening of a day on which its follower opens too."""
    openings = {step.opening_id: step for step in steps}
    for opening_id, step in openings.items():
        rule, day = followers.get(step.rule_id), step.local_date
        if rule and rule.opens_on(day, working):
            yield HandedOver(opening_id, begun[rule], at_local(day, rule.opens), at_local(day, rule.closes))
