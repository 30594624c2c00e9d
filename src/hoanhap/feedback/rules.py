"""What somebody found hard, by which day we answer, how an answer ends, and how long anything of it is kept."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_high

import msgspec

from hoanhap.base import ids
from hoanhap.base.clock import working_day_after

WORKING_DAYS = 10
"""By when we answer; the days on which offices work, from the day after it was given."""
LOOKED_AHEAD = timedelta(days=60)
"""Within it lie so many working days, whatever feast there is."""
TOKEN_LENGTH = 32
LOOKING_BACK = timedelta(days=365)
"""How far back we count in public."""
NAME_KEPT = timedelta(days=30)
"""How long name and phone are kept after the answer: as long as somebody may still call."""
WORDS_KEPT = timedelta(days=400)
"""How long the rest is kept after the answer; longer than we count back, so that no count is short."""


class Aid(StrEnum):
    """With what somebody uses the pages; never what they have."""

    SCREEN_READER = "screen-reader"
    KEYBOARD = "keyboard"
    MAGNIFIER = "magnifier"
    VOICE = "voice"
    SWITCH = "switch"
    NONE = "none"
    OTHER = "other"


class Reply(StrEnum):
    """How somebody wants to be answered."""

    CALL = "call"
    MESSAGE = "message"
    PAGE = "page"
    NONE = "none"


class Outcome(StrEnum):
    """What comes of feedback."""

    FIXED = "fixed"
    WILL_FIX = "will-fix"
    CANNOT = "cannot"


BY_PHONE = frozenset({Reply.CALL, Reply.MESSAGE})
"""The replies for which we must know a phone."""


class Given(msgspec.Struct, frozen=True):
    """What somebody found hard, on which page, with which aids, and how to answer; `key` is that of the form."""

    key: str
    hard: str
    aids: tuple[Aid, ...] = ()
    reply: Reply = Reply.PAGE
    phone: str = ""
    full_name: str = ""
    page: str = ""

    @property
    def token(self) -> str:
        """Where they read what becomes of it; the same form with the same words has the same."""
        told = (self.hard, ",".join(self.aids), self.reply, self.phone, self.full_name, self.page)
        return ids.digest(self.key, *told)[:TOKEN_LENGTH]


class Answering(msgspec.Struct, frozen=True):
    """An answer in words, and what comes of it; `fix_by` is the day of what will be done."""

    outcome: Outcome
    words: str
    fix_by: date | None = None


def told_aids(ticked: Iterable[Aid]) -> tuple[Aid, ...]:
    """The aids that were ticked, in one order; whoever ticks one does not use none."""
    aids = sorted(set(ticked), key=list(Aid).index)
    return tuple(each for each in aids if each is not Aid.NONE or len(aids) == 1)


def answer_by(day: date, closed: Collection[date]) -> date:
    """The last day on which what was given on a day is answered in time; weekends and closed days do not count."""
    return working_day_after(day, WORKING_DAYS, closed)


def usual_days(days: Sequence[int]) -> int | None:
    """Within how many days at least half of all answers came; None where there are none."""
    return median_high(days) if days else None
