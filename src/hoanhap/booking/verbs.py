"""The product's promises, as sentences: hold, renew, confirm, book. Those about what is booked are in `changes`.

Each runs inside its caller's transaction and records one event. How places are taken and given back is in `places`.
"""

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from sqlalchemy import Date, bindparam, delete, select, text, update

from hoanhap import catalogue, people, schedule
from hoanhap.base import ids
from hoanhap.base.clock import Span
from hoanhap.base.db import Db
from hoanhap.booking import asking, consents, places, queries, rules, usable
from hoanhap.booking.facts import BookingMade
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.places import Choice
from hoanhap.booking.queries import Draft
from hoanhap.booking.refusals import NoLongerUsable, NotConfirmedByPhone, Overlapping
from hoanhap.booking.rules import Life, WhyNot
from hoanhap.events import Actor, Event, record
from hoanhap.people import Checked, CodeCheck
from hoanhap.schedule import Want
from hoanhap.web.login import NewLogin

FROM_OUTSIDE = frozenset({"web"})
"""Where a booking can come from besides the place itself."""
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
_NEEDS = (
    update(Booking)
    .where(Booking.id == bindparam("of_booking"))
    .values(needs=bindparam("of_needs"), gaps=bindparam("of_gaps"))
)
_BELONGS = update(Booking).where(Booking.id == bindparam("of_booking")).values(account_id=bindparam("account"))
_BOOKED = (
    update(Booking)
    .where(Booking.id == bindparam("of_booking"))
    .values(reference=bindparam("new_reference"), booked_at=bindparam("now"), person_id=bindparam("person"))
)

_UNMET = text(
    "INSERT INTO unmet_need (local_date, service_id, feature_code, count) VALUES (:day, :service, :feature, 1) "
    "ON CONFLICT (local_date, service_id, feature_code) DO UPDATE SET count = unmet_need.count + 1"
).bindparams(bindparam("day", type_=Date))
_TURNED_AWAY = text(
    "INSERT INTO turned_away (local_date, offering_id, reason, count) VALUES (:day, :offering, :reason, 1) "
    "ON CONFLICT (local_date, offering_id, reason) DO UPDATE SET count = turned_away.count + 1"
).bindparams(bindparam("day", type_=Date))
_TOO_FAR = text(
    "INSERT INTO too_far (local_date, service_id, count) VALUES (:day, :service, 1) "
    "ON CONFLICT (local_date, service_id) DO UPDATE SET count = too_far.count + 1"
).bindparams(bindparam("day", type_=Date))
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
    cannot be had, the old ones stay. Needs that were said on the way stand before those of the choice.
    Refuses with `SlotFull`, `TooLate` or `NoSuchTime`.
    """
    before = _of_journey(db, choice.journey)
    if before:
        choice = msgspec.structs.replace(choice, needs=_needs_so_far(before.values()))
    return _hold(db, choice, before, language=language, now=now)


def renew(db: Db, token: str, *, now: datetime) -> None:
    """Keep the places of a journey a while longer, because somebody is still on it."""
    for claim in queries.draft(db, token).claims:
        if claim.state is Life.HELD:
            places.set_state(db, claim.id, Life.HELD, Life.HELD, now=now)


def say_needs(db: Db, token: str, needs: Collection[str], extra_minutes: int, *, language: str, now: datetime) -> str:
    """Note what whoever comes needs this one time, and take other places where these needs ask for others.

    Returns the token of the journey as it goes on. Refuses as `hold` does; then the old places and needs stay.
    """
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return token
    offering = catalogue.offering(db, draft.offering_id)
    usual, now_needed = (
        catalogue.party_for(
            catalogue.need_rules(db, codes),
            party_max=offering.party_max,
            takes_wheelchairs=offering.takes_wheelchairs,
            extra_minutes=extra_minutes,
        )
        for codes in (draft.needs, needs)
    )
    party = catalogue.changed_party(draft.party, usual, now_needed, party_max=offering.party_max)
    choice = Choice(draft.journey, draft.offering_id, draft.claims[0].slot_id, party, tuple(sorted(needs)))
    return _hold(db, choice, _of_journey(db, draft.journey), language=language, now=now)


def note_name(db: Db, token: str, full_name: str) -> None:
    """Keep the name that was typed, whatever becomes of the time; what is booked already stays as it is."""
    db.execute(_NAME, {"of_token": token, "name": full_name})


def ask_for_code(
    db: Db, token: str, *, full_name: str, phone: str, language: str, address: str, secret: str, now: datetime
) -> bool:
    """Note who comes, and send a code to the phone that will confirm it. Refuses with `TooManyCodes`.

    What is booked already stays as it is. Whether a code was sent.
    """
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return False
    request = people.request_code(db, phone, language=language, address=address, secret=secret, now=now)
    db.execute(_BELONGS, {"of_booking": draft.id, "account": None})
    _give_details(db, draft.id, full_name=full_name, phone=phone, code_request=request)
    return True


def ask_for_another_code(db: Db, token: str, *, language: str, address: str, secret: str, now: datetime) -> bool:
    """Send a new code to the same phone, and say whether; the earlier one no longer counts for this journey."""
    draft = queries.draft(db, token)
    if draft.reference is not None:
        return False
    if not draft.phone:
        raise NotConfirmedByPhone
    request = people.request_code(db, draft.phone, language=language, address=address, secret=secret, now=now)
    _give_details(db, draft.id, full_name=draft.full_name, phone=draft.phone, code_request=request)
    return True


def confirm_phone(
    db: Db, token: str, typed: str, *, secret: str, language: str, now: datetime, is_asker: bool = False
) -> Checked:
    """Check the code sent for this journey; when it is right, the journey belongs to that phone's account.

    Once it is booked, only the code by which it was booked counts, sent once more from the same browser.
    """
    draft = queries.draft(db, token)
    if draft.code_request is None:
        return Checked(CodeCheck.EXPIRED)
    is_done = draft.reference is not None
    checked = people.check_code(
        db,
        draft.code_request,
        typed,
        secret=secret,
        language=language,
        now=now,
        is_asker=is_asker,
        is_done=is_done,
    )
    if checked.account_id is not None and not is_done:
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
    is_asker: bool = False,
) -> tuple[CodeCheck, str, NewLogin | None]:
    """Check the code; when it is right, confirm, and sign the browser in: all of it, or nothing at all.

    A refusal therefore leaves the code good, and nobody is signed in by what somebody else left on a shared
    computer. Returns what became of the code, the reference and the new sign-in; the same sent once more, when the
    answer was lost or the button pressed twice, the same reference and another sign-in. Refuses as `confirm` does.
    """
    checked = confirm_phone(db, token, typed, secret=secret, language=language, now=now, is_asker=is_asker)
    if checked.account_id is None:
        return checked.outcome, "", None
    reference, login = confirm_and_sign_in(db, token, now=now, instead_of=instead_of, knowingly=knowingly)
    return checked.outcome, reference, login or people.sign_in(db, checked.account_id, now=now, instead_of=instead_of)


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
) -> tuple[str, NewLogin | None]:
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
    possible, with `NotConfirmedByPhone`; and unless it is `knowingly` so, with `Overlapping` at the same time as
    something else, and with `NoLongerUsable` where something needed does not work any more.
    """
    return _confirm(db, queries.draft(db, token), by=by, now=now, knowingly=knowingly)


