"""A sample person whose places were taken: three days were closed, one opened again, and from one they were moved."""

from datetime import date, datetime, timedelta

from hoanhap import booking, capacity, people, schedule
from hoanhap.base.db import Db
from hoanhap.booking import MayMove, Reason, consents
from hoanhap.capacity import Closing, Reopening
from hoanhap.catalogue import OfferingView, Party
from hoanhap.demo.staff import CAPACITY_PHONE, WORKPLACE
from hoanhap.events import Actor
from hoanhap.schedule import Start

SERVICE = "hoat-dong-tri-lieu"
PHONE, FULL_NAME = "+84900000001", "Trần Văn Út"
NOTE = "Nhà tập đang sửa mái."
BOOKED_BEFORE = timedelta(days=1)
NTH_DAYS = 11, 12, 14
"""Which of the days that can be booked are closed; the second opens again, and from the third they may be moved."""


def displace(db: Db, offerings: list[OfferingView], *, origin: str, now: datetime) -> None:
    """Let somebody book days at the place of the sample staff, close them, and open one again.

    Where that place is not part of the sample data, nothing happens.
    """
    here = [each for each in offerings if (each.location_slug, each.service_slug) == (WORKPLACE, SERVICE)]
    if not here:
        return
    (offering,) = here
    starts = _first_of_each_day(schedule.starts(db, booking.wanted_at(offering, Party(), now=now)))
    lost, found, left = (starts[nth] for nth in NTH_DAYS)
    account_id = people.account_for(db, PHONE, language="vi", now=now)
    *_, moved = [_book(db, offering, each, origin=origin, now=now - BOOKED_BEFORE) for each in (lost, found, left)]
    himself = Actor(account_id, people.PERSON_ROLE)
    consents.say(db, moved, MayMove.THREE_DAYS, account_id=account_id, by=himself, now=now)
    manager = Actor(people.account_for(db, CAPACITY_PHONE, language="vi", now=now), "capacity")
    for day in (lost.local_date, found.local_date, left.local_date):
        _apply(db, Closing((offering.id,), day, day, Reason.BUILDING_WORK, NOTE), by=manager, now=now)
    (closure,) = schedule.closures(db, [offering.id], first=found.local_date, last=found.local_date)
    _apply(db, Reopening((closure.id,)), by=manager, now=now)


def _first_of_each_day(starts: list[Start]) -> list[Start]:
    first: dict[date, Start] = {}
    for each in starts:
        first.setdefault(each.local_date, each)
    return list(first.values())


def _book(db: Db, offering: OfferingView, start: Start, *, origin: str, now: datetime) -> str:
    account_id = people.account_for(db, PHONE, language="vi", now=now)
    return booking.book(
        db,
        booking.Choice(f"{origin}-displaced-{start.local_date}", offering.id, start.slot_id, Party()),
        account_id=account_id,
        full_name=FULL_NAME,
        phone=PHONE,
        language="vi",
        by=Actor(account_id, people.PERSON_ROLE),
        now=now,
        origin=origin,
    )


def _apply(db: Db, change: capacity.Change, *, by: Actor, now: datetime) -> None:
    capacity.apply(db, change, capacity.propose(db, change, now=now).version, by=by, now=now)
