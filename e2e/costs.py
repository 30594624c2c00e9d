"""What a booking costs somebody, noted with the test that found it; `tools/accessibility_report.py` gathers it."""

from collections.abc import Callable

import msgspec

from hoanhap.web.assessment import GOALS, STEPS_A_MINUTE, WORDS_A_MINUTE, Cost

Record = Callable[[str, object], None]
"""pytest's fixture `record_property`."""
NAME = "cost"


def note(record: Record, cost: Cost) -> None:
    """Keep what a booking cost with the outcome of the test."""
    record(NAME, msgspec.json.encode(cost).decode())


def most_presses(cost: Cost) -> int:
    """The goal for the keys of this booking."""
    return GOALS[cost.journey][0]


def seconds_of_speech(words: int) -> int:
    """How long a voice takes for so many words."""
    return round(words * 60 / WORDS_A_MINUTE)


def seconds_of_scanning(steps: int) -> int:
    """How long a scan takes for so many steps."""
    return round(steps * 60 / STEPS_A_MINUTE)
