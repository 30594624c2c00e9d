"""Telling people at work what became of their way in, also where somebody else did it in their name."""

from datetime import datetime

from hoanhap import notify, people
from hoanhap.base.db import Db
from hoanhap.events import Due
from hoanhap.notify import To
from hoanhap.staff import texts
from hoanhap.staff.texts import LANGUAGE


def tell_changed(db: Db, event: Due, *, now: datetime) -> None:
    """Tell whoever has other proofs than before, or works at a place no more."""
    phone = people.phone_of(db, event.facts["account_id"])
    notify.write(db, event, "way-in", To(phone, LANGUAGE), texts.changed(event.kind, LANGUAGE), now=now)
