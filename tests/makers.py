"""Makers: what a test needs to exist, in one line each, with everything a test does not care about left out."""

import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select, text, update

from hoanhap import booking, catalogue, feedback, organizations, people, reports, schedule
from hoanhap.base.db import Database, Db, Table
from hoanhap.base.text import groups
from hoanhap.booking import Booking, Choice, Claim, Deciding, RequestView
from hoanhap.capacity import Closing, NewPlaces, Reopening, apply, propose
from hoanhap.catalogue import (
    Location,
    LocationFeature,
    Offering,
    OfferingFeature,
    OfferingView,
    Party,
    Resource,
    Service,
    Unit,
)
from hoanhap.events import Actor, Event
from hoanhap.feedback import Answering, Feedback, Given, Outcome, Reply
from hoanhap.organizations import MemberRole, Organization, Post
from hoanhap.people.pages import DEMO_ACCOUNTS
from hoanhap.reports import Breach
from hoanhap.schedule import Holiday, Schedule, ScheduleUnit, Slot, SlotUnit
from hoanhap.web.assessment import Assessment, Check, Cost

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
"""The present of most tests: Wednesday, 25 November 2026, 12:00 in Tây Ninh."""
TODAY = date(2026, 11, 25)
TOMORROW = date(2026, 11, 26)
KNOWN_ON = date(2026, 4, 1)
SOON, LATER = timedelta(minutes=5), timedelta(minutes=31)
"""Within the life of a hold, and after it."""
SERVICE = "vat-ly-tri-lieu"
PHONE, NAME = "+84912345678", "Nguyễn Thị Ánh Tuyết"
STAFF_NAME = "Phạm Thị Bích Thủy"
SOMEBODY = Actor(None, "visitor")
SECRET = "a secret that only these tests know"

_numbers = itertools.count(1)


def number() -> int:
    """A number that no other maker gets, in this process or another."""
    return os.getpid() * 1_000_000 + next(_numbers)


def make_offering(
    db: Db,
    *,
    service: str = SERVICE,
    day: date = TOMORROW,
    opens: int = 8 * 60,
    closes: int = 12 * 60,
    unit: str = Unit.PLACE,
    capacity: int = 1,
    public_limit: int | None = None,
    wheelchairs: int = 0,
    party_max: int = 4,
    duration: int = 60,
    step: int | None = None,
    buffer: int = 0,
    notice: int = 0,
    cancel: int = 0,
    horizon: int = 56,
    needs_approval: bool = False,
) -> OfferingView:
    """An offering at a new place that is open on one day, with its slots.

    `wheelchairs` is how many spaces each slot has for people who stay in their chair; none means it takes none.
    Lengths are in minutes; without a `step`, every booking takes one slot, and with a `buffer` those after it too.
    """
    offering_id = _insert(
        db,
        Offering,
        service_id=db.execute(select(Service.id).where(Service.slug == service)).scalar_one(),
        location_id=make_location(db),
        unit=unit,
        takes_wheelchairs=wheelchairs > 0,
        party_max=party_max,
        duration_minutes=duration,
        step_minutes=step or duration,
        buffer_minutes=buffer,
        notice_minutes=notice,
        cancel_minutes=cancel,
        horizon_days=horizon,
        needs_approval=needs_approval,
        is_open=True,
    )
    limit = capacity if public_limit is None else public_limit
    units = {unit: (capacity, limit)} | ({Unit.WHEELCHAIR: (wheelchairs, wheelchairs)} if wheelchairs else {})
    make_schedule(db, offering_id, units=units, day=day, opens=opens, closes=closes)
    schedule.make_openings(db, first=day, last=day)
    return catalogue.offering(db, offering_id)


