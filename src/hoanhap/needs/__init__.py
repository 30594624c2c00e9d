"""Needs: what people say must be there for them, once for good or for one search; every page asks this room."""

from hoanhap.needs.forms import TICKED, field_of, ticked
from hoanhap.needs.queries import Asking, Source, Topic, asking, asking_this_time, topics, words_of

__all__ = [
    "TICKED",
    "Asking",
    "Source",
    "Topic",
    "asking",
    "asking_this_time",
    "field_of",
    "ticked",
    "topics",
    "words_of",
]
