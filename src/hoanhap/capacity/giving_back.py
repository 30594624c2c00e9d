"""Who waits for a time has it once there is a place: the oldest first, at their own time, else as they allowed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from typing_extensions import override

from hoanhap import booking
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import HOUSE, ToCome
from hoanhap.capacity import allowing, proposals
from hoanhap.capacity.changes import Change, Where
from hoanhap.capacity.refusals import StaleProposal
from hoanhap.capacity.rules import Limit, Place, Settlement
from hoanhap.events import Actor, Due
from hoanhap.schedule import Counted

A_DAY = timedelta(days=1)


class LookingAgain(Change, frozen=True):
    """A day of an offering as it is: whoever waits there for a place that is free by now has it again."""

    offering_id: int
    on: date

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """That day."""
        return Where((self.offering_id,), self.on, self.on)

    @override
    def is_made(self, db: Db) -> bool:
        """Never: there may be another free place each time."""
        return False

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """As many places as there are."""
        return {}

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Nothing but what becomes of each booking, which is written down with it."""


def give_back(db: Db, event: Due, *, now: datetime) -> None:
    """Give what a booking has let go to those who wait for a time of the same service at the same place."""
    waiting = booking.waiting_to_come(db, now=now)
    if waiting:
        left = booking.offerings_of(db, event.booking_id or 0, slot_id=event.facts.get("from_slot"))
        _give(db, [each for each in waiting if each.offering_id in left], now=now)


def where_somebody_waits(db: Db, now: datetime) -> list[int]:
    """The offerings at which somebody waits for a time."""
    return sorted({each.offering_id for each in booking.waiting_to_come(db, now=now)})


def look_again(db: Db, offering_id: int, *, now: datetime) -> None:
    """Look again for everybody who waits there: a hold has lapsed, weeks were planned, another day is within reach.

    What somebody else is changing at this moment is left for the next time.
    """
    waiting = [each for each in booking.waiting_to_come(db, now=now) if each.offering_id == offering_id]
    with db.begin_nested() as attempt:
        try:
            _give(db, waiting, now=now)
        except StaleProposal:
            attempt.rollback()


def _give(db: Db, waiting: Collection[ToCome], *, now: datetime) -> None:
    """Their own times first, then other times for those who may be moved.

    They were told not to come: what begins today or tomorrow is left to people who call.
    """
    told_in_time = local_day(now) + A_DAY
    days = {(each.offering_id, each.local_date) for each in waiting if each.local_date > told_in_time}
    for offering_id, on in sorted(days):
        change = LookingAgain(offering_id, on)
        proposal = proposals.propose(db, change, now=now)
        if proposal.restored:
            proposals.apply(db, change, proposal.version, by=HOUSE, now=now)
    if waiting:
        allowing.move_waiting(db, [each.booking_id for each in waiting], by=HOUSE, now=now)