def make_schedule(
    db: Db,
    offering_id: int,
    *,
    units: dict[str, tuple[int, int]] | None = None,
    day: date = TOMORROW,
    weeks: int | None = 1,
    opens: int = 8 * 60,
    closes: int = 12 * 60,
    every_weeks: int = 1,
) -> int:
    """A weekly rule from a day on, for some weeks or for ever; `units` holds each one's capacity and public limit."""
    schedule_id = _insert(
        db,
        Schedule,
        offering_id=offering_id,
        weekday=day.weekday(),
        opens=opens,
        closes=closes,
        valid_from=day,
        valid_until=day + timedelta(weeks=weeks, days=-1) if weeks else None,
        every_weeks=every_weeks,
    )
    for unit, (capacity, public_limit) in (units or {Unit.PLACE: (1, 1)}).items():
        values = {"schedule_id": schedule_id, "unit": unit, "capacity": capacity, "public_limit": public_limit}
        db.execute(insert(ScheduleUnit), values)
    return schedule_id


def make_resource(db: Db, location_id: int, name: str = "Cô Hồng") -> int:
    """Somebody by whom something is given at a place."""
    return _insert(db, Resource, location_id=location_id, kind="person", name=name, is_active=True)


def make_holiday(db: Db, day: date, name: str = "Quốc khánh") -> None:
    """A day that somebody confirmed to be off, before anything was open on it."""
    db.execute(insert(Holiday), {"local_date": day, "name": name, "confirmed_at": NOON})


def close_day(db: Db, offering: OfferingView, *, day: date = TOMORROW, now: datetime = NOON) -> None:
    """Let an offering not open on a day after all, as its manager does it."""
    closing = Closing((offering.id,), day, day, booking.Reason.FLOOD)
    apply(db, closing, propose(db, closing, now=now).version, by=SOMEBODY, now=now)


def cut_places(db: Db, offering: OfferingView, count: int, *, day: date = TOMORROW, now: datetime = NOON) -> None:
    """Let an offering have fewer places on a day, as its manager does it."""
    change = NewPlaces(offering.id, day, day, offering.unit, count, count, booking.Reason.STAFF_ILL)
    apply(db, change, propose(db, change, now=now).version, by=SOMEBODY, now=now)


def open_day(db: Db, offering: OfferingView, *, day: date = TOMORROW, now: datetime = NOON) -> None:
    """Let an offering open on a day that was closed."""
    (closure,) = schedule.closures(db, [offering.id], first=day, last=day)
    again = Reopening((closure.id,))
    apply(db, again, propose(db, again, now=now).version, by=SOMEBODY, now=now)


def give_places(db: Db, offering: OfferingView, count: int) -> None:
    """Let every slot of an offering have so many places again, without anybody having been settled."""
    schedule.set_places(db, [schedule.Places(slot_id, offering.unit, count, count) for slot_id in slots(db, offering)])


def employ(db: Db, offering: OfferingView, account: str, role: MemberRole) -> int:
    """Let a sample account work for the organisation of an offering."""
    organization_id = db.execute(
        select(Location.organization_id)
        .join(Offering, Offering.location_id == Location.id)
        .where(Offering.id == offering.id)
    ).scalar_one()
    account_id = people.account_for(db, DEMO_ACCOUNTS[account][0], language="vi", now=NOON)
    post = Post(organization_id, role)
    return organizations.appoint(db, account_id, post, full_name=STAFF_NAME, by=SOMEBODY, now=NOON)


def worker_at(db: Db, offering: OfferingView, role: MemberRole) -> Actor:
    """Somebody new who works for the organisation of an offering."""
    located = select(Location.organization_id).join(Offering, Offering.location_id == Location.id)
    organization_id = db.execute(located.where(Offering.id == offering.id)).scalar_one()
    account_id = make_account(db)
    post = Post(organization_id, role)
    organizations.appoint(db, account_id, post, full_name=STAFF_NAME, by=SOMEBODY, now=NOON)
    return Actor(account_id, "person")


def make_organization(db: Db, *, slug: str = "") -> int:
    """An organisation."""
    unique = number()
    return _insert(
        db,
        Organization,
        slug=slug or f"to-chuc-{unique}",
        name=f"Tổ chức {groups(str(unique))} (dữ liệu mẫu)",
        kind="provider",
        phone="0276 000 0101",
        commune_code="25459",
        street="12 đường Hoa Sứ",
        summaries={"vi": "Một tổ chức.", "en": "An organisation."},
    )


