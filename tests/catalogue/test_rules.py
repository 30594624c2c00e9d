"""What a party takes of a slot, and whether what somebody needs is there."""

import tomllib
from collections import Counter
from datetime import timedelta
from importlib.resources import files
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base.clock import Span
from hoanhap.catalogue import (
    EXTRA_MINUTES,
    SKILLS,
    Able,
    NeedRule,
    Out,
    Party,
    ResourceKind,
    Setting,
    Unit,
    able,
    demand,
    gaps,
    is_possible,
    out_during,
    out_on,
    party_for,
    spans_out,
    steps,
    units_by_participant,
    wanted_features,
)
from hoanhap.catalogue.rules import own_features
from hoanhap.needs.rules import kept_needs, kept_text
from tests.makers import NOON

PARTIES = st.integers(1, 9).flatmap(
    lambda people: st.builds(Party, st.just(people), st.integers(0, people), st.sampled_from(EXTRA_MINUTES))
)
USUAL_UNITS = st.sampled_from([Unit.PLACE.value, Unit.SEAT.value, Unit.STRETCHER.value])


@given(PARTIES, USUAL_UNITS)
def test_everybody_takes_one_unit(party: Party, unit: str) -> None:
    needs = demand(party, unit)

    assert sum(needs.values()) == party.people
    assert needs.get(Unit.WHEELCHAIR, 0) == party.wheelchairs
    assert 0 not in needs.values()


@given(PARTIES, USUAL_UNITS)
def test_participants_add_up_to_the_demand(party: Party, unit: str) -> None:
    participants = units_by_participant(party, unit)

    assert [number for number, _ in participants] == list(range(1, party.people + 1))
    assert Counter(unit for _, unit in participants) == demand(party, unit)


@given(st.integers(-2, 9), st.integers(-2, 9), st.integers(1, 6), st.booleans(), st.integers(-10, 40))
def test_only_a_party_that_can_come_is_possible(
    people: int, wheelchairs: int, most: int, takes: bool, extra: int
) -> None:
    party = Party(people, wheelchairs, extra)
    possible = is_possible(party, party_max=most, takes_wheelchairs=takes)

    can_come = people in range(1, most + 1) and wheelchairs in (range(people + 1) if takes else [0])
    assert possible == (can_come and extra in {0, 10, 20, 30, 40})


@given(PARTIES, st.integers(1, 8), st.integers(1, 60))
def test_a_booking_takes_as_many_whole_steps_as_its_minutes_need(party: Party, usual: int, step: int) -> None:
    taken = steps(party, duration_minutes=usual * step, step_minutes=step)

    assert (taken - 1) * step < usual * step + party.extra_minutes <= taken * step
    assert taken == usual or party.extra_minutes


@given(PARTIES, st.integers(1, 8), st.integers(0, 4), st.integers(1, 60))
def test_what_is_kept_free_comes_after_the_steps_of_the_appointment(
    party: Party, usual: int, after: int, step: int
) -> None:
    lengths = {"duration_minutes": usual * step, "step_minutes": step}

    assert steps(party, **lengths, buffer_minutes=after * step) == steps(party, **lengths) + after


FEATURES = st.sampled_from(["step-free", "lift", "parking", "sign-language", "wheelchair-space", "companion-seat"])
SETTINGS = st.sampled_from(list(Setting))
NEEDS = st.builds(
    NeedRule,
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from([None, Unit.WHEELCHAIR.value]),
    st.integers(0, 2),
    st.dictionaries(SETTINGS.map(str), st.frozensets(FEATURES), max_size=4),
)
KNOWN = st.dictionaries(FEATURES, st.booleans())


@given(st.lists(NEEDS), SETTINGS, KNOWN)
def test_each_need_is_met_or_its_gap_is_named(needs: list[NeedRule], setting: Setting, known: dict[str, bool]) -> None:
    wanted = wanted_features(needs, setting)
    found = {gap.feature: gap.is_known for gap in gaps(wanted, known)}

    for need in needs:
        for feature in need.features.get(setting, frozenset()):
            assert known.get(feature) is True or found[feature] == (feature in known)
    assert found.keys() <= wanted


HOUR = timedelta(hours=1)
OUTS = st.lists(
    st.builds(
        lambda feature, begins, lasts: Out(
            feature, Span(NOON + begins * HOUR, None if lasts is None else NOON + (begins + lasts) * HOUR)
        ),
        FEATURES,
        st.integers(0, 20),
        st.none() | st.integers(1, 6),
    ),
    max_size=6,
)


def _just_after(span: Span) -> Span:
    assert span.until is not None
    return Span(span.until, span.until + HOUR / 2)


@given(OUTS, st.frozensets(FEATURES))
def test_what_does_not_work_is_told_as_few_times_that_leave_nothing_out(outs: list[Out], asked: set[str]) -> None:
    found = spans_out(outs, asked)

    for hour in range(40):
        then = Span(NOON + hour * HOUR, NOON + (hour + 1) * HOUR)
        expected = any(out.feature in asked and out.span.meets(then) for out in outs)
        assert any(each.meets(then) for each in found) == expected
    assert all(one.until is not None and one.until < other.begins_at for one, other in pairwise(found))


@given(OUTS, st.integers(0, 30), st.integers(1, 5))
def test_it_is_told_how_long_each_does_not_work(outs: list[Out], begins: int, lasts: int) -> None:
    then = Span(NOON + begins * HOUR, NOON + (begins + lasts) * HOUR)
    found = out_during(outs, then)

    assert found.keys() == {each.feature for each in outs if each.span.meets(then)}
    for feature, span in found.items():
        assert span.meets(then)
        assert not (span.until and any(each.feature == feature and each.span.meets(_just_after(span)) for each in outs))


