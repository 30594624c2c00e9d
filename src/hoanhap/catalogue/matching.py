"""How well something fits the words that were searched for, and which other words come near to them."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from itertools import chain

import msgspec

from hoanhap.base import text

MOST_WORDS = 12
MOST_NEAR, MOST_ALIKE = 3, 5
SHORTEST = 3
"""Shorter words are like too many others."""
SOUNDS_ALIKE = 0.7
LONGEST_PHRASE = 6
"""How many words something may have that is offered as another search."""

EXACT, FOLDED, BEGUN, NOWHERE = range(4)


class Grade(msgspec.Struct, frozen=True, order=True):
    """How well something fits; the smallest is the best. Words of the title count before the others."""

    worst: int
    sum: int
    outside_title: int


def asked_words(typed: str) -> list[str]:
    """The words to look for, with the marks they were typed with."""
    return text.words(typed)[:MOST_WORDS]


def grade(asked: list[str], title: str, others: str) -> Grade:
    """How well a title and other words fit what was asked: as typed, but for its marks, or only begun."""
    in_title, elsewhere = _fits(asked, text.words(title)), _fits(asked, text.words(others))
    either = [min(pair) for pair in zip(in_title, elsewhere, strict=True)]
    outside = sum(best < here for best, here in zip(either, in_title, strict=True))
    return Grade(max(either, default=EXACT), sum(either), outside)


def near_words(typed: str, texts: Iterable[list[str]]) -> list[str]:
    """What else to search for: the words mended so that something has them, and phrases that sound like them.

    Each text is what one thing can be found by: its title, and other phrases.
    """
    known = list(texts)
    near: list[str] = []
    for each in (_mended(asked_words(typed), known), *_near_phrases(typed, chain.from_iterable(known))):
        is_in_another = any(f" {_folded(each)} " in f" {_folded(one)} " for one in near)
        if each and not is_in_another and _folded(each) != _folded(typed):
            near.append(each)
    return near[:MOST_NEAR]


def _mended(asked: list[str], texts: list[list[str]]) -> str:
    """Those of the words that one text has, or has words like them; written as they are written there."""
    written = [{text.fold(word): word for phrase in phrases for word in text.words(phrase)} for phrases in texts]
    vocabulary = set(chain.from_iterable(written))
    alike = [_alike(text.fold(word), vocabulary) for word in asked]
    best: tuple[float, str] = (0.0, "")
    for here in written:
        chosen = [max(some.keys() & here.keys(), key=lambda each: (some[each], each), default="") for some in alike]
        likeness = sum(some.get(each, 0.0) for some, each in zip(alike, chosen, strict=True))
        if likeness > best[0]:
            best = likeness, " ".join(here[each] for each in chosen if each)
    return best[1] if len(best[1]) >= SHORTEST else ""


def _alike(word: str, vocabulary: set[str]) -> dict[str, float]:
    """The words that this may have been meant to be, and how likely."""
    if word in vocabulary:
        return {word: 1.0}
    begun_alike = sorted(each for each in vocabulary if each[0] == word[0] and len(word) >= SHORTEST)
    close = get_close_matches(word, begun_alike, n=MOST_ALIKE, cutoff=SOUNDS_ALIKE)
    return {each: SequenceMatcher(None, word, each).ratio() for each in close}


def _near_phrases(typed: str, phrases: Iterable[str]) -> list[str]:
    """The phrases that are in what was typed, or sound most like it."""
    wanted = _folded(typed)
    distinct = {_folded(each): each for each in phrases if 0 < len(each.split()) <= LONGEST_PHRASE}
    likeness = {folded: _likeness(wanted, folded) for folded in distinct if folded}
    best = sorted(likeness, key=lambda folded: (-likeness[folded], folded))
    return [distinct[folded] for folded in best[:MOST_NEAR] if likeness[folded] >= SOUNDS_ALIKE]


def _fits(asked: list[str], words: list[str]) -> list[int]:
    """How each word occurs among these words; only the last may be begun."""
    folded = {text.fold(each) for each in words}
    fits = [EXACT if word in words else FOLDED if text.fold(word) in folded else NOWHERE for word in asked]
    if asked and fits[-1] == NOWHERE and any(each.startswith(text.fold(asked[-1])) for each in folded):
        fits[-1] = BEGUN
    return fits


def _folded(phrase: str) -> str:
    return " ".join(text.words(text.fold(phrase)))


def _likeness(wanted: str, phrase: str) -> float:
    """1 and more for a phrase that was typed among other words, the longer the better."""
    if f" {phrase} " in f" {wanted} ":
        return 1 + len(phrase)
    matcher = SequenceMatcher(None, wanted, phrase, autojunk=False)
    is_hopeful = min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= SOUNDS_ALIKE
    return matcher.ratio() if is_hopeful else 0.0
