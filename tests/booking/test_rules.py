"""The life of a claim and of a booking, and the deadlines in it."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.booking import rules
from hoanhap.booking.rules import COUNTED, NEXT, Life
from tests.makers import NOON

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


def test_what_is_over_stays_over() -> None:
    assert {life for life, following in NEXT.items() if not following} == {Life.FULFILLED, Life.CANCELLED}


def test_a_promise_never_becomes_a_hold_again() -> None:
    promised = {Life.BOOKED, Life.ARRIVED, Life.FULFILLED, Life.NOSHOW, Life.CANCELLED}

    assert all(NEXT[life] <= promised for life in promised)


def test_every_state_can_be_reached_from_a_hold() -> None:
    reached, before = {Life.HELD}, set[Life]()
    while reached != before:
        before = set(reached)
        reached |= {following for life in before for following in NEXT[life]}

    assert reached == set(Life)


def test_places_are_given_back_only_by_lapsing_and_cancelling() -> None:
    assert set(Life) - COUNTED == {Life.LAPSED, Life.CANCELLED}


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
