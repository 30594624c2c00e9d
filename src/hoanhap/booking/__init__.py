"""Bookings: promises of places to people, and the way to them."""

from hoanhap.booking.changes import cancel, move, restore
from hoanhap.booking.facts import BookingCancelled, BookingMade, BookingMoved, BookingRestored
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.places import Choice, release_lapsed
from hoanhap.booking.queries import has_lapsed, wanted_at
from hoanhap.booking.refusals import NotFree, Overlapping
from hoanhap.booking.rules import Life
from hoanhap.booking.verbs import book, confirm, forget_drafts, hold
from hoanhap.booking.views import BookingView, When, of_account, of_account_since, own_view, view

__all__ = [
    "Booking",
    "BookingCancelled",
    "BookingMade",
    "BookingMoved",
    "BookingRestored",
    "BookingView",
    "Choice",
    "Claim",
    "Leg",
    "Life",
    "NotFree",
    "Overlapping",
    "When",
    "book",
    "cancel",
    "confirm",
    "forget_drafts",
    "has_lapsed",
    "hold",
    "move",
    "of_account",
    "of_account_since",
    "own_view",
    "release_lapsed",
    "restore",
    "view",
    "wanted_at",
]
