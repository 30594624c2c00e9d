"""How a week is said and read: times of day, days of the week, rules that are alike, and rules that collide."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

import msgspec

A_WEEK, DAYS_A_WEEK = timedelta(weeks=1), 7
LONGEST = 366
"""How many days a plan may be valid, if it says until when."""
NO_DAYS: Mapping[date, date] = {}
BLOCKS_OF_A_DAY = 2
"""How many stretches of time one form says of a day: before the break, and after it."""
_DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2}))|(?:(\d{1,2})[ /.-](\d{1,2})[ /.-](\d{4}))")


class Places(msgspec.Struct, frozen=True, order=True):
    """How many of a unit there are at a time, and how many of them are for people who book for themselves."""

    unit: str
    capacity: int
    public_limit: int


class Rule(msgspec.Struct, frozen=True):
    """A weekly rule: one stretch of time on one day of the week. `id` is that of its row, if it has one."""

    offering_id: int
    weekday: int
    opens: int
    closes: int
    places: tuple[Places, ...]
    valid_from: date
    valid_until: date | None = None
    every_weeks: int = 1
    resource_id: int | None = None
    on_holidays: bool = False
    """Whether it counts on a holiday too; so only what opens on a single day."""
    id: int = 0

    @property
    def says(self) -> "Rule":
        """What it says, whatever row it has."""
        return msgspec.structs.replace(self, id=0)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it ended before it began."""
        return self.valid_until is not None and self.valid_until < self.valid_from

    @property
    def is_of_one_day(self) -> bool:
        """Whether it says of a single day that it opens: a day more than the week has."""
        return self.valid_from == self.valid_until

    @property
    def values(self) -> dict[str, Any]:
        """What its row holds."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if name not in {"id", "places"}}

    def opens_on(self, day: date, working: Mapping[date, date] = NO_DAYS) -> bool:
        """Whether it counts on a day, or on the one that a `working` day makes up for, if nothing is closed."""
        return self._is_its(day) or (day in working and self._is_valid(day) and self._is_its(working[day]))

    def is_week_of(self, day: date) -> bool:
        """Whether a day lies in one of its weeks: in each, or in every other from its first on."""
        return self._weeks(day) % self.every_weeks == 0

    def gives(self, minute: int, step: int) -> bool:
        """Whether a step that begins at this minute lies within its hours, and on its grid."""
        return self.opens <= minute and minute + step <= self.closes and (minute - self.opens) % step == 0

    def _is_valid(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def _is_its(self, day: date) -> bool:
        return self._is_valid(day) and day.weekday() == self.weekday and self.is_week_of(day)

    def _weeks(self, day: date) -> int:
        return (_monday(day) - _monday(self.valid_from)) // A_WEEK


class Plan(msgspec.Struct, frozen=True):
    """Rules that are alike, as one form says them: these hours on these days of the week."""

    weekdays: tuple[int, ...]
    blocks: tuple[tuple[int, int], ...]
    rules: tuple[Rule, ...]

    @property
    def first(self) -> Rule:
        """The rule that says for all of them what they have in common."""
        return self.rules[0]

    @property
    def id(self) -> int:
        """What addresses call it: the lowest of the numbers of its rules."""
        return min(rule.id for rule in self.rules)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The days of the week as people say them: "from Monday to Friday", each by its first and its last day."""
        return runs(self.weekdays)


def date_of(typed: str) -> date | None:
    """The date that somebody means by "15 1 2027", "15/1/2027" or "2027-01-15"; None if it is none."""
    found = _DATE.fullmatch(typed.strip())
    if not found:
        return None
    year, month, day = (int(each) for each in (found.groups()[:3] if found[1] else found.groups()[:2:-1]))
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(max(year, 1), month)[1] else None


def typed(minute: int, language: str = "vi") -> str:
    """A minute of the day as a field shows it; `base.clock.minute_of` reads it."""
    hour, rest = divmod(minute, 60)
    if language != "vi":
        return f"{hour}:{rest:02d}"
    return f"{hour} giờ {rest:02d}" if rest else f"{hour} giờ"


def runs(weekdays: Iterable[int]) -> list[tuple[int, int]]:
    """Days of the week in runs of neighbours."""
    found: list[tuple[int, int]] = []
    for day in sorted(set(weekdays)):
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def plans(rules: Iterable[Rule]) -> list[Plan]:
    """Rules that are alike in everything but the day, together; the earlier in the week and the day come first."""
    days: dict[tuple[object, ...], dict[int, list[Rule]]] = {}
    for rule in sorted(rules, key=lambda each: (each.weekday, each.opens, each.id)):
        days.setdefault(_alike(rule), {}).setdefault(rule.weekday, []).append(rule)
    found = [plan for of_day in days.values() for plan in _plans_of(of_day)]
    return sorted(found, key=lambda plan: (plan.first.valid_from, plan.weekdays, plan.blocks, plan.id))


def plan(rules: Iterable[Rule], plan_id: int) -> Plan | None:
    """The plan of this number, if there is one."""
    return next((found for found in plans(rules) if found.id == plan_id), None)


def collide(one: Rule, other: Rule) -> bool:
    """Whether two rules are for the same hands at the same hour of some day.

    The same resource is in one place at a time, whatever it does there; without one, an offering opens once. What is
    planned for a holiday meets nothing that is closed on it.
    """
    same = (
        one.on_holidays == other.on_holidays
        and one.resource_id == other.resource_id
        and (one.resource_id is not None or one.offering_id == other.offering_id)
    )
    return same and one.opens < other.closes and other.opens < one.closes and _share_a_day(one, other)


