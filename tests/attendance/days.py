"""A day at a place, and those who run it, for tests: what happens on it is done by the product's own verbs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from hoanhap import booking
from hoanhap.attendance import verbs
from hoanhap.attendance.queries import Asking
from hoanhap.attendance.verbs import Day, Page
from hoanhap.base.db import Database, Db
from hoanhap.booking import Absence, Booking, Claim, Deed, Leg, Noting
from hoanhap.catalogue import Location, Offering
from hoanhap.events import Actor, Event
from hoanhap.organizations import MemberRole
from hoanhap.people import Account
from hoanhap.people.pages import DEMO_ACCOUNTS
from tests import makers
from tests.makers import TOMORROW, Place

MORNING = makers.NOON + timedelta(hours=20, minutes=15)
"""A quarter past eight of the day on which places are open: the first hour has begun."""
DAWN, EVE = MORNING - timedelta(hours=7), makers.NOON
NEXT_DAY = MORNING + timedelta(days=1)
NEEDS = ("wheelchair", "quiet-room")
NOTE = "Chị của người này đón lúc về."


class Run(Place):
    """A place whose day somebody runs."""

    def __init__(self, database: Database, *, role: MemberRole = MemberRole.DESK, **offering: Any) -> None:
        super().__init__(database, **offering)
        self.by = self.worker("desk", role)

    @property
    def slug(self) -> str:
        """The place, as addresses say it."""
        return self.offering.location_slug

    @property
    def location_id(self) -> int:
        """The place."""
        with self.database.reading() as db:
            its = select(Location.id).where(Location.slug == self.slug)
            return db.execute(its).scalar_one()

    def worker(self, account: str, role: MemberRole) -> Actor:
        """Somebody who works there."""
        self.database.write_now(makers.employ, self.offering, account, role)
        with self.database.reading() as db:
            its = select(Account.id).where(Account.phone == DEMO_ACCOUNTS[account][0])
            return Actor(db.execute(its).scalar_one(), "staff")

    def note(
        self,
        reference: str,
        deed: Deed,
        *,
        people: int = 1,
        absence: Absence | None = None,
        now: datetime = MORNING,
        by: Actor | None = None,
    ) -> bool:
        """Note what became of a booking, and whether that was new."""
        noting = Noting(deed, people, absence or (Absence.ABSENT if deed is Deed.MISS else None))
        return self.database.write_now(verbs.attend, self.slug, reference, noting, by=by or self.by, now=now)

    def write(self, reference: str, words: str, *, seen: str = "", now: datetime = MORNING) -> bool:
        """Write a note of a booking."""
        digest = verbs.digest_of(seen)
        return self.database.write_now(verbs.write_note, self.slug, reference, words, seen=digest, by=self.by, now=now)

    def look(self, *, by: Actor | None = None, now: datetime = MORNING, **asking: Any) -> Day:
        """The list of the day on which it is open."""
        asked = Asking(TOMORROW, **asking)
        return self.database.write_now(verbs.look_at_day, self.slug, asked, "vi", by=by or self.by, now=now)

    def look_at(self, reference: str, *, by: Actor | None = None, now: datetime = MORNING) -> Page:
        """One booking."""
        return self.database.write_now(verbs.look_at_one, self.slug, reference, "vi", by=by or self.by, now=now)

    def need(self, reference: str, *needs: str) -> None:
        """Whoever comes needs this."""
        saying = update(Booking).where(Booking.reference == reference).values(needs=sorted(needs))
        self.database.write_now(lambda db: db.execute(saying))

    def displace(self, reference: str) -> None:
        """Take the places of a booking, as closing the day would."""

        def take(db: Db) -> None:
            found = booking.standing(db, [self.offering.id], first=TOMORROW, last=TOMORROW, to_change=True)
            its = [each for each in found if each.reference == reference]
            booking.displace(db, its, reason="", by=makers.SOMEBODY, now=makers.NOON)

        self.database.write_now(take)

    def crowd(self, numbers: Sequence[int]) -> None:
        """Many people with needs, notes and long names; nobody counts their places."""
        hour = self.starts[1] - self.starts[0]
        starts = [(slot, at, at + hour) for slot, at in zip(self.slots, self.starts, strict=True)]
        self.database.write_now(crowd, self.offering.id, numbers, starts=starts)

    def participants(self, reference: str) -> list[str]:
        """The state of each participant, in their order."""
        with self.database.reading() as db:
            its = (
                select(Claim.participant, Claim.state)
                .join(Booking, Booking.id == Claim.booking_id)
                .where(Booking.reference == reference)
                .distinct()
                .order_by(Claim.participant)
            )
            return [state for _, state in db.execute(its)]

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """What was recorded of a kind, in order."""
        with self.database.reading() as db:
            return list(db.scalars(select(Event.facts).where(Event.kind == kind).order_by(Event.id)))


def crowd(
    db: Db, offering_id: int, numbers: Sequence[int], *, starts: Sequence[tuple[int, datetime, datetime]]
) -> None:
    """People with these numbers, with needs, notes and long names; as rows, for booking so many takes long."""
    name = "Nguyễn Trần Thị Ánh Tuyết"
    for number in numbers:
        slot_id, starts_at, ends_at = starts[number % len(starts)]
        booking_id = makers._insert(
            db,
            Booking,
            token=f"crowd-{number}",
            reference=f"{90_000_000 + number}",
            journey=f"crowd-{number}",
            choice="",
            full_name=f"{name} {number}",
            origin="web",
            language="vi",
            needs=["wheelchair", "quiet-room", "companion"],
            created_at=makers.NOON,
            booked_at=makers.NOON,
        )
        leg_id = makers._insert(
            db,
            Leg,
            booking_id=booking_id,
            kind="service",
            offering_id=offering_id,
            starts_at=starts_at,
            ends_at=ends_at,
            cancel_minutes=0,
        )
        makers._insert(
            db,
            Claim,
            booking_id=booking_id,
            leg_id=leg_id,
            slot_id=slot_id,
            participant=1,
            unit="place",
            quantity=1,
            is_public=True,
            state="booked",
            changed_at=makers.NOON,
        )
        makers._insert(db, booking.Attendance, booking_id=booking_id, note=f"{NOTE} {number}", changed_at=makers.NOON)


def offering_at(db: Db, slug: str, service: str) -> int:
    """Another service at the same place."""
    location_id = db.execute(select(Location.id).where(Location.slug == slug)).scalar_one()
    other = makers.make_offering(db, service=service)
    db.execute(update(Offering).where(Offering.id == other.id).values(location_id=location_id))
    return other.id
