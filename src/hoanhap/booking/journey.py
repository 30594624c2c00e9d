"""What the pages of the journey show, and where on it they are: read from the database in one go for each page."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import msgspec

from hoanhap import catalogue, needs, people
from hoanhap.base import ids
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.booking import asking, choosing, forms, queries, rules, usable, views
from hoanhap.booking.choosing import Days, Only, Parts
from hoanhap.booking.refusals import in_address, refuse_paused
from hoanhap.booking.views import BookingView
from hoanhap.catalogue import Gap, Lacking, NeedView, OfferingView, Party
from hoanhap.needs import Asking, Topic
from hoanhap.schedule import Wanted
from hoanhap.web.forms import Form
from hoanhap.web.login import SignedIn, Speaker


class Way(msgspec.Struct, frozen=True):
    """Where on the journey this is, for whom, and what was chosen so far; it makes the addresses of the steps."""

    slug: str
    name: str
    offering: OfferingView
    party: Party
    journey: str
    has_code_step: bool
    knows_party: bool
    asking: Asking = Asking()
    only: Only = Only()

    @property
    def asks_party(self) -> bool:
        """Whether the journey asks how many come."""
        return self.offering.party_max > 1 or self.offering.takes_wheelchairs

    @property
    def asks_the_place(self) -> bool:
        """Whether it ends with a request that the place first accepts."""
        return self.offering.needs_approval

    @property
    def steps(self) -> list[str]:
        """What is asked on this way, in order; whoever took an offered time sees the rest only to change something."""
        asked = [] if self.journey.startswith(forms.OFFERED) else ["party"] * self.asks_party + ["day", "time"]
        return [*asked, "check", *["code"] * self.has_code_step]

    def counts(self, name: str) -> bool:
        """Whether it helps to say which step this is."""
        return name in self.steps and self.total > 1

    @property
    def total(self) -> int:
        """How many steps the journey has."""
        return len(self.steps)

    def step(self, name: str) -> int:
        """The number of a step that is counted."""
        return self.steps.index(name) + 1

    @property
    def path(self) -> str:
        """The days and times of the service, wherever it is given."""
        return f"/services/{self.slug}/times"

    @property
    def chosen(self) -> dict[str, object]:
        """Where, and who comes, as addresses say it."""
        party = in_address(self.party)
        coming = party if self.asks_party else {name: party[name] for name in party if name == "extra"}
        return self._here | coming

    @property
    def times(self) -> str:
        """The address of the days, with what was chosen so far."""
        return self._address(self.chosen | self.only.fields)

    @property
    def all_times(self) -> str:
        """The same for every day and every part of it."""
        return self._address(self.chosen)

    @property
    def party_step(self) -> str:
        """The address of the question how many come, also where what somebody needs has answered it."""
        return self._address({**self._here, "ask": "party", **self.only.fields})

    @property
    def as_needed(self) -> str:
        """The address of the days for whoever needs something else: who comes is decided again."""
        return self._address(self._here | self.only.fields)

    @property
    def places(self) -> str:
        """The address of the places, for whoever is on this way already."""
        journey = f"?{urlencode({'journey': self.journey})}" if self.journey else ""
        return f"/services/{self.slug}{journey}#places"

    def on(self, day: date) -> str:
        """The address of a day's times."""
        return f"{self.times}&day={day.isoformat()}"

    def all_day(self, day: date) -> str:
        """The address of a day's times in every part of it."""
        return self._address({**self.chosen, **self.only.any_part.fields, "day": day.isoformat()})

    def first(self, day: date) -> str:
        """The address of the days from this one on."""
        return f"{self.times}&from={day.isoformat()}"

    @property
    def _here(self) -> dict[str, object]:
        journey = {"journey": self.journey} if self.journey else {}
        return {"place": self.offering.id, **journey}

    def _address(self, chosen: Mapping[str, object]) -> str:
        return f"{self.path}?{urlencode(chosen)}"


class PartyPage(msgspec.Struct, frozen=True):
    """How many come."""

    way: Way
    has_question = True
    key = ""


