"""What the last assessment of accessibility found: written by `make accessibility-report`, told on /accessibility."""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

FILE = Path(__file__).with_name("assessment.json")
WORDS_A_MINUTE = 175
"""The usual pace of the voice. Source: the documentation of eSpeak NG, option -s."""
STEPS_A_MINUTE = 60
"""A scan that waits a second at each step; many people need longer."""
GOALS = {"first": (60, 350), "again": (25, 150)}
"""The most key presses and the most words heard for a booking: for the first time, and for somebody known."""


class Check(msgspec.Struct, frozen=True):
    """One check of the browser gate: how often it was made, what it found, and how many broken pages it catches."""

    name: str
    looks: int
    findings: int
    broken: int


class Cost(msgspec.Struct, frozen=True):
    """What a booking costs from the home page to the confirmation."""

    journey: Literal["first", "again"]
    by: Literal["screen reader", "keyboard", "switch"]
    pages: int
    presses: int
    """Keys, or presses of the switch; the letters of a name, a phone number and a code come on top."""
    stops: int
    """Where somebody halts on the way: headings, links, fields; of a switch, each step of its scan."""
    words: int = 0
    """Heard from the screen reader; in Vietnamese, syllables. The other two hear none."""
    seconds: int = 0
    """How long these words take at the voice's usual pace; of a switch, how long the scan takes."""


class Assessment(msgspec.Struct, frozen=True):
    """Everything that was looked at and listened to on one day."""

    day: date
    tools: dict[str, str]
    """The version of each tool by its name."""
    states: int
    """Pages in each of their states, in one language and one width."""
    checks: list[Check]
    stories: int
    """Stories heard from beginning to end through a screen reader."""
    heard_states: int
    """States of pages of which the title and the errors were heard."""
    utterances: int
    unheard: int
    """Stories and states that were not heard as they should be."""
    costs: list[Cost]
    left_out: list[str]
    """What could not be done where the report was made."""

    @property
    def looks(self) -> int:
        """How often any check looked at any page."""
        return sum(each.looks for each in self.checks)

    @property
    def findings(self) -> int:
        """What all checks found."""
        return sum(each.findings for each in self.checks)


def read_assessment(file: Path = FILE) -> Assessment | None:
    """The last assessment; None where none was ever made."""
    return msgspec.json.decode(file.read_bytes(), type=Assessment) if file.exists() else None
