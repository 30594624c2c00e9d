"""What the pages of the journey show, and where on it they are: read from the database in one go for each page."""

from datetime import date, datetime
from urllib.parse import urlencode

import msgspec

from hoanhap import catalogue, people
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.booking import choosing, forms, queries, rules
from hoanhap.booking.queries import BookingView
from hoanhap.catalogue import OfferingView, Party
from hoanhap.schedule import DayCount, Start
from hoanhap.web.forms import Form
from hoanhap.web.login import SignedIn


class Way(msgspec.Struct, frozen=True):
    """Where on the journey this is, and what was chosen so far; it makes the addresses of the steps."""

    slug: str
    name: str
    offering: OfferingView
    party: Party
    journey: str
    has_code_step: bool
    knows_party: bool

    @property
    def asks_party(self) -> bool:
        """Whether the journey asks how many come."""
        return self.offering.party_max > 1 or self.offering.takes_wheelchairs

    @property
    def total(self) -> int:
        """How many steps the journey has."""
        return 3 + self.asks_party + self.has_code_step

    def step(self, name: str) -> int:
        """The number of a step."""
        return ("party", "day", "time", "check", "code").index(name) + self.asks_party

    @property
    def times(self) -> str:
        """The address of the days, with what was chosen so far."""
        chosen = {"place": self.offering.id}
        if self.asks_party:
            chosen |= {"people": self.party.people, "wheelchairs": self.party.wheelchairs}
        journey = {"journey": self.journey} if self.journey else {}
        return f"/services/{self.slug}/times?{urlencode(chosen | journey)}"

    @property
    def party_step(self) -> str:
        """The address of the question how many come."""
        journey = {"journey": self.journey} if self.journey else {}
        return f"/services/{self.slug}/times?{urlencode({'place': self.offering.id} | journey)}"

    @property
    def places(self) -> str:
        """The address of the places."""
        return f"/services/{self.slug}#places"

    def on(self, day: date) -> str:
        """The address of a day's times."""
        return f"{self.times}&day={day.isoformat()}"


class PartyPage(msgspec.Struct, frozen=True):
    """How many come."""

    way: Way
    has_question = True


class DaysPage(msgspec.Struct, frozen=True):
    """The days with free times, two weeks at a time."""

    way: Way
    days: list[DayCount]
    soonest: Start | None
    first: date
    earlier: str | None
    later: str | None
    has_question = False


class TimesPage(msgspec.Struct, frozen=True):
    """The free times of a day, by part of the day."""

    way: Way
    day: date
    parts: choosing.Parts
    journey: str

    @property
    def has_question(self) -> bool:
        """Whether there is a time to choose."""
        return bool(self.parts)


class CheckPage(msgspec.Struct, frozen=True):
    """Everything once more, before it counts."""

    booking: BookingView
    way: Way
    known_phone: str | None

    @property
    def cancel_until(self) -> datetime:
        """The last moment to cancel without a call."""
        return rules.cancel_until(self.booking.starts_at, cancel_minutes=self.booking.offering.cancel_minutes)


class CodePage(msgspec.Struct, frozen=True):
    """The phone a code went to, at the end of the journey."""

    booking: BookingView
    way: Way
    was_sent_again: bool


class Step(msgspec.Struct, frozen=True):
    """The page to show next, or None where no place was chosen; holds that have lapsed should go before it counts."""

    page: PartyPage | DaysPage | TimesPage | None
    has_lapsed_holds: bool


def step(db: Db, slug: str, asked: Form, language: str, *, has_code_step: bool, now: datetime) -> Step:
    """The question that comes next for what the address says was chosen so far."""
    way = _way(db, slug, asked, language, has_code_step=has_code_step)
    if way is None:
        return Step(None, has_lapsed_holds=False)
    if not way.knows_party or not asked.ok:
        return Step(PartyPage(way), has_lapsed_holds=False)
    day = forms.day(asked.value("day"))
    page = _times_page(db, way, day, now) if day else _days_page(db, way, forms.day(asked.value("from")), now)
    return Step(page, queries.has_lapsed(db, now))


def check_page(
    db: Db, token: str, language: str, *, has_code_step: bool, login: SignedIn | None
) -> tuple[CheckPage, str]:
    """The check page, and the name last used by whoever is signed in."""
    booking = queries.journey_view(db, token)
    phone = people.phone_of(db, login.account_id) if login else None
    name = people.latest_name(db, login.account_id) if login else ""
    return CheckPage(booking, _way_of(booking, language, has_code_step=has_code_step), phone), name


def code_page(db: Db, token: str, language: str, *, was_sent_again: bool) -> CodePage:
    """The code page of a journey; `Missing` before a phone was given."""
    booking = queries.journey_view(db, token)
    if not booking.phone:
        raise Missing
    return CodePage(booking, _way_of(booking, language, has_code_step=True), was_sent_again)


def _way(db: Db, slug: str, asked: Form, language: str, *, has_code_step: bool) -> Way | None:
    service, _ = catalogue.service(db, slug, language)
    place = forms.whole(asked.value("place"))
    if place is None:
        return None
    offering = catalogue.offering(db, place)
    if offering.service_id != service.id:
        raise Missing
    asks = offering.party_max > 1 or offering.takes_wheelchairs
    party = forms.party(asked, offering) if asks and asked.has("people") else Party()
    return Way(
        slug,
        service.text.name,
        offering,
        party,
        asked.value("journey")[: forms.LONGEST_KEY],
        has_code_step,
        knows_party=not asks or asked.has("people"),
    )


def _days_page(db: Db, way: Way, first: date | None, now: datetime) -> DaysPage:
    found = choosing.days(db, queries.wanted_at(way.offering, way.party, now=now), first)
    return DaysPage(
        way,
        found.days,
        found.soonest,
        found.first,
        f"{way.times}&from={found.earlier.isoformat()}" if found.earlier else None,
        f"{way.times}&from={found.later.isoformat()}" if found.later else None,
    )


def _times_page(db: Db, way: Way, day: date, now: datetime) -> TimesPage:
    parts = choosing.parts_of(db, queries.wanted_at(way.offering, way.party, now=now), day)
    return TimesPage(way, day, parts, way.journey or ids.token())


def _way_of(booking: BookingView, language: str, *, has_code_step: bool) -> Way:
    name = booking.service_name(language)
    return Way(
        booking.service_slug, name, booking.offering, booking.party, booking.journey, has_code_step, knows_party=True
    )
