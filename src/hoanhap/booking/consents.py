"""Whether a booking may be moved where there is no place for it any more: said, written down, taken back.

Nobody has to say anything, and whoever says nothing is asked first. What is said is for this purpose alone.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, insert, literal, select, update

from hoanhap import people
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import queries, rules
from hoanhap.booking.facts import (
    MoveConsentGiven,
    MoveConsentWithdrawn,
    UsualMoveConsentGiven,
    UsualMoveConsentWithdrawn,
)
from hoanhap.booking.model import Booking, Leg, MoveConsent, UsualMoveConsent
from hoanhap.booking.queries import Draft
from hoanhap.booking.refusals import CannotBeMoved
from hoanhap.booking.rules import MayMove, SaidHow
from hoanhap.events import Actor, record, record_all


class Consent(msgspec.Struct, frozen=True):
    """What was said of moving a booking, how and when; without a moment nothing was said."""

    may: MayMove = MayMove.ASK
    how: SaidHow = SaidHow.PAGE
    said_at: datetime | None = None


class Usual(msgspec.Struct, frozen=True):
    """What somebody behind an account has said of whatever they book later; nothing, or one of three answers."""

    person_id: int
    full_name: str
    may: MayMove | None


_OF_BOOKING = select(MoveConsent.may, MoveConsent.how, MoveConsent.said_at).where(
    MoveConsent.booking_id == bindparam("of_booking")
)
_USUAL = (
    select(people.Person.id, people.Person.full_name, UsualMoveConsent.may)
    .outerjoin(UsualMoveConsent, UsualMoveConsent.person_id == people.Person.id)
    .where(people.Person.account_id == bindparam("of_account"))
    .order_by(people.Person.id)
)
_NEW = insert(MoveConsent)
_AGAIN = (
    update(MoveConsent)
    .where(MoveConsent.booking_id == bindparam("of_booking"))
    .values(may=bindparam("new_may"), how=bindparam("new_how"), words=rules.CONSENT_WORDS)
    .values(said_at=bindparam("now"), said_by=bindparam("by_account"))
)
_NEW_USUAL = insert(UsualMoveConsent)
_USUAL_AGAIN = (
    update(UsualMoveConsent)
    .where(UsualMoveConsent.person_id == bindparam("of_person"))
    .values(may=bindparam("new_may"), words=rules.CONSENT_WORDS)
    .values(said_at=bindparam("now"), said_by=bindparam("by_account"))
)
_CARRIED_OVER = insert(MoveConsent).from_select(
    ["booking_id", "may", "how", "words", "said_at", "said_by"],
    select(
        bindparam("of_booking", type_=MoveConsent.booking_id.type),
        UsualMoveConsent.may,
        literal(SaidHow.USUAL.value),
        UsualMoveConsent.words,
        UsualMoveConsent.said_at,
        UsualMoveConsent.said_by,
    ).where(UsualMoveConsent.person_id == bindparam("of_person"), UsualMoveConsent.may != MayMove.ASK.value),
)
_CARRYING = (
    select(Booking.id, Booking.reference)
    .join(MoveConsent, and_(MoveConsent.booking_id == Booking.id, MoveConsent.how == SaidHow.USUAL.value))
    .join(Leg, Leg.booking_id == Booking.id)
    .where(Booking.person_id == bindparam("of_person"), Leg.starts_at > bindparam("now"))
    .order_by(Booking.id)
    .with_for_update(of=Booking)
)


def of_booking(db: Db, booking_id: int) -> Consent:
    """What was said of moving a booking."""
    row = db.execute(_OF_BOOKING, {"of_booking": booking_id}).one_or_none()
    return Consent(MayMove(row.may), SaidHow(row.how), row.said_at) if row else Consent()


def usual(db: Db, account_id: int) -> list[Usual]:
    """What everybody behind an account has said of whatever they book later."""
    rows = db.execute(_USUAL, {"of_account": account_id})
    return [Usual(row.id, row.full_name, MayMove(row.may) if row.may else None) for row in rows]


def say(
    db: Db, reference: str, may: MayMove, *, account_id: int, also_later: bool = False, by: Actor, now: datetime
) -> list[int]:
    """Note what somebody says of moving their booking, and `also_later` of whatever they book from now on.

    The answer is of which bookings it holds now. The same said again changes nothing. Refuses with `CannotBeMoved`
    what has begun or is over; somebody else's booking is `Missing`.
    """
    draft = queries.own(db, reference, account_id)
    _note(db, draft, may, SaidHow.PAGE, by=by, now=now)
    if also_later and draft.person_id is not None:
        return [draft.id, *say_usual(db, draft.person_id, may, account_id=account_id, by=by, now=now)]
    return [draft.id]


def note_consent(
    db: Db, reference: str, may: MayMove, how: SaidHow, *, location_id: int, by: Actor, now: datetime
) -> int:
    """Note for somebody what they said of moving their booking at a place; its number. Refuses as `say` does."""
    draft = queries.at_place(db, reference, location_id)
    _note(db, draft, may, how, by=by, now=now)
    return draft.id


def say_usual(db: Db, person_id: int, may: MayMove, *, account_id: int, by: Actor, now: datetime) -> list[int]:
    """Note what somebody says of moving whatever they book later; bookings to come that had it from there follow.

    The answer is which these are. The same said again changes nothing. Somebody of another account is `Missing`.
    """
    stands = next((each for each in usual(db, account_id) if each.person_id == person_id), None)
    if stands is None:
        raise Missing
    if may is (stands.may or MayMove.ASK):
        return []
    carrying = db.execute(_CARRYING, {"of_person": person_id, "now": now}).all()
    _follow(db, carrying, may, by=by, now=now)
    if stands.may is None:
        row = {"person_id": person_id, "may": may.value, "words": rules.CONSENT_WORDS}
        db.execute(_NEW_USUAL, row | {"said_at": now, "said_by": by.account_id})
    else:
        values = {"of_person": person_id, "new_may": may.value, "now": now, "by_account": by.account_id}
        db.execute(_USUAL_AGAIN, values)
    given = UsualMoveConsentGiven(person_id, may.value, rules.CONSENT_WORDS)
    record(db, UsualMoveConsentWithdrawn(person_id) if may is MayMove.ASK else given, by=by, at=now)
    return [each.id for each in carrying]


def carry_over(db: Db, booking_id: int, person_id: int) -> None:
    """Let a booking that was just confirmed have what its person said before of whatever they book."""
    db.execute(_CARRIED_OVER, {"of_booking": booking_id, "of_person": person_id})


def _note(db: Db, draft: Draft, may: MayMove, how: SaidHow, *, by: Actor, now: datetime) -> None:
    if not rules.is_to_come(draft.state, draft.starts_at, now=now):
        raise CannotBeMoved
    stands = of_booking(db, draft.id)
    if may is stands.may and (may is MayMove.ASK or how is stands.how):
        return
    if stands.said_at is None:
        row = {"booking_id": draft.id, "may": may.value, "how": how.value, "words": rules.CONSENT_WORDS}
        db.execute(_NEW, row | {"said_at": now, "said_by": by.account_id})
    else:
        db.execute(_AGAIN, _values(draft.id, may, how, by, now))
    record(db, _fact(str(draft.reference), may, how), by=by, at=now, booking_id=draft.id)


def _follow(db: Db, bookings: Iterable[AnyRow], may: MayMove, *, by: Actor, now: datetime) -> None:
    """Let bookings that had what was usual have what is usual now."""
    found = list(bookings)
    if found:
        db.execute(_AGAIN, [_values(each.id, may, SaidHow.USUAL, by, now) for each in found])
        facts = ((each.id, _fact(each.reference, may, SaidHow.USUAL)) for each in found)
        record_all(db, facts, by=by, at=now)


def _values(booking_id: int, may: MayMove, how: SaidHow, by: Actor, now: datetime) -> dict[str, object]:
    said = {"of_booking": booking_id, "new_may": may.value, "new_how": how.value}
    return said | {"now": now, "by_account": by.account_id}


def _fact(reference: str, may: MayMove, how: SaidHow) -> MoveConsentGiven | MoveConsentWithdrawn:
    if may is MayMove.ASK:
        return MoveConsentWithdrawn(reference, how.value)
    return MoveConsentGiven(reference, may.value, how.value, rules.CONSENT_WORDS)
