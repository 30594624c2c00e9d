"""Who keeps their places when there are fewer, who gets them back when there are more, and who is moved."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.base.clock import Span, local_day, whole_days
from hoanhap.capacity import Limit, Place, Promise, Rank, Settlement, settle
from hoanhap.capacity.rules import (
    Leave,
    Start,
    Wish,
    at_least,
    happened,
    move,
    places_of,
    set_aside,
    suggest,
    with_moves,
)

START = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)
SEAT, WHEELCHAIR = Place(1, "seat"), Place(1, "wheelchair")
PLACES = [Place(slot_id, unit) for slot_id in (1, 2, 3) for unit in ("seat", "wheelchair")]
WANTS = st.dictionaries(st.sampled_from(PLACES), st.integers(1, 3), min_size=1, max_size=3)


@st.composite
def promise_lists(draw: st.DrawFn) -> list[Promise]:
    """People who came at different times, or at the same; what happened was never displaced."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        rank = draw(st.sampled_from(Rank))
        since = START + timedelta(minutes=draw(st.integers(0, 5)))
        is_supported = rank is not Rank.PROMISED or draw(st.booleans())
        after = draw(st.just({}) | WANTS)
        found.append(Promise(number, rank, since, draw(WANTS), draw(st.booleans()), is_supported, after=after))
    return found


@st.composite
def limits_of_places(draw: st.DrawFn) -> dict[Place, Limit]:
    """Some places have a limit; a place that is gone has none."""
    found = {}
    for place in draw(st.sets(st.sampled_from(PLACES))):
        capacity = draw(st.integers(0, 8))
        found[place] = Limit(capacity, draw(st.integers(0, capacity)))
    return found


