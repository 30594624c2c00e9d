"""Fill a database with sample data: the same for the same day, and safe to run any number of times."""

import random
import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import func, insert, select, update

from hoanhap import booking, catalogue, events, feedback, organizations, people, schedule
from hoanhap.base import ids
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.catalogue import Location, LocationFeature, Offering, OfferingFeature, Party, Service, Unit
from hoanhap.demo import (
    allowed,
    closing,
    days,
    days_off,
    displaced,
    failing,
    offered,
    past,
    photos,
    requests,
    staff,
    stories,
    weeks,
)
from hoanhap.events import Actor
from hoanhap.organizations import Organization
from hoanhap.schedule import Schedule, ScheduleUnit

SEED = 3355
"""The number of the provincial plan this product grew out of."""
BOOKINGS = 3000
BOOKED_BEFORE = timedelta(days=2)
LOOKING_BACK = timedelta(days=7)
"""How far back there are openings, so that sample people have a past."""
HORIZON_DAYS = 56
FEATURES_KNOWN_ON = date(2026, 4, 1)
"""The first day on which the sample places were looked at."""
ORIGIN = "demo"
OF_SAMPLE_ACCOUNT = 3
SAMPLE_PHONE = "+84900000001"
ADMIN_PHONE = "+84900000009"
FEEDBACK_EVERY = timedelta(days=4)
FEEDBACK = (
    feedback.Given(
        "sample-feedback-1",
        "Tôi phóng to gấp ba thì bảng giờ bị cắt mất chữ ở cuối dòng.",
        (feedback.Aid.MAGNIFIER,),
        page="times",
    ),
    feedback.Given(
        "sample-feedback-2",
        "Nghe đến danh sách nơi hẹn thì dài quá. Tôi muốn nhảy nhanh đến nơi gần nhà.",
        (feedback.Aid.SCREEN_READER, feedback.Aid.KEYBOARD),
        page="service",
    ),
)
FIRST_ANSWER = feedback.Answering(
    feedback.Outcome.FIXED, "Cảm ơn quý vị. Bảng giờ nay xuống dòng khi chữ to, không còn mất chữ."
)
WEEKDAYS, SATURDAY = range(5), 5
MORNING, AFTERNOON = (7 * 60, 11 * 60), (13 * 60, 17 * 60)
ALL_DAY = (6 * 60, 18 * 60)


def fill(db: Db, *, now: datetime) -> str:
    """Bring the sample data in, extend its weeks to today's horizon, and say what there is now."""
    today = local_day(now)
    days_off.confirm(db, now=now)
    for each in _read("organizations.toml")["organization"]:
        _put_organization(db, each)
    weeks.plan(db, now=now)
    catalogue.index(db)
    schedule.make_openings(db, first=today - LOOKING_BACK, last=today + schedule.HORIZON)
    staff.appoint(db, now=now)
    requests.decide_first(db)
    with ids.predictable(SEED + today.toordinal()):
        came = days.fill(db, now=now)
    if not db.scalar(select(booking.Booking.id).where(booking.Booking.origin == ORIGIN).limit(1)):
        with ids.predictable(SEED):
            offerings = _offerings(db)
            told = stories.tell(db, offerings, origin=ORIGIN, now=now, chance=random.Random(SEED))
            _give_feedback(db, now)
            _book(db, offerings, BOOKINGS - told - came, now - BOOKED_BEFORE, random.Random(SEED))
            past.live(db, offerings, _names(), origin=ORIGIN, now=now, chance=random.Random(SEED))
            db.execute(update(events.Event).where(events.Event.delivered_at.is_(None)).values(delivered_at=now))
            requests.ask(db, offerings, now=now)  # this is told, and so is what follows
            closing.close_a_day(db, offerings, now=now)
            closing.close_a_commune(db, offerings, now=now)
            failing.fail(db, now=now)
            displaced.displace(db, offerings, origin=ORIGIN, now=now)
            allowed.say(db, now=now)
    offered.say(db, by=Actor(None, ORIGIN), now=now)
    photos.show(db, by=Actor(None, ORIGIN), now=now)
    counted = {
        "organizations": Organization,
        "offerings": Offering,
        "openings": schedule.Opening,
        "bookings": booking.Booking,
    }
    return ", ".join(f"{_count(db, table)} {name}" for name, table in counted.items())


