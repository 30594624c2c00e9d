"""Who keeps their places when there are fewer, who gets them back when there are more, and who is moved.

A cut ends no promise. Whoever has no place any more is moved as far as they allowed it, or else displaced: still
promised, and waiting for somebody to solve it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum

import msgspec

from hoanhap.base.clock import Span, local_day


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
    after: Mapping[Place, int] = {}
    """What is kept free after it: it gives way to everybody's own time."""


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
    moved: tuple[int, ...] = ()
    """They would be displaced, and have another time instead, as they allowed."""
    hurried: tuple[int, ...] = ()
    """Those of the kept after whom there is nothing to keep free any more."""


class _Room:
    """What is left of every place while they are given one after the other."""

    def __init__(self, limits: Mapping[Place, Limit]) -> None:
        self.limits = limits
        self.taken: Counter[Place] = Counter()
        self.public: Counter[Place] = Counter()

    def has(self, wants: Mapping[Place, int], *, is_public: bool) -> bool:
        """Whether there is as much as is wanted; a place without a limit has none."""
        return all(
            self.taken[place] + count <= self.limits.get(place, NONE).capacity
            and (not is_public or self.public[place] + count <= self.limits.get(place, NONE).public_limit)
            for place, count in wants.items()
        )

    def give(self, wants: Mapping[Place, int], *, is_public: bool) -> None:
        """Give it, whether it is there or not."""
        self.taken.update(wants)
        self.public.update(wants if is_public else {})

    def give_if_there(self, wants: Mapping[Place, int], *, is_public: bool) -> bool:
        """Give it and say so, or give nothing."""
        fits = self.has(wants, is_public=is_public)
        self.give(wants if fits else {}, is_public=is_public)
        return fits


def settle(limits: Mapping[Place, Limit], promises: Iterable[Promise]) -> Settlement:
    """Give every place once: first to those who have one, the promised before the held and the oldest first.

    Then comes what is kept free after these, in the same order: nobody loses a promise for it. What is left goes to
    the displaced, the oldest first, with all that is kept free after them. A place without a limit has none, and
    whoever cannot be kept at all has none either. What has happened keeps its places whatever the limit, so a caller
    must not set a limit below `happened`.
    """
    room, found = _Room(limits), {each: list[int]() for each in Settlement.__struct_fields__}
    in_turn = sorted(promises, key=_turn)
    kept = [each for each in in_turn if not _is_behind(each) and _is_kept(room, each)]
    for each in kept:
        if not room.give_if_there(each.after, is_public=each.is_public):
            found["hurried"].append(each.id)
    having = {each.id for each in kept} | {each.id for each in in_turn if _is_behind(each) and _comes_back(room, each)}
    for each in in_turn:
        found[_outcome(each, fits=each.id in having)].append(each.id)
    return Settlement(**{name: tuple(ids) for name, ids in found.items()})


def happened(promises: Iterable[Promise]) -> dict[Place, Limit]:
    """The fewest places there can be: what those have who came already, or were expected and did not come."""
    room = _Room({})
    for each in promises:
        if each.rank is Rank.HAPPENED:
            room.give(each.wants, is_public=each.is_public)
    return {place: Limit(count, room.public[place]) for place, count in room.taken.items()}


NONE = Limit(0, 0)


def left(limits: Mapping[Place, Limit], having: Iterable[Promise]) -> dict[Place, int]:
    """What nobody has of each place and the public may take, once all of these have theirs."""
    room = _given(having)
    return {
        place: min(limit.capacity - room.taken[place], limit.public_limit - room.public[place])
        for place, limit in limits.items()
    }


def _given(having: Iterable[Promise]) -> _Room:
    """All that these have, with what is kept free after them."""
    room = _Room({})
    for each in having:
        room.give(each.wants, is_public=each.is_public)
        room.give(each.after, is_public=each.is_public)
    return room


class Start(msgspec.Struct, frozen=True):
    """A step at which something may start: where it is, and the steps of its opening from there on, with their ends.

    So many steps are kept free there `after` each appointment.
    """

    offering_id: int
    starts_at: datetime
    slots: tuple[int, ...]
    ends: tuple[datetime, ...]
    after: int = 0
    resource_id: int | None = None

    def taken(self, own: int) -> tuple[int, ...]:
        """What an appointment of so many steps of its own takes from here on; fewer where the opening ends."""
        return self.slots[: own + self.after]


class Wish(msgspec.Struct, frozen=True):
    """What somebody who is displaced looks for: so many steps with so much of each unit, near a moment.

    `offering_ids` are those where it can be, in the order in which they are tried: the own one first, then the nearest.
    `not_during` is when something that they need does not work there, or they cannot be there; it `lasts` so long.
    `by` are those who can do what they need, where not everybody can.
    """

    id: int
    offering_ids: tuple[int, ...]
    span: int
    demand: Mapping[str, int]
    around: datetime
    lasts: timedelta = timedelta()
    not_during: Mapping[int, Collection[Span]] = {}
    by: Mapping[int, Collection[int]] = {}


class Leave(msgspec.Struct, frozen=True):
    """What somebody allowed before they lost their place: to be moved to another time, and within which bounds.

    They stay where they are, from the first to the last of these days, and nothing begins before they can have heard of
    it. The wish itself says when they have something else, and when their place is closed.
    """

    wish: Wish
    first_on: date
    last_on: date
    earliest: datetime
    until: datetime
    person: int


