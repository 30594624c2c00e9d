"""What processes can be told to do, and what they say came of it."""

import time
from datetime import date, datetime
from unittest.mock import patch

import msgspec
from sqlalchemy import bindparam, select, update
from typing_extensions import override

from hoanhap import booking, capacity, catalogue, people, planning, schedule
from hoanhap.base.clock import whole_days
from hoanhap.base.db import Database, Db
from hoanhap.booking import (
    Booking,
    BookingAccepted,
    BookingDeclined,
    Choice,
    Claim,
    Deciding,
    Life,
    Reason,
    Request,
)
from hoanhap.capacity import Closing, Failing
from hoanhap.events import Actor, record
from hoanhap.planning import Replanning
from hoanhap.planning.verbs import say_skills
from hoanhap.schedule import SlotUnit, Want
from hoanhap.staff import verbs
from hoanhap.staff.model import Credential, RecoveryCode
from tests.makers import NAME, NOON, PHONE, SECRET, SOMEBODY

HESITATION = 0.01
"""How long a process without the guard waits between looking and taking, so that others can come between."""


class Deed(msgspec.Struct, frozen=True, tag=True):
    """One thing to do to a database."""

    def run(self, db: Db) -> str:
        """Do it in a transaction, and say what came of it."""
        raise NotImplementedError

    def do(self, database: Database) -> str:
        """Do it in a transaction of its own."""
        return database.write_now(self.run)


class Hold(Deed, frozen=True, tag=True):
    choice: Choice
    now: datetime = NOON

    @override
    def run(self, db: Db) -> str:
        return booking.hold(db, self.choice, language="vi", now=self.now)


class Book(Deed, frozen=True, tag=True):
    choice: Choice
    account_id: int
    full_name: str = NAME
    now: datetime = NOON

    @override
    def run(self, db: Db) -> str:
        return booking.book(
            db,
            self.choice,
            account_id=self.account_id,
            full_name=self.full_name,
            phone=PHONE,
            language="vi",
            by=SOMEBODY,
            now=self.now,
        )


class BookUnguarded(Book, frozen=True, tag=True):
    """Look first, then take: what everybody would write who has not met the second person yet."""

    @override
    def do(self, database: Database) -> str:
        left = select(SlotUnit.capacity - SlotUnit.taken).where(SlotUnit.slot_id == self.choice.slot_id)
        with database.reading() as db:
            if db.execute(left).scalar_one() < self.choice.party.people:
                return "full"
        time.sleep(HESITATION)
        with patch.object(schedule, "take", _take_blindly):
            return super().do(database)


class Confirm(Deed, frozen=True, tag=True):
    token: str
    now: datetime = NOON

    @override
    def run(self, db: Db) -> str:
        return booking.confirm(db, self.token, by=SOMEBODY, now=self.now)


class Cancel(Deed, frozen=True, tag=True):
    reference: str
    account_id: int

    @override
    def run(self, db: Db) -> str:
        booking.cancel(db, self.reference, account_id=self.account_id, by=SOMEBODY, now=NOON)
        return "cancelled"


class Move(Deed, frozen=True, tag=True):
    reference: str
    slot_id: int
    account_id: int

    @override
    def run(self, db: Db) -> str:
        booking.move(db, self.reference, self.slot_id, account_id=self.account_id, by=SOMEBODY, now=NOON)
        return "moved"


class MoveUnguarded(Move, frozen=True, tag=True):
    """Look first, then move."""

    @override
    def do(self, database: Database) -> str:
        left = select(SlotUnit.capacity - SlotUnit.taken).where(SlotUnit.slot_id == self.slot_id)
        with database.reading() as db:
            if db.execute(left).scalar_one() < 1:
                return "full"
        time.sleep(HESITATION)
        with patch.object(schedule, "take", _take_blindly):
            return super().do(database)


class Restore(Deed, frozen=True, tag=True):
    reference: str
    account_id: int

    @override
    def run(self, db: Db) -> str:
        booking.restore(db, self.reference, account_id=self.account_id, by=SOMEBODY, now=NOON)
        return "restored"