@given(limits_of_places(), promise_lists())
def test_everybody_is_told_one_thing(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    *told, hurried = msgspec.structs.astuple(settle(limits, promises))

    assert sorted(each for ids in told for each in ids) == [each.id for each in promises]
    assert set(hurried) <= {*told[0]}


@given(limits_of_places(), promise_lists())
def test_no_place_is_given_twice(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    least = happened(promises)
    taken, public = counted(having(settle(limits, promises), promises))

    for place, count in taken.items():
        fewest = least.get(place, Limit(0, 0))
        most = limits.get(place, Limit(0, 0))
        assert count <= max(most.capacity, fewest.capacity)
        assert public[place] <= max(most.public_limit, fewest.public_limit)


@given(promise_lists(), limits_of_places())
def test_nobody_loses_a_place_while_there_are_enough(promises: list[Promise], more: dict[Place, Limit]) -> None:
    """Whatever else changes, whoever has places keeps them (field cases 30, 35)."""
    limits = enough_for([each for each in promises if each.is_supported], more)

    settled = settle(limits, promises)

    assert (settled.displaced, settled.lapsed, settled.hurried) == ((), (), ())


@given(limits_of_places(), promise_lists())
def test_what_is_kept_free_costs_nobody_a_promise(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    """Field case 20: a buffer gives way to everybody who has a time, and to nobody who has none."""
    settled = settle(limits, promises)
    without = settle(limits, [msgspec.structs.replace(each, after={}) for each in promises])

    assert (settled.kept, settled.displaced, settled.lapsed) == (without.kept, without.displaced, without.lapsed)
    taken, public = counted(having(settled, promises))
    for each in promises:
        if each.id in settled.hurried:
            assert any(
                taken[place] + count > limits.get(place, Limit(0, 0)).capacity
                or (each.is_public and public[place] + count > limits.get(place, Limit(0, 0)).public_limit)
                for place, count in each.after.items()
            )


@given(limits_of_places(), promise_lists())
def test_what_has_happened_stays(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    settled = settle(limits, promises)

    assert {each.id for each in promises if each.rank is Rank.HAPPENED} <= set(settled.kept)


@given(limits_of_places(), promise_lists())
def test_a_hold_is_let_go_and_a_promise_never(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    settled = settle(limits, promises)
    ranks = {each.id: each.rank for each in promises}

    assert {ranks[each] for each in settled.lapsed} <= {Rank.HELD}
    assert {ranks[each] for each in (*settled.displaced, *settled.still_displaced)} <= {Rank.PROMISED}


@given(limits_of_places(), promise_lists())
def test_whoever_has_none_could_have_none(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    """No place is left over that somebody without one could have."""
    settled = settle(limits, promises)
    taken, public = counted(having(settled, promises))
    without = {*settled.displaced, *settled.still_displaced, *settled.lapsed}

    for each in promises:
        if each.id in without:
            assert any(
                taken[place] + count > limits.get(place, Limit(0, 0)).capacity
                or (each.is_public and public[place] + count > limits.get(place, Limit(0, 0)).public_limit)
                for place, count in (Counter(each.wants) + Counter(each.after)).items()
            )


@given(limits_of_places(), promise_lists())
def test_of_two_who_want_the_same_the_first_has_it(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    settled = settle(limits, promises)
    has = {*settled.kept, *settled.restored}
    alike = [
        (one, other)
        for one in promises
        for other in promises
        if (one.wants, one.after, one.is_public, one.is_supported)
        == (other.wants, other.after, other.is_public, other.is_supported)
        and (one.rank, one.since, one.id) < (other.rank, other.since, other.id)
    ]

    assert all(one.id in has or other.id not in has for one, other in alike)


@given(limits_of_places(), promise_lists(), st.sets(st.integers(0, 11)))
def test_whoever_cannot_be_kept_gives_way_and_nobody_else_loses_by_it(
    limits: dict[Place, Limit], promises: list[Promise], hindered: set[int]
) -> None:
    """What fails displaces only those who depend on it (field case 35)."""
    impossible = {each.id for each in promises if each.id in hindered and each.rank is not Rank.HAPPENED}
    told = [msgspec.structs.replace(each, is_possible=each.id not in impossible) for each in promises]

    settled, before = settle(limits, told), settle(limits, promises)
    without_them = settle(limits, [each for each in told if each.is_possible])

    has = {*settled.kept, *settled.restored}
    assert not has & impossible
    assert has == {*without_them.kept, *without_them.restored}
    assert set(before.kept) - impossible <= has


@given(limits_of_places(), promise_lists())
def test_settling_again_changes_nothing(limits: dict[Place, Limit], promises: list[Promise]) -> None:
    first = settle(limits, promises)
    now_has = {*first.kept, *first.restored}
    after = [
        msgspec.structs.replace(
            each, is_supported=each.id in now_has, after={} if each.id in first.hurried else each.after
        )
        for each in promises
        if each.id not in first.lapsed
    ]

    again = settle(limits, after)

    assert (again.displaced, again.lapsed, again.restored) == ((), (), ())
    assert set(again.kept) == now_has


@given(limits_of_places(), promise_lists())
def test_the_order_in_which_they_are_listed_does_not_matter(
    limits: dict[Place, Limit], promises: list[Promise]
) -> None:
    assert settle(limits, promises) == settle(limits, list(reversed(promises)))


def test_three_become_two() -> None:
    """The promised outrank the held, and the oldest keep their places (field case 28)."""
    settled = settle({SEAT: Limit(2, 2)}, [someone(1, Rank.HELD, 0), someone(2, Rank.PROMISED, 5), promised(3, 9)])

    assert (settled.kept, settled.lapsed) == ((2, 3), (1,))

    settled = settle({SEAT: Limit(2, 2)}, [promised(1, 7), promised(2, 3), promised(3, 5)])

    assert (settled.kept, settled.displaced) == ((2, 3), (1,))


def test_the_only_places_are_taken_away() -> None:
    """Who was promised is displaced, who was filling in the form is let go, and nobody is cancelled (field case 27)."""
    settled = settle({}, [promised(1, 0), someone(2, Rank.HELD, 1), promised(3, 2)])

    assert settled == Settlement(kept=(), restored=(), displaced=(1, 3), still_displaced=(), lapsed=(2,))


def test_the_oldest_comes_back_first() -> None:
    """When there are places again, and when somebody leaves (field case 29)."""
    waiting = [displaced(1, 5), displaced(2, 3), promised(3, 9)]

    assert settle({SEAT: Limit(2, 2)}, waiting).restored == (2,)
    assert settle({SEAT: Limit(3, 3)}, waiting).restored == (2, 1)
    assert settle({SEAT: Limit(1, 1)}, waiting[:2]).restored == (2,)


def test_nobody_who_has_a_place_gives_way_to_somebody_older_who_has_none() -> None:
    settled = settle({SEAT: Limit(1, 1)}, [displaced(1, 0), someone(2, Rank.HELD, 9)])

    assert (settled.kept, settled.still_displaced) == ((2,), (1,))


def test_a_long_time_is_kept_whole_or_not_at_all() -> None:
    """Somebody who loses one step leaves the others, and they are there for the next."""
    later = Place(2, "seat")
    long = Promise(1, Rank.PROMISED, START, {SEAT: 1, later: 1})
    short = Promise(2, Rank.PROMISED, START + timedelta(minutes=1), {SEAT: 1}, is_supported=False)

    settled = settle({SEAT: Limit(1, 1)}, [long, short])

    assert (settled.displaced, settled.restored) == ((1,), (2,))


def test_a_smaller_party_fits_where_a_larger_one_does_not() -> None:
    large = Promise(1, Rank.PROMISED, START, {SEAT: 3})
    small = Promise(2, Rank.PROMISED, START + timedelta(minutes=1), {SEAT: 1, WHEELCHAIR: 1})

    settled = settle({SEAT: Limit(2, 2), WHEELCHAIR: Limit(1, 1)}, [large, small])

    assert (settled.kept, settled.displaced) == ((2,), (1,))


def test_what_is_kept_for_the_hotline_is_not_the_publics() -> None:
    """The public limit falls to one: the second of the public has none, the hotline's keeps theirs (field case 25)."""
    hotline = msgspec.structs.replace(promised(3, 9), is_public=False)

    settled = settle({SEAT: Limit(3, 1)}, [promised(1, 0), promised(2, 1), hotline])

    assert (settled.kept, settled.displaced) == ((1, 3), (2,))


def someone(number: int, rank: Rank, minutes: int) -> Promise:
    """One seat, asked for so many minutes after the start."""
    return Promise(number, rank, START + timedelta(minutes=minutes), {SEAT: 1})


def promised(number: int, minutes: int) -> Promise:
    """One promised seat."""
    return someone(number, Rank.PROMISED, minutes)


def displaced(number: int, minutes: int) -> Promise:
    """One promised seat that there is not any more."""
    return msgspec.structs.replace(promised(number, minutes), is_supported=False)


def having(settled: Settlement, promises: Iterable[Promise]) -> list[Promise]:
    """Whoever has places in the end."""
    return [
        msgspec.structs.replace(each, after={}) if each.id in settled.hurried else each
        for each in promises
        if each.id in {*settled.kept, *settled.restored}
    ]


def counted(promises: Iterable[Promise]) -> tuple[Counter[Place], Counter[Place]]:
    """How much of each place they have, and how much of it as the public."""
    taken: Counter[Place] = Counter()
    public: Counter[Place] = Counter()
    for each in promises:
        for wants in (each.wants, each.after):
            taken.update(wants)
            public.update(wants if each.is_public else {})
    return taken, public


def enough_for(promises: Iterable[Promise], more: Mapping[Place, Limit]) -> dict[Place, Limit]:
    """Limits under which everybody has room, and perhaps more."""
    taken, public = counted(promises)
    return {
        place: Limit(
            taken[place] + more.get(place, Limit(0, 0)).capacity,
            public[place] + more.get(place, Limit(0, 0)).public_limit,
        )
        for place in PLACES
    }


# --- where somebody could go -------------------------------------------------------------------------

STEP = timedelta(minutes=30)


def start_of(where: int, number: int, count: int, *, opens: datetime = START, after: int = 0) -> Start:
    """A step of an opening that has so many."""
    steps = range(number, count)
    ends = tuple(opens + STEP * (each + 1) for each in steps)
    return Start(where, opens + STEP * number, tuple(where * 100 + each for each in steps), ends, after)


@st.composite
def _wishes(draw: st.DrawFn) -> tuple[list[Wish], list[Start], dict[Place, int]]:
    """Some people, some openings of a few steps at two places, and what is left there."""
    count = draw(st.integers(1, 6))
    starts = [start_of(where, number, count, after=where - 1) for where in (1, 2) for number in range(count)]
    starts = [msgspec.structs.replace(each, resource_id=draw(st.sampled_from([None, 7, 8]))) for each in starts]
    slots = {slot for start in starts for slot in start.slots}
    free = {Place(slot, "place"): draw(st.integers(-1, 2)) for slot in sorted(slots)}
    wishes = [_wish(draw, number, size) for number, size in enumerate(draw(st.lists(st.integers(1, 2), max_size=6)))]
    return wishes, starts, free


def _wish(draw: st.DrawFn, number: int, size: int) -> Wish:
    """Somebody who wants so many at once, cannot use one step at the first place, and perhaps not everybody's help."""
    where, span = draw(st.sampled_from([(1, 2), (2, 1), (1,), ()])), draw(st.integers(1, 3))
    out = START + STEP * draw(st.integers(0, 6))
    by = draw(st.dictionaries(st.sampled_from([1, 2]), st.sets(st.sampled_from([7, 8]))))
    return Wish(number, where, span, {"place": size}, START, STEP * span, {1: [Span(out, out + STEP)]}, by)


def _works(wish: Wish, start: Start) -> bool:
    """Whether all that somebody needs works, in every step of a time, and whoever serves can do it."""
    if start.offering_id in wish.by and start.resource_id not in wish.by[start.offering_id]:
        return False
    steps = [start.starts_at + STEP * number for number in range(wish.span)]
    return start.offering_id != 1 or not any(each.begins_at in steps for each in wish.not_during[1])


@given(_wishes())
def test_all_could_go_at_once_where_they_are_said_to(told: tuple[list[Wish], list[Start], dict[Place, int]]) -> None:
    wishes, starts, free = told
    found = suggest(wishes, starts, free)

    taken: Counter[Place] = Counter()
    for wish in wishes:
        if wish.id in found:
            assert found[wish.id].offering_id in wish.offering_ids
            assert _works(wish, found[wish.id])
            assert len(found[wish.id].taken(wish.span)) == wish.span + found[wish.id].after
            for slot in found[wish.id].taken(wish.span):
                taken[Place(slot, "place")] += wish.demand["place"]
    assert all(count <= free[place] for place, count in taken.items())


@given(_wishes())
def test_the_first_goes_to_the_nearest_time_at_the_first_place_that_has_any(
    told: tuple[list[Wish], list[Start], dict[Place, int]],
) -> None:
    wishes, starts, free = told
    for wish in wishes[:1]:
        fitting = [
            each
            for each in starts
            if len(each.slots) >= wish.span + each.after
            and _works(wish, each)
            and all(free[Place(slot, "place")] >= wish.demand["place"] for slot in each.taken(wish.span))
        ]
        where = next((place for place in wish.offering_ids if any(each.offering_id == place for each in fitting)), None)
        best = min(
            (each for each in fitting if each.offering_id == where), key=lambda each: each.starts_at, default=None
        )
        assert suggest(wishes, starts, free).get(wish.id) == best


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_there_are_never_fewer_places_than_people_have(
    asked: int, public: int, fewest: int, fewest_public: int
) -> None:
    limit = at_least(Limit(asked, public), Limit(fewest, fewest_public))

    assert limit.capacity >= max(fewest, limit.public_limit)
    assert limit.public_limit >= fewest_public


# --- who is moved ------------------------------------------------------------------------------------

DAY = timedelta(days=1)
FEW = settings(max_examples=60)


class Asked(msgspec.Struct, frozen=True):
    """Some people who lose their places, what they allowed, and what is left on three days at two places."""

    leaves: list[Leave]
    starts: list[Start]
    free: dict[Place, int]

    def moved(self) -> dict[int, Start]:
        """Who is moved where."""
        return move(self.leaves, self.starts, self.free)


@st.composite
def _leaves(draw: st.DrawFn) -> Asked:
    count = draw(st.integers(1, 4))
    starts = [
        start_of(where * 10 + day, number, count, opens=START + DAY * day, after=where - 1)
        for where in (1, 2)
        for day in range(3)
        for number in range(count)
    ]
    starts = [msgspec.structs.replace(each, offering_id=each.offering_id // 10) for each in starts]
    slots = sorted({slot for start in starts for slot in start.slots})
    free = {Place(slot, "place"): draw(st.integers(-1, 2)) for slot in slots}
    leaves = []
    for number in range(draw(st.integers(0, 6))):
        was = START + DAY * draw(st.integers(0, 2)) + STEP * draw(st.integers(0, 3))
        where, demand = draw(st.integers(1, 2)), {"place": draw(st.integers(1, 2))}
        closed = [whole_days(each, each) for each in draw(st.sets(st.sampled_from(DAYS)))]
        span, begins = draw(st.integers(1, 2)), START + STEP * draw(st.integers(0, 5))
        not_during = {where: [*closed, Span(begins, begins + STEP)] if draw(st.booleans()) else closed}
        wish = Wish(number, (where,), span, demand, was, STEP * span, not_during)
        reach = draw(st.integers(0, 2))
        earliest, until = START + STEP * draw(st.integers(0, 2)), START + DAY * draw(st.integers(1, 3))
        first, last = local_day(was) - DAY * reach, local_day(was) + DAY * reach
        leaves.append(Leave(wish, first, last, earliest, until, draw(st.integers(1, 3))))
    return Asked(leaves, starts, free)


DAYS = [local_day(START + DAY * number) for number in range(3)]


@FEW
@given(_leaves())
def test_nobody_is_moved_beyond_what_they_allowed(asked: Asked) -> None:
    """Not to another place, day or moment, not where what they need is missing, not to two places at once."""
    found = asked.moved()

    times: dict[int, list[tuple[datetime, datetime]]] = {}
    for leave in asked.leaves:
        if (start := found.get(leave.wish.id)) is None:
            continue
        assert start.offering_id in leave.wish.offering_ids
        assert leave.first_on <= local_day(start.starts_at) <= leave.last_on
        then = Span(start.starts_at, start.ends[leave.wish.span - 1])
        assert not any(each.meets(then) for each in leave.wish.not_during[start.offering_id])
        assert leave.earliest <= start.starts_at < leave.until
        times.setdefault(leave.person, []).append((then.begins_at, start.ends[leave.wish.span - 1]))
    for theirs in times.values():
        ordered = sorted(theirs)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(ordered))


@FEW
@given(_leaves())
def test_nobody_is_moved_to_a_place_that_is_not_there(asked: Asked) -> None:
    taken: Counter[Place] = Counter()
    for leave in asked.leaves:
        if leave.wish.id in (found := asked.moved()):
            taken.update(places_of(leave.wish, found[leave.wish.id]))

    assert all(count <= asked.free[place] for place, count in taken.items())


@FEW
@given(_leaves())
def test_who_was_promised_first_is_moved_as_if_there_were_nobody_else(asked: Asked) -> None:
    """Whoever comes later changes nothing for those before them."""
    found = asked.moved()

    for number in range(len(asked.leaves)):
        before = move(asked.leaves[:number], asked.starts, asked.free)
        assert before == {each.wish.id: found[each.wish.id] for each in asked.leaves[:number] if each.wish.id in found}


@FEW
@given(_leaves())
def test_whoever_is_left_could_go_nowhere(asked: Asked) -> None:
    """No time is passed over, but where somebody would be at two places at once."""
    found = asked.moved()
    rest = Counter(asked.free)
    for leave in asked.leaves:
        if leave.wish.id in found:
            rest.subtract(places_of(leave.wish, found[leave.wish.id]))

    for leave in asked.leaves:
        alone = msgspec.structs.replace(leave, person=0)
        if leave.wish.id not in found and (start := move([alone], asked.starts, rest).get(leave.wish.id)):
            theirs = [each for each in asked.leaves if each.person == leave.person and each.wish.id in found]
            ends_at = start.ends[leave.wish.span - 1]
            assert any(
                start.starts_at < found[each.wish.id].ends[each.wish.span - 1]
                and ends_at > found[each.wish.id].starts_at
                for each in theirs
            )


@given(limits_of_places(), promise_lists(), st.sets(st.integers(0, 12)))
def test_only_who_would_be_displaced_is_moved_and_nobody_else_is_touched(
    limits: dict[Place, Limit], promises: list[Promise], asked: set[int]
) -> None:
    settled = settle(limits, promises)
    moved = with_moves(settled, asked)

    assert (*sorted(moved.displaced), *sorted(moved.moved)) == (
        *sorted(set(settled.displaced) - asked),
        *sorted(set(settled.displaced) & asked),
    )
    for part in ("kept", "restored", "still_displaced", "lapsed"):
        assert getattr(moved, part) == getattr(settled, part)


def test_the_nearest_time_is_chosen_and_of_two_the_earlier() -> None:
    leave = Leave(Wish(1, (1,), 1, {"place": 1}, START + STEP), DAYS[0], DAYS[0], START, START + DAY, 1)
    starts = [start_of(1, number, 4) for number in range(4)]
    free = {Place(100 + number, "place"): int(number != 1) for number in range(4)}

    assert move([leave], starts, free)[1].starts_at == START
    assert move([msgspec.structs.replace(leave, earliest=START + STEP)], starts, free)[1].starts_at == START + 2 * STEP


def test_a_place_for_which_somebody_waits_is_theirs() -> None:
    free = {SEAT: 2, WHEELCHAIR: 1}

    assert set_aside(free, [(SEAT, 1), (WHEELCHAIR, 1), (Place(9, "seat"), 1)]) == {SEAT: 1, WHEELCHAIR: 0}
