"""One table: which event is told to whom. The whole story of reactions on one screen.

A reaction runs in the worker, in one transaction with the mark that it ran; it may come twice after a crash of
something outside the database, so every reaction is written to do its work once.
"""

from datetime import datetime
from typing import Protocol

from hoanhap import booking, capacity, feedback, notify, organizations, people, staff
from hoanhap.base.db import Db
from hoanhap.events import Due


class Reaction(Protocol):
    """What follows an event."""

    def __call__(self, db: Db, event: Due, *, now: datetime) -> None: ...


LISTENERS: dict[str, list[Reaction]] = {
    people.CodeRequested.__name__: [notify.tell_code],
    booking.BookingMade.__name__: [notify.tell_booked],
    booking.BookingRequested.__name__: [notify.tell_requested],
    booking.BookingAccepted.__name__: [notify.tell_accepted],
    booking.BookingDeclined.__name__: [notify.tell_declined, capacity.give_back],
    booking.QuestionAsked.__name__: [notify.tell_asked],
    booking.BookingCancelled.__name__: [notify.tell_cancelled, capacity.give_back],
    booking.BookingCancelledByPlace.__name__: [notify.tell_cancelled_by_place, capacity.give_back],
    booking.BookingRestored.__name__: [notify.tell_restored],
    booking.BookingMoved.__name__: [notify.tell_moved, capacity.give_back],
    booking.BookingDisplaced.__name__: [notify.tell_displaced],
    booking.BookingSupported.__name__: [notify.tell_supported],
    staff.StaffInvited.__name__: [staff.tell_invited],
    staff.InvitationAccepted.__name__: [staff.tell_changed],
    staff.PasswordChanged.__name__: [staff.tell_changed],
    staff.AuthenticatorChanged.__name__: [staff.tell_changed],
    staff.PasskeyAdded.__name__: [staff.tell_changed],
    staff.PasskeyRemoved.__name__: [staff.tell_changed],
    organizations.MemberDismissed.__name__: [staff.tell_changed],
    feedback.FeedbackAnswered.__name__: [feedback.tell_answered],
}
