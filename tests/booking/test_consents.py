"""Whether somebody may be moved is theirs to say: never assumed, of one booking or of later ones, and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hoanhap import booking, people
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.booking import Booking, Consent, MayMove, SaidHow, consents, queries
from hoanhap.booking.model import MoveConsent, UsualMoveConsent
from hoanhap.booking.refusals import CannotBeMoved
from hoanhap.events import Actor, Event
from tests import makers
from tests.makers import NAME, NOON, TOMORROW, Place

ASK, SAME_DAY, THREE_DAYS = MayMove.ASK, MayMove.SAME_DAY, MayMove.THREE_DAYS
DESK = Actor(7, "desk")
HOUR = timedelta(hours=1)


class Asked(Place):
    """A place with somebody who has booked there."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.account_id = self.account()
        self.reference = self.book(0, account_id=self.account_id)

    def say(self, may: MayMove, *, reference: str = "", account_id: int | None = None, **more: Any) -> None:
        """They say whether it may be moved."""
        by = Actor(self.account_id, people.PERSON_ROLE)
        said: dict[str, Any] = {"account_id": account_id or self.account_id, "by": by, "now": NOON} | more
        self.database.write_now(consents.say, reference or self.reference, may, **said)

    def say_usual(self, may: MayMove, *, account_id: int | None = None) -> None:
        """They say it of whatever they book later."""
        by = Actor(self.account_id, people.PERSON_ROLE)
        said: dict[str, Any] = {"account_id": account_id or self.account_id, "by": by, "now": NOON}
        self.database.write_now(consents.say_usual, self.person_id, may, **said)

    @property
    def person_id(self) -> int:
        """Who has booked."""
        with self.database.reading() as db:
            (person,) = consents.usual(db, self.account_id)
        return person.person_id

    def stands(self, reference: str = "") -> Consent:
        """What was said of a booking."""
        with self.database.reading() as db:
            its = select(Booking.id).where(Booking.reference == (reference or self.reference))
            return booking.consent_of(db, db.execute(its).scalar_one())

    def facts(self) -> list[tuple[str, dict[str, Any]]]:
        """What was recorded of it, the earliest first."""
        with self.database.reading() as db:
            told = select(Event.kind, Event.facts).where(Event.kind.contains("MoveConsent")).order_by(Event.id)
            return [(row.kind, row.facts) for row in db.execute(told)]


def test_silence_is_no(database: Database) -> None:
    place = Asked(database)

    assert place.stands() == Consent(ASK)
    with database.reading() as db:
        (standing,) = booking.standing(db, [place.offering.id], first=TOMORROW, last=TOMORROW)
    assert standing.may_move is ASK


def test_what_is_said_is_kept_with_its_moment_its_author_and_its_words(database: Database) -> None:
    place = Asked(database)

    place.say(THREE_DAYS)
    place.say(THREE_DAYS, now=NOON + HOUR)

    assert place.stands() == Consent(THREE_DAYS, SaidHow.PAGE, NOON)
    with database.reading() as db:
        row = db.execute(select(MoveConsent.said_by, MoveConsent.words)).one()
    assert tuple(row) == (place.account_id, 1)
    given = {"reference": place.reference, "may": "three-days", "how": "page", "words": 1}
    assert place.facts() == [("MoveConsentGiven", given)]


def test_it_is_taken_back_at_any_time(database: Database) -> None:
    place = Asked(database)
    place.say(SAME_DAY)

    for _ in range(2):
        place.say(ASK)

    assert place.stands().may is ASK
    assert [kind for kind, _ in place.facts()] == ["MoveConsentGiven", "MoveConsentWithdrawn"]


def test_no_without_a_yes_before_changes_nothing(database: Database) -> None:
    place = Asked(database)

    place.say(ASK)

    assert (place.stands(), place.facts()) == (Consent(ASK), [])


def test_staff_write_down_what_was_said_and_how(database: Database) -> None:
    place = Asked(database)
    with database.reading() as db:
        location_id = next(iter(queries.locations_of(db, place.slots)))
    said: dict[str, Any] = {"by": DESK, "now": NOON}

    database.write_now(booking.note_consent, place.reference, SAME_DAY, SaidHow.PHONE, location_id=location_id, **said)
    with pytest.raises(Missing):
        database.write_now(
            booking.note_consent, place.reference, ASK, SaidHow.DESK, location_id=location_id + 1, **said
        )

    assert place.stands() == Consent(SAME_DAY, SaidHow.PHONE, NOON)
    with database.reading() as db:
        assert db.execute(select(MoveConsent.said_by)).scalar_one() == DESK.account_id


@pytest.mark.parametrize("ended", ["begun", "cancelled"])
def test_what_has_begun_or_is_over_cannot_be_moved_any_more(database: Database, ended: str) -> None:
    place = Asked(database)
    if ended == "cancelled":
        place.cancel(place.reference, place.account_id)

    with pytest.raises(CannotBeMoved):
        place.say(SAME_DAY, now=place.starts[0] if ended == "begun" else NOON)

    assert place.facts() == []


def test_somebody_elses_booking_is_missing(database: Database) -> None:
    place = Asked(database)
    other = place.account()

    with pytest.raises(Missing):
        place.say(SAME_DAY, account_id=other)
    with pytest.raises(Missing):
        place.say_usual(SAME_DAY, account_id=other)


def test_what_is_said_for_later_goes_to_every_later_booking_of_that_person(database: Database) -> None:
    """By the journey and at the desk; a booking from before stays as it is, and so does somebody else's."""
    place = Asked(database)
    before = place.book(1, account_id=place.account_id)
    place.say(SAME_DAY, also_later=True)

    journey = place.confirm(place.ready(2, account_id=place.account_id))
    desk = place.book(3, account_id=place.account_id)
    choice = Place(database).choice()
    relative = database.write_now(makers.book, choice, account_id=place.account_id, full_name="Lê Văn Sáu")

    assert [place.stands(each).may for each in (before, journey, desk, relative)] == [ASK, SAME_DAY, SAME_DAY, ASK]
    assert place.stands(desk).how is SaidHow.USUAL
    assert [kind for kind, _ in place.facts()] == ["MoveConsentGiven", "UsualMoveConsentGiven"]


def test_who_takes_back_what_is_usual_takes_it_back_wherever_it_went(database: Database) -> None:
    """But not what they said of one booking alone."""
    place = Asked(database)
    place.say(THREE_DAYS, also_later=True)
    later, own = place.book(1, account_id=place.account_id), place.book(2, account_id=place.account_id)
    place.say(SAME_DAY, reference=own)

    place.say_usual(ASK)
    next_one = place.book(3, account_id=place.account_id)

    stands = [place.stands(each).may for each in (place.reference, later, own, next_one)]
    assert stands == [THREE_DAYS, ASK, SAME_DAY, ASK]
    with database.reading() as db:
        assert db.execute(select(UsualMoveConsent.may)).scalar_one() == "ask"
    withdrawn = [facts.get("reference") for kind, facts in place.facts() if kind.endswith("Withdrawn")]
    assert withdrawn == [later, None]


def test_no_usual_answer_is_assumed(database: Database) -> None:
    place = Asked(database)
    with database.reading() as db:
        (usual,) = consents.usual(db, place.account_id)

    place.say_usual(ASK)

    assert (usual.full_name, usual.may) == (NAME, None)
    assert place.facts() == []
