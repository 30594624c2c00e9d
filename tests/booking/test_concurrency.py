"""Many people in several real processes at once: nothing is given to two, and nobody sees a deadlock."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import cycle, islice

import pytest
from sqlalchemy import func, select

from hoanhap import people
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Claim, Overlapping, rules
from hoanhap.booking.refusals import CannotBeMoved, OverlappingChange, SlotFull
from hoanhap.catalogue import Unit
from hoanhap.events import Event
from hoanhap.people import CodeRequest
from hoanhap.people.model import Tally
from hoanhap.schedule import CapacityTaken
from tests import makers
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import (
    AnyDeed,
    Book,
    BookUnguarded,
    Cancel,
    Confirm,
    Forget,
    Hold,
    Move,
    MoveUnguarded,
    Outcome,
    Release,
    Restore,
    SetCapacity,
    TypeCode,
)
from tests.concurrency.meanwhile import meanwhile
from tests.makers import LATER, NOON, PHONE, SECRET, Place

ROUNDS = 12
"""How often a run without the guard may be lucky before the test gives up."""


def ended(results: list[list[Outcome]]) -> Counter[str]:
    """How often it ended how: `ok`, or the name of an exception."""
    return Counter(outcome.fault or "ok" for outcomes in results for outcome in outcomes)


def answers(results: list[list[Outcome]]) -> list[str]:
    return [outcome.answer for outcomes in results for outcome in outcomes if not outcome.fault]


def bookings(place: Place, numbers: Iterable[int]) -> list[tuple[str, int]]:
    """A booking of each of these slots, each by somebody else: its reference and its account."""
    accounts = [(number, place.account()) for number in numbers]
    return [(place.book(number, account_id=account_id), account_id) for number, account_id in accounts]


def promises(place: Place) -> int:
    """How many places of the first slot were promised, whatever the counter says."""
    return place.events("BookingMade")


@pytest.mark.parametrize("is_rush", [False, True], ids=["one by one", "in a rush"])
def test_as_many_people_get_in_as_there_are_places(
    database: Database, database_url: str, crew: Crew, *, is_rush: bool
) -> None:
    place = Place(database, capacity=7)
    tasks = [[Book(place.choice(), place.account()) for _ in range(12)] for _ in range(PROCESSES)]

    results = crew.at_once(database_url, *tasks, is_rush=is_rush)

    assert ended(results) == {"ok": 7, "SlotFull": 41}
    assert place.taken() == promises(place) == len(set(answers(results))) == 7
    assert place.breaches() == []


def test_people_who_want_different_times_all_get_them(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, opens=0, closes=24 * 60)
    tasks = [[Hold(place.choice(number)) for number in range(first, 24, PROCESSES)] for first in range(PROCESSES)]

    results = crew.at_once(database_url, *tasks)

    assert ended(results) == {"ok": 24}
    assert [place.taken(number) for number in range(24)] == [1] * 24


def test_parties_that_need_the_same_slots_in_any_order_never_lock_each_other_out(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, closes=10 * 60, duration=60, step=30, unit=Unit.SEAT, capacity=9, wheelchairs=9)

    def wander(journey: str, first: int) -> list[AnyDeed]:
        numbers = islice(cycle([0, 2, 1] if first % 2 else [2, 0, 1]), 15)
        return [
            Hold(place.choice(number, journey=f"{journey} {turn % 3}", people=2, wheelchairs=turn % 3))
            for turn, number in enumerate(numbers)
        ]

    results = crew.at_once(database_url, *[wander(f"form {number}", number) for number in range(PROCESSES)])

    assert set(ended(results)) <= {"ok", "SlotFull"}
    assert ended(results)["ok"] > 0
    assert place.breaches() == []


@pytest.mark.parametrize("capacity", [1, 9])
def test_one_form_sent_by_four_processes_at_once_holds_once(
    database: Database, database_url: str, crew: Crew, capacity: int
) -> None:
    place = Place(database, opens=0, closes=10 * 60, capacity=capacity)
    forms = [Hold(place.choice(number, journey=f"form {number}")) for number in range(10)]

    results = crew.at_once(database_url, *[forms] * PROCESSES)

    assert ended(results) == {"ok": 10 * PROCESSES}
    assert results == [results[0]] * PROCESSES
    assert [place.taken(number) for number in range(10)] == [1] * 10


@pytest.mark.parametrize("is_rush", [False, True], ids=["one by one", "in a rush"])
@pytest.mark.parametrize("capacity", [1, 9])
def test_one_form_sent_by_four_processes_at_once_books_once(
    database: Database, database_url: str, crew: Crew, capacity: int, *, is_rush: bool
) -> None:
    place = Place(database, opens=0, closes=10 * 60, capacity=capacity)
    account_id = place.account()
    forms = [Book(place.choice(number, journey=f"form {number}"), account_id) for number in range(10)]

    results = crew.at_once(database_url, *[forms * 2] * PROCESSES, is_rush=is_rush)

    assert ended(results) == {"ok": 20 * PROCESSES}
    assert results == [results[0]] * PROCESSES
    assert promises(place) == 10
    assert place.breaches() == []


def test_one_confirmation_sent_by_four_processes_at_once_promises_once(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, opens=0, closes=10 * 60)
    confirmations = [Confirm(place.ready(number)) for number in range(10)]

    results = crew.at_once(database_url, *[confirmations] * PROCESSES)

    assert ended(results) == {"ok": 10 * PROCESSES}
    assert results == [results[0]] * PROCESSES
    assert promises(place) == 10


def test_going_back_in_the_browser_never_undoes_a_confirmation(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, opens=0, closes=20 * 60)
    tokens = [place.ready(number, journey=f"form {number}") for number in range(20)]
    again = [Hold(place.choice(number, journey=f"form {number}")) for number in range(20)]

    results = crew.at_once(database_url, [Confirm(token) for token in tokens], again, again)

    assert ended(results) == {"ok": 60}
    assert [place.lives(token) for token in tokens] == [["booked"]] * 20
    assert place.breaches() == []


def test_a_lapsed_place_goes_to_one_of_all_who_want_it(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, opens=0, closes=20 * 60)
    lapsed = [place.ready(number) for number in range(20)]
    now = NOON + LATER

    results = crew.at_once(
        database_url,
        [Confirm(token, now) for token in lapsed],
        [Hold(place.choice(number), now) for number in range(20)],
        [Book(place.choice(number), place.account(), now=now) for number in range(20)],
        [Release(now) for _ in range(20)],
    )

    assert ended(results[:3]) == {"ok": 20, "SlotFull": 40}
    assert [place.taken(number) for number in range(20)] == [1] * 20
    assert place.breaches() == []


def test_parties_of_which_some_claims_lapse_are_promised_whole_or_not(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, opens=0, closes=20 * 60, capacity=3)
    lapsed = [place.ready(number, people=3) for number in range(20)]
    now = NOON + LATER

    results = crew.at_once(
        database_url,
        [Confirm(token, now) for token in lapsed],
        [Release(now) for _ in range(30)],
        [Release(now) for _ in range(30)],
        [Hold(place.choice(number), now) for number in range(20)],
    )

    assert set(ended(results)) <= {"ok", "SlotFull"}
    booked = [token for token, outcome in zip(lapsed, results[0], strict=True) if not outcome.fault]
    assert [place.lives(token) for token in booked] == [["booked"] * 3] * len(booked)
    assert place.breaches() == []


def test_places_given_back_while_others_book_are_given_once(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, opens=0, closes=20 * 60)
    account_id = place.account()
    booked = [place.book(number, account_id=account_id) for number in range(20)]
    others = [place.account() for _ in range(3)]

    results = crew.at_once(
        database_url,
        [Cancel(reference, account_id) for reference in booked],
        *[
            [Book(place.choice(number, journey=f"{other} {number}"), other) for _ in range(3) for number in range(20)]
            for other in others
        ],
    )

    assert ended(results[:1]) == {"ok": 20}
    assert set(ended(results[1:])) <= {"ok", "SlotFull"}
    assert max(place.taken(number) for number in range(20)) <= 1
    assert place.breaches() == []


@pytest.mark.parametrize("is_rush", [False, True], ids=["one by one", "in a rush"])
def test_of_all_who_move_into_the_last_place_one_gets_in(
    database: Database, database_url: str, crew: Crew, *, is_rush: bool
) -> None:
    place = Place(database, opens=0, closes=20 * 60)
    booked = bookings(place, range(8, 20))
    tasks = [[Move(reference, place.slots[0], account_id) for reference, account_id in booked[n::4]] for n in range(4)]

    results = crew.at_once(database_url, *tasks, is_rush=is_rush)

    assert ended(results) == {"ok": 1, "SlotFull": 11}
    assert place.taken(0) == 1
    assert sum(place.taken(number) for number in range(20)) == 12
    assert place.breaches() == []


def test_people_who_change_places_never_lock_each_other_out(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, opens=0, closes=2 * 60, capacity=9)
    booked = bookings(place, [0, 1, 0, 1])

    def to_and_fro(reference: str, account_id: int, first: int) -> list[AnyDeed]:
        return [Move(reference, place.slots[(first + turn) % 2], account_id) for turn in range(1, 21)]

    results = crew.at_once(
        database_url,
        *[to_and_fro(reference, account_id, number % 2) for number, (reference, account_id) in enumerate(booked)],
    )

    assert ended(results) == {"ok": 80}
    assert (place.taken(0), place.taken(1)) == (2, 2)
    assert place.breaches() == []


def test_one_move_sent_by_four_processes_at_once_moves_once(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, opens=0, closes=20 * 60)
    booked = bookings(place, range(10))
    moves = [Move(ref, place.slots[10 + number], account_id) for number, (ref, account_id) in enumerate(booked)]

    results = crew.at_once(database_url, *[moves] * PROCESSES)

    assert ended(results) == {"ok": 10 * PROCESSES}
    assert place.events("BookingMoved") == 10
    assert [place.taken(number) for number in range(20)] == [0] * 10 + [1] * 10


def test_a_move_that_meets_a_cancellation_is_done_before_it_or_not_at_all(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, opens=0, closes=24 * 60)
    booked = bookings(place, range(12))
    moves = [Move(ref, place.slots[12 + number], account_id) for number, (ref, account_id) in enumerate(booked)]
    cancellations = [Cancel(reference, account_id) for reference, account_id in booked]

    results = crew.at_once(database_url, moves, cancellations[::-1], cancellations)

    assert set(ended(results[:1])) <= {"ok", "CannotBeMoved"}
    assert ended(results[1:]) == {"ok": 24}
    assert [place.taken(number) for number in range(24)] == [0] * 24
    assert place.breaches() == []


def test_what_is_taken_back_while_others_book_it_has_one_owner(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, opens=0, closes=20 * 60)
    booked = bookings(place, range(20))
    for reference, account_id in booked:
        place.cancel(reference, account_id)
    taken_back = [Restore(reference, account_id) for reference, account_id in booked]

    results = crew.at_once(
        database_url, taken_back, taken_back, [Book(place.choice(number), place.account()) for number in range(20)]
    )

    assert set(ended(results)) <= {"ok", "SlotFull"}
    assert [place.taken(number) for number in range(20)] == [1] * 20
    assert place.breaches() == []


def test_one_person_is_never_booked_in_two_places_at_one_time(
    database: Database, database_url: str, crew: Crew
) -> None:
    places = [Place(database, opens=0, closes=10 * 60, capacity=9) for _ in range(PROCESSES)]
    account_id = places[0].account()
    tasks = [[Book(place.choice(number), account_id) for number in range(10)] for place in places]

    results = crew.at_once(database_url, *tasks)

    assert ended(results) == {"ok": 10, "Overlapping": 30}
    assert [sum(place.taken(number) for place in places) for number in range(10)] == [1] * 10


def test_one_person_never_confirms_two_things_at_one_time(database: Database, database_url: str, crew: Crew) -> None:
    places = [Place(database, opens=0, closes=10 * 60, capacity=9) for _ in range(PROCESSES)]
    account_id = places[0].account()
    tasks = [[Confirm(place.ready(number, account_id=account_id)) for number in range(10)] for place in places]

    results = crew.at_once(database_url, *tasks)

    assert ended(results) == {"ok": 10, "Overlapping": 30}


def test_what_is_confirmed_while_it_is_being_forgotten_is_kept_or_missing(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, opens=0, closes=20 * 60, day=makers.TOMORROW + timedelta(days=9))
    tokens = [place.ready(number) for number in range(20)]
    now = NOON + rules.DRAFT_LIFE + timedelta(hours=1)

    results = crew.at_once(
        database_url, [Confirm(token, now) for token in tokens], [Forget(now)] * 5, [Release(now)] * 20
    )

    assert set(ended(results)) <= {"ok", "Missing"}
    kept = [token for token, outcome in zip(tokens, results[0], strict=True) if not outcome.fault]
    with database.reading() as db:
        assert set(db.scalars(select(Booking.token))) == set(kept)
    assert [place.lives(token) for token in kept] == [["booked"]] * len(kept)
    assert place.breaches() == []


def test_a_capacity_that_shrinks_while_people_book_is_never_exceeded(
    database: Database, database_url: str, crew: Crew
) -> None:
    place = Place(database, capacity=20)
    tasks = [[Book(place.choice(), place.account()) for _ in range(7)] for _ in range(PROCESSES - 1)]

    results = crew.at_once(
        database_url, [SetCapacity(place.slots[0], capacity) for capacity in range(19, 0, -1)], *tasks
    )

    assert set(ended(results)) <= {"ok", "SlotFull", "CapacityTaken"}
    assert place.taken() == promises(place)
    assert place.breaches() == []


def test_tries_are_counted_exactly_over_processes(database: Database, database_url: str, crew: Crew) -> None:
    token, code = asked_for_code(database)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    results = crew.at_once(database_url, *[[TypeCode(token, wrong)] * 25] * PROCESSES)

    assert Counter(answers(results)) == {"wrong": 10, "too_many": 90}
    with database.reading() as db:
        assert db.scalars(select(Tally.count).where(Tally.key.startswith("tries-phone"))).all() == [100]


def test_a_code_typed_in_four_processes_at_once_is_accepted_once(
    database: Database, database_url: str, crew: Crew
) -> None:
    token, code = asked_for_code(database)

    results = crew.at_once(database_url, *[[TypeCode(token, code)]] * PROCESSES)

    assert Counter(answers(results)) == {"accepted": 1, "expired": 3}
    with database.reading() as db:
        assert db.scalar(select(func.count(people.Account.id))) == 1


# --- at the worst moment: the second begins before the first has committed ---------------------------------


@pytest.mark.postgres
def test_the_form_sent_again_waits_for_a_confirmation_under_way(postgres: Database) -> None:
    place = Place(postgres)
    token = place.ready(journey="one form")

    answer = meanwhile(postgres, Confirm(token).run, Hold(place.choice(journey="one form")).run)

    assert answer == token
    assert place.lives(token) == ["booked"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_another_choice_waits_for_a_confirmation_under_way(postgres: Database) -> None:
    place = Place(postgres)
    token = place.ready(journey="one form")

    answer = meanwhile(postgres, Confirm(token).run, Hold(place.choice(1, journey="one form")).run)

    assert place.lives(token) == ["booked"]
    assert place.lives(str(answer)) == ["held"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_the_last_place_being_held_is_waited_for(postgres: Database) -> None:
    place = Place(postgres)

    assert meanwhile(postgres, Hold(place.choice()).run, Hold(place.choice()).run) is SlotFull
    assert place.taken() == 1


@pytest.mark.postgres
def test_the_same_form_under_way_is_waited_for(postgres: Database) -> None:
    place = Place(postgres)
    form = Hold(place.choice(journey="one form"))
    tokens = []

    answer = meanwhile(postgres, lambda db: tokens.append(form.run(db)), form.run)

    assert [answer] == tokens
    assert place.taken() == 1


@pytest.mark.postgres
def test_what_is_being_confirmed_does_not_lapse(postgres: Database) -> None:
    place, now = Place(postgres), NOON + LATER
    token = place.ready()

    answer = meanwhile(postgres, Confirm(token, now).run, Release(now).run)

    assert answer == "0"
    assert place.lives(token) == ["booked"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_what_lapses_while_it_is_being_confirmed_is_taken_again(postgres: Database) -> None:
    place, now = Place(postgres), NOON + LATER
    token = place.ready()

    assert meanwhile(postgres, Release(now).run, Confirm(token, now).run)
    assert place.lives(token) == ["booked"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_what_is_being_confirmed_is_not_forgotten(postgres: Database) -> None:
    place, now = Place(postgres, day=makers.TOMORROW + timedelta(days=9)), NOON + timedelta(days=3)
    token = place.ready()

    answer = meanwhile(postgres, Confirm(token, now).run, Forget(now).run)

    assert answer == "0"
    assert place.lives(token) == ["booked"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_what_lapses_while_it_is_being_forgotten_is_given_back_once(postgres: Database) -> None:
    place, now = Place(postgres, capacity=2), NOON + timedelta(days=3)
    place.hold()
    place.database.write_now(Book(place.choice(), place.account()).run)

    answer = meanwhile(postgres, Release(now).run, Forget(now).run)

    assert answer == "1"
    assert place.taken() == 1
    assert place.breaches() == []


@pytest.mark.postgres
@pytest.mark.parametrize("is_known", [True, False])
def test_somebody_being_booked_elsewhere_is_waited_for(postgres: Database, *, is_known: bool) -> None:
    place, other = Place(postgres), Place(postgres)
    account_id = place.account()
    if is_known:
        place.book(3, account_id=account_id)

    answer = meanwhile(postgres, Book(place.choice(), account_id).run, Book(other.choice(), account_id).run)

    assert answer is Overlapping
    assert (place.taken(), other.taken()) == (1, 0)


@pytest.mark.postgres
def test_a_capacity_being_cut_is_waited_for(postgres: Database) -> None:
    place = Place(postgres, capacity=2)
    place.book()

    assert meanwhile(postgres, SetCapacity(place.slots[0], 1).run, Hold(place.choice()).run) is SlotFull
    assert meanwhile(postgres, Hold(place.choice(1)).run, SetCapacity(place.slots[1], 0).run) is CapacityTaken
    assert place.breaches() == []


@pytest.mark.postgres
def test_places_are_free_once_their_return_is_on_disk_and_not_before(postgres: Database) -> None:
    place = Place(postgres)
    account_id = place.account()
    reference = place.book(account_id=account_id)

    assert meanwhile(postgres, Cancel(reference, account_id).run, Hold(place.choice()).run) is SlotFull
    assert place.hold()
    assert place.breaches() == []


@pytest.mark.postgres
def test_the_place_somebody_moves_into_is_waited_for(postgres: Database) -> None:
    place = Place(postgres)
    (one, her), (other, him) = bookings(place, [0, 1])

    answer = meanwhile(postgres, Move(one, place.slots[2], her).run, Move(other, place.slots[2], him).run)

    assert answer is SlotFull
    assert [place.taken(number) for number in range(3)] == [0, 1, 1]
    assert place.breaches() == []


@pytest.mark.postgres
def test_a_move_that_waited_goes_on_from_where_the_other_left_it(postgres: Database) -> None:
    place = Place(postgres)
    ((reference, account_id),) = bookings(place, [0])

    meanwhile(
        postgres, Move(reference, place.slots[1], account_id).run, Move(reference, place.slots[2], account_id).run
    )

    with postgres.reading() as db:
        latest = db.execute(select(Event.facts).where(Event.kind == "BookingMoved").order_by(Event.id.desc())).scalars()
        assert next(latest)["from_"] == makers.starts_at(db, place.slots[1]).isoformat().replace("+00:00", "Z")
    assert [place.taken(number) for number in range(3)] == [0, 0, 1]
    assert place.breaches() == []


@pytest.mark.postgres
def test_two_who_change_places_wait_in_turn(postgres: Database) -> None:
    place = Place(postgres, capacity=2)
    (one, her), (other, him) = bookings(place, [0, 1])

    answer = meanwhile(postgres, Move(one, place.slots[1], her).run, Move(other, place.slots[0], him).run)

    assert answer == "moved"
    assert (place.taken(0), place.taken(1)) == (1, 1)
    assert place.breaches() == []


@pytest.mark.postgres
def test_what_is_being_cancelled_is_not_moved(postgres: Database) -> None:
    place = Place(postgres)
    ((reference, account_id),) = bookings(place, [0])

    answer = meanwhile(postgres, Cancel(reference, account_id).run, Move(reference, place.slots[1], account_id).run)

    assert answer is CannotBeMoved
    assert (place.taken(0), place.taken(1)) == (0, 0)
    assert place.breaches() == []


@pytest.mark.postgres
def test_somebody_being_booked_elsewhere_is_waited_for_by_a_move(postgres: Database) -> None:
    place, other = Place(postgres), Place(postgres)
    ((reference, account_id),) = bookings(place, [0])

    answer = meanwhile(postgres, Book(other.choice(2), account_id).run, Move(reference, place.slots[2], account_id).run)

    assert answer is OverlappingChange
    assert place.taken(0) == 1


# --- without the guard ---------------------------------------------------------------------------------


def rush(database: Database, url: str, crew: Crew) -> tuple[Place, Counter[str]]:
    """Everybody books the last two places at once, looking first and taking then."""
    place = Place(database, capacity=2)
    tasks = [[BookUnguarded(place.choice(), place.account()) for _ in range(3)] for _ in range(PROCESSES)]
    return place, ended(crew.at_once(url, *tasks))


def test_without_guard_and_checks_too_many_move_into_the_last_place(
    database: Database, database_url: str, crew: Crew
) -> None:
    makers.drop_checks(database, "slot_unit")

    def all_move(_: int) -> Place:
        place = Place(database, opens=0, closes=5 * 60)
        booked = bookings(place, range(1, 5))
        tasks = [[MoveUnguarded(reference, place.slots[0], account_id)] for reference, account_id in booked]
        crew.at_once(database_url, *tasks)
        return place

    oversold = next((place for place in map(all_move, range(ROUNDS)) if sold(place) > 1), None)

    assert oversold is not None
    assert "1 nothing is over its capacity or public limit" in [each.invariant for each in oversold.breaches()]


def sold(place: Place) -> int:
    """How many claims there are on the first slot, whatever its counter says."""
    with place.database.reading() as db:
        return db.execute(select(func.count(Claim.id)).where(Claim.slot_id == place.slots[0])).scalar_one()


def test_without_guard_and_checks_the_same_rush_oversells(database: Database, database_url: str, crew: Crew) -> None:
    makers.drop_checks(database, "slot_unit")

    rushes = (rush(database, database_url, crew) for _ in range(ROUNDS))
    oversold = next((place for place, _ in rushes if sold(place) > 2), None)

    assert oversold is not None
    assert "1 nothing is over its capacity or public limit" in [each.invariant for each in oversold.breaches()]


def test_without_guard_the_checks_still_hold_the_line(database: Database, database_url: str, crew: Crew) -> None:
    rushes: list[tuple[Place, Counter[str]]] = []
    while len(rushes) < ROUNDS and not any(how["IntegrityError"] for _, how in rushes):
        rushes.append(rush(database, database_url, crew))

    assert any(how["IntegrityError"] for _, how in rushes)
    assert [(place.taken(), sold(place)) for place, _ in rushes] == [(2, 2)] * len(rushes)
    assert rushes[0][0].breaches() == []


def asked_for_code(database: Database) -> tuple[str, str]:
    """Ask for a code; return its token and the code."""
    token = database.write_now(people.request_code, PHONE, language="vi", address="here", secret=SECRET, now=NOON)
    with database.reading() as db:
        return token, str(db.execute(select(CodeRequest.code)).scalar_one())
