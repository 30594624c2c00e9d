"""Days that are closed as everybody closes days: of building work at one place, of a drill in a whole commune."""

from collections import Counter
from datetime import datetime, timedelta

from hoanhap import booking, capacity
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity import Closing
from hoanhap.catalogue import OfferingView
from hoanhap.demo.staff import WORKPLACE
from hoanhap.events import Actor

HOUSE = Actor(None, "demo")
NOTE = "Thợ làm lại nền nhà, cả ngày không vào được."
DRILL = "Cả xã tập dượt chống lụt."
DRILL_IN = timedelta(days=29)
SOONEST, LATEST = timedelta(days=8), timedelta(days=20)
"""Not so soon that it stands in the way of who looks for the next free time."""


def close_a_day(db: Db, offerings: list[OfferingView], *, now: datetime) -> None:
    """Close the day with the most bookings there within these weeks, so that some people wait for somebody."""
    offering_ids = tuple(each.id for each in offerings if each.location_slug == WORKPLACE)
    first, last = local_day(now) + SOONEST, local_day(now) + LATEST
    found = Counter(local_day(each.starts_at) for each in booking.standing(db, offering_ids, first=first, last=last))
    if not found:
        return
    day = min(found, key=lambda each: (-found[each], each))
    closing = Closing(offering_ids, day, day, Reason.BUILDING_WORK, NOTE)
    capacity.apply(db, closing, capacity.propose(db, closing, now=now).version, by=HOUSE, now=now)


def close_a_commune(db: Db, offerings: list[OfferingView], *, now: datetime) -> None:
    """Close a day of the smallest commune with several places, so that many places are closed in one deed."""
    places: dict[str, set[str]] = {}
    for each in offerings:
        places.setdefault(each.commune_code, set()).add(each.location_slug)
    several = [code for code, slugs in places.items() if len(slugs) > 1 and WORKPLACE not in slugs]
    if several:
        code = min(several, key=lambda each: (len(places[each]), each))
        day = local_day(now) + DRILL_IN
        offering_ids = tuple(each.id for each in offerings if each.commune_code == code)
        closing = Closing(offering_ids, day, day, Reason.FLOOD, DRILL)
        capacity.apply(db, closing, capacity.propose(db, closing, now=now).version, by=HOUSE, now=now)