def suggest(wishes: Iterable[Wish], starts: Iterable[Start], free: Mapping[Place, int]) -> dict[int, Start]:
    """Where each could go, in the order given: the nearest time at the first place that has any.

    What is suggested to one is not suggested to the next, so all of them could go at once.
    """
    rest, at = Counter(free), _by_place(starts)
    found = {}
    for wish in wishes:
        fitting = ([each for each in at.get(where, ()) if _fits(wish, each, rest)] for where in wish.offering_ids)
        here = next(filter(None, fitting), [])
        if here:
            found[wish.id] = _nearest(wish, here)
            rest.subtract(places_of(wish, found[wish.id]))
    return found


def move(leaves: Iterable[Leave], starts: Iterable[Start], free: Mapping[Place, int]) -> dict[int, Start]:
    """Where each is moved, in the order given: to the nearest time within what they allowed.

    Whoever finds none is not among them. What one has the next does not get, and nobody is at two places at once.
    """
    rest, at = Counter(free), _by_place(starts)
    busy: dict[int, list[Span]] = {}
    found = {}
    for leave in leaves:
        wish, theirs = leave.wish, busy.setdefault(leave.person, [])
        possible = (each for where in wish.offering_ids for each in at.get(where, ()))
        here = [each for each in possible if _fits(wish, each, rest) and _allows(leave, each, theirs)]
        if here:
            best = found[wish.id] = _nearest(wish, here)
            rest.subtract(places_of(wish, best))
            theirs.append(_time_of(wish, best))
    return found


def with_moves(settlement: Settlement, moved: Collection[int]) -> Settlement:
    """The same, where some of those who would be displaced are moved instead."""
    return msgspec.structs.replace(
        settlement,
        displaced=tuple(each for each in settlement.displaced if each not in moved),
        moved=tuple(each for each in settlement.displaced if each in moved),
    )


def set_aside(free: Mapping[Place, int], waiting: Iterable[tuple[Place, int]]) -> dict[Place, int]:
    """What is left of each place once those who wait for it are left theirs: nobody goes there before them."""
    rest = dict(free)
    for place, count in waiting:
        if place in rest:
            rest[place] -= count
    return rest


def places_of(wish: Wish, start: Start) -> dict[Place, int]:
    """What somebody would take who goes there."""
    return {Place(slot, unit): count for slot in start.taken(wish.span) for unit, count in wish.demand.items()}


def _by_place(starts: Iterable[Start]) -> dict[int, list[Start]]:
    at: dict[int, list[Start]] = {}
    for start in starts:
        at.setdefault(start.offering_id, []).append(start)
    return at


def _nearest(wish: Wish, starts: Iterable[Start]) -> Start:
    return min(starts, key=lambda each: (abs(each.starts_at - wish.around), each.starts_at, each.slots))


def _time_of(wish: Wish, start: Start) -> Span:
    """How long somebody would be there who goes there."""
    return Span(start.starts_at, start.ends[wish.span - 1])


def _allows(leave: Leave, start: Start, busy: Iterable[Span]) -> bool:
    return (
        leave.first_on <= local_day(start.starts_at) <= leave.last_on
        and leave.earliest <= start.starts_at < leave.until
        and not any(each.meets(_time_of(leave.wish, start)) for each in busy)
    )


def _fits(wish: Wish, start: Start, rest: Mapping[Place, int]) -> bool:
    is_whole = len(start.taken(wish.span)) == wish.span + start.after
    then = Span(start.starts_at, start.starts_at + wish.lasts)
    works = not any(out.meets(then) for out in wish.not_during.get(start.offering_id, ()))
    is_able = start.offering_id not in wish.by or start.resource_id in wish.by[start.offering_id]
    is_free = all(rest.get(place, 0) >= count for place, count in places_of(wish, start).items())
    return is_whole and works and is_able and is_free


def at_least(asked: Limit, fewest: Limit) -> Limit:
    """The places asked for, or as many as there must be; the public may never take more than there are."""
    public_limit = max(asked.public_limit, fewest.public_limit)
    return Limit(max(asked.capacity, fewest.capacity, public_limit), public_limit)


def _is_kept(room: _Room, promise: Promise) -> bool:
    """Give somebody the time they have, if it is still there; what has happened is there whatever the limit."""
    if promise.rank is Rank.HAPPENED:
        room.give(promise.wants, is_public=promise.is_public)
        return True
    return promise.is_possible and room.give_if_there(promise.wants, is_public=promise.is_public)


def _comes_back(room: _Room, promise: Promise) -> bool:
    """Give somebody who has none a time, with what is kept free after it, if all of it is there."""
    everything = Counter(promise.wants) + Counter(promise.after)
    return promise.is_possible and room.give_if_there(everything, is_public=promise.is_public)


def _is_behind(promise: Promise) -> bool:
    """Whether somebody waits for places: nobody gives way to somebody who has none."""
    return promise.rank is not Rank.HAPPENED and not promise.is_supported


def _turn(promise: Promise) -> tuple[bool, bool, Rank, datetime, int]:
    """What happened first, then who has places, then who waits for them."""
    return promise.rank is not Rank.HAPPENED, _is_behind(promise), promise.rank, promise.since, promise.id


def _outcome(promise: Promise, *, fits: bool) -> str:
    if fits:
        return "kept" if promise.is_supported else "restored"
    if promise.rank is Rank.HELD:
        return "lapsed"
    return "displaced" if promise.is_supported else "still_displaced"
