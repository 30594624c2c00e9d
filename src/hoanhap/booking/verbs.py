"""The product's promises, as sentences: hold, renew, confirm, book, cancel, release.

Each runs inside its caller's transaction and records one event. Places move only through `schedule.take`
and `schedule.free`. The order of locks is always: the booking, its claims, then the slots.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from sqlalchemy import CursorResult, bindparam, delete, insert, select, update

from hoanhap import catalogue, people, schedule
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Refusal
from hoanhap.booking import queries, rules
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.queries import Chosen, Draft
from hoanhap.booking.rules import Life
from hoanhap.catalogue import OfferingView, Party
from hoanhap.events import Actor, Event, Fact, record
from hoanhap.people import Checked, CodeCheck
from hoanhap.schedule import Start, Want

VISITOR = Actor(None, "visitor")
HOUSE = Actor(None, "house")
ALTERNATIVES = 3


class Choice(msgspec.Struct, frozen=True):
    """What somebody chose: a start at an offering, for a party. `journey` is the key of the form it was chosen on."""

    journey: str
    offering_id: int
    slot_id: int
    party: Party = Party()

    @property
    def fingerprint(self) -> str:
        """The same choice has the same fingerprint."""
        parts = (self.offering_id, self.slot_id, self.party.people, self.party.wheelchairs)
        return ids.digest(*map(str, parts))


class NotFree(Refusal):
    """A start cannot be had; the refusal carries the nearest ones that can, and what was chosen so far."""

    template = "booking/not_free.html"

    def __init__(self, journey: str, offering: OfferingView, party: Party, nearest: list[Start]) -> None:
        super().__init__(self.heading)
        self.journey, self.offering, self.party, self.nearest = journey, offering, party, nearest

    @property
    def slug(self) -> str:
        """The service's part of an address."""
        return self.offering.service_slug

    @property
    def address(self) -> str:
        """Where another time can be chosen."""
        chosen = {"place": self.offering.id, "people": self.party.people, "wheelchairs": self.party.wheelchairs}
        return f"/services/{self.slug}/times?{urlencode(chosen)}"


class SlotFull(NotFree):
    """Somebody else has the last places."""

    heading = N_("Giờ này vừa hết chỗ")
    sentence = N_("Người khác đã đặt chỗ cuối cùng. Những gì quý vị đã nhập vẫn còn. Mời quý vị chọn giờ khác.")


class TooLate(NotFree):
    """The start is past, or so near that the offering takes no more bookings for it."""

    heading = N_("Giờ này không còn đặt được")
    sentence = N_("Giờ này đã qua hoặc quá gần. Những gì quý vị đã nhập vẫn còn. Mời quý vị chọn giờ khác.")


class NoSuchTime(Refusal):
    """The form names a time, a place or a party that the offering does not have."""

    heading = N_("Không tìm thấy giờ này")
    sentence = N_("Lịch có thể vừa thay đổi. Mời quý vị chọn lại giờ.")


class NotConfirmedByPhone(Refusal):
    """A booking needs a phone that was confirmed by its code."""

    heading = N_("Cần xác nhận số điện thoại")
    sentence = N_("Mời quý vị nhập số điện thoại và mã xác nhận trước khi đặt lịch.")


class Overlapping(Refusal):
    """The person has something else at that time; they may book it all the same, knowingly."""

    template = "booking/overlapping.html"
    heading = N_("Quý vị đã có lịch hẹn khác vào giờ này")
    sentence = N_("Quý vị vẫn đặt được lịch này, hoặc chọn giờ khác.")

    def __init__(self, token: str) -> None:
        super().__init__(self.heading)
        self.token = token


class TooLateToCancel(Refusal):
    """The deadline for cancelling without a call has passed."""

    template = "booking/too_late_to_cancel.html"
    heading = N_("Đã quá giờ tự hủy lịch")
    sentence = N_("Mời quý vị gọi nơi hẹn để báo hủy.")

    def __init__(self, reference: str, phone: str) -> None:
        super().__init__(self.heading)
        self.reference, self.phone = reference, phone


class NotCancellable(Refusal):
    """What has begun or is over cannot be cancelled."""

    heading = N_("Lịch hẹn này không hủy được nữa")
    sentence = N_("Buổi hẹn đã bắt đầu hoặc đã xong. Cần giúp, mời quý vị gọi đường dây hỗ trợ.")


class Placed(msgspec.Struct, frozen=True):
    """A booking whose places were just taken."""

    id: int
    leg_id: int
    token: str
    starts_at: datetime
    ends_at: datetime


