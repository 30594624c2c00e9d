"""How lengths are said and read, what is missing before a service is published, and what a promise does not allow."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from hoanhap.base.text import fold

AN_HOUR, A_DAY, A_WEEK = 60, 24 * 60, 7 * 24 * 60
_MINUTES = {
    **dict.fromkeys(("phut", "minute", "minutes"), 1),
    **dict.fromkeys(("tieng", "gio", "hour", "hours"), AN_HOUR),
    **dict.fromkeys(("ngay", "day", "days"), A_DAY),
    **dict.fromkeys(("tuan", "week", "weeks"), A_WEEK),
}
_WORDS = {
    "vi": (("tuần", "tuần"), ("ngày", "ngày"), ("tiếng", "tiếng"), ("phút", "phút")),
    "en": (("week", "weeks"), ("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}
MOST_PHOTOS = 6
SHORTEST_TEXT, LONGEST_TEXT = 10, 250
FEWEST_WORDS = 3
_FILE_NAME = re.compile(r"\.(jpe?g|jfif|png|webp|heic|heif|gif|avif|bmp|tiff?)\b", re.IGNORECASE)
_SPOKEN = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"(\d{1,4}) ?([a-z]+)(?: (ruoi))?(?: |$)")


class State(StrEnum):
    """Where an offering is in its life."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"


class Topic(StrEnum):
    """What can be said of an offering, each in a form of its own."""

    TIME = "time"
    PEOPLE = "people"
    APPROVAL = "approval"
    WORDS = "words"
    NEEDS = "needs"


class Timing(msgspec.Struct, frozen=True):
    """How long, in which steps, how soon it can be booked, until when cancelled, how far ahead, what is kept free."""

    duration_minutes: int
    step_minutes: int
    notice_minutes: int
    cancel_minutes: int
    horizon_days: int
    buffer_minutes: int = 0

    @property
    def open_minutes(self) -> int:
        """How long it must be open for one appointment: what is kept free after it lies within the hours too."""
        return self.duration_minutes + self.buffer_minutes


class Coming(msgspec.Struct, frozen=True):
    """Who may come."""

    party_max: int
    takes_wheelchairs: bool


class Approval(msgspec.Struct, frozen=True):
    """Whether the place first decides, and within how many working days."""

    needs_approval: bool
    answer_days: int


class Words(msgspec.Struct, frozen=True):
    """What the place says itself, by language: `cost`, `bring`, `know`."""

    texts: dict[str, dict[str, str | list[str]]]


class Answers(msgspec.Struct, frozen=True):
    """Of each feature that was asked about: it is there, it is not, or nobody knows (None)."""

    features: dict[str, bool | None]


Saying = Timing | Coming | Approval | Words | Answers
TOPICS: Mapping[type[Saying], Topic] = {
    Timing: Topic.TIME,
    Coming: Topic.PEOPLE,
    Approval: Topic.APPROVAL,
    Words: Topic.WORDS,
    Answers: Topic.NEEDS,
}


class Lack(StrEnum):
    """What a person must know and is not told yet; in the order in which it is said."""

    LENGTH = "length"
    WHEELCHAIRS = "wheelchairs"
    COST = "cost"
    BRING = "bring"
    FEATURES = "features"
    DIRECTIONS = "directions"
    PHONE = "phone"
    WEEKS = "weeks"


class Told(msgspec.Struct, frozen=True):
    """What is told of an offering, as far as it decides whether it can be published.

    `open_minutes` is how long it must be open for one appointment, `shortest` the shortest stretch that its weeks are
    open, in minutes; None where no week is planned. `unsaid` are the features that needs ask for and about which
    nothing was said, not even that nobody knows.
    """

    open_minutes: int
    takes_wheelchairs: bool
    has_wheelchair_places: bool
    texts: Mapping[str, Mapping[str, str | list[str]]]
    unsaid: tuple[str, ...]
    is_at_the_place: bool
    directions: Mapping[str, str]
    phone: str
    shortest: int | None


def state(*, is_draft: bool, is_open: bool) -> State:
    """Where an offering is in its life."""
    if is_draft:
        return State.DRAFT
    return State.OPEN if is_open else State.PAUSED