@given(OUTS, st.frozensets(FEATURES), st.integers(0, 20))
def test_it_is_told_at_which_hours_of_a_day_each_does_not_work(outs: list[Out], asked: set[str], begins: int) -> None:
    day = Span(NOON + begins * HOUR, NOON + (begins + 5) * HOUR)
    found = out_on(outs, asked, day)

    for feature in asked:
        for hour in range(begins, begins + 5):
            then = Span(NOON + hour * HOUR, NOON + (hour + 1) * HOUR)
            expected = any(out.feature == feature and out.span.meets(then) for out in outs)
            assert any(each.feature == feature and each.span.meets(then) for each in found) == expected
    for each in found:
        assert each.span.until is not None
        assert day.begins_at <= each.span.begins_at < each.span.until <= (day.until or NOON)
        assert each.feature in asked


@given(KNOWN, st.dictionaries(FEATURES, st.just(Span(NOON))), st.frozensets(FEATURES))
def test_what_passes_is_a_gap_that_says_how_long(known: dict[str, bool], out: dict[str, Span], asked: set[str]) -> None:
    found = {gap.feature: gap.out for gap in gaps(asked, known, out)}

    assert found.keys() == {each for each in asked if each in out or not known.get(each)}
    assert all(found[each] == out.get(each) for each in found)


@given(st.lists(NEEDS), SETTINGS, KNOWN, FEATURES)
def test_knowing_of_one_more_feature_never_makes_a_place_fit_worse(
    needs: list[NeedRule], setting: Setting, known: dict[str, bool], feature: str
) -> None:
    wanted = wanted_features(needs, setting)

    better = {gap.feature for gap in gaps(wanted, known | {feature: True})}

    assert better == {gap.feature for gap in gaps(wanted, known)} - {feature}


@given(st.lists(NEEDS), st.lists(NEEDS), SETTINGS, KNOWN)
def test_more_needs_are_never_easier_to_meet(
    needs: list[NeedRule], others: list[NeedRule], setting: Setting, known: dict[str, bool]
) -> None:
    fewer = gaps(wanted_features(needs, setting), known)

    assert set(fewer) <= set(gaps(wanted_features([*needs, *others], setting), known))


@given(st.lists(NEEDS), st.integers(1, 9), st.booleans())
def test_whoever_comes_with_needs_can_be_booked(needs: list[NeedRule], most: int, takes: bool) -> None:
    party = party_for(needs, party_max=most, takes_wheelchairs=takes)

    assert is_possible(party, party_max=most, takes_wheelchairs=takes)
    assert party.people == min(1 + sum(need.extra_people for need in needs), most)
    assert party.wheelchairs == (takes and any(need.unit == Unit.WHEELCHAIR for need in needs))


@given(st.booleans(), st.integers(1, 9))
def test_an_offering_says_of_itself_whom_it_has_room_for(takes: bool, most: int) -> None:
    own = own_features(takes_wheelchairs=takes, party_max=most)

    assert own == {"wheelchair-space": takes, "companion-seat": most > 1}


CODES = st.frozensets(st.from_regex(r"[a-z][a-z-]{0,30}", fullmatch=True), max_size=30)


@given(CODES)
def test_what_a_browser_keeps_is_read_as_it_was_written(needs: frozenset[str]) -> None:
    assert kept_needs(kept_text(needs)) == needs


@given(st.text(max_size=300))
def test_whatever_a_browser_sends_is_read_as_codes_and_nothing_else(text: str) -> None:
    assert all(each.isascii() and 0 < len(each) <= 40 for each in kept_needs(text))


@given(CODES)
def test_what_a_browser_keeps_needs_no_quotes(needs: frozenset[str]) -> None:
    assert set(kept_text(needs)) <= set("abcdefghijklmnopqrstuvwxyz-.")


SKILLED = st.dictionaries(st.integers(1, 4), st.frozensets(st.sampled_from("abcd"), max_size=3), max_size=4)


@given(st.frozensets(st.sampled_from("abcd")), st.frozensets(st.sampled_from("abcd")), SKILLED)
def test_those_are_able_who_can_do_all_that_any_of_them_can_of_what_is_missing(
    needed: frozenset[str], there: frozenset[str], skills: dict[int, frozenset[str]]
) -> None:
    found = able(needed, there, skills)

    lacking = needed - there
    somebody = {feature for feature in lacking if any(feature in can for can in skills.values())}
    who = {number for number, can in skills.items() if somebody <= can}
    assert (found is None) == (not somebody or not who)
    if found is not None:
        assert found == Able(frozenset(somebody), frozenset(who))


@given(st.frozensets(st.sampled_from("abcd")), SKILLED)
def test_nobody_is_asked_for_what_is_there_at_every_time(
    needed: frozenset[str], skills: dict[int, frozenset[str]]
) -> None:
    assert able(needed, needed, skills) is None


def test_what_some_can_do_is_a_feature_that_there_is() -> None:
    there_is = tomllib.loads((files("hoanhap.catalogue") / "needs.toml").read_text("utf-8"))["feature"]
    known = {feature["code"] for feature in there_is}

    assert set(SKILLS) == set(ResourceKind)
    assert {feature for features in SKILLS.values() for feature in features} <= known
