"""Who sees what of a day, and in which order it stands."""

from datetime import datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.attendance import rules
from hoanhap.attendance.rules import EVERYWHERE, News, Show, Sight, Standing, Tally, Version
from hoanhap.catalogue import NeedRule, Setting
from hoanhap.organizations import Duty, MemberRole
from hoanhap.organizations.rules import DUTIES
from tests.makers import NOON

TALLIES = st.builds(Tally, *[st.integers(0, 3)] * 5)
ROLES = st.sets(st.sampled_from(MemberRole))


class Waiting(msgspec.Struct, frozen=True):
    """An entry of which only its standing is known."""

    number: int
    standing: Standing


class Named(msgspec.Struct, frozen=True):
    """Somebody on a list."""

    full_name: str
    starts_at: datetime
    reference: str


VERSIONS = st.builds(Version, st.integers(0, 400), st.integers(0, 400), st.sampled_from(["ab12", "cd34"]))
ENTRIES = st.lists(st.sampled_from(Standing)).map(lambda all_: [Waiting(*each) for each in enumerate(all_)])


def test_the_words_are_those_of_other_rooms() -> None:
    assert (rules.RUN_DAY, rules.SEE_OWN_DAY) == (Duty.RUN_DAY, Duty.SEE_OWN_DAY)
    assert set(Setting) == EVERYWHERE
    assert set(rules.OWN_SETTINGS) == {
        role for role, duties in DUTIES.items() if Duty.SEE_OWN_DAY in duties and Duty.RUN_DAY not in duties
    }


@given(ROLES)
def test_whoever_runs_the_day_sees_everybody_whatever_else_they_are(roles: set[MemberRole]) -> None:
    assert rules.sight(DUTIES[MemberRole.DESK], roles) == Sight(EVERYWHERE, is_everything=True)


def test_who_sees_their_own_day_sees_where_they_work() -> None:
    own = {Duty.SEE_OWN_DAY}

    assert rules.sight(own, {MemberRole.DRIVER}) == Sight(frozenset({"vehicle"}))
    assert rules.sight(own, {MemberRole.THERAPIST}) == Sight(frozenset({"place", "home", "remote"}))
    assert rules.sight(own, {MemberRole.DRIVER, MemberRole.THERAPIST}).settings == EVERYWHERE


@given(ROLES)
def test_without_the_duty_nobody_sees_anything(roles: set[MemberRole]) -> None:
    assert rules.sight({Duty.SEE_FIGURES}, roles).is_nothing


def test_a_need_bears_on_where_it_asks_for_something() -> None:
    ramp = NeedRule("ramp", features={"vehicle": frozenset({"lift"})})

    assert rules.bears_on(ramp, "vehicle")
    assert not rules.bears_on(ramp, "place")
    assert rules.bears_on(NeedRule("chair", unit="wheelchair"), "remote")
    assert rules.bears_on(NeedRule("along", extra_people=1), "vehicle")


@given(TALLIES)
def test_a_party_stands_as_its_people_do(tally: Tally) -> None:
    stands = tally.standing

    assert (stands is Standing.CANCELLED) == (tally.people == 0)
    assert (stands in {Standing.EXPECTED, Standing.PARTLY}) == (tally.booked > 0)
    assert (stands is Standing.NOSHOW) == (tally.noshow == tally.people > 0)
    assert 0 <= tally.came <= tally.people


@given(ENTRIES)
def test_everybody_who_was_not_cancelled_stands_on_the_list_once(entries: list[Waiting]) -> None:
    listed = rules.listed(entries, Show.ALL)

    assert sorted(each.number for each in listed) == [
        each.number for each in entries if each.standing is not Standing.CANCELLED
    ]


@given(ENTRIES)
def test_who_has_no_place_is_never_expected_and_stands_apart(entries: list[Waiting]) -> None:
    expected, everybody = rules.listed(entries, Show.EXPECTED), rules.listed(entries, Show.ALL)

    assert Standing.DISPLACED not in {each.standing for each in expected}
    apart = [each.standing is Standing.DISPLACED for each in everybody]
    assert apart == sorted(apart)
    for some in (True, False):
        numbers = [each.number for each in everybody if (each.standing is Standing.DISPLACED) == some]
        assert numbers == sorted(numbers)


def test_two_of_the_same_name_at_the_same_time_are_told_apart() -> None:
    an, same, later = Named("Nguyễn Văn An", NOON, "1"), Named("nguyen van an", NOON, "2"), Named("An", NOON, "3")

    assert rules.namesakes([an, same, later]) == {"1", "2"}
    assert rules.namesakes([an, later]) == frozenset()


@given(VERSIONS, VERSIONS)
def test_there_is_news_exactly_where_a_version_is_another_one(saw: Version, now: Version) -> None:
    news = now.since(saw.written)

    assert (news is None) == (saw == now)
    assert news is None or news == News(now.listed - saw.listed, now.came - saw.came)


@given(VERSIONS, st.sampled_from(["", "x", "1.2", "-1.0.ab12", "9999999.0.ab12", "<b>", "1.1.ab12 "]))
def test_who_saw_nothing_that_we_know_is_told_that_there_is_something(now: Version, odd: str) -> None:
    assert now.since(odd) == News(0, 0)
