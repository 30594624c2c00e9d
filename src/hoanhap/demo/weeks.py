"""Sample weeks that are more than one rule: two therapists, one of whom explains, a holiday, two vehicles."""

from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from hoanhap import catalogue, people
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.catalogue import Location, Offering, Resource, Service, Unit
from hoanhap.schedule import Holiday, Schedule, ScheduleUnit

BEGAN, FIRST_SATURDAY = date(2026, 1, 1), date(2026, 1, 10)
DRIVER = "+84900000006"
MORNING, ALL_DAY = (7 * 60, 11 * 60), (6 * 60, 18 * 60)
SATURDAY = 5
EXPLAINS, QUIET = ("plain-words", "read-aloud"), ("quiet-room",)


def plan(db: Db, *, now: datetime) -> None:
    """Let these resources work; any number of times, and only where the sample organisations are."""
    if db.scalar(select(Resource.id).limit(1)):
        return
    if therapy := _offering(db, "trung-tam-nang-am", "vat-ly-tri-lieu"):
        first, second = (_resource(db, therapy, "person", name) for name in ("Cô Lê Thị Hồng", "Anh Trần Văn Phúc"))
        _give(db, therapy, first)
        catalogue.set_skills(db, first, EXPLAINS)
        for weekday in range(5):
            _rule(db, therapy, second, weekday, hours=MORNING, units={Unit.PLACE.value: (2, 1)})
        if holiday := db.scalar(select(func.min(Holiday.local_date)).where(Holiday.local_date > local_day(now))):
            units = {Unit.PLACE.value: (2, 1)}
            _rule(db, therapy, second, holiday.weekday(), hours=MORNING, units=units, on_holiday=holiday)
    if speech := _offering(db, "trung-tam-nang-am", "am-ngu-tri-lieu"):
        third = _resource(db, speech, "room", "Phòng tập nói")
        catalogue.set_skills(db, third, QUIET)
        _rule(db, speech, third, SATURDAY, hours=MORNING, units={Unit.PLACE.value: (3, 2)}, every_weeks=2)
    if ride := _offering(db, "xe-bong-trang", "xe-dua-don"):
        account_id = people.account_for(db, DRIVER, language="vi", now=now)
        first = _resource(db, ride, "vehicle", "Xe số 1", account_id=account_id)
        second = _resource(db, ride, "vehicle", "Xe số 2")
        _give(db, ride, first)
        units = {Unit.SEAT.value: (4, 3), Unit.WHEELCHAIR.value: (1, 1)}
        for weekday in range(5):
            _rule(db, ride, second, weekday, hours=ALL_DAY, units=units)


def _offering(db: Db, place: str, service: str) -> int | None:
    found = select(Offering.id).join(Location).join(Service, Service.id == Offering.service_id)
    return db.scalar(found.where(Location.slug == place, Service.slug == service))


def _resource(db: Db, offering_id: int, kind: str, name: str, *, account_id: int | None = None) -> int:
    location_id = db.scalar(select(Offering.location_id).where(Offering.id == offering_id))
    values = {"location_id": location_id, "kind": kind, "name": name, "account_id": account_id, "is_active": True}
    return db.execute(insert(Resource).returning(Resource.id), values).scalar_one()


def _give(db: Db, offering_id: int, resource_id: int) -> None:
    """Let the rules that are there be those of a resource."""
    db.execute(update(Schedule).where(Schedule.offering_id == offering_id).values(resource_id=resource_id))


def _rule(
    db: Db,
    offering_id: int,
    resource_id: int,
    weekday: int,
    *,
    hours: tuple[int, int],
    units: dict[str, tuple[int, int]],
    every_weeks: int = 1,
    on_holiday: date | None = None,
) -> None:
    values = {
        "offering_id": offering_id,
        "resource_id": resource_id,
        "weekday": weekday,
        "opens": hours[0],
        "closes": hours[1],
        "valid_from": on_holiday or (BEGAN if every_weeks == 1 else FIRST_SATURDAY),
        "valid_until": on_holiday,
        "on_holidays": on_holiday is not None,
        "every_weeks": every_weeks,
    }
    schedule_id = db.execute(insert(Schedule).returning(Schedule.id), values).scalar_one()
    limits = [
        {"schedule_id": schedule_id, "unit": unit, "capacity": capacity, "public_limit": public}
        for unit, (capacity, public) in units.items()
    ]
    db.execute(insert(ScheduleUnit), limits)
