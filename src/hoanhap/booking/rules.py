"""The life of a claim and of a booking, and the deadlines in it; `docs/states.md` draws it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from hoanhap.base.clock import at_local, local_day, working_day_after

HOLD = timedelta(minutes=30)
"""How long places are kept for somebody filling in the form. Never shown: every page of the journey renews it."""
RENEW_BELOW = timedelta(minutes=20)
"""A hold with less than this left is renewed; this saves a write on most pages."""
DRAFT_LIFE = timedelta(days=2)
"""How long what was typed before confirming is kept (WCAG 2.2.6 asks for at least 20 hours)."""


ANSWER_MINUTE = 17 * 60
"""The local minute of the day by which an answer is given: before offices close."""
ANSWER_BEFORE = timedelta(hours=2)
"""However many days a place has to answer: people must still be able to set out."""
LOOKED_AHEAD = timedelta(days=90)
"""Within it lie as many working days as any place has to answer, whatever feast there is."""
NEAR = timedelta(days=2)
"""A request for a time this near stands on top of the others."""
MOVE_NOTICE = timedelta(days=1)
"""Nobody is moved to a time so near that they may not have heard of it before they set out."""
CONSENT_WORDS = 1
"""The version of the words by which people are asked whether they may be moved: other words get another number."""


class Life(StrEnum):
    """The life of a claim (FHIR Appointment.status where one exists)."""

    HELD = "held"
    LAPSED = "lapsed"
    REQUESTED = "requested"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What a place decided about a request."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class DeclineReason(StrEnum):
    """Why a place declines; what it adds in its own words stands beside it."""

    NOBODY_FREE = "nobody-free"
    CANNOT_HELP = "cannot-help"
    TOO_FAR = "too-far"
    PAPERS = "papers"
    OTHER = "other"


class Deciding(msgspec.Struct, frozen=True):
    """What a place decides about a request: a decline has its reason, and both may have words."""

    outcome: Outcome
    reason: DeclineReason | None = None
    words: str = ""


NEXT: dict[Life, frozenset[Life]] = {
    Life.HELD: frozenset({Life.BOOKED, Life.REQUESTED, Life.LAPSED}),
    Life.LAPSED: frozenset({Life.HELD, Life.BOOKED, Life.REQUESTED}),
    Life.REQUESTED: frozenset({Life.BOOKED, Life.DECLINED, Life.CANCELLED}),
    Life.BOOKED: frozenset({Life.ARRIVED, Life.NOSHOW, Life.CANCELLED}),
    Life.ARRIVED: frozenset({Life.FULFILLED, Life.BOOKED}),
    Life.FULFILLED: frozenset({Life.ARRIVED}),
    Life.NOSHOW: frozenset({Life.ARRIVED, Life.BOOKED}),
    Life.DECLINED: frozenset(),
    Life.CANCELLED: frozenset({Life.BOOKED, Life.REQUESTED}),
}
"""Which state may follow which. A no-show that turns up late may still arrive; what was cancelled may be taken back,
and so may what was noted by mistake."""

COUNTED = frozenset({Life.HELD, Life.REQUESTED, Life.BOOKED, Life.ARRIVED, Life.FULFILLED, Life.NOSHOW})
"""The states in which a claim takes its places. What has happened keeps them: the past is not sold again."""
TO_COME = frozenset({Life.REQUESTED, Life.BOOKED})
"""What is promised or asked for: its person may move or end it, and it is displaced where there is no place for it."""


class Reason(StrEnum):
    """Why a promise cannot be kept as it is: what people are told, in words that say nothing of them."""

    STAFF_ILL = "staff-ill"
    BUILDING_WORK = "building-work"
    FLOOD = "flood"
    HOLIDAY = "holiday"
    BROKEN = "broken"
    OTHER = "other"


class Deed(StrEnum):
    """What staff note of those who are expected, and how a slip of theirs is taken back."""

    ARRIVE = "arrive"
    MISS = "miss"
    FULFIL = "fulfil"
    UNDO_ARRIVE = "undo-arrive"
    UNDO_MISS = "undo-miss"
    UNDO_FULFIL = "undo-fulfil"


class Change(NamedTuple):
    """What a deed makes of a participant: from which states, in which order, to which."""

    sources: tuple[Life, ...]
    target: Life


DEEDS: dict[Deed, Change] = {
    Deed.ARRIVE: Change((Life.BOOKED, Life.NOSHOW), Life.ARRIVED),
    Deed.MISS: Change((Life.BOOKED,), Life.NOSHOW),
    Deed.FULFIL: Change((Life.ARRIVED,), Life.FULFILLED),
    Deed.UNDO_ARRIVE: Change((Life.ARRIVED,), Life.BOOKED),
    Deed.UNDO_MISS: Change((Life.NOSHOW,), Life.BOOKED),
    Deed.UNDO_FULFIL: Change((Life.FULFILLED,), Life.ARRIVED),
}
CAME = frozenset({Life.ARRIVED, Life.FULFILLED})
UNDOING = frozenset({Deed.UNDO_ARRIVE, Deed.UNDO_MISS, Deed.UNDO_FULFIL})
ONCE_BEGUN = frozenset({Deed.MISS, Deed.FULFIL})
"""Nobody is missing, and nothing is done, before its time has begun."""


class Absence(StrEnum):
    """Why somebody who was expected was not served."""

    ABSENT = "absent"
    ILL = "ill"
    VEHICLE = "vehicle"
    """Our vehicle was late, or did not come."""
    CLOSED = "closed"
    OURS = "ours"
    """Something else on our side."""


def is_counted(absence: Absence) -> bool:
    """Whether it is counted as not having come; days of illness and what the provider caused never are."""
    return absence is Absence.ABSENT


def concerned(states: Mapping[int, Life], deed: Deed, *, people: int = 0) -> list[int]:
    """The participants whom a deed changes, by their numbers; none where it was done already.

    Of an arrival it is said how many `people` of the party have come by then, so that it can be said twice.
    """
    sources = DEEDS[deed].sources
    found = sorted((sources.index(life), number) for number, life in states.items() if life in sources)
    if deed is Deed.ARRIVE:
        found = found[: max(people - sum(life in CAME for life in states.values()), 0)]
    return [number for _, number in found]


def is_noted(states: Mapping[int, Life], deed: Deed, *, people: int = 0) -> bool:
    """Whether what a deed says is so already."""
    if deed is Deed.ARRIVE:
        return 0 < people <= sum(life in CAME for life in states.values())
    return not concerned(states, deed) and DEEDS[deed].target in states.values()


def is_in_time(deed: Deed, starts_at: datetime, now: datetime) -> bool:
    """Whether it can be so by now: nobody arrives before the day, and nobody is missing before the hour."""
    return starts_at <= now if deed in ONCE_BEGUN else local_day(starts_at) <= local_day(now)


def can_undo(noted_at: datetime, now: datetime) -> bool:
    """Whether it was noted today: then whoever slipped may still take it back."""
    return local_day(noted_at) == local_day(now)


class MayMove(StrEnum):
    """Whether a booking may be moved where there is no place for it any more, and how far. Silence is to be asked."""

    ASK = "ask"
    SAME_DAY = "same-day"
    THREE_DAYS = "three-days"


REACH = {MayMove.SAME_DAY: timedelta(), MayMove.THREE_DAYS: timedelta(days=3)}
"""How many days before or after its own a booking may be moved, by what its person said."""


class SaidHow(StrEnum):
    """How somebody said whether they may be moved."""

    PAGE = "page"
    PHONE = "phone"
    DESK = "desk"
    USUAL = "usual"
    """Before they booked: for whatever they book later."""


def earliest_move(now: datetime, *, cancel_minutes: int, notice_minutes: int) -> datetime:
    """The first moment to which somebody may be moved without being asked.

    They hear of it at least as long before as they would have to tell the place, and never less than a day.
    """
    return now + max(MOVE_NOTICE, timedelta(minutes=max(cancel_minutes, notice_minutes)))


class WhyNot(StrEnum):
    """Why somebody who wanted a time at a place got none."""

    FULL = "full"
    TOO_LATE = "too-late"


class Who(StrEnum):
    """Who changed a booking: by what they are to its owner, never by name."""

    YOU = "you"
    HELPER = "helper"
    PLACE = "place"
    HOTLINE = "hotline"
    HOUSE = "house"


_WHO = {
    "person": Who.HELPER,
    "representative": Who.HELPER,
    "staff": Who.PLACE,
    "desk": Who.PLACE,
    "coordinator": Who.PLACE,
    "capacity": Who.PLACE,
    "therapist": Who.PLACE,
    "driver": Who.PLACE,
    "operator": Who.HOTLINE,
}


def state_of(claims: Collection[Life]) -> Life:
    """The state of a whole booking: the most alive one among its participants."""
    order = (
        Life.ARRIVED,
        Life.BOOKED,
        Life.REQUESTED,
        Life.FULFILLED,
        Life.NOSHOW,
        Life.HELD,
        Life.LAPSED,
        Life.DECLINED,
        Life.CANCELLED,
    )
    return next(life for life in order if life in claims)


def earliest_start(now: datetime, *, notice_minutes: int) -> datetime:
    """The first instant that can still be booked."""
    return now + timedelta(minutes=notice_minutes)


def latest_start(now: datetime, *, horizon_days: int) -> datetime:
    """The first instant that cannot be booked yet."""
    return now + timedelta(days=horizon_days)


def cancel_until(starts_at: datetime, *, cancel_minutes: int) -> datetime:
    """The last instant at which a person may cancel without calling."""
    return starts_at - timedelta(minutes=cancel_minutes)


def is_too_late(starts_at: datetime, *, cancel_minutes: int, is_displaced: bool, now: datetime) -> bool:
    """Whether the deadline has passed; it does not bind people whose place was taken from them."""
    return not is_displaced and now > cancel_until(starts_at, cancel_minutes=cancel_minutes)


def can_change(state: Life, starts_at: datetime, *, cancel_minutes: int, is_displaced: bool, now: datetime) -> bool:
    """Whether a person may still move or cancel it without calling; a request until its time begins."""
    if state not in TO_COME or starts_at <= now:
        return False
    is_free = is_displaced or state is Life.REQUESTED
    return not is_too_late(starts_at, cancel_minutes=cancel_minutes, is_displaced=is_free, now=now)


def is_to_come(state: Life, starts_at: datetime, *, now: datetime) -> bool:
    """Whether it is promised or asked for, and has not begun."""
    return state in TO_COME and starts_at > now


def confirmed(*, needs_approval: bool) -> Life:
    """What a confirmed booking becomes: a promise, or a request that the place first accepts."""
    return Life.REQUESTED if needs_approval else Life.BOOKED


def answer_by(now: datetime, starts_at: datetime, *, working_days: int, closed: Collection[date]) -> datetime:
    """By when a place answers: within its working days, and in time to set out; never before now."""
    in_days = at_local(working_day_after(local_day(now), working_days, closed), ANSWER_MINUTE)
    return min(in_days, max(now, starts_at - ANSWER_BEFORE))


def needs_renewal(held_until: datetime, now: datetime) -> bool:
    """Whether a hold should be renewed by the page that is being shown."""
    return held_until - now < RENEW_BELOW


class Exchange(NamedTuple):
    """What becomes of the slots of a booking that moves: one gives way to another, or some come or go besides."""

    instead: dict[int, int]
    more: list[int]
    fewer: list[int]


def exchanged(old: Sequence[int], new: Sequence[int]) -> Exchange:
    """Which slots give way to which when a booking moves; a slot that both times have stays as it is.

    There are more or fewer where another time is kept free after it than before.
    """
    leaving = [slot for slot in old if slot not in new]
    coming = [slot for slot in new if slot not in old]
    both = min(len(leaving), len(coming))
    return Exchange(dict(zip(leaving, coming, strict=False)), coming[both:], leaving[both:])


def who_did(actor_id: int | None, role: str, *, seen_by: int) -> Who:
    """Who changed a booking, as its owner is told."""
    if actor_id == seen_by:
        return Who.YOU
    return _WHO.get(role, Who.HOUSE)
