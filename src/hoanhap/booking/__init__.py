"""Bookings: promises of places to people, and the way to them."""

from hoanhap.booking.attending import Noting, attend, write_note
from hoanhap.booking.by_staff import (
    AlreadySolved,
    cancel_displaced,
    is_alike,
    move_displaced,
    needs_you,
    refuse_solved,
    wanted_by_displaced,
)
from hoanhap.booking.changes import cancel, move, restore
from hoanhap.booking.displacing import Standing, displace, let_go, standing, support
from hoanhap.booking.facts import (
    AttendanceNoted,
    BookingCancelled,
    BookingCancelledByPlace,
    BookingDisplaced,
    BookingMade,
    BookingMoved,
    BookingRestored,
    BookingSupported,
    NoteWritten,
)
from hoanhap.booking.model import Attendance, Booking, Claim, Leg
from hoanhap.booking.places import Choice, release_lapsed
from hoanhap.booking.queries import has_lapsed, wanted_at
from hoanhap.booking.refusals import NotedOtherwise, NotFree, NotToday, Overlapping, TooLateToUndo
from hoanhap.booking.rules import (
    Absence,
    Deed,
    Life,
    Reason,
    can_undo,
    earliest_start,
    is_counted,
    is_in_time,
    latest_start,
)
from hoanhap.booking.verbs import book, confirm, forget_drafts, hold
from hoanhap.booking.views import BookingView, When, of_account, of_account_since, own_view, view
from hoanhap.booking.waiting import Waiting, displaced_at, displaced_count, displaced_one

__all__ = [
    "Absence",
    "AlreadySolved",
    "Attendance",
    "AttendanceNoted",
    "Booking",
    "BookingCancelled",
    "BookingCancelledByPlace",
    "BookingDisplaced",
    "BookingMade",
    "BookingMoved",
    "BookingRestored",
    "BookingSupported",
    "BookingView",
    "Choice",
    "Claim",
    "Deed",
    "Leg",
    "Life",
    "NotFree",
    "NotToday",
    "NoteWritten",
    "NotedOtherwise",
    "Noting",
    "Overlapping",
    "Reason",
    "Standing",
    "TooLateToUndo",
    "Waiting",
    "When",
    "attend",
    "book",
    "can_undo",
    "cancel",
    "cancel_displaced",
    "confirm",
    "displace",
    "displaced_at",
    "displaced_count",
    "displaced_one",
    "earliest_start",
    "forget_drafts",
    "has_lapsed",
    "hold",
    "is_alike",
    "is_counted",
    "is_in_time",
    "latest_start",
    "let_go",
    "move",
    "move_displaced",
    "needs_you",
    "of_account",
    "of_account_since",
    "own_view",
    "refuse_solved",
    "release_lapsed",
    "restore",
    "standing",
    "support",
    "view",
    "wanted_at",
    "wanted_by_displaced",
    "write_note",
]