class DaysPage(msgspec.Struct, frozen=True):
    """The days with free times, two weeks at a time, or one for those who want short lists."""

    way: Way
    found: Days
    photos: int
    """How many photos of the place there are."""
    by_some: list[str]
    """What whoever comes needs and only some have or can do who serve there: the days are those of theirs."""
    has_question = False
    key = ""


class TimesPage(msgspec.Struct, frozen=True):
    """The free times of a day, by part of the day."""

    way: Way
    day: date
    parts: Parts
    has_others: bool
    journey: str
    holiday: str
    """What the day is called, if it is a holiday on which the place opens."""
    out: list[Lacking]
    """What whoever comes needs and does not work at some hours of the day; these can be chosen all the same."""
    by_some: list[str]
    """What they need and only some have or can do who serve there: the times are those of theirs."""

    @property
    def has_question(self) -> bool:
        """Whether there is a time to choose."""
        return bool(self.parts)

    @property
    def key(self) -> str:
        """The key of the form, where the page was asked for without one: nobody else may have it."""
        return "" if self.way.journey else self.journey


class CheckPage(msgspec.Struct, frozen=True):
    """Everything once more, before it counts."""

    booking: BookingView
    way: Way
    known_phone: str | None
    needs: list[str]
    gaps: list[Lacking]
    answer_by: datetime | None
    """By when the place answers, where it must first accept."""
    holiday: str
    """What the day is called, if it is a holiday on which the place opens."""

    @property
    def cancel_until(self) -> datetime:
        """The last moment to cancel without a call."""
        return rules.cancel_until(self.booking.starts_at, cancel_minutes=self.booking.cancel_minutes)


class NeedsPage(msgspec.Struct, frozen=True):
    """What whoever comes needs this one time."""

    booking: BookingView
    way: Way
    topics: list[Topic]

    @property
    def needs(self) -> list[NeedView]:
        """Every need there is a box for."""
        return [need for topic in self.topics for need in topic.needs]


class CodePage(msgspec.Struct, frozen=True):
    """The phone a code went to, at the end of the journey."""

    booking: BookingView
    way: Way
    was_sent_again: bool


class Step(msgspec.Struct, frozen=True):
    """The page to show next, or None where no place was chosen; holds that have lapsed should go before it counts."""

    page: PartyPage | DaysPage | TimesPage | None
    has_lapsed_holds: bool


def step(db: Db, slug: str, asked: Form, speaking: Speaker, language: str, *, is_brief: bool, now: datetime) -> Step:
    """The question that comes next for what the address says was chosen so far, and for what is needed."""
    way = _way(db, slug, asked, speaking, language)
    if way is None:
        return Step(None, has_lapsed_holds=False)
    if not way.knows_party or not asked.ok:
        return Step(PartyPage(way), has_lapsed_holds=False)
    day = forms.day(asked.value("day"))
    if day:
        return Step(_times_page(db, way, day, language, now), queries.has_lapsed(db, now))
    page = _days_page(db, way, forms.day(asked.value("from")), language, is_brief=is_brief, now=now)
    return Step(page, queries.has_lapsed(db, now))


def check_page(
    db: Db, token: str, language: str, *, has_code_step: bool, login: SignedIn | None, now: datetime
) -> tuple[CheckPage, str]:
    """The check page, and the name last used by whoever is signed in."""
    booking = views.journey_view(db, token)
    phone = people.phone_of(db, login.account_id) if login else None
    name = people.latest_name(db, login.account_id) if login else ""
    way = _way_of(booking, language, has_code_step=has_code_step)
    words = needs.words_of(db, booking.needs, language)
    days = booking.offering.answer_days
    answer_by = asking.answer_by(db, booking.starts_at, answer_days=days, now=now) if way.asks_the_place else None
    gaps, holiday = said_gaps(db, booking.gaps, language), choosing.holiday_on(db, local_day(booking.starts_at))
    return CheckPage(booking, way, phone, words, gaps, answer_by, holiday), name


def needs_page(db: Db, token: str, language: str, *, has_code_step: bool) -> NeedsPage:
    """What can be said of needs for this one booking."""
    booking = views.journey_view(db, token)
    way = _way_of(booking, language, has_code_step=has_code_step)
    return NeedsPage(booking, way, needs.topics(db, language))


