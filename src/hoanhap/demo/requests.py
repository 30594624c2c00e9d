"""Sample requests at a place that first decides: one answer is late, one person is asked back, some have just come."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Select, select, update

from hoanhap import booking, people, schedule
from hoanhap.base.db import Db
from hoanhap.catalogue import Location, Offering, OfferingView, Party, Service
from hoanhap.demo.staff import STAFF
from hoanhap.events import Actor

PLACE, SERVICE = "trung-tam-nang-am", "phuc-hoi-tai-nha"
WEB = "web"


class Sample(msgspec.Struct, frozen=True):
    """Somebody who asked for a time so long ago, and what the place asked back."""

    phone: str
    full_name: str
    before: timedelta
    needs: tuple[str, ...] = ()
    question: str = ""


SAMPLES = (
    Sample("+84900200001", "Nguyễn Thị Bé Sáu", timedelta(days=7), ("wheelchair",)),
    Sample(
        "+84900200002",
        "Lâm Văn Tài",
        timedelta(days=1, hours=3),
        question="Đường vào nhà có vừa xe ô tô không? Người tập cùng quý vị đi xe.",
    ),
    Sample("+84900200003", "Huỳnh Thị Kim Chi", timedelta(hours=20), ("met-at-door",)),
    Sample("+84900200004", "Phan Thanh Tùng", timedelta(hours=2)),
)


def decide_first(db: Db) -> None:
    """Let the sample place decide before it comes to people's homes; any number of times."""
    of_offering = update(Offering).where(Offering.id.in_(_offering_ids()))
    db.execute(of_offering.values(needs_approval=True))


def ask(db: Db, offerings: list[OfferingView], *, now: datetime) -> None:
    """Let sample people ask, by the verbs that everybody uses."""
    asked = set(db.scalars(_offering_ids()))
    for offering in offerings:
        for number, sample in enumerate(SAMPLES if offering.id in asked else ()):
            _ask(db, offering, number, sample, now=now)


def _ask(db: Db, offering: OfferingView, number: int, sample: Sample, *, now: datetime) -> None:
    at = now - sample.before
    account_id = people.account_for(db, sample.phone, language="vi", now=at)
    starts = schedule.starts(db, booking.wanted_at(offering, Party(), now=now))
    choice = booking.Choice(f"demo-request-{number}", offering.id, starts[number * 2].slot_id, needs=sample.needs)
    reference = booking.book(
        db,
        choice,
        account_id=account_id,
        full_name=sample.full_name,
        phone=sample.phone,
        language="vi",
        by=Actor(account_id, people.PERSON_ROLE),
        now=at,
        origin=WEB,
    )
    if sample.question:
        desk = people.account_for(db, STAFF[0][0], language="vi", now=at)
        by = Actor(desk, "person")
        booking.ask_back(db, offering.location_slug, reference, sample.question, by=by, now=at + timedelta(hours=1))


def _offering_ids() -> Select[int]:
    at_place = select(Offering.id).join(Service, Service.id == Offering.service_id)
    at_place = at_place.join(Location, Location.id == Offering.location_id)
    return at_place.where(Service.slug == SERVICE, Location.slug == PLACE)
