"""What a place offers, as those see it who say it: each service there, what is said of it, and what is missing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, or_, select

from hoanhap import catalogue
from hoanhap.base import ids
from hoanhap.base.clock import local_day
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import TO_COME, Booking, Claim, Leg
from hoanhap.catalogue import (
    DomainView,
    Gap,
    Known,
    Location,
    NeedRule,
    Offering,
    OfferingFeature,
    OfferingView,
    PhotoView,
    ServiceView,
    Setting,
    Unit,
)
from hoanhap.publishing import rules
from hoanhap.publishing.pictures import Picture
from hoanhap.publishing.rules import (
    Answers,
    Approval,
    Coming,
    Lack,
    Saying,
    Standing,
    State,
    Timing,
    Told,
    Topic,
    Words,
)
from hoanhap.schedule import Opening, Schedule, ScheduleUnit, Slot, SlotUnit


class Weeks(msgspec.Struct, frozen=True):
    """What is planned of an offering from today on: the shortest stretch it is open, and wheelchair places at once."""

    shortest: int | None = None
    wheelchair_places: int = 0


class Way(msgspec.Struct, frozen=True):
    """How people get to a place and reach it: `directions` by language, and the phone."""

    directions: dict[str, str]
    phone: str

    @property
    def version(self) -> str:
        """What it is now, to notice that somebody else has changed it."""
        return _version(self)


class Album(msgspec.Struct, frozen=True):
    """The photos of a place in their order, those without words among them."""

    photos: tuple[PhotoView, ...]

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another."""
        return len(self.photos) >= rules.MOST_PHOTOS

    @property
    def order(self) -> tuple[int, ...]:
        """Their numbers, in order."""
        return tuple(each.id for each in self.photos)

    @property
    def version(self) -> str:
        """What the order is now, to notice that somebody else has changed it."""
        return ids.digest(*map(str, self.order))

    @property
    def told(self) -> int:
        """How many of them people see."""
        return sum(each.is_told for each in self.photos)

    def one(self, photo_id: int) -> PhotoView:
        """One of them; `Missing` if it is none of this place."""
        for each in self.photos:
            if each.id == photo_id:
                return each
        raise Missing

    def of(self, picture: Picture) -> PhotoView | None:
        """The one that shows the same picture, if there is one."""
        addresses = [each.address for each in picture.sizes]
        same = (each for each in self.photos if [file.address for file in each.files] == addresses)
        return next(same, None)


