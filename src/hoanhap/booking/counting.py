"""Counting whoever is turned away, around what refuses them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.booking import verbs
from hoanhap.booking.refusals import NotFree


@asynccontextmanager
async def counting(db: Database, *, now: datetime) -> AsyncIterator[None]:
    """Count whoever is turned away by what is done here, for those who plan; the refusal goes on to them as it is.

    What was refused left nothing behind, so it is counted in a transaction of its own.
    """
    try:
        yield
    except NotFree as refusal:
        await db.write(verbs.note_turned_away, refusal.offering.id, refusal.why, day=local_day(now))
        raise