class Release(Deed, frozen=True, tag=True):
    now: datetime

    @override
    def run(self, db: Db) -> str:
        return str(booking.release_lapsed(db, now=self.now, at_most=1))


class Forget(Deed, frozen=True, tag=True):
    now: datetime

    @override
    def run(self, db: Db) -> str:
        return str(booking.forget_drafts(db, now=self.now))


class SetCapacity(Deed, frozen=True, tag=True):
    slot_id: int
    capacity: int

    @override
    def run(self, db: Db) -> str:
        limits = {"capacity": self.capacity, "public_limit": self.capacity}
        schedule.set_capacity(db, self.slot_id, "place", **limits, by=SOMEBODY, now=NOON)
        return "set"


class CloseDay(Deed, frozen=True, tag=True):
    """Look at what closing a day would do, and do it."""

    offering_id: int
    day: date

    @override
    def run(self, db: Db) -> str:
        closing = Closing((self.offering_id,), self.day, self.day, Reason.FLOOD)
        version = capacity.propose(db, closing, now=NOON).version
        capacity.apply(db, closing, version, by=SOMEBODY, now=NOON)
        return "closed"


class CloseDayUnguarded(CloseDay, frozen=True, tag=True):
    """Do it without waiting for those who are just booking."""

    @override
    def run(self, db: Db) -> str:
        with patch.object(schedule, "wait_for_days"):
            return super().run(db)


class CloseDayUncounted(CloseDay, frozen=True, tag=True):
    """Do it without waiting, and move people to places without asking whether they are still there."""

    @override
    def run(self, db: Db) -> str:
        with patch.object(schedule, "wait_for_days"), patch.object(schedule, "take_all", _take_blindly):
            return super().run(db)


class BreakLift(Deed, frozen=True, tag=True):
    """Look at who depends on a lift on a day, and say that it does not work."""

    location_id: int
    day: date

    @override
    def run(self, db: Db) -> str:
        failing = Failing(self.location_id, "lift", 0, whole_days(self.day, self.day), Reason.BROKEN)
        version = capacity.propose(db, failing, now=NOON).version
        capacity.apply(db, failing, version, by=SOMEBODY, now=NOON)
        return "broken"


class BreakLiftUnguarded(BreakLift, frozen=True, tag=True):
    """Say so without waiting for those who are just booking."""

    @override
    def run(self, db: Db) -> str:
        with patch.object(schedule, "wait_for_days"):
            return super().run(db)


class Decide(Deed, frozen=True, tag=True):
    """Look at a request, and decide."""

    slug: str
    reference: str
    deciding: Deciding
    by: int

    @override
    def run(self, db: Db) -> str:
        by = Actor(self.by, "person")
        booking_id = db.execute(select(Booking.id).where(Booking.reference == self.reference)).scalar_one()
        request = booking.request_of(db, booking_id)
        assert request is not None
        booking.decide(db, self.slug, self.reference, self.deciding, request.version, by=by, now=NOON)
        return str(self.deciding.outcome)


class DecideUnguarded(Decide, frozen=True, tag=True):
    """Look first, then decide, without asking again whether it still waits."""

    @override
    def do(self, database: Database) -> str:
        with database.reading() as db:
            booking_id = db.execute(select(Booking.id).where(Booking.reference == self.reference)).scalar_one()
            seen = booking.request_of(db, booking_id)
        assert seen is not None
        if not seen.is_waiting:
            return "decided"
        time.sleep(HESITATION)
        return database.write_now(self._decide_blindly, seen.booking.id)

    def _decide_blindly(self, db: Db, booking_id: int) -> str:
        outcome, reason = self.deciding.outcome, self.deciding.reason
        becomes = Life.BOOKED if outcome is booking.Outcome.ACCEPTED else Life.DECLINED
        of_request = update(Request).where(Request.booking_id == booking_id)
        db.execute(of_request.values(outcome=outcome, reason=reason, decided_at=NOON, decided_role="desk"))
        db.execute(update(Claim).where(Claim.booking_id == booking_id).values(state=becomes))
        fact = {
            Life.BOOKED: BookingAccepted(self.reference),
            Life.DECLINED: BookingDeclined(self.reference, str(reason)),
        }[becomes]
        record(db, fact, by=SOMEBODY, at=NOON, booking_id=booking_id)
        return str(outcome)


