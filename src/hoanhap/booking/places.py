"""Taking, keeping and giving back the places of a booking: the machinery behind the verbs.

Places move only through `schedule.take` and `schedule.free`. The order of locks is always: the booking, its claims,
then the slots.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import CursorResult, bindparam, insert, select, update

from hoanhap import catalogue, schedule
from hoanhap.base import ids
from hoanhap.base.clock import Span
from hoanhap.base.db import Db, insert_unless
from hoanhap.booking import queries, rules, usable
from hoanhap.booking.facts import HOUSE, VISITOR, HoldsLapsed, PlacesHeld
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.queries import Chosen, ClaimView, Draft
from hoanhap.booking.refusals import NoSuchTime, NotFree, NotMetThen, SlotFull, TooLate, refuse_paused
from hoanhap.booking.rules import Life
from hoanhap.catalogue import Able, OfferingView, Party
from hoanhap.events import record
from hoanhap.schedule import Start, Want, Wanted

ALTERNATIVES = 3
A_MOMENT = timedelta(minutes=1)
"""Times begin at whole minutes: what begins within one begins at the same time."""


class Choice(msgspec.Struct, frozen=True):
    """What somebody chose: a start at an offering, for a party. `journey` is the key of the form it was chosen on."""

    journey: str
    offering_id: int
    slot_id: int
    party: Party = Party()
    needs: tuple[str, ...] = ()
    is_public: bool = True
    """Whether it is bound by the public limit and by notice; staff may give every place there is, at once."""

    @property
    def fingerprint(self) -> str:
        """The same choice has the same fingerprint; needs take no places, so they are not part of it."""
        return ids.digest(*map(str, (self.offering_id, self.slot_id, *msgspec.structs.astuple(self.party))))


class Placed(msgspec.Struct, frozen=True):
    """A booking whose places were just taken."""

    id: int
    leg_id: int
    token: str
    reference: str
    starts_at: datetime
    ends_at: datetime


_BOOKING = insert_unless(Booking, "reference").returning(Booking.id)
_LEG, _CLAIM = insert(Leg), insert(Claim).inline()  # nobody asks for a claim's key
_OF_BOOKING = (
    *("token", "reference", "journey", "choice", "account_id", "person_id", "full_name", "phone", "origin"),
    *("language", "created_at", "booked_at", "extra_minutes", "needs", "gaps"),
)
_OF_LEG = ("kind", "offering_id", "starts_at", "ends_at", "cancel_minutes", "cost")
_MADE = _BOOKING.values({each: bindparam(each) for each in _OF_BOOKING}).cte("made")
_ITS_LEG = select(_MADE.c.id, *(bindparam(each, type_=Leg.__table__.c[each].type) for each in _OF_LEG))
_BOOKING_AND_LEG = insert(Leg).from_select(["booking_id", *_OF_LEG], _ITS_LEG).returning(Leg.booking_id, Leg.id)
"""Both rows by one way to the server and back; SQLite has no such statement, and no such way."""
_SET_STATE = (
    update(Claim)
    .where(Claim.id == bindparam("of_claim"), Claim.state == bindparam("was"))
    .values(state=bindparam("becomes"), held_until=bindparam("until"), changed_at=bindparam("now"))
)
_TO_OTHER_OPENING = (
    update(Claim)
    .where(Claim.leg_id == bindparam("of_leg"), Claim.slot_id == bindparam("of_slot"))
    .values(slot_id=bindparam("to_slot"))
)
_SUPPORTED = (
    update(Claim)
    .where(Claim.id.in_(bindparam("of_claims", expanding=True)))
    .values(is_supported=True, changed_at=bindparam("now"))
)
_LAPSE = (
    update(Claim)
    .where(
        Claim.id.in_(
            select(Claim.id)
            .where(Claim.state == "held", Claim.held_until <= bindparam("now"))
            .order_by(Claim.id)
            .limit(bindparam("at_most"))
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        ),
        Claim.state == "held",
    )
    .values(state="lapsed", held_until=None, changed_at=bindparam("now"))
    .returning(Claim.slot_id, Claim.unit, Claim.quantity, Claim.is_public)
)


def look_up(db: Db, choice: Choice) -> Chosen | None:
    """The time that was chosen, and whether the same form was sent before; None where there is no such time."""
    return queries.chosen(
        db, choice.offering_id, choice.slot_id, choice.party, journey=choice.journey, fingerprint=choice.fingerprint
    )


def place(
    db: Db,
    choice: Choice,
    looked_up: Chosen | None,
    *,
    becomes: Life,
    language: str,
    origin: str,
    now: datetime,
    **promise: object,
) -> Placed:
    """Write the booking, its leg and its claims, and take the places last: a slot is locked as briefly as can be."""
    chosen = _possible(db, choice, looked_up, now=now)
    at = Span(chosen.starts_at, chosen.ends_at)
    some, gaps = _found(db, choice, at)
    placed = _write(
        db,
        chosen,
        offering_id=choice.offering_id,
        token=ids.token(),
        journey=choice.journey,
        choice=choice.fingerprint,
        origin=origin,
        language=language,
        created_at=now,
        extra_minutes=choice.party.extra_minutes,
        needs=choice.needs,
        gaps=gaps,
        **{"full_name": "", "phone": "", "reference": None} | promise,
    )
    units = catalogue.units_by_participant(choice.party, chosen.unit)
    claims = [
        {
            "booking_id": placed.id,
            "leg_id": placed.leg_id,
            "slot_id": step.slot_id,
            "participant": participant,
            "unit": unit,
            "quantity": 1,
            "is_public": choice.is_public,
            "state": becomes.value,
            "held_until": now + rules.HOLD if becomes is Life.HELD else None,
            "changed_at": now,
        }
        for step in chosen.steps
        for participant, unit in units
    ]
    db.execute(_CLAIM, claims if len(claims) > 1 else claims[0])  # a list of one takes the long way of many
    if becomes is Life.HELD:
        record(db, PlacesHeld(choice.slot_id), by=VISITOR, at=now, booking_id=placed.id)
    wants = [Want(step.slot_id, unit, 1, choice.is_public) for step in chosen.steps for _, unit in units]
    fits = some is None or usable.is_by(db, placed.id, some)
    if not (fits and take(db, wants, now=now)):
        offering = catalogue.offering(db, choice.offering_id)
        wanted = queries.wanted_at(offering, choice.party, now=now, is_public=choice.is_public)
        wanted = usable.by_able(db, wanted, choice.needs, offering)
        if not take_beside(db, wants, wanted, leg_id=placed.leg_id, at=placed.starts_at, now=now):
            raise _not_free(db, SlotFull if fits else NotMetThen, choice, placed.starts_at, now)
    # Last, when whoever says that something does not work, or that somebody cannot do it, has been waited for.
    if some and not ((still := _found(db, choice, at)[0]) and usable.is_by(db, placed.id, still)):
        raise _not_free(db, NotMetThen, choice, placed.starts_at, now)
    if choice.needs and usable.is_out(db, choice.offering_id, at=at):
        usable.note_gaps(db, placed.id, choice.offering_id, choice.needs, at=at)
    return placed


def _found(db: Db, choice: Choice, at: Span) -> tuple[Able | None, list[dict[str, Any]]]:
    """Who can do what is needed there, where not everybody can, and what is missing when they serve.

    Both are asked for together, so that nothing is promised of which nobody is known who keeps it.
    """
    if not choice.needs:
        return None, []
    offering = catalogue.offering(db, choice.offering_id)
    some = usable.able(db, offering, choice.needs, on=at.begins_at)
    return some, usable.gaps_with(db, offering, choice.needs, some, at=at)


def _write(db: Db, chosen: Chosen, *, offering_id: int, **values: object) -> Placed:
    """Write the rows of a booking with one leg; a reference that somebody has already is drawn again."""
    leg = {
        "kind": "service",
        "offering_id": offering_id,
        "starts_at": chosen.starts_at,
        "ends_at": chosen.ends_at,
        "cancel_minutes": chosen.cancel_minutes,
        "cost": chosen.cost,
    }
    while (keys := _write_rows(db, values, leg)) is None:
        values["reference"] = ids.reference()
    booking_id, leg_id = keys
    reference = str(values["reference"] or "")
    return Placed(booking_id, leg_id, str(values["token"]), reference, chosen.starts_at, chosen.ends_at)


def _write_rows(db: Db, booking: dict[str, object], leg: dict[str, object]) -> tuple[int, int] | None:
    """The keys of a new booking and its leg; None where the reference is taken."""
    if db.dialect.name == "postgresql":
        row = db.execute(_BOOKING_AND_LEG, dict.fromkeys(_OF_BOOKING) | booking | leg).one_or_none()
        return (int(row[0]), int(row[1])) if row else None
    booking_id = db.execute(_BOOKING, booking).scalar_one_or_none()
    return (booking_id, _key(db.execute(_LEG, {"booking_id": booking_id, **leg}))) if booking_id else None


def _possible(db: Db, choice: Choice, chosen: Chosen | None, *, now: datetime) -> Chosen:
    """The time that was chosen; refuses what the offering does not have or no longer takes."""
    if chosen is None:
        catalogue.offering(db, choice.offering_id)  # `Missing` where there is no such place either
        raise NoSuchTime
    if not chosen.is_open:
        refuse_paused(catalogue.offering(db, choice.offering_id))
    if not chosen.is_whole:
        raise NoSuchTime
    if not catalogue.is_possible(choice.party, party_max=chosen.party_max, takes_wheelchairs=chosen.takes_wheelchairs):
        raise NoSuchTime
    notice = chosen.notice_minutes if choice.is_public else 0
    if chosen.starts_at < rules.earliest_start(now, notice_minutes=notice):
        raise _not_free(db, TooLate, choice, chosen.starts_at, now)
    if chosen.starts_at >= rules.latest_start(now, horizon_days=chosen.horizon_days):
        raise NoSuchTime
    return chosen


def _not_free(db: Db, refusal: type[NotFree], choice: Choice, around: datetime, now: datetime) -> NotFree:
    """The refusal of a start, with the nearest ones that can be had instead."""
    offering = catalogue.offering(db, choice.offering_id)
    nearest = _nearest(db, offering, choice.party, choice.needs, around=around, now=now)
    return refusal(choice.journey, offering, choice.party, nearest)


def take(db: Db, wants: list[Want], *, now: datetime) -> bool:
    """Take the places; if they are gone, first give back what has lapsed and try again."""
    while not schedule.take(db, wants):
        if not release_lapsed(db, now=now):
            return False
    return True


def take_beside(db: Db, wants: list[Want], wanted: Wanted, *, leg_id: int, at: datetime, now: datetime) -> bool:
    """Take the same places at the same moment in another opening of the offering; the claims of the leg go there."""
    slots = list(dict.fromkeys(want.slot_id for want in wants))
    at_this_moment = msgspec.structs.replace(wanted, span=len(slots), earliest=at, until=at + A_MOMENT, own=())
    while beside := schedule.starts(db, at_this_moment):
        steps = queries.steps_from(db, wanted.offering_id, beside[0].slot_id, count=len(slots))
        other = dict(zip(slots, (step.slot_id for step in steps), strict=True))
        if take(db, [msgspec.structs.replace(want, slot_id=other[want.slot_id]) for want in wants], now=now):
            moved = [{"of_leg": leg_id, "of_slot": was, "to_slot": becomes} for was, becomes in other.items()]
            db.execute(_TO_OTHER_OPENING, moved)
            return True
    return False


def take_again(db: Db, draft: Draft, *, becomes: Life, now: datetime) -> None:
    """Bring every claim of a draft to the state, taking again the places of those that have lapsed."""
    # First the claims: those still held must not lapse while room is made for the others.
    for claim in draft.claims:
        set_state(db, claim.id, claim.state, becomes, now=now)
    lapsed = [claim.want for claim in draft.claims if claim.state is Life.LAPSED]
    offering = catalogue.offering(db, draft.offering_id) if lapsed or draft.starts_at <= now else None
    if offering is not None:
        refuse_paused(offering)
        first_possible = rules.earliest_start(now, notice_minutes=offering.notice_minutes)
        refusal = TooLate if draft.starts_at < first_possible else SlotFull
        if refusal is TooLate or not _take_lapsed(db, draft, lapsed, offering, now=now):
            nearest = _nearest(db, offering, draft.party, draft.needs, around=draft.starts_at, now=now)
            raise refusal(draft.journey, offering, draft.party, nearest)


def _take_lapsed(db: Db, draft: Draft, lapsed: list[Want], offering: OfferingView, *, now: datetime) -> bool:
    """Take again what has lapsed; if that is the whole party, another opening at the same moment will do as well."""
    if take(db, lapsed, now=now):
        return True
    wanted = usable.by_able(db, queries.wanted_at(offering, draft.party, now=now), draft.needs, offering)
    is_whole = len(lapsed) == len(draft.claims)
    return is_whole and take_beside(db, lapsed, wanted, leg_id=draft.leg_id, at=draft.starts_at, now=now)


def release(db: Db, draft: Draft, was: Life, becomes: Life, *, now: datetime) -> None:
    """Bring every claim that is in one state to another, and give back the places of those that have some."""
    ending = [claim for claim in draft.claims if claim.state is was]
    for claim in ending:
        set_state(db, claim.id, was, becomes, now=now)
    schedule.free(db, [claim.want for claim in ending if claim.is_supported])
    mark_supported(db, [claim for claim in ending if not claim.is_supported], now=now)


def mark_supported(db: Db, claims: Collection[ClaimView], *, now: datetime) -> None:
    """These claims have their places again, or need none any more."""
    if claims:
        db.execute(_SUPPORTED, {"of_claims": [claim.id for claim in claims], "now": now})


def set_state(db: Db, claim_id: int, was: Life, becomes: Life, *, now: datetime) -> None:
    until = now + rules.HOLD if becomes is Life.HELD else None
    values = {"of_claim": claim_id, "was": was.value, "becomes": becomes.value, "until": until, "now": now}
    changed = db.execute(_SET_STATE, values).rowcount
    assert changed == 1  # the claim was read under a lock


def release_lapsed(db: Db, *, now: datetime, at_most: int = 200) -> int:
    """Give back the places of holds that have lapsed, and return how many claims that were."""
    lapsed = [Want(*row) for row in db.execute(_LAPSE, {"now": now, "at_most": at_most})]
    if lapsed:
        schedule.free(db, lapsed)
        record(db, HoldsLapsed(len(lapsed)), by=HOUSE, at=now)
    return len(lapsed)


def _nearest(
    db: Db, offering: OfferingView, party: Party, needs: Collection[str], *, around: datetime, now: datetime
) -> list[Start]:
    wanted = usable.by_able(db, queries.wanted_at(offering, party, now=now), needs, offering)
    return schedule.nearest(db, wanted, around=around, limit=ALTERNATIVES)


def _key(inserted: CursorResult[Any]) -> int:
    key = inserted.inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    return int(key[0])