def book(
    db: Db,
    choice: Choice,
    *,
    account_id: int | None,
    full_name: str,
    phone: str,
    language: str,
    by: Actor,
    now: datetime,
    origin: str = "desk",
    knowingly: bool = False,
) -> str:
    """Book at once, without a hold, for an account that is already known; return the reference.

    Where the place must first accept, this asks it, unless the place itself books. Without an account it is for
    somebody who has no phone: they have the promise on paper.

    The same choice sent again returns the same reference. Refuses as `hold` and `confirm` do.
    """
    looked_up = places.look_up(db, choice)
    if looked_up is not None and looked_up.sent_before is not None:
        return confirm(db, looked_up.sent_before, by=by, now=now, knowingly=knowingly)
    person = None if account_id is None else people.person_named(db, account_id, full_name, now=now)
    needs_approval = looked_up is not None and looked_up.needs_approval and origin in FROM_OUTSIDE
    promise = {
        "account_id": account_id,
        "person_id": person.id if person else None,
        "full_name": full_name,
        "phone": phone,
        "reference": ids.reference(),
        "booked_at": now,
    }
    placed = places.place(
        db,
        choice,
        looked_up,
        becomes=rules.confirmed(needs_approval=needs_approval),
        language=language,
        origin=origin,
        now=now,
        **promise,
    )
    if (
        person
        and not (knowingly or person.is_new)
        and queries.is_overlapping(db, person.id, placed.id, placed.starts_at, placed.ends_at)
    ):
        raise Overlapping(placed.token)
    if looked_up is not None and needs_approval:
        days = looked_up.answer_days
        asking.request(db, placed.id, placed.reference, placed.starts_at, answer_days=days, by=by, now=now)
    else:
        record(db, BookingMade(placed.reference), by=by, at=now, booking_id=placed.id)
    if person and not person.is_new:
        consents.carry_over(db, placed.id, person.id)
    return placed.reference


def note_unmet(db: Db, service_id: int, features: Collection[str], *, day: date) -> None:
    """Count that no place gives a service with what somebody needs: for those who plan, without saying who it was."""
    for feature in sorted(features):
        db.execute(_UNMET, {"day": day, "service": service_id, "feature": feature})


def note_turned_away(db: Db, offering_id: int, why: WhyNot, *, day: date) -> None:
    """Count that somebody wanted a time at a place and got none, without saying who it was."""
    db.execute(_TURNED_AWAY, {"day": day, "offering": offering_id, "reason": why.value})


