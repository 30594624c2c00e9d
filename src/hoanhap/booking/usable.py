"""What somebody needs and does not work for some time, or only some can do: when that is, and who they are."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update

from hoanhap import catalogue, schedule
from hoanhap.base.clock import Span, local_day, whole_days
from hoanhap.base.db import Db
from hoanhap.booking import rules
from hoanhap.booking.model import Booking, Claim
from hoanhap.catalogue import Able, Gap, Lacking, Offering, OfferingView, Out, Service
from hoanhap.schedule import Opening, Schedule, Slot, Wanted

_SAID = select(Booking.needs, Booking.gaps).where(Booking.id == bindparam("of_booking"))
_GAPS = update(Booking).where(Booking.id == bindparam("of_booking")).values(gaps=bindparam("of_gaps"))
_BY = (
    select(Schedule.resource_id)
    .join(Opening, Opening.schedule_id == Schedule.id)
    .join(Slot, Slot.opening_id == Opening.id)
    .join(Claim, Claim.slot_id == Slot.id)
    .where(Claim.booking_id == bindparam("of_booking"))
    .limit(1)
)
_STANDING_WITH = (
    select(Booking.id, Booking.needs, Booking.gaps, Slot.offering_id, Service.setting, Slot.starts_at)
    .join(Claim, Claim.booking_id == Booking.id)
    .join(Slot, Slot.id == Claim.slot_id)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .join(Offering, Offering.id == Slot.offering_id)
    .join(Service, Service.id == Offering.service_id)
    .where(Schedule.resource_id == bindparam("with_resource"), Slot.starts_at > bindparam("now"))
    .where(Claim.state.in_(sorted({*rules.TO_COME, rules.Life.HELD})))
    .order_by(Slot.starts_at)
)


class Skills(msgspec.Struct, frozen=True):
    """What each offering has at every time, and what those have or can do besides by whom it is given."""

    there: Mapping[int, frozenset[str]]
    of: Mapping[int, Mapping[int, frozenset[str]]]

    def able(self, offering_id: int, needed: Collection[str]) -> Able | None:
        """Who can do there what only some can; None where everybody will do, or nobody will."""
        return catalogue.able(needed, self.there.get(offering_id, ()), self.of.get(offering_id, {}))


def skills(db: Db, offerings: Collection[OfferingView], *, on: datetime) -> Skills:
    """Who can do what at offerings, on a day or later; in one question where nobody does anything of note."""
    found = schedule.skills(db, [each.id for each in offerings], on=local_day(on))
    known = catalogue.known_features(db, [each for each in offerings if each.id in found]) if found else {}
    there = {number: frozenset(code for code, one in each.items() if one.has) for number, each in known.items()}
    return Skills(there, found)


def able(db: Db, offering: OfferingView, needs: Collection[str], *, on: datetime) -> Able | None:
    """Who can do what only some can there of what these needs ask for; None where that asks for nobody."""
    needed = catalogue.wanted_features(catalogue.need_rules(db, needs), offering.setting)
    return skills(db, [offering], on=on).able(offering.id, needed) if needed else None


def gaps_with(
    db: Db, offering: OfferingView, needs: Collection[str], some: Able | None, *, at: Span
) -> list[dict[str, Any]]:
    """The features that these needs ask for at an offering and that are not there at a time, or not known.

    What only some can do there is met by them: whoever is served by somebody else is to be refused.
    """
    if not needs:
        return []
    met = {offering.id: some.features} if some is not None else {}
    found = catalogue.gaps_at(db, [offering], needs, at={offering.id: at}, met=met)
    return [msgspec.to_builtins(gap) for gap in found[offering.id]]


def gaps_of(db: Db, offering_id: int, needs: Collection[str], *, at: Span, booking_id: int) -> list[dict[str, Any]]:
    """The same of a booking: what only some can do there is a gap where somebody else serves it."""
    if not needs:
        return []
    offering = catalogue.offering(db, offering_id)
    some = able(db, offering, needs, on=at.begins_at)
    return gaps_with(db, offering, needs, some if some and is_by(db, booking_id, some) else None, at=at)


def gaps_anywhere(
    db: Db, offerings: Collection[OfferingView], needs: Collection[str], *, on: datetime
) -> dict[int, tuple[Gap, ...]]:
    """What these needs ask for at each offering and is there at no time, on a day or later, or not known."""
    asked, some = catalogue.need_rules(db, needs), skills(db, offerings, on=on)
    able = {each.id: some.able(each.id, catalogue.wanted_features(asked, each.setting)) for each in offerings}
    met = {number: each.features for number, each in able.items() if each is not None}
    return catalogue.gaps_at(db, offerings, needs, met=met)


def note_gaps(db: Db, booking_id: int, offering_id: int, needs: Collection[str], *, at: Span) -> None:
    """Write down what a booking will not find at its time of what it needs."""
    gaps = gaps_of(db, offering_id, needs, at=at, booking_id=booking_id)
    db.execute(_GAPS, {"of_booking": booking_id, "of_gaps": gaps})


def is_by(db: Db, booking_id: int, some: Able) -> bool:
    """Whether a booking is served by one of those who can do what it needs."""
    return db.scalar(_BY, {"of_booking": booking_id}) in some.resources


def is_out(db: Db, offering_id: int, *, at: Span) -> bool:
    """Whether anything does not work at some time where an offering is given."""
    return bool(catalogue.out_during(catalogue.features_out(db, [offering_id])[offering_id], at))


def missing(db: Db, booking_id: int, offering: OfferingView, *, at: Span) -> list[Gap]:
    """What a booking needs, was not told to be missing, and does not find at the time it has there.

    It does not work then, or whoever serves it then cannot do it and others can.
    """
    out = catalogue.out_during(catalogue.features_out(db, [offering.id])[offering.id], at)
    needed = _needed(db, booking_id, offering)
    some = skills(db, [offering], on=at.begins_at).able(offering.id, needed) if needed else None
    unable = some.features if some is not None and not is_by(db, booking_id, some) else frozenset()
    lacking = sorted(needed & (out.keys() | unable))
    return [Gap(feature, is_known=True, out=out.get(feature)) for feature in lacking]


def untold(db: Db, booking_id: int, offering: OfferingView, *, at: Span) -> list[Gap]:
    """Everything that a booking needs, was not told to be missing, and is not there at its time, or not known."""
    needs, told = db.execute(_SAID, {"of_booking": booking_id}).one()
    found = gaps_of(db, offering.id, needs, at=at, booking_id=booking_id)
    features = {gap["feature"] for gap in told}
    return [msgspec.convert(gap, Gap) for gap in found if gap["feature"] not in features]


def leave_out(db: Db, wanted: Wanted, booking_id: int, offering: OfferingView) -> Wanted:
    """The same times, without those at which a booking would not find what it needs."""
    return _fitting(db, wanted, _needed(db, booking_id, offering), offering)[0]


def leave_out_in_words(
    db: Db, wanted: Wanted, booking_id: int, offering: OfferingView, language: str
) -> tuple[Wanted, list[str]]:
    """The same, and in words what only some have or can do who serve there."""
    found, some = _fitting(db, wanted, _needed(db, booking_id, offering), offering)
    return found, _said_of(db, some, language)


def leave_out_for(db: Db, wanted: Wanted, needs: Collection[str], offering: OfferingView) -> Wanted:
    """The same for somebody with these needs who has no booking yet."""
    needed = catalogue.wanted_features(catalogue.need_rules(db, needs), offering.setting) if needs else frozenset()
    return _fitting(db, wanted, needed, offering)[0]


def by_able(db: Db, wanted: Wanted, needs: Collection[str], offering: OfferingView) -> Wanted:
    """The same times, only with those who can do what these needs ask for; what does not work then is told as a gap."""
    some = able(db, offering, needs, on=wanted.earliest) if needs else None
    return _by(wanted, some)


def by_able_in_words(
    db: Db, wanted: Wanted, needs: Collection[str], offering: OfferingView, language: str
) -> tuple[Wanted, list[str]]:
    """The same, and in words what only some have or can do who serve there."""
    some = able(db, offering, needs, on=wanted.earliest) if needs else None
    return _by(wanted, some), _said_of(db, some, language)


def depending(db: Db, resource_id: int, features: Collection[str], *, now: datetime) -> list[datetime]:
    """When those come who were promised one of these features by what one serves who has or can do it; in order.

    Whoever was told that it is missing does not depend on it, nor do those who find it at the place at every time.
    """
    rows = db.execute(_STANDING_WITH, {"with_resource": resource_id, "now": now}).all()
    offerings = catalogue.offerings_numbered(db, {row.offering_id for row in rows})
    known, needs = catalogue.known_features(db, offerings), {code for row in rows for code in row.needs}
    asked, found = catalogue.need_rules(db, needs), dict[int, datetime]()
    for row in rows:
        needed = catalogue.wanted_features((need for need in asked if need.code in row.needs), row.setting)
        elsewhere = {code for code, one in known[row.offering_id].items() if one.has}
        if needed & set(features) - elsewhere - {gap["feature"] for gap in row.gaps}:
            found.setdefault(row.id, row.starts_at)
    return list(found.values())


def out_on(db: Db, booking_id: int, offering: OfferingView, day: date, language: str) -> list[Lacking]:
    """What a booking needs and does not work on a day, with the hours of the day in which it does not."""
    outs = catalogue.features_out(db, [offering.id])[offering.id]
    return _said(db, outs, _needed(db, booking_id, offering) if outs else (), day, language)


def out_on_for(db: Db, needs: Collection[str], offering: OfferingView, day: date, language: str) -> list[Lacking]:
    """The same for somebody with these needs who has no booking yet."""
    outs = catalogue.features_out(db, [offering.id])[offering.id] if needs else ()
    needed = catalogue.wanted_features(catalogue.need_rules(db, needs), offering.setting) if outs else ()
    return _said(db, outs, needed, day, language)


def _said(db: Db, outs: Iterable[Out], needed: Collection[str], day: date, language: str) -> list[Lacking]:
    found = catalogue.out_on(outs, needed, whole_days(day, day))
    words = catalogue.features(db, language) if found else {}
    return [Lacking(words[each.feature].fails, each.span) for each in found]


def _needed(db: Db, booking_id: int, offering: OfferingView) -> frozenset[str]:
    """What a booking needs there, and was not told to be missing."""
    needs, gaps = db.execute(_SAID, {"of_booking": booking_id}).one()
    needed = catalogue.wanted_features(catalogue.need_rules(db, needs), offering.setting)
    return needed - {gap["feature"] for gap in gaps}


def _fitting(db: Db, wanted: Wanted, needed: Collection[str], offering: OfferingView) -> tuple[Wanted, Able | None]:
    """The times at which all that is needed is there, and who can do what only some can."""
    if not needed:
        return wanted, None
    outs: Iterable[Out] = catalogue.features_out(db, [offering.id])[offering.id]
    some = skills(db, [offering], on=wanted.earliest).able(offering.id, needed)
    return _by(msgspec.structs.replace(wanted, not_during=catalogue.spans_out(outs, needed)), some), some


def _by(wanted: Wanted, some: Able | None) -> Wanted:
    return msgspec.structs.replace(wanted, by=some.resources) if some else wanted


def _said_of(db: Db, some: Able | None, language: str) -> list[str]:
    """What only some can do, in the order in which features are told."""
    if some is None:
        return []
    return [texts.has for feature, texts in catalogue.features(db, language).items() if feature in some.features]