def make_location(db: Db) -> int:
    """A place of a new organisation."""
    unique = number()
    return _insert(
        db,
        Location,
        organization_id=make_organization(db),
        slug=f"co-so-{unique}",
        name=f"Cơ sở {groups(str(unique))}",
        street="12 đường Hoa Sứ",
        commune_code="25459",
        latitude=11.3,
        longitude=106.1,
        phone="0276 000 0101",
    )


def know_features(db: Db, offering: OfferingView) -> None:
    """Two things are known of the place of an offering, and one of the offering itself."""
    place = db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()
    of_place = {"location_id": place, "known_on": KNOWN_ON}
    for feature, has in {"step-free": True, "lift": False}.items():
        db.execute(insert(LocationFeature), of_place | {"feature_code": feature, "has": has})
    of_offering = {"offering_id": offering.id, "known_on": KNOWN_ON, "feature_code": "sign-language", "has": True}
    db.execute(insert(OfferingFeature), of_offering)
    directions = {"vi": "Xuống xe buýt ở trạm gần chợ.", "en": "Get off the bus near the market."}
    db.execute(update(Location).where(Location.id == place).values(directions=directions))


def has_lift(db: Db, offering: OfferingView) -> None:
    """The place of an offering has a lift and an entrance without steps."""
    place = db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()
    of_place = {"location_id": place, "known_on": KNOWN_ON, "has": True}
    db.execute(insert(LocationFeature), [of_place | {"feature_code": each} for each in ("lift", "step-free")])


def slots(db: Db, offering: OfferingView) -> list[int]:
    """The slots of an offering, in order of time."""
    return list(db.scalars(select(Slot.id).where(Slot.offering_id == offering.id).order_by(Slot.starts_at, Slot.id)))


def starts_at(db: Db, slot_id: int) -> datetime:
    """When a slot starts."""
    return db.execute(select(Slot.starts_at).where(Slot.id == slot_id)).scalar_one()


def taken(db: Db, slot_id: int, unit: str = Unit.PLACE) -> int:
    """How many places of a slot are taken, as counted by the slot itself."""
    counted = select(SlotUnit.taken).where(SlotUnit.slot_id == slot_id, SlotUnit.unit == unit)
    return db.execute(counted).scalar_one()


def make_account(db: Db, phone: str | None = None) -> int:
    """An account; without a phone it gets one that nobody else has."""
    return people.account_for(db, phone or f"+849{number() % 100_000_000:08d}", language="vi", now=NOON)


def make_choice(
    offering: OfferingView,
    slot_id: int,
    *,
    journey: str = "",
    people: int = 1,
    wheelchairs: int = 0,
    needs: tuple[str, ...] = (),
) -> Choice:
    """What somebody chose; without a `journey` it comes from a form of its own."""
    return Choice(journey or f"journey-{number()}", offering.id, slot_id, Party(people, wheelchairs), needs)


def hold(db: Db, choice: Choice, *, now: datetime = NOON) -> str:
    """Keep places, and return the token of the journey."""
    return booking.hold(db, choice, language="vi", now=now)


def book(
    db: Db,
    choice: Choice,
    *,
    account_id: int | None = None,
    full_name: str = NAME,
    now: datetime = NOON,
    knowingly: bool = False,
) -> str:
    """Book at once, and return the reference; without an account it is for a new one."""
    return booking.book(
        db,
        choice,
        account_id=account_id or make_account(db),
        full_name=full_name,
        phone=PHONE,
        language="vi",
        by=SOMEBODY,
        now=now,
        knowingly=knowingly,
    )


def give(db: Db, given: Given, *, now: datetime = NOON) -> str:
    """Say what is hard to use, and return the token."""
    return feedback.give(db, given, account_id=None, language="vi", address="here", secret=SECRET, by=SOMEBODY, now=now)


def answer(db: Db, token: str, *, now: datetime = NOON) -> None:
    """Answer feedback."""
    reference = db.execute(select(Feedback.reference).where(Feedback.token == token)).scalar_one()
    feedback.answer(db, reference, Answering(Outcome.FIXED, "Chữ nay to hơn."), by=Actor(7, "admin"), now=now)


