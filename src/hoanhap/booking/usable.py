"""What somebody needs and does not work for some time: when that is, and whether they were told before they booked."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update

from hoanhap import catalogue
from hoanhap.base.clock import Span, whole_days
from hoanhap.base.db import Db
from hoanhap.booking.model import Booking
from hoanhap.catalogue import Lacking, OfferingView, Out
from hoanhap.schedule import Wanted

_SAID = select(Booking.needs, Booking.gaps).where(Booking.id == bindparam("of_booking"))
_GAPS = update(Booking).where(Booking.id == bindparam("of_booking")).values(gaps=bindparam("of_gaps"))


def gaps_of(db: Db, offering_id: int, needs: Collection[str], *, at: Span | None = None) -> list[dict[str, Any]]:
    """The features that these needs ask for at an offering and that are not there, or not known.

    At some time, what does not work then is not there either.
    """
    if not needs:
        return []
    times = None if at is None else {offering_id: at}
    found = catalogue.gaps_at(db, [catalogue.offering(db, offering_id)], needs, at=times)
    return [msgspec.to_builtins(gap) for gap in found[offering_id]]


def note_gaps(db: Db, booking_id: int, offering_id: int, needs: Collection[str], *, at: Span) -> None:
    """Write down what a booking will not find at its time of what it needs."""
    db.execute(_GAPS, {"of_booking": booking_id, "of_gaps": gaps_of(db, offering_id, needs, at=at)})


def is_out(db: Db, offering_id: int, *, at: Span) -> bool:
    """Whether anything does not work at some time where an offering is given."""
    return bool(catalogue.out_during(catalogue.features_out(db, [offering_id])[offering_id], at))


def failing(db: Db, booking_id: int, offering: OfferingView, *, at: Span) -> dict[str, Span]:
    """The features that a booking needs, was not told to be missing, and that do not work at a time; and how long."""
    out = catalogue.out_during(catalogue.features_out(db, [offering.id])[offering.id], at)
    needed = _needed(db, booking_id, offering) if out else frozenset()
    return {feature: span for feature, span in out.items() if feature in needed}


def leave_out(db: Db, wanted: Wanted, booking_id: int, offering: OfferingView) -> Wanted:
    """The same times, without those at which something does not work that a booking needs."""
    outs = catalogue.features_out(db, [offering.id])[offering.id]
    return _without(wanted, outs, _needed(db, booking_id, offering) if outs else ())


def leave_out_for(db: Db, wanted: Wanted, needs: Collection[str], offering: OfferingView) -> Wanted:
    """The same for somebody with these needs who has no booking yet."""
    outs = catalogue.features_out(db, [offering.id])[offering.id] if needs else ()
    needed = catalogue.wanted_features(catalogue.need_rules(db, needs), offering.setting) if outs else ()
    return _without(wanted, outs, needed)


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


def _without(wanted: Wanted, outs: Iterable[Out], needed: Collection[str]) -> Wanted:
    return msgspec.structs.replace(wanted, not_during=catalogue.spans_out(outs, needed))
