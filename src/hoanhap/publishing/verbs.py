"""What is done about what a place offers: add it, say a topic of it, publish it, pause it, delete its draft.

Each change waits for the row of its offering: what was read there under the lock is what it decides by, so that
nobody's change is lost unseen, and no week is planned at the same moment by other rules.
"""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from hoanhap import catalogue, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db, insert_unless
from hoanhap.base.errors import Missing
from hoanhap.booking import Leg
from hoanhap.catalogue import VIETNAMESE, Location, Offering, OfferingFeature, Outage, Service, Workplace
from hoanhap.events import Actor, Fact, record
from hoanhap.publishing import queries, rules
from hoanhap.publishing.queries import Offered, Way
from hoanhap.publishing.refusals import ChangedMeanwhile, DraftDeleted, NoDraft, NotReady, StillPromised
from hoanhap.publishing.rules import Answers, Saying, State, Topic

USUAL_HORIZON_DAYS = 56


class OfferingAdded(Fact, frozen=True):
    """A place is going to offer a service; nobody is told of it yet."""

    announced = False
    offering_id: int


class OfferingSaid(Fact, frozen=True):
    """Something else is said of an offering."""

    announced = False
    offering_id: int
    topic: str


class OfferingPublished(Fact, frozen=True):
    """A place offers a service, or offers it again."""

    announced = False
    offering_id: int


class OfferingPaused(Fact, frozen=True):
    """A place takes no new bookings for a service; those it has stay."""

    announced = False
    offering_id: int


class OfferingDeleted(Fact, frozen=True):
    """A place is not going to offer a service after all; nobody had been told of it."""

    announced = False
    offering_id: int
    service: str


class WayTold(Fact, frozen=True):
    """Something else is said of how to get to a place, or of its phone."""

    announced = False
    location_id: int


_USUAL = (
    select(Service.id, Service.unit, Service.takes_wheelchairs, Service.party_max, Service.duration_minutes)
    .add_columns(Service.step_minutes, Service.notice_minutes, Service.cancel_minutes)
    .where(Service.slug == bindparam("of_slug"))
)
_ADD = insert_unless(Offering, "service_id", "location_id").returning(Offering.id)
_THERE = select(Offering.id).where(
    Offering.service_id == bindparam("of_service"), Offering.location_id == bindparam("of_location")
)
_THERE_STILL = select(Offering.id).where(Offering.id == bindparam("of_offering"))
_LOCKED = _THERE_STILL.with_for_update(key_share=True)
_LOCKED_TO_DELETE = _THERE_STILL.with_for_update()
_SET = update(Offering).where(Offering.id == bindparam("of_offering"))
_HAS_BOOKINGS = select(Leg.id).where(Leg.offering_id == bindparam("of_offering")).limit(1)
_DELETED = (
    delete(OfferingFeature).where(OfferingFeature.offering_id == bindparam("of_offering")),
    delete(Outage).where(Outage.offering_id == bindparam("of_offering")),
    delete(Offering).where(Offering.id == bindparam("of_offering")),
)
_SAY_FEATURE = (
    update(OfferingFeature)
    .where(
        OfferingFeature.offering_id == bindparam("of_offering"), OfferingFeature.feature_code == bindparam("of_code")
    )
    .values(has=bindparam("is_there"), known_on=bindparam("today"))
)
_SET_WAY = update(Location).where(Location.id == bindparam("of_location"))


def add(db: Db, place: Workplace, service_slug: str, *, by: Actor, now: datetime) -> int:
    """Let a place offer a service by the usual rules of that service, as a draft; return its number.

    What it offers already stays as it is. `Missing` where there is no such service.
    """
    service, _ = catalogue.service(db, service_slug, VIETNAMESE)
    usual = db.execute(_USUAL, {"of_slug": service_slug}).one()._asdict()
    values = {name: value for name, value in usual.items() if name != "id"}
    values |= {"service_id": service.id, "location_id": place.location_id, "horizon_days": USUAL_HORIZON_DAYS}
    added = db.execute(_ADD, values | {"is_draft": True, "is_open": False, "texts": {}}).scalar_one_or_none()
    if added is None:
        there = {"of_service": service.id, "of_location": place.location_id}
        return int(db.execute(_THERE, there).scalar_one())
    record(db, OfferingAdded(added), by=by, at=now)
    return int(added)


def say(db: Db, place: Workplace, offering_id: int, saying: Saying, version: str, *, by: Actor, now: datetime) -> None:
    """Say a topic of an offering; said twice, it is said once. Nothing that was promised changes.

    Refuses with `ChangedMeanwhile` what somebody else has said otherwise, and with `StillPromised` what would touch a
    promise.
    """
    found = _locked(db, place, offering_id, now=now)
    topic = rules.TOPICS[type(saying)]
    before, path = found.saying(topic), f"{path_of(place, offering_id)}/{topic}"
    if before == saying:
        return
    if version != found.version(topic):
        raise ChangedMeanwhile(path)
    if rules.fault(saying, before, queries.standing(db, offering_id, now=now)):
        raise StillPromised(path)
    if isinstance(saying, Answers):
        _answer(db, found, saying, now=now)
    else:
        db.execute(_SET.values(msgspec.to_builtins(saying)), {"of_offering": offering_id})
    record(db, OfferingSaid(offering_id, topic.value), by=by, at=now)


