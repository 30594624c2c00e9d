"""What people at the place of the sample staff have said of being moved: some may be, some not, most said nothing."""

from datetime import datetime

from sqlalchemy import select

from hoanhap.base.db import Db
from hoanhap.booking import Booking, Claim, Leg, Life, MayMove, MoveConsent, SaidHow, consents
from hoanhap.catalogue import Location, Offering
from hoanhap.demo.staff import WORKPLACE
from hoanhap.events import Actor
from hoanhap.organizations import MemberRole
from hoanhap.people import PERSON_ROLE

DESK = Actor(None, MemberRole.DESK.value)
SAID = MayMove.THREE_DAYS, None, MayMove.SAME_DAY, None, None
"""What one after the other says."""
BY_PHONE = 4
"""Of so many who say something, one says it on the phone."""


def say(db: Db, *, now: datetime) -> None:
    """Let them say it who said nothing yet, by the verbs that everybody uses."""
    its = (
        select(Booking.reference, Booking.account_id, Offering.location_id)
        .join(Leg, Leg.booking_id == Booking.id)
        .join(Offering, Offering.id == Leg.offering_id)
        .join(Location, Location.id == Offering.location_id)
        .where(Location.slug == WORKPLACE, Leg.starts_at > now, Booking.account_id.is_not(None))
        .where(select(Claim.id).where(Claim.leg_id == Leg.id, Claim.state == Life.BOOKED, Claim.is_supported).exists())
        .where(~select(MoveConsent.booking_id).where(MoveConsent.booking_id == Booking.id).exists())
        .order_by(Booking.id)
    )
    for nth, row in enumerate(db.execute(its).all()):
        may, reference = SAID[nth % len(SAID)], str(row.reference)
        if may and nth % BY_PHONE == 0:
            consents.note_consent(db, reference, may, SaidHow.PHONE, location_id=row.location_id, by=DESK, now=now)
        elif may:
            by = Actor(row.account_id, PERSON_ROLE)
            consents.say(db, reference, may, account_id=int(row.account_id or 0), by=by, now=now)
