"""Sample holidays: what is reckoned, confirmed by the agency but for the end of next year, and a real exchange."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert, select

from hoanhap import people
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.holidays import rules
from hoanhap.schedule import Holiday, WorkingDay

AGENCY_PHONE = "+84900000008"
NOT_YET = 9
"""From this month on, next year's days are not confirmed."""
EXCHANGED = {date(2026, 8, 22): date(2026, 8, 31)}
CONFIRMED_BEFORE = timedelta(days=30)


def confirm(db: Db, *, now: datetime) -> None:
    """Let the days of this year and the next be off, any number of times."""
    this_year = local_day(now).year
    by = people.account_for(db, AGENCY_PHONE, language="vi", now=now, role="agency")
    shared = {"confirmed_at": now - CONFIRMED_BEFORE, "confirmed_by": by}
    known = set(db.scalars(select(Holiday.local_date)))
    reckoned = rules.reckoned(this_year) | rules.reckoned(this_year + 1)
    until = date(this_year + 1, NOT_YET, 1)
    new = [
        {"local_date": day, "name": name, **shared}
        for day, name in reckoned.items()
        if day < until and day not in known
    ]
    if new:
        db.execute(insert(Holiday), new)
    made_up = set(db.scalars(select(WorkingDay.local_date)))
    for day, instead_of in EXCHANGED.items():
        if instead_of.year == this_year and day not in made_up:
            db.execute(insert(WorkingDay), {"local_date": day, "instead_of": instead_of, **shared})
