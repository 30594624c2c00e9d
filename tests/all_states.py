"""Every page in every state."""

from tests import (
    states,
    states_at_work,
    states_of_capacity,
    states_of_displaced,
    states_of_failing,
    states_of_figures,
    states_of_holidays,
    states_of_moving,
    states_of_offerings,
    states_of_photos,
    states_of_requests,
    states_of_skills,
    states_of_staff,
    states_of_the_day,
    states_of_weeks,
    states_of_wide_closures,
)
from tests.stating import STATES, Here, State

__all__ = [
    "STATES",
    "Here",
    "State",
    "states",
    "states_at_work",
    "states_of_capacity",
    "states_of_displaced",
    "states_of_failing",
    "states_of_figures",
    "states_of_holidays",
    "states_of_moving",
    "states_of_offerings",
    "states_of_photos",
    "states_of_requests",
    "states_of_skills",
    "states_of_staff",
    "states_of_the_day",
    "states_of_weeks",
    "states_of_wide_closures",
]