def make_assessment(*, findings: int = 0, unheard: int = 0) -> Assessment:
    """What a check of accessibility found."""
    return Assessment(
        day=TODAY,
        tools={"axe-core": "4.14.1"},
        states=203,
        checks=[Check("axe", 1218, findings, 40), Check("focus", 812, 0, 12)],
        stories=26,
        heard_states=140,
        utterances=4000,
        unheard=unheard,
        costs=[
            Cost("first", "screen reader", 5, 13, 8, 393, 120),
            Cost("again", "screen reader", 2, 5, 3, 178, 60),
            Cost("first", "keyboard", 5, 40, 36),
            Cost("again", "switch", 2, 12, 90, 0, 90),
        ],
        left_out=["a second screen reader"],
    )


def drop_checks(database: Database, *tables: str) -> None:
    """Take the CHECK constraints of these tables away, in this test's database only."""
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.path))) as raw, raw:
            raw.execute("PRAGMA writable_schema=ON")
            for table in tables:
                raw.execute(
                    "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (', 'CHECK (1 OR ') WHERE name = ?", [table]
                )
            (version,) = raw.execute("PRAGMA schema_version").fetchone()
            raw.execute(f"PRAGMA schema_version = {version + 1}")
    else:
        of_table = text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = CAST(:name AS regclass)")
        with database.writing() as db:
            for table in tables:
                for constraint in list(db.scalars(of_table, {"name": table})):
                    db.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"))


@contextmanager
def undone(database: Database) -> Iterator[Db]:
    """One transaction of which nothing is kept: for tests that draw many examples."""
    with database.writing() as db:
        yield db
        db.rollback()


