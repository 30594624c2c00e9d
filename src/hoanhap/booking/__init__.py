"""Bookings: promises of places to people, and the way to them."""

from hoanhap.booking.changes import cancel, move, restore
from hoanhap.booking.displacing import Standing, displace, let_go, standing, support
from hoanhap.booking.facts import (
    BookingCancelled,
    BookingDisplaced,
    BookingMade,
    BookingMoved,
    BookingRestored,
    BookingSupported,
)
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.places import Choice, release_lapsed
from hoanhap.booking.queries import has_lapsed, wanted_at
from hoanhap.booking.refusals import NotFree, Overlapping
from hoanhap.booking.rules import Life, Reason, earliest_start, latest_start
from hoanhap.booking.verbs import book, confirm, forget_drafts, hold
from hoanhap.booking.views import BookingView, When, of_account, of_account_since, own_view, view

__all__ = [
    "Booking",
    "BookingCancelled",
    "BookingDisplaced",
    "BookingMade",
    "BookingMoved",
    "BookingRestored",
    "BookingSupported",
    "BookingView",
    "Choice",
    "Claim",
    "Leg",
    "Life",
    "NotFree",
    "Overlapping",
    "Reason",
    "Standing",
    "When",
    "book",
    "cancel",
    "confirm",
    "displace",
    "earliest_start",
    "forget_drafts",
    "has_lapsed",
    "hold",
    "latest_start",
    "let_go",
    "move",
    "of_account",
    "of_account_since",
    "own_view",
    "release_lapsed",
    "restore",
    "standing",
    "support",
    "view",
    "wanted_at",
]
