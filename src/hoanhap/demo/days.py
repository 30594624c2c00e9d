"""A day at work at the sample places: who comes today, what they need, and what was noted so far."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from hoanhap import booking, catalogue, people, schedule
from hoanhap.base.clock import at_local, local_day
from hoanhap.base.db import Db
from hoanhap.booking import Absence, Booking, Deed, Leg, Noting
from hoanhap.catalogue import Location, Offering, OfferingView, Party
from hoanhap.events import Actor
from hoanhap.organizations import MemberRole

PLACES = ("trung-tam-nang-am", "xe-bong-trang")
ORIGIN = "demo-day"
DESK = MemberRole.DESK.value
BOOKED_BEFORE = timedelta(days=3)
DONE_AFTER = timedelta(hours=3)
PEOPLE = (
    ("Nguyễn Văn Phước", ("wheelchair", "accessible-toilet"), 0, "Ghế tập cần nâng cao một nấc."),
    ("Trần Thị Hồng Cúc", ("met-at-door", "braille"), 0, ""),
    ("Phạm Ngọc Lan", ("sign-language",), 0, "Chị Lan đọc được khẩu hình, nói chậm và đối mặt."),
    ("Lê Minh Nhựt", ("wheelchair", "companion"), 10, ""),
    ("Võ Thành Long", (), 0, ""),
    ("Đỗ Thị Kim Chi", ("quiet-room", "plain-words"), 10, "Đợi ở phòng trong, ngoài sảnh ồn."),
    ("Huỳnh Tấn Tài", ("guide-dog",), 0, ""),
    ("Bùi Thị Mỹ Dung", (), 0, ""),
)
"""Who comes, what they need, how many minutes more, and what staff noted."""


def fill(db: Db, *, now: datetime) -> int:
    """Let people come to the sample places today, or when they open next, and return how many bookings are new.

    What is past by now has been noted; all of it by the verbs that everybody uses.
    """
    today, made = local_day(now), 0
    for slug in PLACES:
        offerings = [each for each in _offerings(db, slug) if not _has_people(db, each, today)]
        for number, (offering, slot_id, who) in enumerate(_choices(db, offerings, today)):
            made += _come(db, offering, slot_id, who, number, today=today, now=now)
    return made


def _offerings(db: Db, slug: str) -> list[OfferingView]:
    its = select(Offering.id).join(Location, Location.id == Offering.location_id).where(Location.slug == slug)
    return [catalogue.offering(db, offering_id) for offering_id in db.scalars(its.order_by(Offering.id))]


def _has_people(db: Db, offering: OfferingView, day: date) -> bool:
    """Whether people were brought here already for this day, or for one after it."""
    its = select(Booking.id).join(Leg, Leg.booking_id == Booking.id).where(Booking.origin == ORIGIN)
    to_come = Leg.starts_at >= at_local(day, 0)
    return db.execute(its.where(Leg.offering_id == offering.id, to_come).limit(1)).first() is not None


def _choices(
    db: Db, offerings: list[OfferingView], today: date
) -> Iterator[tuple[OfferingView, int, tuple[str, tuple[str, ...], int, str]]]:
    """Times over the whole day, each for somebody else."""
    begins = at_local(today, 0)
    for nth, offering in enumerate(offerings):
        wanted = booking.wanted_at(offering, Party(1, 0, 10), now=begins - BOOKED_BEFORE)
        starts = schedule.starts(db, wanted)
        first = min((each.local_date for each in starts if each.local_date >= today), default=today)
        starts = [each for each in starts if each.local_date == first]
        mine = PEOPLE[nth :: len(offerings)]
        for step, who in enumerate(mine):
            if starts:
                yield offering, starts[step * len(starts) // len(mine)].slot_id, who


def _come(
    db: Db,
    offering: OfferingView,
    slot_id: int,
    who: tuple[str, tuple[str, ...], int, str],
    number: int,
    *,
    today: date,
    now: datetime,
) -> bool:
    full_name, needs, extra, note = who
    phone = f"+84901{number:06d}"
    account_id = people.account_for(db, phone, language="vi", now=now)
    is_in_chair = "wheelchair" in needs and offering.takes_wheelchairs
    party = Party(1 + ("companion" in needs and offering.party_max > 1), int(is_in_chair), extra)
    choice = booking.Choice(f"{ORIGIN}-{today}-{offering.id}-{number}", offering.id, slot_id, party, needs)
    by = Actor(account_id, people.PERSON_ROLE)
    with db.begin_nested() as attempt:
        try:
            reference = booking.book(
                db,
                choice,
                account_id=account_id,
                full_name=full_name,
                phone=phone,
                language="vi",
                by=by,
                now=now - BOOKED_BEFORE,
                origin=ORIGIN,
            )
        except (booking.NotFree, booking.Overlapping):
            attempt.rollback()
            return False
    _note(db, offering, reference, note, number, now=now)
    return True


def _note(db: Db, offering: OfferingView, reference: str, note: str, number: int, *, now: datetime) -> None:
    """What staff noted of somebody: every fifth of the past did not come, the latest are there, the others are done."""
    its = select(Location.id).where(Location.slug == offering.location_slug)
    location_id, by = db.execute(its).scalar_one(), Actor(None, DESK)
    if note:
        booking.write_note(db, reference, note, seen="", location_id=location_id, by=by, now=now)
    starts_at = db.execute(select(Leg.starts_at).join(Booking).where(Booking.reference == reference)).scalar_one()
    if starts_at > now:
        return
    deeds = [Noting(Deed.MISS, absence=Absence.ILL)] if number % 5 == 4 else [Noting(Deed.ARRIVE, 9)]
    if number % 5 != 4 and now - starts_at > DONE_AFTER:
        deeds.append(Noting(Deed.FULFIL))
    for noting in deeds:
        booking.attend(db, reference, noting, location_id=location_id, by=by, now=now)
