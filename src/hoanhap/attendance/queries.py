"""A day at a place, read for those who run it: as many statements for three hundred people as for three."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, case, exists, func, select

from hoanhap import catalogue, events, organizations
from hoanhap.attendance import rules
from hoanhap.attendance.rules import Show, Sight, Standing, Tally
from hoanhap.base.clock import at_local, local
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.booking import Absence, Attendance, Booking, Claim, Leg, Life, is_counted
from hoanhap.catalogue import NeedView, Offering, Party, Service, Unit, Workplace
from hoanhap.events import Actor

A_DAY = 24 * 60
AT_ONCE = 50
"""How many people a page of a day shows."""


class Asking(msgspec.Struct, frozen=True):
    """Which part of which day somebody wants to see; without a size, all of it."""

    on: date
    service: str = ""
    show: Show = Show.ALL
    number: int = 1
    at_once: int | None = AT_ONCE


class Wish(msgspec.Struct, frozen=True):
    """A time for a party, and who comes. `is_somebody_else` than those known behind the phone."""

    key: str
    offering_id: int
    slot_id: int
    party: Party
    full_name: str = ""
    phone: str = ""
    needs: frozenset[str] = frozenset()
    is_somebody_else: bool = False
    asked_about: str = ""
    """Whose saved needs were shown at the desk before."""
    knowingly: bool = False
    has_come: bool = False


def party_said(offering_id: int, party: Party, needs: Collection[str] = ()) -> dict[str, int | str]:
    """What for, how many, and what they were said to need, as addresses say it."""
    said: dict[str, int | str] = {"offering": offering_id, "people": party.people, "wheelchairs": party.wheelchairs}
    said |= {"minutes": party.extra_minutes} if party.extra_minutes else {}
    return said | ({"needs": ",".join(sorted(needs))} if needs else {})


class Saved(msgspec.Struct, frozen=True):
    """What somebody known has said that they always need, and the minutes more."""

    needs: frozenset[str]
    extra_minutes: int


class Given(msgspec.Struct, frozen=True):
    """What is given at a place."""

    offering_id: int
    slug: str
    name: str
    setting: str


class Entry(msgspec.Struct, frozen=True):
    """One booking of a day, as those see it who run the day; the needs are those that they may see, in words."""

    booking_id: int
    reference: str
    full_name: str
    phone: str
    extra_minutes: int
    starts_at: datetime
    ends_at: datetime
    given: Given
    needs: list[str]
    note: str
    absence: Absence | None
    tally: Tally
    wheelchairs: int
    is_supported: bool
    noted_at: datetime
    """When it was last noted how it stands."""

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.tally.standing if self.is_supported else Standing.DISPLACED

    @property
    def has_slip(self) -> bool:
        """Whether there is something to go by: a time that still holds, and a place."""
        return self.standing not in {Standing.DISPLACED, Standing.CANCELLED}

    @property
    def hour(self) -> int:
        """The hour in which it begins, as clocks show it."""
        return local(self.starts_at).hour

    @property
    def is_counted(self) -> bool:
        """Whether they are counted as not having come."""
        return self.absence is not None and is_counted(self.absence)


class Happened(msgspec.Struct, frozen=True):
    """One thing that happened to a booking, as those read it who run the day."""

    kind: str
    at: datetime
    role: str
    facts: dict[str, Any]


_GIVEN = (
    select(Offering.id, Service.slug, Service.texts, Service.setting)
    .join(Service, Service.id == Offering.service_id)
    .where(Offering.location_id == bindparam("at_location"))
    .order_by(Service.position, Offering.id)
)
_IS_AGREED = Claim.state.not_in([Life.REQUESTED.value, Life.DECLINED.value])
"""Whoever asks for a time is on the list once the place has accepted."""
_ENTRIES = (
    select(Booking.id, Booking.reference, Booking.full_name, Booking.phone, Booking.needs, Booking.extra_minutes)
    .add_columns(Leg.offering_id, Leg.starts_at, Leg.ends_at, Attendance.note, Attendance.absence)
    .join(Leg, Leg.booking_id == Booking.id)
    .outerjoin(Attendance, Attendance.booking_id == Booking.id)
    .where(Leg.offering_id.in_(bindparam("of_offerings", expanding=True)), Booking.booked_at.is_not(None))
    .where(exists().where(Claim.leg_id == Leg.id, _IS_AGREED))
    .order_by(Leg.starts_at, Booking.id)
)
_IS_ON_DAY = Leg.starts_at >= bindparam("begins"), Leg.starts_at < bindparam("ends")
_OF_DAY = _ENTRIES.where(*_IS_ON_DAY)
_ONE = _ENTRIES.where(Booking.reference == bindparam("of_reference"))
_PEOPLE = (
    select(Claim.booking_id, Claim.participant, Claim.state, Claim.is_supported)
    .add_columns(
        func.max(case((Claim.unit == Unit.WHEELCHAIR.value, 1), else_=0)).label("wheelchair"),
        func.max(Claim.changed_at).label("changed_at"),
    )
    .join(Leg, Leg.id == Claim.leg_id)
    .where(Leg.offering_id.in_(bindparam("of_offerings", expanding=True)), _IS_AGREED)
    .group_by(Claim.booking_id, Claim.participant, Claim.state, Claim.is_supported)
)
_PEOPLE_OF_DAY = _PEOPLE.where(*_IS_ON_DAY)
_PEOPLE_OF_ONE = _PEOPLE.where(Claim.booking_id == bindparam("of_booking"))
_TOLD = {
    "BookingMade",
    "BookingMoved",
    "BookingCancelled",
    "BookingRestored",
    "BookingDisplaced",
    "BookingSupported",
    "AttendanceNoted",
    "NoteWritten",
    "MoveConsentGiven",
    "MoveConsentWithdrawn",
}


def sight_at(db: Db, place: Workplace, by: Actor) -> Sight:
    """What somebody sees of the days of a place. Refuses with `Forbidden` who sees nothing there."""
    assert by.account_id is not None
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    duties = organizations.duties(db, by, **where)
    roles = [each.role for each in organizations.posts(db, by.account_id) if each.is_at(*where.values())]
    found = rules.sight(duties, roles)
    if found.is_nothing:
        raise Forbidden
    return found


def given_at(db: Db, place: Workplace, sight: Sight, language: str) -> list[Given]:
    """What is given at a place, as far as somebody sees it."""
    rows = db.execute(_GIVEN, {"at_location": place.location_id})
    every = [Given(row.id, row.slug, str(row.texts[language]["name"]), row.setting) for row in rows]
    return [each for each in every if each.setting in sight.settings]


def day(db: Db, given: list[Given], on: date, sight: Sight, language: str) -> list[Entry]:
    """Everybody who was promised something on a day, in the order of time."""
    values = {
        "of_offerings": [each.offering_id for each in given],
        "begins": at_local(on, 0),
        "ends": at_local(on, A_DAY),
    }
    return _entries(
        db.execute(_OF_DAY, values).all(),
        db.execute(_PEOPLE_OF_DAY, values),
        given,
        sight,
        catalogue.needs(db, language),
    )


def people_on(db: Db, place: Workplace, on: date, by: Actor) -> int:
    """How many people come to a place on a day, of those whom somebody sees. Refuses with `Forbidden`."""
    sight = sight_at(db, place, by)
    given = given_at(db, place, sight, "vi")
    return sum(each.tally.people for each in day(db, given, on, sight, "vi") if each.is_supported)


def one(db: Db, given: list[Given], reference: str, sight: Sight, language: str) -> Entry:
    """One booking at a place; `Missing` if there is none there for whoever looks."""
    values: dict[str, Any] = {"of_offerings": [each.offering_id for each in given]}
    rows = list(db.execute(_ONE, values | {"of_reference": reference}))
    if not rows:
        raise Missing
    people = db.execute(_PEOPLE_OF_ONE, values | {"of_booking": rows[0].id})
    return _entries(rows, people, given, sight, catalogue.needs(db, language))[0]


def happened(db: Db, booking_id: int) -> list[Happened]:
    """What happened to a booking, the latest first."""
    found = events.history(db, booking_id)
    return [Happened(each.kind, each.at, each.by.role, each.facts) for each in found if each.kind in _TOLD]


def _entries(
    rows: Iterable[AnyRow], people: Iterable[AnyRow], given: list[Given], sight: Sight, known: list[NeedView]
) -> list[Entry]:
    parties: dict[int, list[AnyRow]] = {}
    for each in people:
        parties.setdefault(each.booking_id, []).append(each)
    by_offering = {each.offering_id: each for each in given}
    return [_entry(row, parties[row.id], known, by_offering[row.offering_id], sight) for row in rows]


def _entry(row: AnyRow, party: list[AnyRow], known: list[NeedView], given: Given, sight: Sight) -> Entry:
    return Entry(
        row.id,
        row.reference,
        row.full_name,
        row.phone,
        row.extra_minutes,
        row.starts_at,
        row.ends_at,
        given,
        [
            each.text.short
            for each in known
            if each.code in row.needs and (sight.is_everything or rules.bears_on(each.rule, given.setting))
        ],
        row.note or "",
        Absence(row.absence) if row.absence else None,
        Tally(**Counter(each.state for each in party)),
        sum(each.wheelchair for each in party if each.state != Life.CANCELLED),
        all(each.is_supported for each in party if each.state == Life.BOOKED),
        max(each.changed_at for each in party),
    )
