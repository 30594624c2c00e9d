"""Days without anybody who signs, and a morning without papers in large print, where the sample people work."""

from datetime import datetime, timedelta

from hoanhap import capacity
from hoanhap.base.clock import Span, at_local, local_day, whole_days
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity import Failing
from hoanhap.demo.staff import workplace
from hoanhap.events import Actor

HOUSE = Actor(None, "demo")
SIGNS = "sign-language"
NOTE = "Chị Mai đi học trên tỉnh, hết tuần mới về."
PRINTS = "large-print"
PRINTER = "Thợ tới thay máy in trong buổi sáng."
BEGINS, LASTS, A_DAY = timedelta(days=22), timedelta(days=4), timedelta(days=1)
"""Not so soon that it stands in the way of who looks for the next free time."""
EIGHT, ELEVEN = 8 * 60, 11 * 60


def fail(db: Db, *, now: datetime) -> None:
    """Let whoever signs there be away, and what prints be mended in one service, as far as they have these."""
    place, first = workplace(db), local_day(now) + BEGINS
    things = {each.feature: each for each in capacity.things(db, place.location_id, "vi", today=first)} if place else {}
    if place and SIGNS in things:
        away = whole_days(first, first + LASTS)
        _apply(db, Failing(place.location_id, SIGNS, 0, away, Reason.STAFF_ILL, NOTE), now=now)
    if place and PRINTS in things:
        morning = Span(at_local(first + A_DAY, EIGHT), at_local(first + A_DAY, ELEVEN))
        only_in = min(things[PRINTS].offering_ids)
        mended = Failing(place.location_id, PRINTS, 0, morning, Reason.BROKEN, PRINTER, offering_id=only_in)
        _apply(db, mended, now=now)


def _apply(db: Db, failing: Failing, *, now: datetime) -> None:
    """Say it as everybody says it."""
    capacity.apply(db, failing, capacity.propose(db, failing, now=now).version, by=HOUSE, now=now)
