"""Who keeps their places when there are fewer, and who gets them back when there are more.

A cut ends no promise. Whoever has no place any more is displaced: still promised, and waiting for somebody to solve it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import IntEnum

import msgspec

from hoanhap.base.clock import Span


class Place(msgspec.Struct, frozen=True, order=True):
    """One unit of one slot: what is counted."""

    slot_id: int
    unit: str


class Limit(msgspec.Struct, frozen=True):
    """How many there are of a place, and how many of these the public may take."""

    capacity: int
    public_limit: int


class Rank(IntEnum):
    """Who comes before whom when places are short."""

    HAPPENED = 0
    """They came, or did not come: the past is not taken from anybody."""
    PROMISED = 1
    HELD = 2
    """Somebody is still filling in the form."""


class Promise(msgspec.Struct, frozen=True):
    """What is kept together or not at all: a participant with all steps of a stretch of time, or a whole party."""

    id: int
    rank: Rank
    since: datetime
    """When it was promised: who came first keeps their place first."""
    wants: Mapping[Place, int]
    is_public: bool = True
    is_supported: bool = True
    """Whether it has its places now; else it is displaced."""
    is_possible: bool = True
    """Whether it can be kept at all: not without something that is needed and does not work."""


class Settlement(msgspec.Struct, frozen=True):
    """What becomes of every promise, by their ids, in the order in which they came."""

    kept: tuple[int, ...]
    restored: tuple[int, ...]
    """Displaced until now; they have their places again."""
    displaced: tuple[int, ...]
    """They had places, and there are none for them any more."""
    still_displaced: tuple[int, ...]
    """There are no places for them yet."""
    lapsed: tuple[int, ...]
    """Places that were held while somebody filled in the form, and are gone."""


def settle(limits: Mapping[Place, Limit], promises: Iterable[Promise]) -> Settlement:
    """Give every place once: first to those who have one, the promised before the held and the oldest first.

    What is left goes to the displaced, the oldest first. A place without a limit has none, and whoever cannot be
    kept at all has none either. What has happened keeps its places whatever the limit, so a caller must not set a
    limit below `happened`.
    """
    taken: Counter[Place] = Counter()
    public: Counter[Place] = Counter()
    found: dict[str, list[int]] = {each: [] for each in Settlement.__struct_fields__}
    for each in sorted(promises, key=_turn):
        fits = each.rank is Rank.HAPPENED or (
            each.is_possible
            and all(
                taken[place] + count <= _limit(limits, place).capacity
                and (not each.is_public or public[place] + count <= _limit(limits, place).public_limit)
                for place, count in each.wants.items()
            )
        )
        if fits:
            taken.update(each.wants)
            public.update(each.wants if each.is_public else {})
        found[_outcome(each, fits=fits)].append(each.id)
    return Settlement(**{name: tuple(ids) for name, ids in found.items()})


def happened(promises: Iterable[Promise]) -> dict[Place, Limit]:
    """The fewest places there can be: what those have who came already, or were expected and did not come."""
    taken: Counter[Place] = Counter()
    public: Counter[Place] = Counter()
    for each in promises:
        if each.rank is Rank.HAPPENED:
            taken.update(each.wants)
            public.update(each.wants if each.is_public else {})
    return {place: Limit(count, public[place]) for place, count in taken.items()}


NONE = Limit(0, 0)


def left(limits: Mapping[Place, Limit], having: Iterable[Promise]) -> dict[Place, int]:
    """What nobody has of each place and the public may take, once all of these have theirs."""
    taken: Counter[Place] = Counter()
    public: Counter[Place] = Counter()
    for each in having:
        taken.update(each.wants)
        public.update(each.wants if each.is_public else {})
    return {
        place: min(limit.capacity - taken[place], limit.public_limit - public[place]) for place, limit in limits.items()
    }


class Start(msgspec.Struct, frozen=True):
    """A step at which something may start: where it is, and the steps of its opening from there on."""

    offering_id: int
    starts_at: datetime
    slots: tuple[int, ...]


class Wish(msgspec.Struct, frozen=True):
    """What somebody who is displaced looks for: so many steps with so much of each unit, near a moment.

    `offering_ids` are those where it can be, in the order in which they are tried: the own one first, then the nearest.
    `not_during` is when something that they need does not work there; it `lasts` so long.
    """

    id: int
    offering_ids: tuple[int, ...]
    span: int
    demand: Mapping[str, int]
    around: datetime
    lasts: timedelta = timedelta()
    not_during: Mapping[int, Collection[Span]] = {}


def suggest(wishes: Iterable[Wish], starts: Iterable[Start], free: Mapping[Place, int]) -> dict[int, Start]:
    """Where each could go, in the order given: the nearest time at the first place that has any.

    What is suggested to one is not suggested to the next, so all of them could go at once.
    """
    rest = Counter(free)
    at: dict[int, list[Start]] = {}
    for start in starts:
        at.setdefault(start.offering_id, []).append(start)
    found = {}
    for wish in wishes:
        fitting = ([each for each in at.get(where, ()) if _fits(wish, each, rest)] for where in wish.offering_ids)
        here = next(filter(None, fitting), [])
        if here:
            best = min(here, key=lambda each: (abs(each.starts_at - wish.around), each.starts_at))
            rest.subtract(_taken(wish, best))
            found[wish.id] = best
    return found


def _fits(wish: Wish, start: Start, rest: Mapping[Place, int]) -> bool:
    is_whole = len(start.slots) >= wish.span
    then = Span(start.starts_at, start.starts_at + wish.lasts)
    works = not any(out.meets(then) for out in wish.not_during.get(start.offering_id, ()))
    return is_whole and works and all(rest.get(place, 0) >= count for place, count in _taken(wish, start).items())


def _taken(wish: Wish, start: Start) -> dict[Place, int]:
    """What somebody would take who goes there."""
    return {Place(slot, unit): count for slot in start.slots[: wish.span] for unit, count in wish.demand.items()}


def at_least(asked: Limit, fewest: Limit) -> Limit:
    """The places asked for, or as many as there must be; the public may never take more than there are."""
    public_limit = max(asked.public_limit, fewest.public_limit)
    return Limit(max(asked.capacity, fewest.capacity, public_limit), public_limit)


def _limit(limits: Mapping[Place, Limit], place: Place) -> Limit:
    return limits.get(place, NONE)


def _turn(promise: Promise) -> tuple[bool, bool, Rank, datetime, int]:
    """What happened first, then who has places, then who waits for them: nobody gives way to somebody who has none."""
    is_behind = promise.rank is not Rank.HAPPENED and not promise.is_supported
    return promise.rank is not Rank.HAPPENED, is_behind, promise.rank, promise.since, promise.id


def _outcome(promise: Promise, *, fits: bool) -> str:
    if fits:
        return "kept" if promise.is_supported else "restored"
    if promise.rank is Rank.HELD:
        return "lapsed"
    return "displaced" if promise.is_supported else "still_displaced"
