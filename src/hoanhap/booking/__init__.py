"""Bookings: promises of places to people, and the way to them."""

from hoanhap.booking.facts import BookingCancelled, BookingMade
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.places import Choice, release_lapsed
from hoanhap.booking.queries import BookingView, has_lapsed, of_account, of_account_since, own_view, view, wanted_at
from hoanhap.booking.refusals import NotFree, Overlapping
from hoanhap.booking.rules import Life
from hoanhap.booking.verbs import book, cancel, confirm, forget_drafts, hold

__all__ = [
    "Booking",
    "BookingCancelled",
    "BookingMade",
    "BookingView",
    "Choice",
    "Claim",
    "Leg",
    "Life",
    "NotFree",
    "Overlapping",
    "book",
    "cancel",
    "confirm",
    "forget_drafts",
    "has_lapsed",
    "hold",
    "of_account",
    "of_account_since",
    "own_view",
    "release_lapsed",
    "view",
    "wanted_at",
]