def lacks(told: Told) -> tuple[Lack, ...]:
    """Everything that is missing before people can be told of an offering; nothing where all is said."""
    said = told.texts.get("vi", {})
    missing = {
        Lack.LENGTH: told.shortest is not None and told.shortest < told.open_minutes,
        Lack.WHEELCHAIRS: told.takes_wheelchairs and told.shortest is not None and not told.has_wheelchair_places,
        Lack.COST: not said.get("cost"),
        Lack.BRING: "bring" not in said,
        Lack.FEATURES: bool(told.unsaid),
        Lack.DIRECTIONS: told.is_at_the_place and not told.directions.get("vi"),
        Lack.PHONE: not told.phone,
        Lack.WEEKS: told.shortest is None,
    }
    return tuple(lack for lack in Lack if missing[lack])


class Standing(msgspec.Struct, frozen=True):
    """What is planned and promised of an offering from now on: what a change must not touch.

    `has_grid` says whether there are times in its steps; `wheelchair_places` are the most at one time on a day to come.
    """

    has_grid: bool = False
    shortest: int | None = None
    wheelchair_places: int = 0
    wheelchairs_booked: int = 0


class Fault(StrEnum):
    """Why something cannot be said as long as something else stands."""

    STEP_IN_USE = "step-in-use"
    LONGER_THAN_OPEN = "longer-than-open"
    NO_ROOM_AFTER = "no-room-after"
    WHEELCHAIRS_PROMISED = "wheelchairs-promised"


def fault(saying: Saying, before: Saying, standing: Standing) -> Fault | None:
    """What stands in the way of a change; None where it touches nothing that was promised or planned.

    All else holds for new bookings only: whoever has booked keeps the length, the deadline and the party they have.
    """
    if isinstance(saying, Timing) and isinstance(before, Timing):
        if saying.step_minutes != before.step_minutes and standing.has_grid:
            return Fault.STEP_IN_USE
        is_longer = saying.open_minutes > before.open_minutes
        if is_longer and standing.shortest is not None and standing.shortest < saying.open_minutes:
            is_too_long = standing.shortest < saying.duration_minutes
            return Fault.LONGER_THAN_OPEN if is_too_long else Fault.NO_ROOM_AFTER
    if isinstance(saying, Coming) and isinstance(before, Coming):
        is_less = before.takes_wheelchairs and not saying.takes_wheelchairs
        if is_less and (standing.wheelchair_places or standing.wheelchairs_booked):
            return Fault.WHEELCHAIRS_PROMISED
    return None


class Wanting(StrEnum):
    """Why words do not say what a photo shows."""

    NOTHING = "nothing"
    FILE_NAME = "file-name"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


def wanting(words: str) -> Wanting | None:
    """What an alternative text lacks; None for a sentence that whoever does not see the photo can use."""
    if not words:
        return Wanting.NOTHING
    if _FILE_NAME.search(words):
        return Wanting.FILE_NAME
    if len(words) > LONGEST_TEXT:
        return Wanting.TOO_LONG
    spoken = [each for each in words.split() if _SPOKEN.search(each)]
    if len(words) < SHORTEST_TEXT or len(spoken) < FEWEST_WORDS:
        return Wanting.TOO_SHORT
    return None


def moved(order: Sequence[int], one: int, place: int) -> tuple[int, ...]:
    """An order in which one of them stands at another place, counted from 1; the others stay in their order."""
    others = [each for each in order if each != one]
    others.insert(min(max(place, 1), len(order)) - 1, one)
    return tuple(others)


def length_of(typed: str) -> int | None:
    """The minutes that somebody means by "45 phút", "1 tiếng rưỡi", "2 ngày", "1 hour 30 minutes"; None if unclear."""
    folded = " ".join(fold(typed).split())
    parts = list(_PART.finditer(folded))
    if not parts or "".join(part[0] for part in parts) != folded:
        return None
    if any(part[2] not in _MINUTES for part in parts):
        return None
    lengths = [(int(part[1]) * _MINUTES[part[2]], _MINUTES[part[2]] // 2 if part[3] else 0) for part in parts]
    return sum(whole + half for whole, half in lengths)


def typed(minutes: int, language: str) -> str:
    """A length as a field shows it; `length_of` reads it."""
    words = _WORDS[language]
    units = (A_WEEK, A_DAY, AN_HOUR, 1)
    parts, rest = [], minutes
    for unit, (one, many) in zip(units, words, strict=True):
        if unit == A_WEEK and minutes % A_WEEK:
            continue
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return " ".join(parts) or f"0 {words[2][1]}"
