"""What was done with a booking, from the log of events: what its owner may read, and what one press can undo."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hoanhap import events
from hoanhap.base.db import Db
from hoanhap.booking import facts, rules
from hoanhap.booking.rules import Who
from hoanhap.booking.views import BookingView

_KINDS = {
    facts.BookingMade.__name__: "made",
    facts.BookingRequested.__name__: "requested",
    facts.BookingAccepted.__name__: "accepted",
    facts.BookingDeclined.__name__: "declined",
    facts.QuestionAsked.__name__: "asked",
    facts.QuestionAnswered.__name__: "answered",
    facts.BookingMoved.__name__: "moved",
    facts.BookingCancelled.__name__: "cancelled",
    facts.BookingCancelledByPlace.__name__: "cancelled",
    facts.BookingRestored.__name__: "restored",
    facts.BookingDisplaced.__name__: "displaced",
    facts.BookingSupported.__name__: "supported",
    facts.MoveConsentGiven.__name__: "allowed",
    facts.MoveConsentWithdrawn.__name__: "forbidden",
}
_SAID = frozenset({"allowed", "forbidden"})


class Change(msgspec.Struct, frozen=True):
    """One thing that was done: what, when and by whom; a move also knows both times, and why the place made it."""

    kind: str
    at: datetime
    who: Who
    from_: datetime | None = None
    to: datetime | None = None
    from_slot: int | None = None
    reason: str = ""

    @property
    def is_said(self) -> bool:
        """Whether something was said of it, and nothing done to it."""
        return self.kind in _SAID


def changes(db: Db, booking_id: int, *, seen_by: int) -> list[Change]:
    """Everything its owner may know of a booking, the latest first."""
    return [
        Change(
            _KINDS[each.kind],
            each.at,
            rules.who_did(each.by.account_id, each.by.role, seen_by=seen_by),
            _moment(each.facts.get("from_")),
            _moment(each.facts.get("to")),
            each.facts.get("from_slot"),
            each.facts.get("reason", "") if each.kind == facts.BookingMoved.__name__ else "",
        )
        for each in events.history(db, booking_id)
        if each.kind in _KINDS
    ]


def moved_by_place(db: Db, bookings: Iterable[BookingView]) -> dict[int, datetime]:
    """Which of these have the time that their place gave them, as they allowed, and the time that each had before."""
    starts = {each.id: each.starts_at for each in bookings}
    moves = events.latest(db, starts.keys(), facts.BookingMoved.__name__)
    by_place = {number: each for number, each in moves.items() if each.get("reason")}
    times = {number: (_moment(each["from_"]), _moment(each["to"])) for number, each in by_place.items()}
    return {number: was for number, (was, to) in times.items() if was and was != to == starts[number]}


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
