"""The state of the service at a glance."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import func, select

from hoanhap import booking, events, feedback, hotline, notify
from hoanhap.base.clock import at_local, local_day
from hoanhap.base.db import Db
from hoanhap.reports.invariants import Breach, breaches

LONG_AGO = timedelta(hours=1)


class Overview(msgspec.Struct, frozen=True):
    """How many people come today, what waits, and what is wrong."""

    today: int
    to_come: int
    undelivered: int
    unsent: int
    to_be_called: int
    feedback: int
    breaches: list[Breach]


def overview(db: Db, *, now: datetime) -> Overview:
    """The overview at this moment."""
    today = local_day(now)
    starts = select(func.count(booking.Leg.id.distinct())).join(booking.Claim, booking.Claim.leg_id == booking.Leg.id)
    booked = starts.where(booking.Claim.state == booking.Life.BOOKED)
    of_today = booked.where(
        booking.Leg.starts_at >= at_local(today, 0),
        booking.Leg.starts_at < at_local(today + timedelta(days=1), 0),
    )
    return Overview(
        db.execute(of_today).scalar_one(),
        db.execute(booked.where(booking.Leg.starts_at > now)).scalar_one(),
        events.undelivered_count(db),
        notify.unsent_count(db),
        hotline.open_count(db),
        feedback.open_count(db),
        breaches(db, long_ago=now - LONG_AGO),
    )
