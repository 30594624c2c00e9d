"""The pages of the journey: how many, which day, which time, check, code."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import catalogue, people, schedule
from hoanhap.base import ids
from hoanhap.base.clock import at_local, local_day
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import forms, queries, rules, verbs
from hoanhap.booking.queries import BookingView
from hoanhap.catalogue import OfferingView, Party
from hoanhap.events import Actor
from hoanhap.schedule import DayCount, PartOfDay, Start
from hoanhap.web import pages
from hoanhap.web.forms import Form
from hoanhap.web.login import SignedIn
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, cookies, login_cookie, settings_of, signed_in, visitor

DAYS_AT_ONCE = 14


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
        return f"/services/{self.slug}/times?{urlencode({'place': self.offering.id})}"

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


class DaysPage(msgspec.Struct, frozen=True):
    """The days with free times, two weeks at a time."""

    way: Way
    days: list[DayCount]
    soonest: Start | None
    first: date
    earlier: str | None
    later: str | None


class TimesPage(msgspec.Struct, frozen=True):
    """The free times of a day, by part of the day."""

    way: Way
    day: date
    parts: list[tuple[PartOfDay, list[Start]]]
    journey: str


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


@get("/services/{slug:str}/times", audience=PUBLIC, name="times")
async def times(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Which day and which time, and before it how many come where that matters."""
    return await _times(request, db, slug, pages.asked(request), now=now)


