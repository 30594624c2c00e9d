"""When somebody is called back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base.clock import at_local, local
from hoanhap.hotline import Suits
from hoanhap.hotline.rules import LEAST_TIME, call_before
from tests.makers import NOON, TODAY, TOMORROW

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(now=INSTANTS, suits=st.sampled_from(Suits))
def test_a_promise_leaves_time_to_keep_it_and_ends_within_two_days(now: datetime, suits: Suits) -> None:
    promised = call_before(now, suits)

    assert now + LEAST_TIME <= promised <= now + timedelta(days=1) + LEAST_TIME
    assert 11 <= local(promised).hour <= 21


@given(now=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=3)), suits=st.sampled_from(Suits))
def test_whoever_asks_later_is_not_promised_earlier(now: datetime, later: timedelta, suits: Suits) -> None:
    assert call_before(now, suits) <= call_before(now + later, suits)


@pytest.mark.parametrize(
    ("now", "suits", "day", "hour"),
    [
        (NOON, Suits.ANY, TODAY, 21),
        (NOON, Suits.MORNING, TOMORROW, 11),
        (NOON, Suits.AFTERNOON, TODAY, 17),
        (NOON + timedelta(hours=3), Suits.AFTERNOON, TODAY, 17),
        (NOON + timedelta(hours=3, seconds=1), Suits.AFTERNOON, TOMORROW, 17),
        (NOON + timedelta(hours=11), Suits.ANY, TOMORROW, 21),
        (NOON - timedelta(hours=9), Suits.MORNING, TODAY, 11),  # at 3 in the morning, still yesterday in UTC
    ],
)
def test_somebody_is_called_within_the_time_that_suits(now: datetime, suits: Suits, day: date, hour: int) -> None:
    assert call_before(now, suits) == at_local(day, hour * 60)
