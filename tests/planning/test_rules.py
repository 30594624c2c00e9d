"""How a week is said and read, and which rules collide or follow each other."""

from datetime import date, timedelta
from itertools import combinations

import hypothesis
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base.clock import minute_of
from hoanhap.planning import rules
from hoanhap.planning.rules import Places, Rule

MONDAY = date(2026, 11, 30)
THREE = (Places("place", 3, 2),)
MINUTES = st.integers(0, 24 * 4).map(lambda quarter: quarter * 15)
HOURS = st.tuples(MINUTES, MINUTES).filter(lambda hours: hours[0] < hours[1])


@st.composite
def week_rules(draw: st.DrawFn) -> Rule:
    opens, closes = draw(HOURS)
    valid_from = MONDAY + timedelta(days=draw(st.integers(0, 20)))
    until = draw(st.none() | st.integers(0, 40))
    return Rule(
        offering_id=draw(st.sampled_from([1, 2])),
        weekday=draw(st.integers(0, 6)),
        opens=opens,
        closes=closes,
        places=draw(st.sampled_from([THREE, (Places("seat", 4, 4), Places("wheelchair", 1, 1))])),
        valid_from=valid_from,
        valid_until=None if until is None else valid_from + timedelta(days=until),
        every_weeks=draw(st.sampled_from([1, 2])),
        resource_id=draw(st.sampled_from([None, 1, 2])),
    )


def numbered(found: list[Rule]) -> list[Rule]:
    return [msgspec.structs.replace(rule, id=number) for number, rule in enumerate(found, start=1)]


def rule(opens: int, closes: int, **told: object) -> Rule:
    return Rule(1, 0, opens * 60, closes * 60, THREE, MONDAY, **told)  # type: ignore[arg-type]  # as a test says it


@given(st.lists(HOURS, max_size=3), st.sampled_from([15, 30, 45]), st.integers(15, 200))
def test_as_many_appointments_fit_into_a_day_as_can_follow_one_another(
    blocks: list[tuple[int, int]], step: int, length: int
) -> None:
    most = rules.most_a_day(blocks, step=step, length=length)

    whole = -(-length // step) * step
    assert most == sum(len(range(opens, closes - whole + 1, whole)) for opens, closes in blocks)


@given(MINUTES, st.sampled_from(["vi", "en"]))
def test_a_time_is_read_as_it_is_shown(minute: int, language: str) -> None:
    assert minute_of(rules.typed(minute, language)) == minute


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("7 giờ 30", 450),
        ("7 giờ 30 phút", 450),
        ("7 giờ rưỡi", 450),
        ("7 gio 5", 425),
        ("7:30", 450),
        ("07:05", 425),
        ("7h30", 450),
        ("7h", 420),
        (" 7  GIỜ ", 420),
        ("7", 420),
        ("24 giờ", 1440),
        ("24:01", None),
        ("7:60", None),
        ("25", None),
        ("", None),
        ("sáng", None),
        ("-7", None),
        ("7.5", None),
        ("<b>7</b>", None),
    ],
)
def test_a_time_is_read_in_every_way_people_write_it(typed: str, minute: int | None) -> None:
    assert minute_of(typed) == minute


@given(st.sets(st.integers(0, 6)))
def test_runs_of_days_are_the_days_and_never_touch(weekdays: set[int]) -> None:
    found = rules.runs(weekdays)

    assert {day for first, last in found for day in range(first, last + 1)} == weekdays
    assert all(later[0] - earlier[1] > 1 for earlier, later in combinations(found, 2) if later > earlier)


@given(st.lists(week_rules(), max_size=12))
def test_plans_hold_every_rule_once(drawn: list[Rule]) -> None:
    given_rules = numbered(drawn)

    found = rules.plans(given_rules)

    assert sorted(rule.id for plan in found for rule in plan.rules) == [rule.id for rule in given_rules]
    for plan in found:
        assert 1 <= len(plan.blocks) <= rules.BLOCKS_OF_A_DAY
        assert {(rule.opens, rule.closes) for rule in plan.rules} == set(plan.blocks)
        assert {rule.weekday for rule in plan.rules} == set(plan.weekdays)