def note_too_far(db: Db, service_id: int, *, day: date) -> None:
    """Count that no place of a service is as near as somebody can go, without saying who it was."""
    db.execute(_TOO_FAR, {"day": day, "service": service_id})


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


def _hold(db: Db, choice: Choice, before: dict[str, Draft], *, language: str, now: datetime) -> str:
    same = before.pop(choice.fingerprint, None)
    if same is not None and same.reference is not None:
        return same.token
    earlier = [each for each in before.values() if each.reference is None]
    for each in earlier:
        places.release(db, each, Life.HELD, Life.LAPSED, now=now)
    if same is not None:
        places.take_again(db, same, becomes=Life.HELD, now=now)
        _set_needs(db, same, choice.needs)
    held = same or places.place(
        db, choice, places.look_up(db, choice), becomes=Life.HELD, language=language, origin="web", now=now
    )
    # What was held until now comes last: of all that was typed, that is the newest.
    for each in sorted(earlier, key=lambda each: each.state is Life.HELD):
        _keep_details(db, each, to=held.id)
    return held.token


def _confirm(db: Db, draft: Draft, *, by: Actor, now: datetime, knowingly: bool) -> str:
    if draft.reference is not None:
        return draft.reference
    if draft.account_id is None or not draft.full_name:
        raise NotConfirmedByPhone
    person = people.person_named(db, draft.account_id, draft.full_name, now=now)
    looks = not (knowingly or person.is_new)
    if looks and queries.is_overlapping(db, person.id, draft.id, draft.starts_at, draft.ends_at):
        raise Overlapping(draft.token)
    places.take_again(db, draft, becomes=rules.confirmed(needs_approval=draft.needs_approval), now=now)
    if draft.needs and draft.has_lapsed:
        _meet_outages(db, draft, knowingly=knowingly)
    reference = _promise(db, draft, person.id, by=by, now=now)
    if not person.is_new:
        consents.carry_over(db, draft.id, person.id)
    return reference


def _meet_outages(db: Db, draft: Draft, *, knowingly: bool) -> None:
    """Refuse what was chosen before something failed that is needed, unless they know; then it is written down."""
    at, offering = Span(draft.starts_at, draft.ends_at), catalogue.offering(db, draft.offering_id)
    if missing := usable.untold(db, draft.id, offering, at=at):
        if not knowingly:
            said = catalogue.features(db, draft.language)
            raise NoLongerUsable(draft.token, [said[gap.feature].of(gap) for gap in missing])
        usable.note_gaps(db, draft.id, offering.id, draft.needs, at=at)


def _give_details(db: Db, booking_id: int, *, full_name: str, phone: str, code_request: str | None) -> None:
    values = {"of_booking": booking_id, "name": full_name, "number": phone, "request": code_request}
    db.execute(_DETAILS, values)


def _of_journey(db: Db, journey: str) -> dict[str, Draft]:
    """Everything that was chosen on a journey so far, by its fingerprint, oldest first."""
    return {each: queries.draft(db, token) for each, token in queries.of_journey(db, journey).items()}


def _needs_so_far(drafts: Collection[Draft]) -> tuple[str, ...]:
    """What was said of needs on a journey: on the choice that is held, else on the latest."""
    held = [each for each in drafts if each.state is Life.HELD]
    return tuple((held or list(drafts))[-1].needs)


def _set_needs(db: Db, draft: Draft, needs: Collection[str]) -> None:
    """Note what is needed, and what of it is not there; after a while away, that may be another thing."""
    if set(needs) != set(draft.needs) or (needs and draft.has_lapsed):
        at = Span(draft.starts_at, draft.ends_at)
        gaps = usable.gaps_of(db, draft.offering_id, needs, at=at, booking_id=draft.id)
        db.execute(_NEEDS, {"of_booking": draft.id, "of_needs": sorted(needs), "of_gaps": gaps})


def _keep_details(db: Db, earlier: Draft, *, to: int) -> None:
    """Keep for another choice what was typed for an earlier one."""
    if earlier.full_name or earlier.account_id is not None:
        _give_details(db, to, full_name=earlier.full_name, phone=earlier.phone, code_request=earlier.code_request)
        db.execute(_BELONGS, {"of_booking": to, "account": earlier.account_id})


def _promise(db: Db, draft: Draft, person_id: int, *, by: Actor, now: datetime) -> str:
    """Give the booking its reference, and record that it was made, or that it asks the place."""
    reference = _unused_reference(db)
    values = {"of_booking": draft.id, "new_reference": reference, "person": person_id, "now": now}
    db.execute(_BOOKED, values)
    if draft.needs_approval:
        asking.request(db, draft.id, reference, draft.starts_at, answer_days=draft.answer_days, by=by, now=now)
    else:
        record(db, BookingMade(reference), by=by, at=now, booking_id=draft.id)
    return reference


def _unused_reference(db: Db) -> str:
    """A reference nobody has; should two be drawn at once, the second transaction is run again."""
    while True:
        reference = ids.reference()
        if db.execute(_REFERENCE, {"drawn": reference}).first() is None:
            return reference
