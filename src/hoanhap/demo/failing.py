"""A few days without anybody who signs, at the place where the sample people work; said as everybody says it."""

from datetime import datetime, timedelta

from hoanhap import capacity
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity import Failing
from hoanhap.demo.staff import workplace
from hoanhap.events import Actor

HOUSE = Actor(None, "demo")
SIGNS = "sign-language"
NOTE = "Chị Mai đi học trên tỉnh, hết tuần mới về."
BEGINS, LASTS = timedelta(days=22), timedelta(days=4)
"""Not so soon that it stands in the way of who looks for the next free time."""


def fail(db: Db, *, now: datetime) -> None:
    """Let whoever signs there be away, if anybody does."""
    place = workplace(db)
    if place and SIGNS in {each.feature for each in capacity.things(db, place.location_id, "vi")}:
        first = local_day(now) + BEGINS
        failing = Failing(place.location_id, SIGNS, 0, first, first + LASTS, Reason.STAFF_ILL, NOTE)
        capacity.apply(db, failing, capacity.propose(db, failing, now=now).version, by=HOUSE, now=now)
