"""Days are closed at many places in one deed: everywhere it says so, nowhere else, and for all of them or none."""

import pytest
from sqlalchemy import select, update

from hoanhap import people, schedule
from hoanhap.base.db import Database
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.booking import Booking, Claim, Reason
from hoanhap.capacity import Closing, StaleProposal, wide
from hoanhap.catalogue import Location, Offering
from hoanhap.events import Actor
from hoanhap.organizations import MemberRole
from tests import makers
from tests.makers import NOON, TOMORROW, Place

HERE, ELSEWHERE = "25459", "25486"


class Province:
    """Two places in one commune and one in another, and whoever closes days at many of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.places = [Place(database, capacity=3) for _ in range(3)]
        database.write_now(self._move_away, self.places[2])
        agency = database.write_now(lambda db: people.account_for(db, makers.PHONE, language="vi", now=NOON))
        self.agency = Actor(agency, "agency")

    def closing(self, scope: str, *, by: Actor | None = None) -> Closing:
        """Tomorrow, wherever this says."""
        with self.database.reading() as db:
            offerings = wide.area(db, by=by or self.agency).offerings[scope]
        return Closing(offerings, TOMORROW, TOMORROW, Reason.FLOOD)

    def preview(self, change: Closing, *, by: Actor | None = None) -> wide.WidePreview:
        """What it would do."""
        with self.database.reading() as db:
            return wide.preview(db, change, by=by or self.agency, now=NOON)

    def make(self, change: Closing, version: str, *, by: Actor | None = None) -> None:
        """Do it."""
        self.database.write_now(wide.make, change, version, by=by or self.agency, now=NOON)

    def displaced(self) -> set[str]:
        """Who has no place."""
        with self.database.reading() as db:
            its = select(Booking.reference).join(Claim, Claim.booking_id == Booking.id)
            return {str(each) for each in db.scalars(its.where(~Claim.is_supported))}

    def _move_away(self, db: object, place: Place) -> None:
        located = select(Offering.location_id).where(Offering.id == place.offering.id).scalar_subquery()
        db.execute(update(Location).where(Location.id == located).values(commune_code=ELSEWHERE))  # type: ignore[attr-defined]


def test_a_flood_closes_a_commune_and_not_the_next(database: Database) -> None:
    """Everywhere there the people are displaced and told, in one deed that can be taken back in one."""
    province = Province(database)
    first, second, dry = province.places
    wet = {first.book(0), first.book(1), second.book(0)}
    dry.book(0)
    closing = province.closing(f"commune-{HERE}")

    shown = province.preview(closing)
    assert [(each.place.slug, each.fewer, each.displaced) for each in shown.shown] == [
        (first.offering.location_slug, 12, 2),
        (second.offering.location_slug, 12, 1),
    ]
    for _ in range(2):
        province.make(closing, shown.proposal.version)

    assert province.displaced() == wet
    assert (first.events("DaysClosed"), first.events("BookingDisplaced")) == (1, 3)
    with database.reading() as db:
        (found,) = wide.closed(db, by=province.agency, now=NOON)
        again = wide.reopening(db, found.id, by=province.agency)
        version = wide.preview(db, again, by=province.agency, now=NOON).proposal.version
    assert len(found.places) == 2
    database.write_now(wide.make, again, version, by=province.agency, now=NOON)
    assert province.displaced() == set()
    assert first.breaches() == []


def test_everywhere_is_everywhere(database: Database) -> None:
    province = Province(database)
    everybody = {place.book(0) for place in province.places}
    closing = province.closing(wide.EVERYWHERE)

    province.make(closing, province.preview(closing).proposal.version)

    assert province.displaced() == everybody


def test_what_changed_at_one_place_is_refused_at_all(database: Database) -> None:
    """Field case 32: shown for one, nothing is done to two."""
    province = Province(database)
    province.places[0].book(0)
    closing = province.closing(f"commune-{HERE}")
    version = province.preview(closing).proposal.version
    province.places[1].book(0)

    with pytest.raises(StaleProposal):
        province.make(closing, version)

    assert province.displaced() == set()
    with database.reading() as db:
        assert schedule.closures(db, closing.offering_ids, first=TOMORROW, last=TOMORROW) == []


def test_an_administrator_closes_their_organisation_and_no_other(database: Database) -> None:
    province = Province(database)
    own, other, _ = province.places
    admin = database.write_now(makers.worker_at, own.offering, MemberRole.ADMIN)
    with database.reading() as db:
        (scope,) = wide.area(db, by=admin).scopes
    reference = own.book(0)
    other.book(0)

    closing = province.closing(scope.value, by=admin)
    assert closing.offering_ids == (own.offering.id,)
    foreign = Closing((own.offering.id, other.offering.id), TOMORROW, TOMORROW, Reason.FLOOD)
    with pytest.raises(Missing):
        province.make(foreign, "", by=admin)
    province.make(closing, province.preview(closing, by=admin).proposal.version, by=admin)

    assert province.displaced() == {reference}


@pytest.mark.parametrize("role", [each for each in MemberRole if each is not MemberRole.ADMIN])
def test_nobody_else_closes_many_places(database: Database, role: MemberRole) -> None:
    province = Province(database)
    worker = database.write_now(makers.worker_at, province.places[0].offering, role)
    closing = Closing((province.places[0].offering.id,), TOMORROW, TOMORROW, Reason.FLOOD)

    with database.reading() as db, pytest.raises(Forbidden):
        wide.area(db, by=worker)
    with pytest.raises(Forbidden):
        province.make(closing, "", by=worker)
