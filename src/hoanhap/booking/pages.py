"""The pages of the journey: home, how many, which day, which time, check, code."""

from datetime import datetime

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import organizations, people
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.booking import forms, journey, rules, verbs
from hoanhap.booking.again import HomePage, home_page
from hoanhap.booking.counting import counting
from hoanhap.booking.journey import CheckPage, DaysPage, PartyPage, TimesPage
from hoanhap.booking.places import Choice, release_lapsed
from hoanhap.booking.rules import WhyNot
from hoanhap.booking.short_way import LIMITS, ServicePage, service_page
from hoanhap.booking.views import BookingView
from hoanhap.web import pages
from hoanhap.web.filters import phone_number
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, cookies, login_cookie, near_of, settings_of, signed_in, speaker, visitor

TEMPLATES = {PartyPage: "booking/party.html", DaysPage: "booking/days.html", TimesPage: "booking/times.html"}
ALONE = {"people": "1", "wheelchairs": "0"}
"""What the question how many come begins with."""


@get("/", audience=PUBLIC, name="home", asks_who=True, shared=True)
async def home(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What this is, and where to begin; for those who have been before, the same again by one press."""
    page: HomePage = await db.read(home_page, speaker(request), visitor(request).language, now=now)
    return Page("booking/home.html", page)


@get("/services/{slug:str}", audience=PUBLIC, name="service", asks_who=True, shared=True)
async def service(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """One service in plain words, the earliest times that fit, and every place where it is given."""
    page = await _read_service_page(request, db, slug, now)
    if page.has_lapsed_holds:
        await db.write(release_lapsed, now=now)
        page = await _read_service_page(request, db, slug, now)
    if page.unmet:
        await db.write(verbs.note_unmet, page.service.id, page.unmet, day=local_day(now))
    if page.is_too_far:
        await db.write(verbs.note_too_far, page.service.id, day=local_day(now))
    said = {"within": str(page.within or "")}
    return Page(
        "booking/service.html",
        page,
        form=Form(said, pages.translate(request)),
        key="" if page.is_on_the_way else page.journey,
    )


@get("/services/{slug:str}/times", audience=PUBLIC, name="times", asks_who=True, shared=True)
async def times(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Which day and which time, and before it how many come where that matters."""
    return await _times(request, db, slug, pages.asked(request), now=now)


@post("/services/{slug:str}/times", audience=PUBLIC, name="choose a time", asks_who=True)
async def choose_time(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Hold the places of the chosen time."""
    asked, form = pages.asked(request), pages.posted(request)
    chosen, place = forms.chosen(form), forms.whole(asked.value("place"))
    if chosen is None or place is None:
        return await _times(request, db, slug, asked, now=now, form=form)
    needs = await db.read(journey.usual_needs, speaker(request), visitor(request).language)
    choice = Choice(chosen.journey, place, chosen.slot_id, forms.party_in_address(asked), needs)
    async with counting(db, now=now):
        token = await db.write(verbs.hold, choice, language=visitor(request).language, now=now)
    return seen(f"/book/{token}")


@get("/book/{token:str}", audience=PUBLIC, name="check", asks_who=True)
async def check(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Everything once more; who comes, and which phone confirms it."""
    page, name = await _read_check_page(request, db, token, now)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    await _keep_places(db, page.booking, now)
    typed = {"full_name": page.booking.full_name or name, "phone": phone_number(page.booking.phone)}
    return Page("booking/check.html", page, form=Form(typed, pages.translate(request)))


@post("/book/{token:str}", audience=PUBLIC, name="confirm", asks_who=True)
async def confirm(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Book at once for those who are signed in; send a code to the phone of everybody else."""
    form, login = pages.posted(request), signed_in(request)
    details = forms.details(form, is_known=login is not None)
    if not form.ok:
        if form.error("full_name") is None:
            await db.write(verbs.note_name, token, details.full_name)  # links on the page must not lose it
        page, _ = await _read_check_page(request, db, token, now)
        return pages.invalid("booking/check.html", page, form)
    if login is None:
        is_sent = await db.write(
            verbs.ask_for_code,
            token,
            full_name=details.full_name,
            phone=details.phone,
            language=visitor(request).language,
            address=pages.address_of(request),
            secret=settings_of(request).secret_key,
            now=now,
        )
        return seen(f"/book/{token}/code", cookies=_asker(request, token, is_sent=is_sent))
    if details.full_name != await db.read(people.latest_name, login.account_id):
        await db.write(verbs.note_name, token, details.full_name)
    async with counting(db, now=now):
        reference = await db.write(
            verbs.confirm_as,
            token,
            account_id=login.account_id,
            full_name=details.full_name,
            by=pages.actor(request),
            now=now,
            knowingly=details.knowingly,
        )
    return seen(f"/bookings/{reference}?new=yes")


@get("/book/{token:str}/needs", audience=PUBLIC, name="needs of a booking", asks_who=True)
async def booking_needs(request: Asked, db: NamedDependency[Database], token: FromPath[str]) -> Page | Response[bytes]:
    """Ask what whoever comes needs this one time; the profile stays as it is."""
    page = await _read_needs_page(request, db, token)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    filled = forms.needs_written(page.booking.needs, page.booking.party.extra_minutes, page.needs)
    return Page("booking/needs.html", page, form=Form(filled, pages.translate(request)))


@post("/book/{token:str}/needs", audience=PUBLIC, name="say needs of a booking", asks_who=True)
async def say_booking_needs(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Note them, and take other places where they ask for others."""
    page, form = await _read_needs_page(request, db, token), pages.posted(request)
    needs, extra = forms.needs_said(form, page.needs)
    if not form.ok:
        return pages.invalid("booking/needs.html", page, form)
    language = visitor(request).language
    onward = await db.write(verbs.say_needs, token, needs, extra, language=language, now=now)
    return seen(f"/book/{onward}")


@get("/book/{token:str}/code", audience=PUBLIC, name="confirm by code")
async def code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Ask for the code that was sent."""
    was_sent_again = pages.asked(request).value("again") == "yes"
    page = await db.read(journey.code_page, token, visitor(request).language, was_sent_again=was_sent_again)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    await _keep_places(db, page.booking, now)
    return Page("booking/code.html", page)


@post("/book/{token:str}/code", audience=PUBLIC, name="check the booking's code")
async def check_code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Book when the code is right, and sign this browser in."""
    form, settings = pages.posted(request), settings_of(request)
    typed = form.code("code")
    if form.ok:
        async with counting(db, now=now):
            outcome, reference, login = await db.write(
                verbs.confirm_by_code,
                token,
                typed,
                secret=settings.secret_key,
                language=visitor(request).language,
                instead_of=cookies(request).get(login_cookie(settings)),
                now=now,
                knowingly=form.value("knowingly") == "yes",
                is_asker=pages.is_asker(request, token),
            )
        if login is not None:
            return seen(f"/bookings/{reference}?new=yes", cookies=pages.sign_in_cookies(request, login))
        form.wrong("code", form.translate(people.CODE_FAULTS[outcome]))
    page = await db.read(journey.code_page, token, visitor(request).language, was_sent_again=False)
    if page.booking.reference is not None:
        return seen(f"/bookings/{page.booking.reference}")
    return pages.invalid("booking/code.html", page, form)


@post("/book/{token:str}/code-requests", audience=PUBLIC, name="ask for another code")
async def another_code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Response[bytes]:
    """Send another code to the same phone."""
    is_sent = await db.write(
        verbs.ask_for_another_code,
        token,
        language=visitor(request).language,
        address=pages.address_of(request),
        secret=settings_of(request).secret_key,
        now=now,
    )
    return seen(f"/book/{token}/code?again=yes", cookies=_asker(request, token, is_sent=is_sent))


def _asker(request: Asked, token: str, *, is_sent: bool) -> list[Cookie]:
    """Whoever had a code sent is known for as long as it is good; where none was sent, nobody is."""
    return [pages.asker_cookie(request, token, seconds=people.CODE_LIFE.total_seconds())] if is_sent else []


async def _read_service_page(request: Asked, db: Database, slug: str, now: datetime) -> ServicePage:
    near = organizations.communes().get(near_of(request) or "")
    within = forms.whole(pages.asked(request).value("within"))
    return await db.read(
        service_page,
        slug,
        speaker(request),
        visitor(request).language,
        near=near,
        journey=pages.asked(request).value("journey")[: forms.LONGEST_KEY],
        now=now,
        within=within if within in LIMITS else None,
    )


async def _read_check_page(request: Asked, db: Database, token: str, now: datetime) -> tuple[CheckPage, str]:
    return await db.read(
        journey.check_page,
        token,
        visitor(request).language,
        has_code_step=_has_code_step(request),
        login=signed_in(request),
        now=now,
    )


async def _read_needs_page(request: Asked, db: Database, token: str) -> journey.NeedsPage:
    language, has_code_step = visitor(request).language, _has_code_step(request)
    return await db.read(journey.needs_page, token, language, has_code_step=has_code_step)


async def _times(
    request: Asked, db: Database, slug: str, asked: Form, *, now: datetime, form: Form | None = None
) -> Page | Response[bytes]:
    """The page of the next question; holds that have lapsed count for nothing on it."""
    step = await _next_step(request, db, slug, asked, now)
    if step.has_lapsed_holds:
        await db.write(release_lapsed, now=now)
        step = await _next_step(request, db, slug, asked, now)
    page = step.page
    if page is None:
        return seen(f"/services/{slug}#places")
    if isinstance(page, PartyPage):
        form = asked if asked.has("people") else None
        if form is None:
            return Page(TEMPLATES[PartyPage], page, form=Form(ALONE, asked.translate))
    if isinstance(page, DaysPage) and page.found.is_full and not page.way.only.is_set:
        await db.write(verbs.note_turned_away, page.way.offering.id, WhyNot.FULL, day=local_day(now))
    if form is not None and not form.ok and page.has_question:
        return pages.invalid(TEMPLATES[type(page)], page, form)
    return Page(TEMPLATES[type(page)], page, form=Form(page.way.only.fields, asked.translate), key=page.key)


async def _next_step(request: Asked, db: Database, slug: str, asked: Form, now: datetime) -> journey.Step:
    reading = visitor(request)
    return await db.read(
        journey.step, slug, asked, speaker(request), reading.language, is_brief=reading.is_brief, now=now
    )


async def _keep_places(db: Database, booking: BookingView, now: datetime) -> None:
    """Every page of the journey keeps the places; most pages find that they still are."""
    if booking.held_until is not None and rules.needs_renewal(booking.held_until, now):
        await db.write(verbs.renew, booking.token, now=now)


def _has_code_step(request: Asked) -> bool:
    """Whether a code will be asked for: not of a browser that is signed in."""
    return signed_in(request) is None


ROUTES = [
    home,
    service,
    times,
    choose_time,
    check,
    confirm,
    booking_needs,
    say_booking_needs,
    code,
    check_code,
    another_code,
]
