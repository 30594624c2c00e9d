"""Every question of the list of invariants can find what it looks for, and finds nothing where all is well."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from hoanhap.base.db import Database
from hoanhap.reports import breaches
from hoanhap.reports.invariants import _QUESTIONS
from hoanhap.reports.queries import overview
from tests import makers
from tests.makers import NOON, Place

LONG_AGO = NOON - timedelta(hours=1)

PLANTED = {
    "1 counters equal live supported claims": ["UPDATE slot_unit SET taken = 2, public_taken = 2 WHERE capacity = 3"],
    "1 nothing is over its capacity or public limit": [
        "UPDATE slot_unit SET capacity = 0, public_limit = 0 WHERE taken > 0"
    ],
    "3 the legs of a booking are held or booked together": [
        "UPDATE booking SET reference = '11111111', booked_at = created_at WHERE reference IS NULL"
    ],
    "3 a booking without a claim": ["DELETE FROM claim WHERE state = 'cancelled'"],
    "3 a claim that covers less than its leg": ["UPDATE leg SET ends_at = starts_at"],
    "5 something needed fails, and who needs it keeps their place without knowing": [
        """UPDATE booking SET needs = '["step-free"]'""",
        "INSERT INTO outage (location_id, feature_code, begins_at, reason, said_at) SELECT location_id, 'lift', "
        "(SELECT MIN(starts_at) FROM slot), 'broken', (SELECT MIN(created_at) FROM booking) FROM offering",
    ],
    "7 a hold without an end": ["UPDATE claim SET held_until = NULL"],
    "7 a hold that lapsed long ago and still has its places": ["UPDATE claim SET held_until = changed_at"],
    "9 a change that was neither told nor waits to be": ["UPDATE event SET delivered_at = at"],
    "9 an answer to feedback that was neither told nor waits to be": ["UPDATE event SET delivered_at = at"],
    "9 somebody who wants to be called was sent a text": [
        "INSERT INTO message (event_id, kind, channel, phone, language, body, created_at, sent_at, attempts) "
        "SELECT id, 'booked', 'voice', '', 'vi', '', at, at, 0 FROM event WHERE kind = 'BookingMade'"
    ],
    "9 a request that nobody can answer, or that was answered and still waits": [
        "UPDATE claim SET state = 'requested', held_until = NULL WHERE state = 'booked'"
    ],
    "10 a reference without a promise, or the other way round": ["UPDATE booking SET booked_at = NULL"],
    "11 a booking that is not where its last move put it": [
        "UPDATE claim SET slot_id = (SELECT MAX(id) FROM slot) "
        "WHERE booking_id IN (SELECT booking_id FROM event WHERE kind = 'BookingMoved')"
    ],
    "12 a booking that its place moved, of which nobody ever said that it may be": [
        """UPDATE event SET facts = '{"reason": "flood"}' WHERE kind = 'BookingMoved'"""
    ],
    "11 a booking without its event": ["UPDATE event SET kind = 'Forgotten' WHERE kind = 'BookingMade'"],
}
"""For each invariant, what somebody would have to do to a filled database, with its checks away, to break it."""


def planted(database: Database, statements: Sequence[str]) -> list[str]:
    makers.drop_checks(database, "slot_unit", "claim", "booking", "leg")
    with database.writing() as db:
        for statement in statements:
            db.execute(text(statement))
        return [each.invariant for each in breaches(db, long_ago=NOON + timedelta(minutes=1))]


def test_nothing_is_wrong_with_a_filled_database(filled_database: Database) -> None:
    with filled_database.reading() as db:
        assert breaches(db, long_ago=LONG_AGO) == []


def test_every_invariant_has_its_breach_planted() -> None:
    assert set(PLANTED) == set(_QUESTIONS)


@pytest.mark.parametrize("invariant", PLANTED)
def test_a_planted_breach_is_found(filled_database: Database, invariant: str) -> None:
    assert invariant in planted(filled_database, PLANTED[invariant])


def test_a_breach_counts_all_and_names_some(database: Database) -> None:
    place = Place(database, opens=0, closes=8 * 60)
    for number in range(8):
        place.hold(number)

    (breach,) = [*place.breaches(now=NOON + timedelta(hours=2))]

    assert breach.invariant.startswith("7 a hold that lapsed")
    assert (breach.count, len(breach.examples)) == (8, 5)


def test_the_overview_counts_what_is_to_come_and_what_waits(filled_database: Database) -> None:
    with filled_database.reading() as db:
        today, tomorrow = (overview(db, now=NOON + timedelta(hours=hours)) for hours in (0, 12))

    assert (today.today, today.to_come) == (0, 1)
    assert (tomorrow.today, tomorrow.to_come) == (1, 1)
    assert (today.undelivered, today.unsent, today.to_be_called, today.breaches) == (5, 0, 0, [])
    assert today.feedback == 0