def usual_needs(db: Db, speaking: Speaker, language: str) -> tuple[str, ...]:
    """What is needed as long as nothing else is said."""
    return tuple(sorted(needs.asking(db, speaking, language).needs))


def code_page(db: Db, token: str, language: str, *, was_sent_again: bool) -> CodePage:
    """The code page of a journey; `Missing` before a phone was given."""
    booking = views.journey_view(db, token)
    if not booking.phone:
        raise Missing
    return CodePage(booking, _way_of(booking, language, has_code_step=True), was_sent_again)


def said_gaps(db: Db, gaps: list[Gap], language: str) -> list[Lacking]:
    """A sentence for each gap: it is not there, does not work for some time, or nobody knows."""
    said = catalogue.features(db, language) if gaps else {}
    return [said[gap.feature].of(gap) for gap in gaps]


def _way(db: Db, slug: str, asked: Form, speaking: Speaker, language: str) -> Way | None:
    service, _ = catalogue.service(db, slug, language)
    place = forms.whole(asked.value("place"))
    if place is None:
        return None
    offering = catalogue.offering(db, place)
    if offering.service_id != service.id:
        raise Missing
    refuse_paused(offering)
    asks = offering.party_max > 1 or offering.takes_wheelchairs
    journey = asked.value("journey")[: forms.LONGEST_KEY]
    asking = needs.asking(db, speaking, language)
    if this_time := queries.needs_on(db, journey):
        asking = needs.asking_this_time(db, asking, *this_time, language)
    if asks and asked.has("people"):
        party, is_known = forms.party(asked, offering), True
    else:
        party = _usual_party(db, offering, asking, extra=forms.extra_in_address(asked))
        is_known = not asks or (bool(asking.needs) and asked.value("ask") != "party")
    return Way(
        slug,
        service.text.name,
        offering,
        party,
        journey,
        has_code_step=speaking.account_id is None,
        knows_party=is_known,
        asking=asking,
        only=choosing.only(asked),
    )


def _usual_party(db: Db, offering: OfferingView, asking: Asking, *, extra: int) -> Party:
    """Who comes when one person does, with what they need."""
    return catalogue.party_for(
        catalogue.need_rules(db, asking.needs),
        party_max=offering.party_max,
        takes_wheelchairs=offering.takes_wheelchairs,
        extra_minutes=extra or asking.extra_minutes,
    )


def _days_page(db: Db, way: Way, first: date | None, language: str, *, is_brief: bool, now: datetime) -> DaysPage:
    wanted, by_some = _wanted(db, way, language, now)
    days = choosing.days(db, wanted, first, way.only, is_brief=is_brief)
    return DaysPage(way, days, len(catalogue.told_photos(db, way.offering.location_slug)), by_some)


def _times_page(db: Db, way: Way, day: date, language: str, now: datetime) -> TimesPage:
    wanted, by_some = _wanted(db, way, language, now)
    parts = choosing.parts_of(db, wanted, day)
    shown = choosing.shown(parts, way.only)
    holiday = choosing.holiday_on(db, day)
    lasts = timedelta(minutes=way.offering.duration_minutes + way.party.extra_minutes)
    out = choosing.met(usable.out_on_for(db, way.asking.needs, way.offering, day, language), parts, lasts=lasts)
    return TimesPage(way, day, shown, len(shown) < len(parts), way.journey or ids.token(), holiday, out, by_some)


def _wanted(db: Db, way: Way, language: str, now: datetime) -> tuple[Wanted, list[str]]:
    """What they look for: places, with those who can do what they need, and in words what not everybody can."""
    wanted = queries.wanted_at(way.offering, way.party, now=now)
    return usable.by_able_in_words(db, wanted, way.asking.needs, way.offering, language)


def _way_of(booking: BookingView, language: str, *, has_code_step: bool) -> Way:
    name = booking.service_name(language)
    return Way(
        booking.service_slug, name, booking.offering, booking.party, booking.journey, has_code_step, knows_party=True
    )
