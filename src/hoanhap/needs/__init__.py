"""Needs: what people say must be there for them, once for good or for one search; every page asks this room."""

from hoanhap.needs.forms import field_of, ticked
from hoanhap.needs.queries import Asking, Source, Topic, asking, topics, words_of

__all__ = ["Asking", "Source", "Topic", "asking", "field_of", "ticked", "topics", "words_of"]