def publish(db: Db, place: Workplace, offering_id: int, *, by: Actor, now: datetime) -> None:
    """Let people find and book it, for the first time or again. Refuses with `NotReady` a draft that is not whole."""
    found = _locked(db, place, offering_id, now=now)
    if found.state is State.OPEN:
        return
    if not found.is_ready:
        raise NotReady(path_of(place, offering_id))
    _set(db, offering_id, is_draft=False, is_open=True)
    record(db, OfferingPublished(offering_id), by=by, at=now)


def pause(db: Db, place: Workplace, offering_id: int, *, by: Actor, now: datetime) -> None:
    """Take no new bookings; whoever has booked is expected as before. What is not open stays as it is."""
    if _locked(db, place, offering_id, now=now).state is State.OPEN:
        _set(db, offering_id, is_open=False)
        record(db, OfferingPaused(offering_id), by=by, at=now)


def delete_draft(db: Db, place: Workplace, offering_id: int, service_slug: str, *, by: Actor, now: datetime) -> None:
    """Delete a draft of a service, with the weeks that were planned for it; deleted twice, it is deleted once.

    Refuses with `NoDraft` what people have been told of, or have booked. `Missing` where it is another service's.
    """
    catalogue.service(db, service_slug, VIETNAMESE)
    db.execute(_LOCKED_TO_DELETE, {"of_offering": offering_id}).all()
    found = [each for each in catalogue.every_offering_at(db, place.location_id) if each.service_slug == service_slug]
    if not found:
        return
    if found[0].id != offering_id:
        raise Missing
    if not found[0].is_draft or db.execute(_HAS_BOOKINGS, {"of_offering": offering_id}).all():
        raise NoDraft(path_of(place, offering_id))
    schedule.forget(db, offering_id)
    for statement in _DELETED:
        db.execute(statement, {"of_offering": offering_id})
    record(db, OfferingDeleted(offering_id, service_slug), by=by, at=now)


def refuse_deleted(db: Db, place: Workplace, offering_id: int) -> None:
    """Refuse with `DraftDeleted` what is nowhere any more."""
    if not db.execute(_THERE_STILL, {"of_offering": offering_id}).all():
        raise DraftDeleted(offerings_of(place))


def tell_way(db: Db, place: Workplace, way: Way, version: str, *, by: Actor, now: datetime) -> None:
    """Say how people get to a place and reach it; said twice, it is said once. Refuses with `ChangedMeanwhile`."""
    queries.lock(db, place.location_id)
    before = queries.way_to(db, place.location_id)
    if before == way:
        return
    if version != before.version:
        raise ChangedMeanwhile(f"{offerings_of(place)}/way")
    db.execute(_SET_WAY.values(msgspec.to_builtins(way)), {"of_location": place.location_id})
    record(db, WayTold(place.location_id), by=by, at=now)


def offerings_of(place: Workplace) -> str:
    """Where everything that a place offers is listed."""
    return f"/organization/places/{place.slug}/offerings"


def path_of(place: Workplace, offering_id: int) -> str:
    """The page of an offering, for those who say what it is."""
    return f"{offerings_of(place)}/{offering_id}"


def _locked(db: Db, place: Workplace, offering_id: int, *, now: datetime) -> Offered:
    """An offering of the place, while nobody else changes it; else `Missing`, or `DraftDeleted` if it is nowhere."""
    if not db.execute(_LOCKED, {"of_offering": offering_id}).all():
        raise DraftDeleted(offerings_of(place))
    return queries.offered(db, place.location_id, offering_id, VIETNAMESE, today=local_day(now))


def _answer(db: Db, found: Offered, saying: Answers, *, now: datetime) -> None:
    """Write down what is answered anew, with the day; what was known before keeps the day on which it was said."""
    before = found.saying(Topic.NEEDS)
    assert isinstance(before, Answers)
    for feature, has in saying.features.items():
        if feature in before.features and before.features[feature] == has:
            continue
        said = {"of_offering": found.id, "of_code": feature, "is_there": has, "today": local_day(now)}
        if not db.execute(_SAY_FEATURE, said).rowcount:
            row = {"offering_id": found.id, "feature_code": feature, "has": has, "known_on": local_day(now)}
            db.execute(insert(OfferingFeature), row)


def _set(db: Db, offering_id: int, **values: bool) -> None:
    """Let it be found or not; the search knows at once."""
    db.execute(_SET.values(values), {"of_offering": offering_id})
    catalogue.index(db)
