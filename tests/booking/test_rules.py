"""The life of a claim and of a booking, and the deadlines in it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base.clock import local_day
from hoanhap.booking import rules
from hoanhap.booking.rules import COUNTED, NEXT, Life, Who
from tests.makers import NOON

SATURDAY = 5
LIVES = st.sets(st.sampled_from(Life), min_size=1)
MINUTES = st.integers(0, 60 * 24 * 60)
INSTANTS = st.integers(-10_000_000, 10_000_000).map(lambda seconds: NOON + timedelta(seconds=seconds))


@given(LIVES)
def test_a_booking_has_the_state_of_one_of_its_participants(lives: set[Life]) -> None:
    assert rules.state_of(lives) in lives


@given(LIVES, st.sampled_from(Life))
def test_a_participant_more_never_makes_a_booking_less_alive(lives: set[Life], other: Life) -> None:
    together = rules.state_of({*lives, other})

    assert together in {rules.state_of(lives), other}
    assert rules.state_of({together, rules.state_of(lives)}) is together


def test_a_booking_is_cancelled_only_when_nobody_comes() -> None:
    assert rules.state_of({Life.CANCELLED}) is Life.CANCELLED
    assert all(rules.state_of({Life.CANCELLED, life}) is life for life in Life)


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT) == set(Life)
    assert all(following <= set(Life) for following in NEXT.values())


def test_what_is_over_only_changes_by_taking_back_a_slip() -> None:
    assert NEXT[Life.FULFILLED] == {Life.ARRIVED}
    assert all(Life.CANCELLED not in NEXT[life] for life in (Life.ARRIVED, Life.FULFILLED, Life.NOSHOW))


def test_what_was_declined_stays_declined() -> None:
    assert {life for life, following in NEXT.items() if not following} == {Life.DECLINED}


def test_what_was_cancelled_can_only_be_taken_back() -> None:
    assert NEXT[Life.CANCELLED] == {Life.BOOKED, Life.REQUESTED}


def test_a_promise_never_becomes_a_hold_again() -> None:
    promised = {Life.REQUESTED, Life.DECLINED, Life.BOOKED, Life.ARRIVED, Life.FULFILLED, Life.NOSHOW, Life.CANCELLED}

    assert all(NEXT[life] <= promised for life in promised)


def test_every_state_can_be_reached_from_a_hold() -> None:
    reached, before = {Life.HELD}, set[Life]()
    while reached != before:
        before = set(reached)
        reached |= {following for life in before for following in NEXT[life]}

    assert reached == set(Life)


def test_places_are_given_back_only_by_lapsing_declining_and_cancelling() -> None:
    assert set(Life) - COUNTED == {Life.LAPSED, Life.DECLINED, Life.CANCELLED}


def test_only_a_request_is_declined() -> None:
    assert {life for life, following in NEXT.items() if Life.DECLINED in following} == {Life.REQUESTED}


@given(INSTANTS, INSTANTS, st.integers(1, 20), st.sets(st.dates(date(2026, 7, 1), date(2027, 6, 30)), max_size=20))
def test_an_answer_is_promised_in_time_to_set_out_and_never_for_before_now(
    now: datetime, starts_at: datetime, working_days: int, closed: set[date]
) -> None:
    answer_by = rules.answer_by(now, starts_at, working_days=working_days, closed=closed)

    assert answer_by >= min(now, starts_at)
    assert answer_by <= max(now, starts_at - rules.ANSWER_BEFORE)
    one_day_more = rules.answer_by(now, starts_at, working_days=working_days + 1, closed=closed)
    assert answer_by <= one_day_more


@given(INSTANTS, st.integers(1, 20), st.sets(st.dates(date(2026, 7, 1), date(2027, 6, 30)), max_size=20))
def test_an_answer_far_ahead_falls_on_a_day_on_which_somebody_works(
    now: datetime, working_days: int, closed: set[date]
) -> None:
    answer_by = rules.answer_by(now, now + timedelta(days=365), working_days=working_days, closed=closed)
    day = local_day(answer_by)

    assert day.weekday() < SATURDAY
    assert day not in closed
    between = [local_day(now) + timedelta(days=each) for each in range(1, (day - local_day(now)).days + 1)]
    assert sum(each.weekday() < SATURDAY and each not in closed for each in between) == working_days


@given(INSTANTS, MINUTES)
def test_the_notice_is_counted_in_minutes_from_now(now: datetime, minutes: int) -> None:
    assert (rules.earliest_start(now, notice_minutes=minutes) - now).total_seconds() == minutes * 60


@given(INSTANTS, MINUTES)
def test_the_cancelling_deadline_is_that_long_before_the_start(starts_at: datetime, minutes: int) -> None:
    assert (starts_at - rules.cancel_until(starts_at, cancel_minutes=minutes)).total_seconds() == minutes * 60


@given(INSTANTS, st.integers(0, 3600))
def test_a_hold_is_renewed_once_ten_minutes_of_it_are_used(now: datetime, used: int) -> None:
    held_until = now + rules.HOLD - timedelta(seconds=used)

    assert rules.needs_renewal(held_until, now) == (used > 600)


A_STRETCH = st.builds(lambda first, span: list(range(first, first + span)), st.integers(0, 60), st.integers(1, 50))
SLOTS = st.tuples(A_STRETCH, A_STRETCH)


@given(SLOTS)
def test_moving_exchanges_all_that_the_two_times_do_not_share(times: tuple[list[int], list[int]]) -> None:
    old, new = times

    slots = rules.exchanged(old, new)

    stay = set(old) - set(slots.fewer)
    assert {slots.instead.get(slot, slot) for slot in stay} | set(slots.more) == set(new)
    assert not {*slots.instead, *slots.fewer} & set(new)
    assert not {*slots.instead.values(), *slots.more} & set(old)
    assert not (slots.more and slots.fewer)
    assert len(slots.more) - len(slots.fewer) == len(new) - len(old)


def test_moving_to_the_same_time_exchanges_nothing() -> None:
    assert rules.exchanged([3, 4], [3, 4]) == ({}, [], [])


@given(st.sampled_from(Life), INSTANTS, MINUTES, st.booleans(), INSTANTS)
def test_whoever_can_change_it_is_before_its_start_and_its_deadline(
    state: Life, starts_at: datetime, minutes: int, is_displaced: bool, now: datetime
) -> None:
    """Whose place was taken from them needs no deadline, only that it has not begun."""
    can = rules.can_change(state, starts_at, cancel_minutes=minutes, is_displaced=is_displaced, now=now)

    is_in_time = is_displaced or state is Life.REQUESTED or now + timedelta(minutes=minutes) <= starts_at
    assert can == (state in rules.TO_COME and now < starts_at and is_in_time)


@pytest.mark.parametrize(
    ("actor_id", "role", "who"),
    [
        (1, "person", Who.YOU),
        (1, "admin", Who.YOU),
        (2, "person", Who.HELPER),
        (2, "representative", Who.HELPER),
        (2, "desk", Who.PLACE),
        (2, "coordinator", Who.PLACE),
        (2, "operator", Who.HOTLINE),
        (None, "house", Who.HOUSE),
        (2, "something new", Who.HOUSE),
    ],
)
def test_people_are_told_who_did_it_by_what_they_are(actor_id: int | None, role: str, who: Who) -> None:
    assert rules.who_did(actor_id, role, seen_by=1) is who