def _give_feedback(db: Db, now: datetime) -> None:
    """Two people said what is hard to use; the first has been answered."""
    visitor, admin = Actor(None, "visitor"), people.account_for(db, ADMIN_PHONE, language="vi", now=now, role="admin")
    for times, given in enumerate(FEEDBACK):
        at = now - FEEDBACK_EVERY * (len(FEEDBACK) - times)
        feedback.give(db, given, account_id=None, language="vi", address="", secret="", by=visitor, now=at)
    first = db.execute(select(feedback.Feedback.reference).order_by(feedback.Feedback.id).limit(1)).scalar_one()
    feedback.answer(db, first, FIRST_ANSWER, by=Actor(admin, "admin"), now=now - FEEDBACK_EVERY)


def _put_organization(db: Db, each: dict[str, Any]) -> None:
    if db.scalar(select(Organization.id).where(Organization.slug == each["slug"])):
        return
    organization_id = _insert(
        db,
        Organization,
        slug=each["slug"],
        name=each["name"],
        kind=each["kind"],
        phone=each["phone"],
        commune_code=each["commune_code"],
        street=each["street"],
        summaries={"vi": each["summary_vi"], "en": each["summary_en"]},
    )
    commune = organizations.commune(each["commune_code"])
    location_id = _insert(
        db,
        Location,
        organization_id=organization_id,
        slug=each["slug"],
        name=each["name"],
        street=each["street"],
        commune_code=commune.code,
        latitude=commune.latitude,
        longitude=commune.longitude,
        phone=each["phone"],
        directions=_directions(each, commune),
    )
    likely = _read("features.toml")
    _put_features(db, LocationFeature, {"location_id": location_id}, _drawn(each["slug"], likely["place"]))
    for slug in each["services"]:
        offering_id = _put_offering(db, slug, location_id, places=each["places"])
        drawn = _drawn(f"{each['slug']} {slug}", likely["service"] | likely["of_service"].get(slug, {}))
        _put_features(db, OfferingFeature, {"offering_id": offering_id}, drawn)


def _directions(each: dict[str, Any], commune: organizations.Commune) -> dict[str, str]:
    """How to get there, in words: one of a few ways to say it, always the same for a place."""
    ways = _read("features.toml")["directions"]
    chance = random.Random(each["slug"])
    way, metres = chance.choice(ways), chance.randrange(100, 900, 100)
    return {language: way[language].format(commune=commune.full_name, metres=metres) for language in ("vi", "en")}


def _drawn(what: str, chances: dict[str, float]) -> dict[str, bool]:
    """Which features something has; of every seventh nobody knows. The same for the same words."""
    chance = random.Random(what)
    drawn = {feature: (chance.random(), chance.random()) for feature in sorted(chances)}
    return {feature: has < chances[feature] for feature, (known, has) in drawn.items() if known > 1 / 7}


def _put_features(db: Db, table: Any, of: dict[str, int], found: dict[str, bool]) -> None:
    known_on = FEATURES_KNOWN_ON + timedelta(days=random.Random(str(of)).randrange(150))
    rows = [{**of, "feature_code": feature, "has": has, "known_on": known_on} for feature, has in found.items()]
    if rows:
        db.execute(insert(table), rows)


