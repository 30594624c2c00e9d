"""Booking at the desk, for somebody who stands there or calls: every place there is, and nobody noted twice."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import msgspec

from hoanhap import booking, catalogue, needs, organizations, people, schedule
from hoanhap.attendance.queries import Given, Saved, Wish, given_at, party_said
from hoanhap.attendance.rules import EVERYWHERE, Sight
from hoanhap.base.clock import at_local, local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Missing, Refusal, WayOn
from hoanhap.base.text import fold
from hoanhap.booking import Choice, Deed, Noting
from hoanhap.catalogue import OfferingView, Party, Workplace
from hoanhap.events import Actor, Fact, record
from hoanhap.needs import Topic
from hoanhap.organizations import Duty
from hoanhap.people import PersonView
from hoanhap.schedule import Start

SHOWN = 12
"""How many free times are offered at once."""
A_DAY = timedelta(days=1)
ORIGIN = "desk"


class PersonsSeen(Fact, frozen=True):
    """Staff were told who is known behind a phone, so that nobody is noted twice."""

    announced = False
    account_id: int


class TimeGone(Refusal):
    """Somebody else has the last places of this time, or it has begun."""

    heading = N_("Giờ này vừa hết chỗ hoặc đã qua")
    sentence = N_("Chưa đặt gì. Mời quý vị chọn giờ khác cho người này.")

    def __init__(self, back: str) -> None:
        super().__init__(self.heading)
        self.ways_on = [WayOn(N_("Chọn giờ khác"), back)]


class NotMetThen(Refusal):
    """Nobody who can do what is needed has a place at this time; others may."""

    heading = N_("Giờ này không có điều người này cần")
    sentence = N_("Chưa đặt gì. Giờ này không còn người hoặc phòng có điều đó.")

    def __init__(self, back: str) -> None:
        super().__init__(self.heading)
        self.ways_on = [WayOn(N_("Xem những giờ có điều này"), back)]


class Desk(msgspec.Struct, frozen=True):
    """What can be booked at a place."""

    place: Workplace
    given: list[Given]


class Times(msgspec.Struct, frozen=True):
    """When a party can come, soonest first, counting the places that are kept from the public."""

    place: Workplace
    given: Given
    offering: OfferingView
    starts: Sequence[Start]
    holidays: dict[date, str]
    """What the days of these are called that are holidays on which the place opens."""
    by_some: list[str]
    """What was said to be needed and only some have or can do who serve there: the times are those of theirs."""


class Answer(msgspec.Struct, frozen=True):
    """What came of it: a reference; or names, needs or another booking to ask about first."""

    reference: str = ""
    known: tuple[str, ...] = ()
    saved: Saved | None = None
    is_overlapping: bool = False


def desk(db: Db, slug: str, language: str, *, by: Actor) -> Desk:
    """What can be booked at a place. Refuses with `Forbidden`."""
    place, _ = _enter(db, slug, by)
    return Desk(place, _given(db, place, language))


def times(db: Db, slug: str, asked: Wish, language: str, *, by: Actor, now: datetime, on: date | None = None) -> Times:
    """When a party can come: the next times from now on, or from the beginning of a day. `Missing` for no service."""
    place, _ = _enter(db, slug, by)
    offering, given = _offering(db, place, asked.offering_id, language)
    party = asked.party
    if not catalogue.is_possible(party, party_max=offering.party_max, takes_wheelchairs=offering.takes_wheelchairs):
        raise Missing
    wanted = booking.wanted_at(offering, party, now=now, is_public=False)
    if on is not None and on != local_day(now):
        wanted = msgspec.structs.replace(wanted, earliest=max(at_local(on, 0), wanted.earliest))
    wanted, by_some = booking.by_able_in_words(db, wanted, asked.needs, offering, language)
    starts = schedule.soonest(db, wanted, limit=SHOWN)
    holidays = schedule.holidays_among(db, {each.local_date for each in starts})
    return Times(place, given, offering, starts, holidays, by_some)


def slot(
    db: Db, slug: str, asked: Wish, language: str, *, by: Actor, now: datetime
) -> tuple[Times, datetime, list[Topic]] | None:
    """What was chosen so far, when it begins, and every need that can be said; None for a time that is none."""
    found = times(db, slug, asked, language, by=by, now=now)
    starts_at = schedule.starts_at(db, asked.slot_id, asked.offering_id)
    return (found, starts_at, needs.topics(db, language)) if starts_at is not None else None


def book(db: Db, slug: str, asked: Wish, language: str, *, by: Actor, now: datetime) -> Answer:
    """Book for somebody, who may have come already; the same form sent twice is one booking.

    Who is known behind the phone is asked about before a new name is noted, and so is what they have saved of their
    needs; something else at the same time is booked only `knowingly`. Refuses with `TimeGone`, with `NotMetThen` where
    nobody who can do what they need has a place, and as `desk` does.
    """
    place, actor = _enter(db, slug, by)
    offering, _ = _offering(db, place, asked.offering_id, language)
    account_id = people.account_of(db, asked.phone) if asked.phone else None
    known = people.persons(db, account_id) if account_id is not None else []
    person = next((each for each in known if fold(each.full_name) == fold(asked.full_name)), None)
    if account_id is not None and known and not (person or asked.is_somebody_else):
        record(db, PersonsSeen(account_id), by=actor, at=now)
        return Answer(known=tuple(each.full_name for each in known))
    is_to_ask = person is not None and fold(asked.asked_about) != fold(person.full_name)
    saved = _saved(db, person, asked, actor, now=now) if person and is_to_ask else None
    if saved is not None:
        return Answer(saved=saved)
    if asked.phone and account_id is None:
        account_id = people.account_for(db, asked.phone, language="vi", now=now)
    reference = _book(db, offering, asked, account_id, actor, now=now)
    if reference and asked.has_come:
        noting = Noting(Deed.ARRIVE, asked.party.people)
        booking.attend(db, reference, noting, location_id=place.location_id, by=actor, now=now)
    return Answer(reference=reference, is_overlapping=not reference)


def _saved(db: Db, person: PersonView, asked: Wish, by: Actor, *, now: datetime) -> Saved | None:
    """What somebody has saved beyond what the desk said; None where that is nothing. The look is written down."""
    profile = people.look_at_profile(db, person.id, by=by, now=now)
    is_more = profile.needs - asked.needs or profile.extra_minutes > asked.party.extra_minutes
    return Saved(profile.needs | asked.needs, profile.extra_minutes) if is_more else None


def _book(db: Db, offering: OfferingView, asked: Wish, account_id: int | None, by: Actor, *, now: datetime) -> str:
    """The reference; nothing where they have something else at that time."""
    choice = Choice(asked.key, offering.id, asked.slot_id, asked.party, tuple(sorted(asked.needs)), is_public=False)
    with db.begin_nested() as attempt:
        try:
            return booking.book(
                db,
                choice,
                account_id=account_id,
                full_name=asked.full_name,
                phone=asked.phone,
                language="vi",
                by=by,
                now=now,
                origin=ORIGIN,
                knowingly=asked.knowingly,
            )
        except booking.Overlapping:
            attempt.rollback()
            return ""
        except booking.NotMetThen as gone:
            raise NotMetThen(_times_for(offering, asked.party, asked.needs)) from gone
        except booking.NotFree as gone:
            raise TimeGone(_times_for(offering, asked.party)) from gone


def _times_for(offering: OfferingView, party: Party, needs: Collection[str] = ()) -> str:
    said = urlencode(party_said(offering.id, party, needs))
    return f"/organization/places/{offering.location_slug}/desk/times?{said}"


def _enter(db: Db, slug: str, by: Actor) -> tuple[Workplace, Actor]:
    place = catalogue.workplace(db, slug)
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return place, organizations.authorize(db, by, Duty.BOOK, **where)


def _given(db: Db, place: Workplace, language: str) -> list[Given]:
    is_open = {each.id for each in catalogue.offerings_at(db, place.location_id)}
    every = given_at(db, place, Sight(EVERYWHERE, is_everything=True), language)
    return [each for each in every if each.offering_id in is_open]


def _offering(db: Db, place: Workplace, offering_id: int, language: str) -> tuple[OfferingView, Given]:
    given = next((each for each in _given(db, place, language) if each.offering_id == offering_id), None)
    if given is None:
        raise Missing
    return catalogue.offering(db, offering_id), given