class EndWeeks(Deed, frozen=True, tag=True):
    """Look at what ending weekly rules from a day on would do, and do it."""

    offering_id: int
    first_on: date
    rules: tuple[int, ...]

    @override
    def run(self, db: Db) -> str:
        change = Replanning(self.offering_id, self.first_on, self.rules)
        version = capacity.propose(db, change, now=NOON).version
        planning.plan(db, change, version, by=SOMEBODY, now=NOON)
        return "ended"


class EndWeeksUnguarded(EndWeeks, frozen=True, tag=True):
    """Do it without waiting for those who are just booking."""

    @override
    def run(self, db: Db) -> str:
        with patch.object(schedule, "wait_for_days"):
            return super().run(db)


class SaySkills(Deed, frozen=True, tag=True):
    place: str
    resource_id: int
    features: tuple[str, ...]
    version: str

    @override
    def run(self, db: Db) -> str:
        at = catalogue.workplace(db, self.place)
        needed = say_skills(db, at, self.resource_id, self.features, self.version, by=SOMEBODY, now=NOON)
        return "still needed" if needed else "said"


class SaySkillsUnguarded(SaySkills, frozen=True, tag=True):
    """Say it without waiting for those who are just booking."""

    @override
    def run(self, db: Db) -> str:
        with patch.object(schedule, "wait_for_resource"):
            return super().run(db)


class TypeCode(Deed, frozen=True, tag=True):
    token: str
    typed: str

    @override
    def run(self, db: Db) -> str:
        return people.check_code(db, self.token, self.typed, secret=SECRET, language="vi", now=NOON).outcome


class ShowProof(Deed, frozen=True, tag=True):
    way_in: str
    proof: str

    @override
    def run(self, db: Db) -> str:
        return verbs.check_second_step(db, self.way_in, self.proof, secret=SECRET, instead_of=None, now=NOON).check


class ShowProofUnguarded(ShowProof, frozen=True, tag=True):
    """Take it without asking whether it was taken before."""

    @override
    def run(self, db: Db) -> str:
        step = update(Credential).where(Credential.account_id == bindparam("of_account"))
        code = update(RecoveryCode).where(RecoveryCode.account_id == bindparam("of_account"))
        blind_step = step.values(last_step=bindparam("new_step"))
        blind_code = code.where(RecoveryCode.code_hash == bindparam("of_hash")).values(used_at=bindparam("now"))
        with patch.object(verbs, "_TAKE_STEP", blind_step), patch.object(verbs, "_USE_CODE", blind_code):
            return super().run(db)


AnyDeed = (
    Hold
    | Book
    | BookUnguarded
    | Confirm
    | Cancel
    | Move
    | MoveUnguarded
    | Restore
    | Release
    | Forget
    | SetCapacity
    | CloseDay
    | CloseDayUnguarded
    | CloseDayUncounted
    | BreakLift
    | BreakLiftUnguarded
    | Decide
    | DecideUnguarded
    | EndWeeks
    | EndWeeksUnguarded
    | SaySkills
    | SaySkillsUnguarded
    | TypeCode
    | ShowProof
    | ShowProofUnguarded
)


class Order(msgspec.Struct, frozen=True):
    """What one process is to do to a database: one after the other, or all at once through the queue of pages."""

    url: str
    deeds: list[AnyDeed]
    is_rush: bool


class Outcome(msgspec.Struct, frozen=True):
    """What a verb answered, or the name of the exception it raised."""

    answer: str = ""
    fault: str = ""


def _take_blindly(db: Db, wants: list[Want]) -> bool:
    for want in schedule.verbs.together(wants):
        is_it = (SlotUnit.slot_id == want.slot_id, SlotUnit.unit == want.unit)
        more = {"taken": SlotUnit.taken + want.quantity, "public_taken": SlotUnit.public_taken + want.quantity}
        db.execute(update(SlotUnit).where(*is_it).values(more))
    return True
