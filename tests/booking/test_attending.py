"""The life of a promise on its day: every deed once, each taken back the same day, and no place is ever lost by it."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap import booking
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.booking import Absence, Deed, Life, NotedOtherwise, NotToday, TooLateToUndo, rules
from hoanhap.booking.rules import CAME, DEEDS, NEXT, UNDOING
from tests import makers
from tests.attendance.days import DAWN, EVE, MORNING, NEXT_DAY, NOTE, Run

PARTIES = st.dictionaries(
    st.integers(1, 5), st.sampled_from([Life.BOOKED, Life.ARRIVED, Life.FULFILLED, Life.NOSHOW, Life.CANCELLED])
)
DEEDS_DRAWN = st.sampled_from(Deed)
PEOPLE = st.integers(1, 5)
UNDOES = {Deed.ARRIVE: Deed.UNDO_ARRIVE, Deed.MISS: Deed.UNDO_MISS, Deed.FULFIL: Deed.UNDO_FULFIL}


def after(states: Mapping[int, Life], deed: Deed, people: int) -> dict[int, Life]:
    """The party once a deed is noted."""
    return {**states, **dict.fromkeys(rules.concerned(states, deed, people=people), DEEDS[deed].target)}


@given(PARTIES, DEEDS_DRAWN, PEOPLE)
def test_a_deed_only_does_what_the_life_of_a_claim_allows(states: dict[int, Life], deed: Deed, people: int) -> None:
    for number, life in after(states, deed, people).items():
        assert life is states[number] or life in NEXT[states[number]]


@given(PARTIES, DEEDS_DRAWN, PEOPLE)
def test_the_same_deed_again_changes_nobody(states: dict[int, Life], deed: Deed, people: int) -> None:
    once = after(states, deed, people)

    assert rules.concerned(once, deed, people=people) == []
    if once != states and (deed is not Deed.ARRIVE or people <= len(states)):
        came = sum(life in CAME for life in once.values())
        assert rules.is_noted(once, deed, people=min(people, came))


@given(PARTIES, PEOPLE)
def test_never_more_arrive_than_are_said_to_have_come(states: dict[int, Life], people: int) -> None:
    before = sum(life in CAME for life in states.values())
    came = sum(life in CAME for life in after(states, Deed.ARRIVE, people).values())

    assert before <= came <= max(before, people)


@given(st.integers(1, 5), st.sampled_from(sorted(UNDOES)))
def test_what_is_taken_back_is_as_it_was(people: int, deed: Deed) -> None:
    states = dict.fromkeys(range(people), DEEDS[deed].sources[0])

    assert after(after(states, deed, people), UNDOES[deed], people) == states


@given(PARTIES, DEEDS_DRAWN, PEOPLE)
def test_who_cancelled_stays_cancelled(states: dict[int, Life], deed: Deed, people: int) -> None:
    cancelled = {number for number, life in states.items() if life is Life.CANCELLED}

    assert cancelled == {n for n, life in after(states, deed, people).items() if life is Life.CANCELLED}


def test_only_not_coming_without_a_word_is_counted() -> None:
    assert [each for each in Absence if booking.is_counted(each)] == [Absence.ABSENT]


def test_somebody_comes_is_served_and_every_step_is_one_event(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)

    assert [place.note(reference, deed) for deed in (Deed.ARRIVE, Deed.ARRIVE, Deed.FULFIL, Deed.FULFIL)] == [
        True,
        False,
        True,
        False,
    ]

    assert place.participants(reference) == ["fulfilled"]
    assert [fact["deed"] for fact in place.facts("AttendanceNoted")] == ["arrive", "fulfil"]
    assert place.taken(0) == 1
    assert place.breaches() == []


def test_the_role_that_did_it_is_recorded(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)

    place.note(reference, Deed.ARRIVE)

    assert place.look_at(reference).happened[0].role == "desk"


def test_a_party_may_come_in_part(database: Database) -> None:
    place = Run(database, capacity=3)
    reference = place.book(0, people=3)

    place.note(reference, Deed.ARRIVE, people=2)
    assert sorted(place.participants(reference)) == ["arrived", "arrived", "booked"]
    assert place.note(reference, Deed.ARRIVE, people=2) is False
    place.note(reference, Deed.MISS, absence=Absence.ILL)
    place.note(reference, Deed.FULFIL)

    assert sorted(place.participants(reference)) == ["fulfilled", "fulfilled", "noshow"]
    assert place.look_at(reference).entry.absence is Absence.ILL


def test_who_did_not_come_may_come_after_all_and_is_missed_no_more(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)

    place.note(reference, Deed.MISS)
    assert place.look_at(reference).entry.is_counted
    place.note(reference, Deed.ARRIVE)

    assert place.participants(reference) == ["arrived"]
    assert place.look_at(reference).entry.absence is None


@pytest.mark.parametrize("deed", UNDOES)
def test_a_slip_is_taken_back_on_the_same_day_and_no_other(database: Database, deed: Deed) -> None:
    place = Run(database)
    reference = place.book(0)
    if deed is Deed.FULFIL:
        place.note(reference, Deed.ARRIVE)
    before = place.participants(reference)
    place.note(reference, deed)

    with pytest.raises(TooLateToUndo):
        place.note(reference, UNDOES[deed], now=NEXT_DAY)
    assert place.note(reference, UNDOES[deed])

    assert place.participants(reference) == before
    assert place.note(reference, UNDOES[deed]) is False


def test_nobody_comes_before_the_day_and_nobody_is_missing_before_the_hour(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)

    for deed, too_early in ((Deed.ARRIVE, EVE), (Deed.MISS, DAWN), (Deed.FULFIL, DAWN)):
        with pytest.raises(NotToday):
            place.note(reference, deed, now=too_early)
    assert place.note(reference, Deed.ARRIVE, now=DAWN)
    assert place.note(reference, Deed.UNDO_ARRIVE, now=DAWN)
    assert place.note(reference, Deed.MISS, now=NEXT_DAY)


def test_the_day_begins_at_midnight_of_the_place(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)
    midnight = place.starts[0] - timedelta(hours=8)

    with pytest.raises(NotToday):
        place.note(reference, Deed.ARRIVE, now=midnight - timedelta(seconds=1))
    assert place.note(reference, Deed.ARRIVE, now=midnight)


def test_what_does_not_follow_is_refused_and_nothing_is_written(database: Database) -> None:
    place = Run(database, capacity=2)
    account = place.account()
    booked, cancelled = place.book(0), place.book(0, account_id=account)
    place.cancel(cancelled, account)

    for reference, deed in ((booked, Deed.FULFIL), (cancelled, Deed.ARRIVE), (cancelled, Deed.MISS)):
        with pytest.raises(NotedOtherwise):
            place.note(reference, deed)
    place.note(booked, Deed.ARRIVE)
    with pytest.raises(NotedOtherwise):
        place.note(booked, Deed.MISS)

    assert len(place.facts("AttendanceNoted")) == 1


def test_who_has_no_place_cannot_be_noted_as_come(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)
    place.displace(reference)

    with pytest.raises(NotedOtherwise):
        place.note(reference, Deed.ARRIVE)

    assert place.participants(reference) == ["booked"]


def test_a_booking_of_another_place_is_not_there(database: Database) -> None:
    place, other = Run(database), makers.Place(database)
    reference = other.book(0)

    with pytest.raises(Missing):
        place.note(reference, Deed.ARRIVE)
    with pytest.raises(Missing):
        database.write_now(
            booking.attend,
            reference,
            booking.Noting(Deed.ARRIVE, 1),
            location_id=place.location_id,
            by=place.by,
            now=MORNING,
        )


def test_a_note_is_kept_once_and_never_written_over_unseen(database: Database) -> None:
    place = Run(database)
    reference = place.book(0)

    assert place.write(reference, NOTE)
    assert place.write(reference, NOTE), "the same form sent twice"
    assert place.write(reference, "Khác") is False
    assert place.look_at(reference).entry.note == NOTE
    assert place.write(reference, "", seen=NOTE)

    assert place.look_at(reference).entry.note == ""
    assert place.facts("NoteWritten") == [{"reference": reference}] * 2


def test_the_undoing_deeds_are_those_that_undo() -> None:
    assert set(UNDOES.values()) == UNDOING


@settings(max_examples=25)
@given(st.lists(st.tuples(DEEDS_DRAWN, PEOPLE), max_size=8))
def test_whatever_is_noted_places_stay_counted(steps: list[tuple[Deed, int]]) -> None:
    states: dict[int, Life] = dict.fromkeys(range(3), Life.BOOKED)
    for deed, people in steps:
        states = after(states, deed, people)

    assert set(states.values()) <= rules.COUNTED
