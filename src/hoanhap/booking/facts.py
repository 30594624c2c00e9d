"""What happened to bookings, in the past tense, and who it can have been besides people."""

from datetime import datetime

from hoanhap.events import Actor, Fact

VISITOR = Actor(None, "visitor")
HOUSE = Actor(None, "house")


class PlacesHeld(Fact, frozen=True):
    """Places are kept for somebody filling in the form."""

    announced = False
    slot_id: int


class HoldsLapsed(Fact, frozen=True):
    """Held places went back because nobody confirmed in time."""

    announced = False
    claims: int


class BookingMade(Fact, frozen=True):
    """A promise was made."""

    reference: str


class BookingRequested(Fact, frozen=True):
    """Somebody asks for places that the place must first accept, and has them until it answers."""

    reference: str


class BookingAccepted(Fact, frozen=True):
    """A request became a promise."""

    reference: str


class BookingDeclined(Fact, frozen=True):
    """A request was declined; the words that go with it are not part of the log."""

    reference: str
    reason: str


class QuestionAsked(Fact, frozen=True):
    """The place asks back before it answers a request."""

    reference: str
    question_id: int


class QuestionAnswered(Fact, frozen=True):
    """What the place asked is answered, by the person or by what they said on the phone."""

    announced = False
    reference: str
    question_id: int


class RequestsSeen(Fact, frozen=True):
    """Staff looked at requests, and at the names, phones and needs in them."""

    announced = False
    bookings: list[int]


class BookingCancelled(Fact, frozen=True):
    """A promise was ended at the person's wish."""

    reference: str


class BookingCancelledByPlace(Fact, frozen=True):
    """A promise was ended by the place, in agreement or because nothing else was left; why, and in which words."""

    reference: str
    reason: str
    words: str


class BookingRestored(Fact, frozen=True):
    """A promise that was ended holds again, at the same time."""

    reference: str


class BookingDisplaced(Fact, frozen=True):
    """There is no place for a promise any more; it is still promised, and waits for somebody to solve it."""

    reference: str
    reason: str


class BookingsHurried(Fact, frozen=True):
    """Nothing is kept free after these bookings any more; they stay as they are."""

    announced = False
    bookings: list[int]


class BookingSupported(Fact, frozen=True):
    """A promise that had no place any more has one again, at the same time."""

    reference: str


class BookingMoved(Fact, frozen=True):
    """A promise has another time; the slots are the first ones of each."""

    reference: str
    from_: datetime
    to: datetime
    from_slot: int
    to_slot: int
    is_elsewhere: bool = False
    """Whether the place is another one too."""
    reason: str = ""
    """Why the place moved it, as its person had allowed; empty where somebody chose the time."""


class MoveConsentGiven(Fact, frozen=True):
    """A booking may be moved where there is no place for it any more: how far, how that was said, on which words."""

    announced = False
    reference: str
    may: str
    how: str
    words: int


class MoveConsentWithdrawn(Fact, frozen=True):
    """A booking may be moved no more without asking."""

    announced = False
    reference: str
    how: str


class UsualMoveConsentGiven(Fact, frozen=True):
    """Whatever a person books from now on may be moved, as far as they said, on which words."""

    announced = False
    person_id: int
    may: str
    words: int


class UsualMoveConsentWithdrawn(Fact, frozen=True):
    """What a person books from now on may not be moved without asking."""

    announced = False
    person_id: int


class AttendanceNoted(Fact, frozen=True):
    """Staff noted who came, who did not and why, or that it is done; or took such a note back."""

    announced = False
    reference: str
    deed: str
    people: int
    """How many of the party it is said of."""
    absence: str = ""


class NoteWritten(Fact, frozen=True):
    """Staff wrote what they must know of a booking; the words are never part of the log."""

    announced = False
    reference: str