def _put_offering(db: Db, slug: str, location_id: int, *, places: int) -> int:
    service = db.execute(select(Service).where(Service.slug == slug)).one()
    offering_id = _insert(
        db,
        Offering,
        service_id=service.id,
        location_id=location_id,
        unit=service.unit,
        takes_wheelchairs=service.takes_wheelchairs,
        party_max=min(service.party_max, places),
        duration_minutes=service.duration_minutes,
        step_minutes=service.step_minutes,
        notice_minutes=service.notice_minutes,
        cancel_minutes=service.cancel_minutes,
        horizon_days=HORIZON_DAYS,
        is_open=True,
    )
    units = {service.unit: places}
    if service.takes_wheelchairs:
        units[Unit.WHEELCHAIR.value] = max(1, places // 3)
    for weekday, (opens, closes) in _hours(service.domain_slug, offering_id):
        schedule_id = _insert(
            db,
            Schedule,
            offering_id=offering_id,
            weekday=weekday,
            opens=opens,
            closes=closes,
            valid_from=date(2026, 1, 1),
        )
        limits = [
            {"schedule_id": schedule_id, "unit": unit, "capacity": count, "public_limit": _for_the_public(count)}
            for unit, count in units.items()
        ]
        db.execute(insert(ScheduleUnit), limits)
    return offering_id


def _for_the_public(count: int) -> int:
    """One place in five is kept for the hotline, where there are enough."""
    return count - count // 5


def _hours(domain_slug: str, offering_id: int) -> list[tuple[int, tuple[int, int]]]:
    """Rides run all day; offices have a lunch break; some open on Saturday morning."""
    if domain_slug == "di-lai":
        return [(weekday, ALL_DAY) for weekday in range(6)]
    hours = [(weekday, part) for weekday in WEEKDAYS for part in (MORNING, AFTERNOON)]
    return [*hours, (SATURDAY, MORNING)] if offering_id % 3 == 0 else hours


def _offerings(db: Db) -> list[catalogue.OfferingView]:
    return [
        catalogue.offering(db, offering_id) for offering_id in db.scalars(select(Offering.id).order_by(Offering.id))
    ]


def _book(db: Db, offerings: list[catalogue.OfferingView], count: int, now: datetime, chance: random.Random) -> None:
    """Book here and there, more on the nearer days, each time by the same verb that everybody uses."""
    people_of = _names()
    made = 0
    phones = [f"+84900{100_000 + number:06d}" for number in range(600)]
    starts = {each.id: _starts(db, each, now) for each in offerings}
    while made < count:
        offering = chance.choice(offerings)
        free = starts[offering.id]
        start = free[min(int(chance.expovariate(1 / (len(free) / 4))), len(free) - 1)]
        party = _party(offering, chance)
        choice = booking.Choice(f"demo-{made}-{chance.random()}", offering.id, start.slot_id, party)
        phone = SAMPLE_PHONE if made < OF_SAMPLE_ACCOUNT else chance.choice(phones)
        account_id = people.account_for(db, phone, language="vi", now=now)
        with db.begin_nested() as attempt:
            try:
                booking.book(
                    db,
                    choice,
                    account_id=account_id,
                    full_name=chance.choice(people_of),
                    phone=phone,
                    language="vi",
                    by=Actor(None, ORIGIN),
                    now=now,
                    origin=ORIGIN,
                )
                made += 1
            except booking.NotFree:
                attempt.rollback()
            except booking.Overlapping:
                attempt.rollback()


def _names() -> list[str]:
    names = _read("names.toml")
    return [f"{family} {given}" for given in names["given"] for family in names["family"]]


def _starts(db: Db, offering: catalogue.OfferingView, now: datetime) -> list[schedule.Start]:
    """When an offering can be booked, from the first bookable moment on."""
    return schedule.starts(db, booking.wanted_at(offering, Party(), now=now))


def _party(offering: catalogue.OfferingView, chance: random.Random) -> Party:
    count = min(chance.choice((1, 1, 1, 1, 2, 2, 3)), offering.party_max)
    return Party(count, int(offering.takes_wheelchairs and chance.random() < 0.4))


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("hoanhap.demo") / name).read_text("utf-8"))


def _count(db: Db, table: Any) -> int:
    return int(db.scalar(select(func.count(table.id))) or 0)


def _insert(db: Db, table: Any, **values: Any) -> int:
    key = db.execute(insert(table), values).inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    return int(key[0])
