"""Several people decide about one request, and its person withdraws or moves meanwhile: one thing happens."""

import pytest

from hoanhap import booking
from hoanhap.base.db import Database, Db
from hoanhap.booking import Deciding, DeclineReason, Outcome
from hoanhap.booking.deciding import AlreadyDecided, NoPlaceLeft, RequestChanged, Withdrawn
from hoanhap.capacity import StaleProposal
from hoanhap.events import Actor
from hoanhap.organizations import MemberRole
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import Cancel, CloseDay, Decide, DecideUnguarded, Move
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, TOMORROW, Place

ACCEPT = Deciding(Outcome.ACCEPTED)
DECLINE = Deciding(Outcome.DECLINED, DeclineReason.PAPERS)
KINDS = ("BookingAccepted", "BookingDeclined")
ROUNDS = 12


class Contested(Place):
    """A place with several people who decide."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, needs_approval=True, capacity=ROUNDS)
        self.deciders = [int(self.decider(MemberRole.DESK).account_id or 0) for _ in range(PROCESSES)]
        self.account_id = self.account()

    def ask(self, number: int = 0) -> str:
        """A request of the account."""
        return self.request(number, account_id=self.account_id)

    def deed(self, reference: str, decision: Deciding, *, by: int = 0) -> Decide:
        """One of the deciders decides."""
        return Decide(self.offering.location_slug, reference, decision, self.deciders[by])

    def decisions(self) -> int:
        """How many decisions were recorded."""
        return sum(self.events(kind) for kind in KINDS)


def test_of_many_who_decide_at_once_one_decides(database: Database, database_url: str, crew: Crew) -> None:
    place = Contested(database)
    references = [place.request(number % 4) for number in range(ROUNDS)]
    tasks = [
        [place.deed(reference, ACCEPT if number % 2 else DECLINE, by=number) for reference in references]
        for number in range(PROCESSES)
    ]

    results = crew.at_once(database_url, *tasks)

    assert {each.fault for outcomes in results for each in outcomes} <= {"", "AlreadyDecided"}
    assert place.decisions() == ROUNDS
    for at_once in zip(*results, strict=True):
        assert len({each.answer for each in at_once if each.answer}) == 1
    assert place.breaches() == []


def test_without_the_guard_one_request_is_decided_twice(database: Database, database_url: str, crew: Crew) -> None:
    """The control: what the guard is for."""
    place = Contested(database)
    references = [place.request(number % 4) for number in range(ROUNDS)]
    tasks = [
        [
            DecideUnguarded(place.offering.location_slug, reference, decision, place.deciders[number])
            for reference in references
        ]
        for number, decision in enumerate([ACCEPT, DECLINE] * (PROCESSES // 2))
    ]

    crew.at_once(database_url, *tasks)

    assert place.decisions() > ROUNDS


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "second"), [(ACCEPT, DECLINE), (DECLINE, ACCEPT), (ACCEPT, ACCEPT)])
def test_a_decision_under_way_is_waited_for(postgres: Database, first: Deciding, second: Deciding) -> None:
    place = Contested(postgres)
    reference = place.ask()

    answer = meanwhile(postgres, place.deed(reference, first).run, place.deed(reference, second, by=1).run)

    assert answer is AlreadyDecided
    assert place.lives(reference) == ["booked" if first is ACCEPT else "declined"]
    assert place.decisions() == 1
    assert place.breaches() == []


@pytest.mark.postgres
@pytest.mark.parametrize("decision", [ACCEPT, DECLINE])
def test_whoever_withdraws_meanwhile_has_withdrawn(postgres: Database, decision: Deciding) -> None:
    place = Contested(postgres)
    reference = place.ask()

    withdraw = Cancel(reference, place.account_id)
    assert meanwhile(postgres, withdraw.run, place.deed(reference, decision).run) is Withdrawn
    assert place.lives(reference) == ["cancelled"]
    assert place.taken() == 0
    assert place.breaches() == []


@pytest.mark.postgres
def test_whoever_cancels_while_it_is_accepted_cancels_the_promise(postgres: Database) -> None:
    place = Contested(postgres)
    reference = place.ask()

    assert (
        meanwhile(postgres, place.deed(reference, ACCEPT).run, Cancel(reference, place.account_id).run) == "cancelled"
    )
    assert place.lives(reference) == ["cancelled"]
    assert place.taken() == 0
    assert place.breaches() == []


@pytest.mark.postgres
def test_nobody_accepts_a_time_they_have_not_seen(postgres: Database) -> None:
    place = Contested(postgres)
    reference = place.ask()
    seen = place.asked(reference).version

    def accept(db: Db) -> None:
        booking.decide(db, place.offering.location_slug, reference, ACCEPT, seen, by=by, now=NOON)

    by, move = Actor(place.deciders[0], "person"), Move(reference, place.slots[2], place.account_id)
    assert meanwhile(postgres, move.run, accept) is RequestChanged
    assert place.lives(reference) == ["requested"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_a_day_that_closes_while_a_request_is_accepted_sees_that_it_is_stale(postgres: Database) -> None:
    place = Contested(postgres)
    reference = place.ask()

    close = CloseDay(place.offering.id, TOMORROW)
    assert meanwhile(postgres, place.deed(reference, ACCEPT).run, close.run) is StaleProposal
    assert place.lives(reference) == ["booked"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_what_is_displaced_while_somebody_accepts_it_is_not_accepted(postgres: Database) -> None:
    place = Contested(postgres)
    reference = place.ask()

    close = CloseDay(place.offering.id, TOMORROW)
    assert meanwhile(postgres, close.run, place.deed(reference, ACCEPT).run) is NoPlaceLeft
    assert place.lives(reference) == ["requested"]
    assert place.asked(reference).is_displaced
    assert place.breaches() == []
