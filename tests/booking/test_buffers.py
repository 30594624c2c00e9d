"""What is kept free after each appointment stays free, whatever people do, and nobody is told that it is theirs."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import select, update

from hoanhap import booking, catalogue, schedule
from hoanhap.base.clock import Span
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Leg, rules
from hoanhap.booking.refusals import NoSuchTime, SlotFull
from hoanhap.catalogue import Offering, Party
from hoanhap.reports.figures import figures
from hoanhap.reports.rules import Period, Use
from hoanhap.schedule.rules import starts
from tests import makers
from tests.capacity.test_proposals import Managed
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import Book, BookUnguarded
from tests.makers import LATER, NOON, TODAY, TOMORROW, Place
from tests.planning.test_changes import NEXT_WEEK, Week

STEP = 30
HALF_AN_HOUR = timedelta(minutes=STEP)
A_DAY = {"closes": 12 * 60, "duration": 60, "step": STEP}
"""From 8:00 to 12:00, eight steps of half an hour; an appointment is two of them."""
ROUNDS = 12
"""How often a run without the guard may be lucky before the test gives up."""
DEEDS = st.tuples(st.sampled_from(["book", "cancel", "move"]), st.integers(0, 20), st.sampled_from([0, 10, 30]))


# --- as pure rules -------------------------------------------------------------------------------------


@hypothesis.settings(max_examples=60)
@given(st.integers(2, 12), st.integers(1, 3), st.integers(1, 3), st.integers(0, 3), st.lists(DEEDS, max_size=20))
def test_no_two_appointments_are_closer_than_the_buffer(
    steps: int, units: int, usual: int, after: int, deeds: list[tuple[str, int, int]]
) -> None:
    """Whatever is booked, cancelled and moved, in any order: each unit has its free time between two people."""
    taken, booked = [0] * steps, dict[int, tuple[range, int]]()
    lengths = {"duration_minutes": usual * STEP, "step_minutes": STEP}
    for number, (deed, pick, extra) in enumerate(deeds):
        party = Party(extra_minutes=extra)
        own = catalogue.steps(party, **lengths)
        span = catalogue.steps(party, **lengths, buffer_minutes=after * STEP)
        who = sorted(booked)[pick % len(booked)] if booked and deed != "book" else number
        had, own = booked.get(who, (range(0), own))
        span = own + after if had else span
        left = [units - 1 - each + (at in had) for at, each in enumerate(taken)]
        found = [] if deed == "cancel" else starts(left, span)
        if not found and deed != "cancel":
            continue
        goes = range(found[pick % len(found)][0], found[pick % len(found)][0] + span) if found else range(0)
        slots = rules.exchanged(had, goes)
        for slot in (*slots.instead, *slots.fewer):
            taken[slot] -= 1
        for slot in (*slots.instead.values(), *slots.more):
            taken[slot] += 1
        booked[who] = goes, own
        booked = {each: it for each, it in booked.items() if it[0]}
    assert taken == [sum(slot in slots for slots, _ in booked.values()) for slot in range(steps)]
    assert units_needed(booked, after) <= units


def units_needed(booked: Mapping[int, tuple[Sequence[int], int]], after: int) -> int:
    """How many rooms these appointments need, when each is free so long before the next."""
    free_from: list[int] = []
    for slots, own in sorted(booked.values(), key=lambda each: each[0][0]):
        in_time = [each for each in free_from if each <= slots[0]]
        if in_time:
            free_from.remove(max(in_time))
        free_from.append(slots[0] + own + after)
    return len(free_from)


# --- on both databases ---------------------------------------------------------------------------------


def keep_free(place: Place, minutes: int) -> None:
    """From now on so much is kept free after each appointment."""
    said = update(Offering).where(Offering.id == place.offering.id).values(buffer_minutes=minutes)
    place.database.write_now(lambda db: db.execute(said))
    place.offering = structs.replace(place.offering, buffer_minutes=minutes)


def taken(place: Place) -> list[int]:
    """How much is taken of every step."""
    return [place.taken(number) for number in range(len(place.slots))]


def times(place: Place, reference: str) -> tuple[float, float]:
    """From when until when a booking is, as its person is told, in hours from the first step on."""
    its = select(Leg.starts_at, Leg.ends_at).join(Booking).where(Booking.reference == reference)
    with place.database.reading() as db:
        begins, ends = db.execute(its).one()
    return (begins - place.starts[0]) / timedelta(hours=1), (ends - place.starts[0]) / timedelta(hours=1)


def test_touching_appointments_do_not_conflict_and_their_buffers_do(database: Database) -> None:
    """Field case 20: what overlaps only in what is kept free overlaps, on either side."""
    touching, place = Place(database, **A_DAY), Place(database, **A_DAY, buffer=STEP)
    touching.book(0)
    assert min(touching.free()) == 2

    assert list(place.free()) == [0, 1, 2, 3, 4, 5]
    reference = place.book(2)

    assert times(place, reference) == (1, 2)
    assert taken(place) == [0, 0, 1, 1, 1, 0, 0, 0]
    assert list(place.free()) == [5]
    for too_close in (0, 4):
        with pytest.raises(SlotFull):
            place.book(too_close)
    with pytest.raises(NoSuchTime):
        place.book(6)  # its own time is open, and the time after it is not
    with database.reading() as db:
        earliest = schedule.earliest(db, [place.offering.id], Party(), now=NOON)
    assert earliest[place.offering.id].slot_id == place.slots[5]
    assert place.breaches() == []


def test_what_is_kept_free_lies_within_the_hours_so_that_the_next_begin_in_time(database: Database) -> None:
    """The same hands may serve the next opening at once: its first appointment is as far from the last one here."""
    place = Place(database, **A_DAY, buffer=STEP)
    database.write_now(makers.make_schedule, place.offering.id, opens=12 * 60, closes=14 * 60)
    database.write_now(schedule.make_openings, first=TOMORROW, last=TOMORROW)
    with database.reading() as db:
        place.slots = makers.slots(db, place.offering)

    assert sorted(place.free()) == [0, 1, 2, 3, 4, 5, 8, 9]


def test_what_fails_when_somebody_has_gone_does_not_matter_to_them(database: Database) -> None:
    """Only the appointment itself needs all that is needed: a lift that breaks later is no reason against it."""
    place = Place(database, **A_DAY, buffer=STEP)
    broken = Span(place.starts[2], place.starts[6])
    for after, found in ((place.offering.buffer_steps, [0]), (0, [])):
        wanted = booking.wanted_at(place.offering, Party(), now=NOON)
        wanted = structs.replace(wanted, not_during=(broken,), after=after)
        with database.reading() as db:
            assert [place.slots.index(each.slot_id) for each in schedule.starts(db, wanted)] == found


def test_the_time_after_it_is_nobodys_own(database: Database) -> None:
    """Who has an appointment until nine can be somewhere else at nine."""
    place, elsewhere, another = Place(database, **A_DAY, buffer=60), Place(database, **A_DAY), Place(database, **A_DAY)
    account_id = place.account()

    place.book(0, account_id=account_id)
    elsewhere.book(2, account_id=account_id)

    with pytest.raises(booking.Overlapping):
        another.book(1, account_id=account_id)


def test_a_form_that_was_left_lying_takes_all_of_it_again(database: Database) -> None:
    place = Place(database, **A_DAY, buffer=STEP)
    token = place.ready(0)
    place.database.write_now(booking.release_lapsed, now=NOON + LATER)
    assert sum(taken(place)) == 0

    reference = place.confirm(token, now=NOON + LATER)

    assert taken(place)[:4] == [1, 1, 1, 0]
    assert times(place, reference) == (0, 1)


def test_what_is_booked_keeps_what_it_has_until_it_moves_or_comes_back(database: Database) -> None:
    place = Place(database, **A_DAY)
    account_id, other_id = place.account(), place.account()
    first, second = place.book(0, account_id=account_id), place.book(2, account_id=other_id)

    keep_free(place, STEP)
    assert taken(place) == [1, 1, 1, 1, 0, 0, 0, 0]
    place.cancel(first, account_id)
    with pytest.raises(SlotFull):
        place.restore(first, account_id)
    place.move(second, 4, other_id)
    place.restore(first, account_id)

    assert taken(place) == [1, 1, 1, 0, 1, 1, 1, 0]
    assert [times(place, each) for each in (first, second)] == [(0, 1), (2, 3)]
    assert place.breaches() == []
    keep_free(place, 0)
    place.move(second, 3, other_id)
    assert taken(place) == [1, 1, 1, 1, 1, 0, 0, 0]
    place.cancel(first, account_id)
    place.restore(first, account_id)
    assert taken(place) == [1, 1, 0, 1, 1, 0, 0, 0]
    assert place.breaches() == []


def test_a_booking_may_move_into_what_was_kept_free_after_it(database: Database) -> None:
    place = Place(database, **A_DAY, buffer=STEP)
    account_id = place.account()
    reference = place.book(0, account_id=account_id)

    place.move(reference, 1, account_id)

    assert taken(place) == [0, 1, 1, 1, 0, 0, 0, 0]
    assert place.breaches() == []


def test_who_is_displaced_comes_back_with_the_time_after_them(database: Database) -> None:
    place = Managed(database, **A_DAY, buffer=STEP)
    reference = place.book(0)
    place.close()
    assert (sum(taken(place)), place.supported(reference)) == (0, {False})

    proposal = place.reopen()

    assert (len(proposal.restored), place.supported(reference)) == (1, {True})
    assert taken(place)[:4] == [1, 1, 1, 0]
    assert place.breaches() == []


def test_hours_that_leave_room_for_an_appointment_displace_nobody_for_the_time_after_it(database: Database) -> None:
    week = Week(database, duration=60, step=60, buffer=60)
    last, earlier = week.book(6), week.book(4)
    assert taken(week)[4:8] == [1, 1, 1, 1]

    proposal = week.plan(week.other(8, 11))

    assert (proposal.displaced, proposal.hurried) == ([], 1)
    assert [len(week.lives(each)) for each in (earlier, last)] == [2, 1]
    assert taken(week)[4:8] == [1, 1, 1, 0]
    assert week.events("BookingsHurried") == 1
    assert week.times(NEXT_WEEK) == {8: 1, 9: 1, 10: 1}
    assert week.breaches() == []


def test_figures_count_what_people_had_of_what_they_could_have_had(database: Database) -> None:
    place = Place(database, **A_DAY, buffer=STEP)
    place.book(0)
    place.book(3)

    with database.reading() as db:
        found = figures(db, Period(TODAY, TOMORROW), "vi", location_id=None, now=NOON)

    (unit,) = found.units
    assert unit.total == Use(4, 6)


def test_of_many_at_once_nobody_is_in_the_time_kept_free(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, **A_DAY, buffer=STEP)
    tasks = [
        [Book(place.choice((turn + first) % 6), place.account()) for turn in range(6)] for first in range(PROCESSES)
    ]

    results = crew.at_once(database_url, *tasks, is_rush=True)

    faults = [outcome.fault for outcomes in results for outcome in outcomes]
    assert set(faults) == {"", "SlotFull"}
    assert sum(taken(place)) == 3 * faults.count("")
    assert too_close(place) == 0
    assert place.breaches() == []


def test_without_the_guard_somebody_is(database: Database, database_url: str, crew: Crew) -> None:
    """The control: what the guard is for."""
    makers.drop_checks(database, "slot_unit")

    def all_book(_: int) -> int:
        place = Place(database, **A_DAY, buffer=STEP)
        tasks = [[BookUnguarded(place.choice(number), place.account())] for number in range(PROCESSES)]
        crew.at_once(database_url, *tasks)
        return too_close(place)

    assert any(map(all_book, range(ROUNDS)))


def too_close(place: Place) -> int:
    """How many pairs of appointments have less than half an hour between them."""
    its = select(Leg.starts_at, Leg.ends_at).where(Leg.offering_id == place.offering.id)
    with place.database.reading() as db:
        found = sorted(db.execute(its).all())
    return sum(later[0] < one[1] + HALF_AN_HOUR for number, one in enumerate(found) for later in found[number + 1 :])
