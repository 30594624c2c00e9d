"""Help by people: what to do on each page, asking to be called back, and the list of those who must be called."""

from hoanhap.hotline.model import Callback
from hoanhap.hotline.queries import open_count
from hoanhap.hotline.rules import Suits, Way
from hoanhap.hotline.texts import GUIDES
from hoanhap.hotline.verbs import CallbackAsked, CallListSeen, PersonCalled, ask, forget_old, look_at_calls, note_call

__all__ = [
    "GUIDES",
    "CallListSeen",
    "Callback",
    "CallbackAsked",
    "PersonCalled",
    "Suits",
    "Way",
    "ask",
    "forget_old",
    "look_at_calls",
    "note_call",
    "open_count",
]