@post("/services/{slug:str}/times", audience=PUBLIC, name="choose a time")
async def choose_time(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Hold the places of the chosen time."""
    asked, form = pages.asked(request), pages.posted(request)
    way = await db.read(_way, slug, asked, visitor(request).language, _has_code_step(request))
    chosen = forms.chosen(form)
    if way is None or chosen is None or not way.knows_party or not asked.ok:
        return await _times(request, db, slug, asked, now=now, form=form)
    choice = verbs.Choice(chosen.journey, way.offering.id, chosen.slot_id, way.party)
    token = await db.write(verbs.hold, choice, language=visitor(request).language, now=now)
    return seen(f"/book/{token}")


@get("/book/{token:str}", audience=PUBLIC, name="check", asks_who=True)
async def check(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Everything once more; who comes, and which phone confirms it."""
    page, name = await _read_check_page(request, db, token)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    await _keep_places(db, page.booking, now)
    typed = {"full_name": page.booking.full_name or name, "phone": page.booking.phone}
    return Page("booking/check.html", page, form=Form(typed, pages.translate(request)))


@post("/book/{token:str}", audience=PUBLIC, name="confirm", asks_who=True)
async def confirm(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Book at once for those who are signed in; send a code to the phone of everybody else."""
    form, login = pages.posted(request), signed_in(request)
    details = forms.details(form, is_known=login is not None)
    if not form.ok:
        page, _ = await _read_check_page(request, db, token)
        return pages.invalid("booking/check.html", page, form)
    if login is None:
        await db.write(
            verbs.ask_for_code,
            token,
            full_name=details.full_name,
            phone=details.phone,
            language=visitor(request).language,
            address=pages.address_of(request),
            secret=settings_of(request).secret_key,
            now=now,
        )
        return seen(f"/book/{token}/code")
    reference = await db.write(
        verbs.confirm_as,
        token,
        account_id=login.account_id,
        full_name=details.full_name,
        by=Actor(login.account_id, login.role),
        now=now,
        knowingly=details.knowingly,
    )
    return seen(f"/bookings/{reference}?new=yes")


@get("/book/{token:str}/code", audience=PUBLIC, name="confirm by code")
async def code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Ask for the code that was sent."""
    was_sent_again = pages.asked(request).value("again") == "yes"
    page = await db.read(_code_page, token, visitor(request).language, was_sent_again=was_sent_again)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    await _keep_places(db, page.booking, now)
    return Page("booking/code.html", page)


@post("/book/{token:str}/code", audience=PUBLIC, name="check the booking's code")
async def check_code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Book when the code is right, and sign this browser in."""
    form = pages.posted(request)
    typed = form.code("code")
    if form.ok:
        checked = await db.write(
            verbs.confirm_phone,
            token,
            typed,
            secret=settings_of(request).secret_key,
            language=visitor(request).language,
            now=now,
        )
        if checked.account_id is not None:
            return await _confirm_and_sign_in(request, db, now, token)
        form.wrong("code", form.translate(people.CODE_FAULTS[checked.outcome]))
    page = await db.read(_code_page, token, visitor(request).language, was_sent_again=False)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    return pages.invalid("booking/code.html", page, form)


@post("/book/{token:str}/code-requests", audience=PUBLIC, name="ask for another code")
async def another_code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Response[bytes]:
    """Send another code to the same phone."""
    await db.write(
        verbs.ask_for_another_code,
        token,
        language=visitor(request).language,
        address=pages.address_of(request),
        secret=settings_of(request).secret_key,
        now=now,
    )
    return seen(f"/book/{token}/code?again=yes")


@post("/book/{token:str}/overlap", audience=PUBLIC, name="book all the same")
async def book_all_the_same(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Book knowingly at the same time as something else."""
    return await _confirm_and_sign_in(request, db, now, token, knowingly=True)


async def _read_check_page(request: Asked, db: Database, token: str) -> tuple[CheckPage, str]:
    return await db.read(
        _check_page,
        token,
        visitor(request).language,
        has_code_step=_has_code_step(request),
        login=signed_in(request),
    )


async def _confirm_and_sign_in(
    request: Asked, db: Database, now: datetime, token: str, *, knowingly: bool = False
) -> Response[bytes]:
    settings = settings_of(request)
    reference, login = await db.write(
        verbs.confirm_and_sign_in,
        token,
        now=now,
        instead_of=cookies(request).get(login_cookie(settings)),
        knowingly=knowingly,
    )
    kept = [pages.sign_in_cookie(settings, login)] if login else []
    return seen(f"/bookings/{reference}?new=yes", cookies=kept)


async def _times(
    request: Asked, db: Database, slug: str, asked: Form, *, now: datetime, form: Form | None = None
) -> Page | Response[bytes]:
    language, has_code_step = visitor(request).language, _has_code_step(request)
    way = await db.read(_way, slug, asked, language, has_code_step)
    if way is None:
        return seen(f"/services/{slug}#places")
    if not way.knows_party or not asked.ok:
        return _party_page(way, asked)
    if await db.read(queries.has_lapsed, now):
        await db.write(verbs.release_lapsed, now=now)
    day = forms.day(asked.value("day"))
    if day is None:
        return Page("booking/days.html", await db.read(_days_page, way, forms.day(asked.value("from")), now))
    page = await db.read(_times_page, way, day, now)
    if form is not None:
        return pages.invalid("booking/times.html", page, form)
    return Page("booking/times.html", page)


def _party_page(way: Way, asked: Form) -> Page:
    """The question how many come; an answer that cannot be is shown again with what to do."""
    if asked.value("people"):
        return pages.invalid("booking/party.html", PartyPage(way), asked)
    fresh = Form({"people": "1", "wheelchairs": "0"}, asked.translate)
    return Page("booking/party.html", PartyPage(way), form=fresh)


def _way(db: Db, slug: str, asked: Form, language: str, has_code_step: bool) -> Way | None:  # noqa: FBT001 - a fact, not a switch
    service, _ = catalogue.service(db, slug, language)
    place = forms.whole(asked.value("place"))
    if place is None:
        return None
    offering = catalogue.offering(db, place)
    if offering.service_id != service.id:
        raise Missing
    asks = offering.party_max > 1 or offering.takes_wheelchairs
    party = forms.party(asked, offering) if asks and asked.value("people") else Party()
    return Way(
        slug,
        service.text.name,
        offering,
        party,
        asked.value("journey")[: forms.LONGEST_KEY],
        has_code_step,
        knows_party=not asks or bool(asked.value("people")),
    )


def _days_page(db: Db, way: Way, first: date | None, now: datetime) -> DaysPage:
    wanted = queries.wanted_at(way.offering, way.party, now=now)
    bounds = local_day(wanted.earliest), local_day(wanted.until)
    first = min(max(first or bounds[0], bounds[0]), bounds[1])
    after = first + timedelta(days=DAYS_AT_ONCE)
    window = msgspec.structs.replace(
        wanted,
        earliest=max(wanted.earliest, at_local(first, 0)),
        until=min(wanted.until, at_local(after, 0)),
    )
    days = schedule.day_counts(db, window)
    soonest = schedule.soonest(db, wanted, limit=1) if not days else []
    before = max(first - timedelta(days=DAYS_AT_ONCE), bounds[0])
    return DaysPage(
        way,
        days,
        soonest[0] if soonest else None,
        first,
        f"{way.times}&from={before.isoformat()}" if first > bounds[0] else None,
        f"{way.times}&from={after.isoformat()}" if after < bounds[1] else None,
    )


def _times_page(db: Db, way: Way, day: date, now: datetime) -> TimesPage:
    wanted = queries.wanted_at(way.offering, way.party, now=now)
    window = msgspec.structs.replace(
        wanted,
        earliest=max(wanted.earliest, at_local(day, 0)),
        until=min(wanted.until, at_local(day + timedelta(days=1), 0)),
    )
    found = schedule.starts(db, window)
    parts = [(part, [each for each in found if schedule.part_of_day(each.minute) is part]) for part in PartOfDay]
    return TimesPage(way, day, [(part, each) for part, each in parts if each], way.journey or ids.token())


def _check_page(
    db: Db, token: str, language: str, *, has_code_step: bool, login: SignedIn | None
) -> tuple[CheckPage, str]:
    """The check page, and the name last used by whoever is signed in."""
    booking = queries.journey_view(db, token)
    phone = people.phone_of(db, login.account_id) if login else None
    name = people.latest_name(db, login.account_id) if login else ""
    return CheckPage(booking, _way_of(booking, language, has_code_step=has_code_step), phone), name


def _code_page(db: Db, token: str, language: str, *, was_sent_again: bool) -> CodePage:
    booking = queries.journey_view(db, token)
    if not booking.phone:
        raise Missing
    return CodePage(booking, _way_of(booking, language, has_code_step=True), was_sent_again)


def _way_of(booking: BookingView, language: str, *, has_code_step: bool) -> Way:
    name = booking.service_name(language)
    return Way(
        booking.service_slug, name, booking.offering, booking.party, booking.journey, has_code_step, knows_party=True
    )


async def _keep_places(db: Database, booking: BookingView, now: datetime) -> None:
    """Every page of the journey keeps the places; most pages find that they still are."""
    if booking.held_until is not None and rules.needs_renewal(booking.held_until, now):
        await db.write(verbs.renew, booking.token, now=now)


def _has_code_step(request: Asked) -> bool:
    """Whether a code will be asked for: not of a browser that is signed in."""
    return login_cookie(settings_of(request)) not in cookies(request)


ROUTES = [times, choose_time, check, confirm, code, check_code, another_code, book_all_the_same]