class Offered(msgspec.Struct, frozen=True):
    """A service at a place as those see it who say what it is."""

    offering: OfferingView
    service: ServiceView
    known: Mapping[str, Known]
    unknown: frozenset[str]
    """The features of which the place said that it does not know."""
    asked: tuple[str, ...]
    """The features that people's needs ask for where it is given, in their order."""
    weeks: Weeks
    way: Way

    @property
    def id(self) -> int:
        """The offering's number."""
        return self.offering.id

    @property
    def state(self) -> State:
        """Where it is in its life."""
        return rules.state(is_draft=self.offering.is_draft, is_open=self.offering.is_open)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What people must know and are not told yet."""
        unsaid = tuple(each for each in self.asked if each not in self.known and each not in self.unknown)
        return rules.lacks(
            Told(
                open_minutes=self.timing.open_minutes,
                takes_wheelchairs=self.offering.takes_wheelchairs,
                has_wheelchair_places=self.weeks.wheelchair_places > 0,
                texts=self.offering.texts,
                unsaid=unsaid,
                is_at_the_place=self.offering.setting == Setting.PLACE,
                directions=self.way.directions,
                phone=self.way.phone,
                shortest=self.weeks.shortest,
            )
        )

    @property
    def is_ready(self) -> bool:
        """Whether people can be told of it; what they were told of once may be paused and opened again at any time."""
        return self.state is not State.DRAFT or not self.lacks

    def answer(self, feature: str) -> str:
        """What is said of a feature: yes, no, that nobody knows, or nothing."""
        if feature in self.unknown:
            return "unknown"
        known = self.known.get(feature)
        return "" if known is None else "yes" if known.has else "no"

    @property
    def timing(self) -> Timing:
        """Its lengths."""
        return Timing(**{name: getattr(self.offering, name) for name in Timing.__struct_fields__})

    def saying(self, topic: Topic) -> Saying:
        """What is said now of a topic."""
        one = self.offering
        if topic is Topic.TIME:
            return self.timing
        if topic is Topic.PEOPLE:
            return Coming(one.party_max, one.takes_wheelchairs)
        if topic is Topic.APPROVAL:
            return Approval(one.needs_approval, one.answer_days)
        if topic is Topic.WORDS:
            return Words(one.texts)
        said = {each: self.answer(each) for each in self.asked}
        return Answers({each: {"yes": True, "no": False}.get(answer) for each, answer in said.items() if answer})

    def version(self, topic: Topic) -> str:
        """What a topic is now, to notice that somebody else has changed it."""
        return _version(self.saying(topic))


class Affected(msgspec.Struct, frozen=True):
    """A booking to come that needs what is not there any more, or what nobody knows any more."""

    reference: str
    starts_at: datetime
    features: tuple[Gap, ...]


class Shelf(msgspec.Struct, frozen=True):
    """A domain with those of its services that a place does not offer yet."""

    domain: DomainView
    services: list[ServiceView]


_UNKNOWN = select(OfferingFeature.offering_id, OfferingFeature.feature_code).where(
    OfferingFeature.offering_id.in_(bindparam("of_offerings", expanding=True)), OfferingFeature.has.is_(None)
)
_COUNTS_ON = or_(Schedule.valid_until.is_(None), Schedule.valid_until >= bindparam("today"))
_WEEKS = (
    select(Schedule.offering_id, func.min(Schedule.closes - Schedule.opens))
    .where(Schedule.offering_id.in_(bindparam("of_offerings", expanding=True)), _COUNTS_ON)
    .group_by(Schedule.offering_id)
)
_WHEELCHAIR_PLACES = (
    select(Schedule.offering_id, func.max(ScheduleUnit.capacity))
    .join(ScheduleUnit, ScheduleUnit.schedule_id == Schedule.id)
    .where(Schedule.offering_id.in_(bindparam("of_offerings", expanding=True)), _COUNTS_ON)
    .where(ScheduleUnit.unit == Unit.WHEELCHAIR.value)
    .group_by(Schedule.offering_id)
)
_LOCKED = select(Location.id).where(Location.id == bindparam("of_location")).with_for_update(key_share=True)
_WAY = select(Location.directions, Location.phone).where(Location.id == bindparam("of_location"))
_TO_COME = Slot.offering_id == bindparam("of_offering"), Slot.starts_at > bindparam("now")
_IS_PROMISED = Claim.state.in_(sorted(state.value for state in TO_COME))
_PLACES_AHEAD = (
    select(SlotUnit.unit, func.max(SlotUnit.capacity))
    .join(Slot, Slot.id == SlotUnit.slot_id)
    .where(*_TO_COME)
    .group_by(SlotUnit.unit)
)
_PROMISED_AHEAD = (
    select(Claim.unit, func.count(Claim.booking_id.distinct()))
    .join(Slot, Slot.id == Claim.slot_id)
    .where(*_TO_COME, _IS_PROMISED)
    .group_by(Claim.unit)
)
_NEEDING = (
    select(Leg.offering_id, Booking.reference, Leg.starts_at, Booking.needs, Booking.gaps)
    .join(Booking, Booking.id == Leg.booking_id)
    .where(Leg.offering_id.in_(bindparam("of_offerings", expanding=True)), Leg.starts_at > bindparam("now"))
    .add_columns(
        select(func.min(Schedule.resource_id))
        .join(Opening, Opening.schedule_id == Schedule.id)
        .join(Slot, Slot.opening_id == Opening.id)
        .join(Claim, Claim.slot_id == Slot.id)
        .where(Claim.leg_id == Leg.id)
        .scalar_subquery()
        .label("served_by")
    )
    .where(select(Claim.id).where(Claim.leg_id == Leg.id, _IS_PROMISED).exists())
    .order_by(Leg.starts_at, Booking.id)
)
_DRAFTS = select(func.count(Offering.id)).where(Offering.location_id == bindparam("of_location"), Offering.is_draft)


def offered_at(db: Db, location_id: int, language: str, *, today: date) -> list[Offered]:
    """Everything that a place offers, published or not, in the order of the services."""
    found = catalogue.every_offering_at(db, location_id)
    of_these = {"of_offerings": [each.id for each in found]}
    services = {each.id: each for each in catalogue.services(db, language)}
    needed = [each.rule for each in catalogue.needs(db, language)]
    known, texts = catalogue.known_features(db, found), catalogue.features(db, language)
    unknown = {(row[0], row[1]) for row in db.execute(_UNKNOWN, of_these)}
    planned = _weeks(db, of_these["of_offerings"], today=today)
    way = way_to(db, location_id)
    return [
        Offered(
            each,
            services[each.service_id],
            known[each.id],
            frozenset(feature for offering_id, feature in unknown if offering_id == each.id),
            _asked(texts, needed, each),
            planned.get(each.id, Weeks()),
            way,
        )
        for each in found
    ]


def offered(db: Db, location_id: int, offering_id: int, language: str, *, today: date) -> Offered:
    """One of them; `Missing` if it is not offered there."""
    for each in offered_at(db, location_id, language, today=today):
        if each.id == offering_id:
            return each
    raise Missing


def standing(db: Db, offering_id: int, *, now: datetime) -> Standing:
    """What is planned and promised of an offering from now on."""
    ahead = {"of_offering": offering_id, "now": now}
    places: dict[str, int] = dict(db.execute(_PLACES_AHEAD, ahead).all())
    promised: dict[str, int] = dict(db.execute(_PROMISED_AHEAD, ahead).all())
    planned = _weeks(db, [offering_id], today=local_day(now)).get(offering_id)
    return Standing(
        has_grid=planned is not None or any(places.values()) or bool(promised),
        shortest=planned.shortest if planned else None,
        wheelchair_places=max(places.get(Unit.WHEELCHAIR, 0), planned.wheelchair_places if planned else 0),
        wheelchairs_booked=promised.get(Unit.WHEELCHAIR, 0),
    )


def affected(db: Db, found: Collection[Offered], *, now: datetime) -> dict[int, list[Affected]]:
    """Who has booked and needs what is there no more, nor can be done by whoever serves them.

    What was missing when they booked, they knew.
    """
    needed = {each.code: each.rule for each in catalogue.needs(db, catalogue.VIETNAMESE)}
    by_id = {each.id: each for each in found}
    unmet: dict[int, list[Affected]] = {}
    rows = db.execute(_NEEDING, {"of_offerings": list(by_id), "now": now}).all()
    skills = catalogue.skills_of(db, {row.served_by for row in rows if row.served_by is not None})
    for row in rows:
        one = by_id[row.offering_id]
        wanted = catalogue.wanted_features([needed[code] for code in row.needs if code in needed], one.offering.setting)
        told = {gap["feature"] for gap in row.gaps} | skills.get(row.served_by, frozenset())
        missing = catalogue.gaps(wanted - told, {feature: each.has for feature, each in one.known.items()})
        if missing:
            unmet.setdefault(one.id, []).append(Affected(row.reference, row.starts_at, missing))
    return unmet


def not_offered(db: Db, location_id: int, language: str) -> list[Shelf]:
    """The services that a place does not offer yet, by domain."""
    there = {each.service_id for each in catalogue.every_offering_at(db, location_id)}
    others = [each for each in catalogue.services(db, language) if each.id not in there]
    shelves = [
        Shelf(domain, [each for each in others if each.domain_slug == domain.slug])
        for domain in catalogue.domains(db, language)
    ]
    return [shelf for shelf in shelves if shelf.services]


def way_to(db: Db, location_id: int) -> Way:
    """How people get to a place and reach it."""
    row = db.execute(_WAY, {"of_location": location_id}).one()
    return Way(row.directions, row.phone)


def lock(db: Db, location_id: int) -> None:
    """Let nobody else change what is said of a place before this is done."""
    db.execute(_LOCKED, {"of_location": location_id}).all()


def album(db: Db, place_slug: str) -> Album:
    """The photos of a place."""
    return Album(tuple(catalogue.photos_of(db, place_slug)))


def version_of(photo: PhotoView) -> str:
    """What a photo is said to show now, to notice that somebody else has said something else."""
    return _version(photo)


def drafts_count(db: Db, location_id: int) -> int:
    """How many services of a place are not published yet."""
    return int(db.execute(_DRAFTS, {"of_location": location_id}).scalar_one())


def _asked(texts: Iterable[str], needed: Iterable[NeedRule], offering: OfferingView) -> tuple[str, ...]:
    """Those features that needs ask for and that do not follow from the offering's own rules."""
    wanted = catalogue.wanted_features(needed, offering.setting) - catalogue.OWN_FEATURES
    return tuple(each for each in texts if each in wanted)


def _weeks(db: Db, offering_ids: Collection[int], *, today: date) -> dict[int, Weeks]:
    values: dict[str, Any] = {"of_offerings": list(offering_ids), "today": today}
    wheelchairs: dict[int, int] = dict(db.execute(_WHEELCHAIR_PLACES, values).all())
    rows: Iterable[AnyRow] = db.execute(_WEEKS, values)
    return {row[0]: Weeks(int(row[1]), wheelchairs.get(row[0], 0)) for row in rows}


def _version(said: msgspec.Struct) -> str:
    return ids.digest(msgspec.json.encode(said, order="sorted").decode())