class Place:
    """An offering with its slots, and what people do there; everything it does is a transaction of its own.

    Slots are called by their number, in order of time.
    """

    def __init__(self, database: Database, **offering: Any) -> None:
        self.database = database
        self.offering = database.write_now(make_offering, **offering)
        with database.reading() as db:
            self.slots = slots(db, self.offering)
            self.starts = [starts_at(db, slot_id) for slot_id in self.slots]

    def choice(self, number: int = 0, **choice: Any) -> Choice:
        """The choice of a slot."""
        return make_choice(self.offering, self.slots[number], **choice)

    def hold(self, number: int = 0, *, now: datetime = NOON, **choice: Any) -> str:
        """Keep places, and return the token of the journey."""
        return self.database.write_now(hold, self.choice(number, **choice), now=now)

    def ready(self, number: int = 0, *, account_id: int | None = None, full_name: str = NAME, **choice: Any) -> str:
        """Keep places and say who comes, so that only `confirm` is left to do; return the token."""
        token = self.hold(number, **choice)
        self.say_who(token, account_id=account_id, full_name=full_name)
        return token

    def say_who(self, token: str, *, account_id: int | None = None, full_name: str = NAME) -> None:
        """Note who comes on a journey, as if their phone had been confirmed."""
        account = account_id or self.account()
        values = {"account_id": account, "full_name": full_name, "phone": PHONE}
        self.database.write_now(lambda db: db.execute(update(Booking).where(Booking.token == token).values(values)))

    def confirm(self, token: str, *, now: datetime = NOON, knowingly: bool = False) -> str:
        """Turn the places of a journey into a promise, and return its reference."""
        return self.database.write_now(booking.confirm, token, by=SOMEBODY, now=now, knowingly=knowingly)

    def book(self, number: int = 0, *, account_id: int | None = None, now: datetime = NOON, **choice: Any) -> str:
        """Book at once, and return the reference."""
        return self.database.write_now(book, self.choice(number, **choice), account_id=account_id, now=now)

    def request(self, number: int = 0, *, account_id: int | None = None, now: datetime = NOON, **choice: Any) -> str:
        """Ask the place for a time, and return the reference."""
        return self.confirm(self.ready(number, account_id=account_id, **choice), now=now)

    def decider(self, role: MemberRole = MemberRole.DESK) -> Actor:
        """Somebody new who works here."""
        return self.database.write_now(worker_at, self.offering, role)

    def asked(self, reference: str) -> RequestView:
        """A request as it stands."""
        with self.database.reading() as db:
            booking_id = db.execute(select(Booking.id).where(Booking.reference == reference)).scalar_one()
            found = booking.request_of(db, booking_id)
        assert found is not None
        return found

    def decide(
        self, reference: str, deciding: Deciding, *, by: Actor, now: datetime = NOON, seen: str | None = None
    ) -> None:
        """Decide about a request as it stands, or as it was seen."""
        version = self.asked(reference).version if seen is None else seen
        self.database.write_now(
            booking.decide, self.offering.location_slug, reference, deciding, version, by=by, now=now
        )

    def cancel(self, reference: str, account_id: int, *, now: datetime = NOON) -> None:
        """Cancel a booking of this account."""
        self.database.write_now(booking.cancel, reference, account_id=account_id, by=SOMEBODY, now=now)

    def move(
        self, reference: str, number: int, account_id: int, *, now: datetime = NOON, knowingly: bool = False
    ) -> None:
        """Move a booking of this account to another slot."""
        self.database.write_now(
            booking.move,
            reference,
            self.slots[number],
            account_id=account_id,
            by=SOMEBODY,
            now=now,
            knowingly=knowingly,
        )

    def restore(self, reference: str, account_id: int, *, now: datetime = NOON, knowingly: bool = False) -> None:
        """Take back a cancelled booking of this account."""
        self.database.write_now(
            booking.restore, reference, account_id=account_id, by=SOMEBODY, now=now, knowingly=knowingly
        )

    def account(self, phone: str | None = None) -> int:
        """An account."""
        return self.database.write_now(make_account, phone)

    def taken(self, number: int = 0, unit: str = Unit.PLACE) -> int:
        """How many places of a slot are taken, as counted by the slot itself."""
        with self.database.reading() as db:
            return taken(db, self.slots[number], unit)

    def free(self, *, people: int = 1, wheelchairs: int = 0, now: datetime = NOON) -> dict[int, int]:
        """The slots a party is shown, and what would be left in each."""
        wanted = booking.wanted_at(self.offering, Party(people, wheelchairs), now=now)
        with self.database.reading() as db:
            return {self.slots.index(start.slot_id): start.left for start in schedule.starts(db, wanted)}

    def lives(self, token_or_reference: str) -> list[str]:
        """The states of a booking's claims."""
        is_it = or_(Booking.token == token_or_reference, Booking.reference == token_or_reference)
        claims = select(Claim.state).join(Booking, Booking.id == Claim.booking_id).where(is_it).order_by(Claim.id)
        with self.database.reading() as db:
            return list(db.scalars(claims))

    def events(self, kind: str) -> int:
        """How often something was recorded."""
        with self.database.reading() as db:
            return db.execute(select(func.count(Event.id)).where(Event.kind == kind)).scalar_one()

    def breaches(self, *, now: datetime = NOON) -> list[Breach]:
        """Every promise that does not hold."""
        with self.database.reading() as db:
            return reports.breaches(db, long_ago=now - timedelta(hours=1))


def fill(db: Db) -> None:
    """A little of everything: two offerings, a moved booking, a cancelled one, a hold, a schedule, and feedback."""
    simple = make_offering(db, capacity=3)
    ride = make_offering(
        db, service="xe-dua-don", unit=Unit.SEAT, capacity=4, public_limit=3, wheelchairs=1, duration=60, step=30
    )
    make_schedule(db, simple.id, day=TODAY, weeks=None)
    account_id = make_account(db, PHONE)
    moved = book(db, make_choice(simple, slots(db, simple)[0]), account_id=account_id)
    booking.move(db, moved, slots(db, simple)[1], account_id=account_id, by=SOMEBODY, now=NOON)
    ended = book(db, make_choice(ride, slots(db, ride)[4], people=2, wheelchairs=1), account_id=account_id)
    booking.cancel(db, ended, account_id=account_id, by=SOMEBODY, now=NOON)
    hold(db, make_choice(ride, slots(db, ride)[0]))
    answer(db, give(db, Given("form", "Chữ nhỏ quá.", reply=Reply.MESSAGE, phone=PHONE)))


def _insert(db: Db, table: type[Table], **values: object) -> int:
    key = db.execute(insert(table), values).inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    return int(key[0])