def test_a_week_with_a_lunch_break_is_one_plan() -> None:
    blocks = [(7 * 60, 11 * 60), (13 * 60, 17 * 60)]
    week = numbered([Rule(1, day, *block, THREE, MONDAY) for day in range(5) for block in blocks])

    (plan,) = rules.plans(week)

    assert (plan.runs, plan.blocks) == ([(0, 4)], tuple(blocks))


@given(week_rules(), week_rules())
def test_rules_collide_when_the_same_hands_have_two_places_at_one_moment(one: Rule, other: Rule) -> None:
    days = [MONDAY + timedelta(days=offset) for offset in range(90)]
    same_hands = (
        one.resource_id == other.resource_id
        if one.resource_id or other.resource_id
        else one.offering_id == other.offering_id
    )

    expected = same_hands and any(
        one.opens_on(day) and other.opens_on(day) and max(one.opens, other.opens) < min(one.closes, other.closes)
        for day in days
    )

    assert rules.collide(one, other) == rules.collide(other, one) == expected


def test_touching_hours_do_not_collide_and_two_therapists_stand_side_by_side() -> None:
    """Field case 20: what touches does not overlap."""
    assert not rules.collide(rule(7, 9), rule(9, 11))
    assert rules.collide(rule(7, 9), rule(8, 11))
    assert not rules.collide(rule(7, 9, resource_id=1), rule(7, 9, resource_id=2))
    assert rules.collide(rule(7, 9, resource_id=1), msgspec.structs.replace(rule(8, 9, resource_id=1), offering_id=2))


def test_alternate_weeks_that_never_meet_do_not_collide() -> None:
    one = rule(7, 9, every_weeks=2)
    other = msgspec.structs.replace(one, valid_from=MONDAY + timedelta(weeks=1))

    assert not rules.collide(one, other)
    assert rules.collide(one, msgspec.structs.replace(one, valid_from=MONDAY + timedelta(weeks=2)))


@hypothesis.settings(max_examples=200)
@given(st.lists(week_rules(), max_size=5), st.lists(week_rules(), max_size=5), st.sampled_from([15, 30, 60]))
def test_whoever_follows_a_rule_follows_it_alone_on_the_same_day_hands_and_grid(
    ending: list[Rule], beginning: list[Rule], step: int
) -> None:
    ending = numbered(ending)

    found = rules.successors(ending, beginning, step=step)

    assert len({id(new) for new in found.values()}) == len(found)
    for old in ending:
        if new := found.get(old.id):
            assert (old.weekday, old.resource_id) == (new.weekday, new.resource_id)
            assert (old.opens - new.opens) % step == 0
            assert max(old.opens, new.opens) < min(old.closes, new.closes)


def test_of_two_that_could_follow_the_one_that_shares_more_does() -> None:
    old = msgspec.structs.replace(rule(7, 11), id=1)

    assert rules.successors([old], [rule(7, 8), rule(8, 12)], step=30) == {1: rule(8, 12)}


@given(week_rules(), st.integers(0, 40), MINUTES, st.sampled_from([15, 30, 60]))
def test_a_step_has_the_places_of_its_rule_inside_its_hours_and_none_outside(
    new: Rule, offset: int, minute: int, step: int
) -> None:
    day = MONDAY + timedelta(days=offset)

    found = rules.limits(new, day=day, minute=minute, step=step)

    inside = new.opens_on(day) and minute in range(new.opens, new.closes - step + 1, step)
    assert found == ({each.unit: (each.capacity, each.public_limit) for each in new.places} if inside else {})
    assert rules.limits(None, day=day, minute=minute, step=step) == {}