def collisions(new_rules: Sequence[Rule], there: Collection[Rule]) -> list[tuple[Rule, Rule]]:
    """Every new rule with one that it collides with: one that is there, or another new one."""
    among = [(new, other) for at, new in enumerate(new_rules) for other in new_rules[at + 1 :] if collide(new, other)]
    return [(new, old) for new in new_rules for old in there if collide(new, old)] + among


def successors(ending: Iterable[Rule], beginning: Iterable[Rule], *, step: int) -> dict[int, Rule]:
    """For each rule that ends the one that takes over its openings, by the row of the first.

    It is for the same hands on the same day of the week and on the same grid, and shares the most of the time. Where
    there is none, the openings have nobody.
    """
    new_rules = list(beginning)
    pairs = [(old, number) for old in ending for number in range(len(new_rules))]
    fitting = [(old, number) for old, number in pairs if _can_follow(old, new_rules[number], step=step)]
    found: dict[int, int] = {}
    for old, number in sorted(fitting, key=lambda pair: (-_shared(pair[0], new_rules[pair[1]]), pair[0].id, pair[1])):
        if old.id not in found and number not in found.values():
            found[old.id] = number
    return {old_id: new_rules[number] for old_id, number in found.items()}


def limits(
    rule: Rule | None, *, day: date, minute: int, step: int, working: Mapping[date, date] = NO_DAYS
) -> Mapping[str, tuple[int, int]]:
    """How many of each unit a step has by the rule that has taken over its opening: none, where it has none."""
    if rule is None or not rule.opens_on(day, working) or not rule.gives(minute, step):
        return {}
    return {places.unit: (places.capacity, places.public_limit) for places in rule.places}


def since(rule: Rule, first_on: date) -> Rule | None:
    """What a rule says from a day on: it begins no sooner, and every other week stays that week; None if it is over."""
    if rule.is_withdrawn or (rule.valid_until is not None and rule.valid_until < first_on):
        return None
    if rule.valid_from >= first_on:
        return rule.says
    begins = first_on if rule.is_week_of(first_on) else _monday(first_on) + A_WEEK
    begun = msgspec.structs.replace(rule, valid_from=begins, id=0)
    return None if begun.is_withdrawn else begun


def replaced(
    there: Iterable[Rule], said: Iterable[Rule], first_on: date
) -> dict[int, tuple[tuple[int, ...], tuple[Rule, ...]]]:
    """For each offering of which something is said, which rules end before a day, and which begin.

    What says the same from that day on as a rule that is there leaves it alone.
    """
    new: dict[int, dict[Rule, None]] = {}
    for rule in said:
        new.setdefault(rule.offering_id, {})
        if (told := since(rule, first_on)) is not None:
            new[rule.offering_id][told] = None
    old = {rule.id: since(rule, first_on) for rule in there if rule.offering_id in new}
    found = {}
    for offering_id, told_rules in new.items():
        ours = {number: rule for number, rule in old.items() if rule and rule.offering_id == offering_id}
        ends = tuple(sorted(number for number, rule in ours.items() if rule not in told_rules))
        begins = tuple(rule for rule in told_rules if rule not in ours.values())
        if ends or begins:
            found[offering_id] = ends, begins
    return found


def most_a_day(blocks: Iterable[tuple[int, int]], *, step: int, length: int) -> int:
    """How many appointments fit into these stretches of time, one after the other, each with whole steps."""
    steps = -(-length // step)
    return sum((closes - opens) // step // steps for opens, closes in blocks)


def fits_together(blocks: Sequence[tuple[int, int]]) -> bool:
    """Whether stretches of time come one after the other, each with an end after its beginning."""
    return all(opens < closes for opens, closes in blocks) and all(
        before[1] <= after[0] for before, after in pairwise(blocks)
    )


def _alike(rule: Rule) -> tuple[object, ...]:
    return (
        rule.offering_id,
        rule.resource_id,
        rule.places,
        rule.every_weeks,
        rule.valid_from,
        rule.valid_until,
        rule.on_holidays,
    )


def _plans_of(of_day: Mapping[int, list[Rule]]) -> list[Plan]:
    """The rules of some days, at most two stretches of time of each together."""
    parts = [
        (tuple((rule.opens, rule.closes) for rule in part), weekday, part)
        for weekday, rules in of_day.items()
        for part in (rules[at : at + BLOCKS_OF_A_DAY] for at in range(0, len(rules), BLOCKS_OF_A_DAY))
    ]
    found = []
    for blocks, group in groupby(sorted(parts, key=lambda each: (each[0], each[1])), key=lambda each: each[0]):
        members = list(group)
        rules = tuple(rule for _, _, part in members for rule in part)
        found.append(Plan(tuple(sorted({weekday for _, weekday, _ in members})), blocks, rules))
    return found


def _share_a_day(one: Rule, other: Rule) -> bool:
    """Whether both count on some day."""
    if one.weekday != other.weekday:
        return False
    first = max(one.valid_from, other.valid_from)
    days = (first + timedelta(days=offset) for offset in range(2 * DAYS_A_WEEK))
    return any(one.opens_on(day) and other.opens_on(day) for day in days)


def _can_follow(old: Rule, new: Rule, *, step: int) -> bool:
    same = (old.weekday, old.resource_id) == (new.weekday, new.resource_id)
    return same and _shared(old, new) > 0 and (old.opens - new.opens) % step == 0


def _shared(one: Rule, other: Rule) -> int:
    """How many minutes of the day both have."""
    return min(one.closes, other.closes) - max(one.opens, other.opens)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
