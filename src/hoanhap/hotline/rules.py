"""Who wants to be called and when."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from hoanhap.base import ids
from hoanhap.base.clock import at_local, local_day

LEAST_TIME = timedelta(hours=2)
"""What we need at least: a promise to call within minutes could not be kept."""
TOKEN_LENGTH = 32
KEPT_AFTER_CALL = timedelta(days=30)
"""How long a request is kept once the person was called; what they wrote can speak of their health."""


class Suits(StrEnum):
    """When it suits somebody to be called."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Way(StrEnum):
    """How somebody wants to be reached."""

    CALL = "call"
    MESSAGE = "message"


class Kind(StrEnum):
    """Why somebody is on the call list: they asked, or there is a message that only a call can bring."""

    CALLBACK = "callback"
    MESSAGE = "message"


class Line(msgspec.Struct, frozen=True):
    """A line of the call list."""

    kind: Kind
    number: int


class Asking(msgspec.Struct, frozen=True):
    """Who wants to be called, when, how and what about; `key` is that of the form."""

    key: str
    full_name: str
    phone: str
    suits: Suits
    way: Way
    about: str

    @property
    def token(self) -> str:
        """Where they read what happens next; the same form with the same words has the same."""
        return ids.digest(*msgspec.structs.astuple(self))[:TOKEN_LENGTH]


ENDS = {Suits.ANY: 21 * 60, Suits.MORNING: 11 * 60, Suits.AFTERNOON: 17 * 60, Suits.EVENING: 21 * 60}
"""The minute after local midnight by which somebody was called; the hotline is there from 7 to 21."""


def call_before(now: datetime, suits: Suits) -> datetime:
    """The moment by which we promise to call: the end of today's time that suits, or of tomorrow's."""
    today = local_day(now)
    ends = (at_local(today + timedelta(days=days), ENDS[suits]) for days in range(2))
    return next(end for end in ends if now + LEAST_TIME <= end)