class PlacesHeld(Fact, frozen=True):
    """Places are kept for somebody filling in the form."""

    announced = False
    slot_id: int


class HoldsLapsed(Fact, frozen=True):
    """Held places went back because nobody confirmed in time."""

    announced = False
    claims: int


class BookingMade(Fact, frozen=True):
    """A promise was made."""

    reference: str


class BookingCancelled(Fact, frozen=True):
    """A promise was ended at the person's wish."""

    reference: str


_BOOKING, _LEG, _CLAIM = insert(Booking), insert(Leg), insert(Claim).inline()  # nobody asks for a claim's key
_SET_STATE = (
    update(Claim)
    .where(Claim.id == bindparam("of_claim"), Claim.state == bindparam("was"))
    .values(state=bindparam("becomes"), held_until=bindparam("until"), changed_at=bindparam("now"))
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
_DETAILS = (
    update(Booking)
    .where(Booking.id == bindparam("of_booking"))
    .values(full_name=bindparam("name"), phone=bindparam("number"), code_request=bindparam("request"))
)
_NAME = (
    update(Booking)
    .where(Booking.token == bindparam("of_token"), Booking.booked_at.is_(None))
    .values(full_name=bindparam("name"))
)
_BELONGS = update(Booking).where(Booking.id == bindparam("of_booking")).values(account_id=bindparam("account"))
_BOOKED = (
    update(Booking)
    .where(Booking.id == bindparam("of_booking"))
    .values(reference=bindparam("new_reference"), booked_at=bindparam("now"), person_id=bindparam("person"))
)

_FORGETTABLE = (
    select(Booking.id)
    .where(Booking.booked_at.is_(None), Booking.created_at < bindparam("before"))
    .order_by(Booking.id)
    .limit(500)
    .with_for_update(skip_locked=True)
)
_STILL_HELD = (
    select(Claim.slot_id, Claim.unit, Claim.quantity, Claim.is_public)
    .where(Claim.booking_id.in_(bindparam("of_bookings", expanding=True)), Claim.state == "held")
    .with_for_update()
)
_REFERENCE = select(Booking.id).where(Booking.reference == bindparam("drawn"))


def hold(db: Db, choice: Choice, *, language: str, now: datetime) -> str:
    """Keep places for somebody filling in the form, and return the token of their journey.

    The same form sent again finds the same places; another choice on the same form moves them, and when it
    cannot be had, the old ones stay. Refuses with `SlotFull`, `TooLate` or `NoSuchTime`.
    """
    before = {each: queries.draft(db, token) for each, token in queries.of_journey(db, choice.journey).items()}
    same = before.pop(choice.fingerprint, None)
    if same is not None and same.reference is not None:
        return same.token
    earlier = [each for each in before.values() if each.reference is None]
    for each in earlier:
        _release(db, each, Life.HELD, Life.LAPSED, now=now)
    if same is not None:
        _take_again(db, same, becomes=Life.HELD, now=now)
    held = same or _place(db, choice, becomes=Life.HELD, language=language, origin="web", now=now)
    # What was held until now comes last: of all that was typed, that is the newest.
    for each in sorted(earlier, key=lambda each: each.state is Life.HELD):
        _keep_details(db, each, to=held.id)
    return held.token


def renew(db: Db, token: str, *, now: datetime) -> None:
    """Keep the places of a journey a while longer, because somebody is still on it."""
    for claim in queries.draft(db, token).claims:
        if claim.state is Life.HELD:
            _set(db, claim.id, Life.HELD, Life.HELD, now=now)


def note_name(db: Db, token: str, full_name: str) -> None:
    """Keep the name that was typed, whatever becomes of the time; what is booked already stays as it is."""
    db.execute(_NAME, {"of_token": token, "name": full_name})


def ask_for_code(
    db: Db, token: str, *, full_name: str, phone: str, language: str, address: str, secret: str, now: datetime
) -> None:
    """Note who comes, and send a code to the phone that will confirm it. Refuses with `TooManyCodes`.

    What is booked already stays as it is.
    """
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return
    request = people.request_code(db, phone, language=language, address=address, secret=secret, now=now)
    db.execute(_BELONGS, {"of_booking": draft.id, "account": None})
    _give_details(db, draft.id, full_name=full_name, phone=phone, code_request=request)


def ask_for_another_code(db: Db, token: str, *, language: str, address: str, secret: str, now: datetime) -> None:
    """Send a new code to the same phone; the earlier one no longer counts for this journey."""
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return
    if not draft.phone:
        raise NotConfirmedByPhone
    request = people.request_code(db, draft.phone, language=language, address=address, secret=secret, now=now)
    _give_details(db, draft.id, full_name=draft.full_name, phone=draft.phone, code_request=request)


def confirm_phone(db: Db, token: str, typed: str, *, secret: str, language: str, now: datetime) -> Checked:
    """Check the code sent for this journey; when it is right, the journey belongs to that phone's account."""
    draft = queries.draft(db, token)
    if draft.code_request is None or draft.reference is not None:
        return Checked(CodeCheck.EXPIRED)
    checked = people.check_code(db, draft.code_request, typed, secret=secret, language=language, now=now)
    if checked.account_id is not None:
        db.execute(_BELONGS, {"of_booking": draft.id, "account": checked.account_id})
    return checked


def confirm_by_code(
    db: Db,
    token: str,
    typed: str,
    *,
    secret: str,
    language: str,
    instead_of: str | None,
    now: datetime,
    knowingly: bool = False,
) -> tuple[CodeCheck, str, str | None]:
    """Check the code; when it is right, confirm, and sign the browser in: all of it, or nothing at all.

    A refusal therefore leaves the code good, and nobody is signed in by what somebody else left on a shared
    computer. Returns what became of the code, the reference and the new sign-in. Refuses as `confirm` does.
    """
    checked = confirm_phone(db, token, typed, secret=secret, language=language, now=now)
    if checked.account_id is None:
        return checked.outcome, "", None
    return checked.outcome, *confirm_and_sign_in(db, token, now=now, instead_of=instead_of, knowingly=knowingly)


def confirm_as(
    db: Db, token: str, *, account_id: int, full_name: str, by: Actor, now: datetime, knowingly: bool = False
) -> str:
    """Confirm for somebody who is signed in: their phone needs no code. Refuses as `confirm` does."""
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return draft.reference
    phone = people.phone_of(db, account_id)
    _give_details(db, draft.id, full_name=full_name, phone=phone, code_request=draft.code_request)
    db.execute(_BELONGS, {"of_booking": draft.id, "account": account_id})
    theirs = msgspec.structs.replace(draft, account_id=account_id, full_name=full_name, phone=phone)
    return _confirm(db, theirs, by=by, now=now, knowingly=knowingly)


def confirm_and_sign_in(
    db: Db, token: str, *, now: datetime, instead_of: str | None, knowingly: bool = False
) -> tuple[str, str | None]:
    """Confirm for somebody whose phone was just confirmed by its code, and sign their browser in.

    Returns the reference and the new sign-in; sent again, the same reference and no sign-in.
    """
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return draft.reference, None
    by = Actor(draft.account_id, people.PERSON_ROLE)
    reference = _confirm(db, draft, by=by, now=now, knowingly=knowingly)
    assert draft.account_id is not None  # `_confirm` refuses without one
    return reference, people.sign_in(db, draft.account_id, now=now, instead_of=instead_of)


def confirm(db: Db, token: str, *, by: Actor, now: datetime, knowingly: bool = False) -> str:
    """Turn held places into a promise and return its reference; sent again, it returns the same reference.

    Places that have lapsed are simply taken again. Refuses with `SlotFull` or `TooLate` if that is no longer
    possible, with `Overlapping` unless it is `knowingly` at the same time as something else, and with
    `NotConfirmedByPhone`.
    """
    return _confirm(db, queries.draft(db, token), by=by, now=now, knowingly=knowingly)


def book(
    db: Db,
    choice: Choice,
    *,
    account_id: int,
    full_name: str,
    phone: str,
    language: str,
    by: Actor,
    now: datetime,
    origin: str = "desk",
    knowingly: bool = False,
) -> str:
    """Book at once, without a hold, for an account that is already known; return the reference.

    The same choice sent again returns the same reference. Refuses as `hold` and `confirm` do.
    """
    sent_before = queries.of_journey(db, choice.journey).get(choice.fingerprint)
    if sent_before is not None:
        return confirm(db, sent_before, by=by, now=now, knowingly=knowingly)
    person = people.person_named(db, account_id, full_name, now=now)
    promise = {
        "account_id": account_id,
        "person_id": person.id,
        "full_name": full_name,
        "phone": phone,
        "reference": _unused_reference(db),
        "booked_at": now,
    }
    placed = _place(db, choice, becomes=Life.BOOKED, language=language, origin=origin, now=now, **promise)
    looks = not (knowingly or person.is_new)
    if looks and queries.is_overlapping(db, person.id, placed.id, placed.starts_at, placed.ends_at):
        raise Overlapping(placed.token)
    reference = str(promise["reference"])
    record(db, BookingMade(reference), by=by, at=now, booking_id=placed.id)
    return reference


def cancel(db: Db, reference: str, *, account_id: int, by: Actor, now: datetime) -> None:
    """End a promise at the person's wish and give its places back; sent again, it changes nothing.

    Refuses with `TooLateToCancel` after the offering's deadline; somebody else's booking is `Missing`.
    """
    draft = queries.own(db, reference, account_id)
    if draft.state is Life.CANCELLED:
        return
    if draft.state is not Life.BOOKED or draft.starts_at <= now:
        raise NotCancellable
    offering = catalogue.offering(db, draft.offering_id)
    if rules.cancel_until(draft.starts_at, cancel_minutes=offering.cancel_minutes) < now:
        raise TooLateToCancel(reference, offering.phone)
    _release(db, draft, Life.BOOKED, Life.CANCELLED, now=now)
    record(db, BookingCancelled(reference), by=by, at=now, booking_id=draft.id)


def release_lapsed(db: Db, *, now: datetime, at_most: int = 200) -> int:
    """Give back the places of holds that have lapsed, and return how many claims that were."""
    lapsed = [Want(*row) for row in db.execute(_LAPSE, {"now": now, "at_most": at_most})]
    if lapsed:
        schedule.free(db, lapsed)
        record(db, HoldsLapsed(len(lapsed)), by=HOUSE, at=now)
    return len(lapsed)


def forget_drafts(db: Db, *, now: datetime) -> int:
    """Delete journeys that led nowhere, with the names and numbers typed on them."""
    old = list(db.scalars(_FORGETTABLE, {"before": now - rules.DRAFT_LIFE}))
    held = [Want(*row) for row in db.execute(_STILL_HELD, {"of_bookings": old})]
    for table in (Claim, Leg):
        db.execute(delete(table).where(table.booking_id.in_(old)))
    db.execute(update(Event).where(Event.booking_id.in_(old)).values(booking_id=None))
    db.execute(delete(Booking).where(Booking.id.in_(old)))
    schedule.free(db, held)
    return len(old)


def _confirm(db: Db, draft: Draft, *, by: Actor, now: datetime, knowingly: bool) -> str:
    if draft.reference is not None:
        return draft.reference
    if draft.account_id is None or not draft.full_name:
        raise NotConfirmedByPhone
    person = people.person_named(db, draft.account_id, draft.full_name, now=now)
    looks = not (knowingly or person.is_new)
    if looks and queries.is_overlapping(db, person.id, draft.id, draft.starts_at, draft.ends_at):
        raise Overlapping(draft.token)
    _take_again(db, draft, becomes=Life.BOOKED, now=now)
    return _promise(db, draft.id, person.id, by=by, now=now)


def _place(
    db: Db,
    choice: Choice,
    *,
    becomes: Life,
    language: str,
    origin: str,
    now: datetime,
    **promise: object,
) -> Placed:
    """Write the booking, its leg and its claims, and take the places last: a slot is locked as briefly as can be."""
    chosen = _chosen(db, choice, now=now)
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
        **{"full_name": "", "phone": ""} | promise,
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
            "is_public": True,
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
    if not _take(db, [Want(step.slot_id, unit, 1) for step in chosen.steps for _, unit in units], now=now):
        raise _not_free(db, SlotFull, choice, placed.starts_at, now)
    return placed


def _write(db: Db, chosen: Chosen, *, offering_id: int, **values: object) -> Placed:
    """Write the rows of a booking with one leg."""
    booking_id = _key(db.execute(_BOOKING, values))
    leg = {
        "booking_id": booking_id,
        "kind": "service",
        "offering_id": offering_id,
        "starts_at": chosen.starts_at,
        "ends_at": chosen.ends_at,
    }
    leg_id = _key(db.execute(_LEG, leg))
    return Placed(booking_id, leg_id, str(values["token"]), chosen.starts_at, chosen.ends_at)


def _chosen(db: Db, choice: Choice, *, now: datetime) -> Chosen:
    """The time that was chosen; refuses what the offering does not have or no longer takes."""
    chosen = queries.chosen(db, choice.offering_id, choice.slot_id)
    if chosen is None:
        catalogue.offering(db, choice.offering_id)  # `Missing` where there is no such place either
        raise NoSuchTime
    if not chosen.is_whole:
        raise NoSuchTime
    if not catalogue.is_possible(choice.party, party_max=chosen.party_max, takes_wheelchairs=chosen.takes_wheelchairs):
        raise NoSuchTime
    if chosen.starts_at < rules.earliest_start(now, notice_minutes=chosen.notice_minutes):
        raise _not_free(db, TooLate, choice, chosen.starts_at, now)
    if chosen.starts_at >= rules.latest_start(now, horizon_days=chosen.horizon_days):
        raise NoSuchTime
    return chosen


def _not_free(db: Db, refusal: type[NotFree], choice: Choice, around: datetime, now: datetime) -> NotFree:
    """The refusal of a start, with the nearest ones that can be had instead."""
    offering = catalogue.offering(db, choice.offering_id)
    nearest = _nearest(db, offering, choice.party, around, now)
    return refusal(choice.journey, offering, choice.party, nearest)


def _take(db: Db, wants: list[Want], *, now: datetime) -> bool:
    """Take the places; if they are gone, first give back what has lapsed and try again."""
    while not schedule.take(db, wants):
        if not release_lapsed(db, now=now):
            return False
    return True


def _take_again(db: Db, draft: Draft, *, becomes: Life, now: datetime) -> None:
    """Bring every claim of a draft to the state, taking again the places of those that have lapsed."""
    # First the claims: those still held must not lapse while room is made for the others.
    for claim in draft.claims:
        _set(db, claim.id, claim.state, becomes, now=now)
    lapsed = [claim.want for claim in draft.claims if claim.state is Life.LAPSED]
    offering = catalogue.offering(db, draft.offering_id) if lapsed or draft.starts_at <= now else None
    if offering is not None:
        first_possible = rules.earliest_start(now, notice_minutes=offering.notice_minutes)
        refusal = TooLate if draft.starts_at < first_possible else SlotFull
        if refusal is TooLate or not _take(db, lapsed, now=now):
            nearest = _nearest(db, offering, draft.party, draft.starts_at, now)
            raise refusal(draft.journey, offering, draft.party, nearest)


def _give_details(db: Db, booking_id: int, *, full_name: str, phone: str, code_request: str | None) -> None:
    values = {"of_booking": booking_id, "name": full_name, "number": phone, "request": code_request}
    db.execute(_DETAILS, values)


def _keep_details(db: Db, earlier: Draft, *, to: int) -> None:
    """Keep for another choice what was typed for an earlier one."""
    if earlier.full_name or earlier.account_id is not None:
        _give_details(db, to, full_name=earlier.full_name, phone=earlier.phone, code_request=earlier.code_request)
        db.execute(_BELONGS, {"of_booking": to, "account": earlier.account_id})


def _release(db: Db, draft: Draft, was: Life, becomes: Life, *, now: datetime) -> None:
    ending = [claim for claim in draft.claims if claim.state is was]
    for claim in ending:
        _set(db, claim.id, was, becomes, now=now)
    schedule.free(db, [claim.want for claim in ending])


def _set(db: Db, claim_id: int, was: Life, becomes: Life, *, now: datetime) -> None:
    until = now + rules.HOLD if becomes is Life.HELD else None
    values = {"of_claim": claim_id, "was": was.value, "becomes": becomes.value, "until": until, "now": now}
    changed = db.execute(_SET_STATE, values).rowcount
    assert changed == 1  # the claim was read under a lock


def _promise(db: Db, booking_id: int, person_id: int, *, by: Actor, now: datetime) -> str:
    """Give the booking its reference and record that it was made."""
    reference = _unused_reference(db)
    values = {"of_booking": booking_id, "new_reference": reference, "person": person_id, "now": now}
    db.execute(_BOOKED, values)
    record(db, BookingMade(reference), by=by, at=now, booking_id=booking_id)
    return reference


def _unused_reference(db: Db) -> str:
    """A reference nobody has; should two be drawn at once, the second transaction is run again."""
    while True:
        reference = ids.reference()
        if db.execute(_REFERENCE, {"drawn": reference}).first() is None:
            return reference


def _nearest(db: Db, offering: OfferingView, party: Party, around: datetime, now: datetime) -> list[Start]:
    wanted = queries.wanted_at(offering, party, now=now)
    return schedule.nearest(db, wanted, around=around, limit=ALTERNATIVES)


def _key(inserted: CursorResult[Any]) -> int:
    key = inserted.inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    return int(key[0])
