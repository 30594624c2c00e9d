"""The pages of a day: who comes to a place, what becomes of each, and the day on paper."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.attendance import forms, rules, verbs
from hoanhap.attendance.queries import AT_ONCE, Asking, Entry, Happened
from hoanhap.attendance.rules import News, Standing
from hoanhap.attendance.verbs import Day
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.booking import Consent, Deed, MayMove, can_undo, is_in_time
from hoanhap.catalogue import Workplace
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, lasting_cookie, seen
from hoanhap.web.paging import Part, part_of
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import KEEP_UP_COOKIE, Asked, cookies, settings_of, visitor

DAY, ENTRY = "/organization/places/{slug:str}/day", "/organization/places/{slug:str}/day/{reference:str}"
A_DAY = timedelta(days=1)
KEEPING_UP = "keep-up"
"""By what an address says whether the list keeps up; browsers remember it."""


class Hour(msgspec.Struct, frozen=True):
    """Those of a day who begin within an hour; without one, those who have no place."""

    hour: int | None
    entries: list[Entry]


class DayPage(msgspec.Struct, frozen=True):
    """A part of a day, by the hour; `noted` is what was noted just now of whom, `news` what others changed."""

    day: Day
    asking: Asking
    part: Part[int]
    hours: list[Hour]
    now: datetime
    noted: str
    who: Entry | None
    keeps_up: bool
    news: News | None

    @property
    def namesakes(self) -> frozenset[str]:
        """The references of those who cannot be told apart by time and name."""
        return rules.namesakes(self.day.entries)

    @property
    def path(self) -> str:
        """The day of this place."""
        return f"/organization/places/{self.day.place.slug}/day"

    @property
    def is_today(self) -> bool:
        """Whether it is the day that people run now."""
        return self.day.on == local_day(self.now)

    @property
    def here(self) -> str:
        """The address of this part."""
        return self.at(self.part.number)

    @property
    def can_keep_up(self) -> bool:
        """Whether anything may still change."""
        return self.day.on >= local_day(self.now)

    def keeping(self, wish: str) -> str:
        """This part, from where on lists keep up or not."""
        return f"{self.here}&{urlencode({KEEPING_UP: wish})}"

    @property
    def news_at(self) -> str:
        """Where the list asks whether there is anything new."""
        return self.here.replace("/day?", "/day/news?", 1)

    @property
    def before(self) -> str:
        """The day before."""
        return self.on(self.day.on - A_DAY)

    @property
    def after(self) -> str:
        """The day after."""
        return self.on(self.day.on + A_DAY)

    @property
    def today(self) -> str:
        """The day that people run now."""
        return self.on(local_day(self.now))

    @property
    def whole(self) -> str:
        """The same day, with everybody on it."""
        return f"{self.path}?{urlencode({'day': self.day.on.isoformat()})}"

    @property
    def printed(self) -> str:
        """The whole day on paper."""
        return self.on(self.day.on).replace("/day?", "/day/print?", 1)

    def at(self, number: int) -> str:
        """The address of a part."""
        return self.on(self.day.on, page=number if number > 1 else None)

    def on(self, day: date, **more: object) -> str:
        """The same list of a day."""
        said = forms.asked_for(msgspec.structs.replace(self.asking, on=day))
        return f"{self.path}?{urlencode(said | {name: str(value) for name, value in more.items() if value})}"

    @property
    def can_note(self) -> bool:
        """Whether anything can be noted of anybody here."""
        return any(self.next_deed(each) for each in self.day.entries)

    def next_deed(self, entry: Entry) -> Deed | None:
        """What is noted next of somebody in most cases, and can be noted now."""
        deed = {
            Standing.EXPECTED: Deed.ARRIVE,
            Standing.PARTLY: Deed.ARRIVE,
            Standing.ARRIVED: Deed.FULFIL,
        }.get(entry.standing)
        return deed if deed and is_in_time(deed, entry.starts_at, self.now) else None


class EntryPage(msgspec.Struct, frozen=True):
    """One booking on its day, and what can be noted of it now."""

    place: Workplace
    entry: Entry
    happened: list[Happened]
    now: datetime
    noted: str
    sees_everything: bool
    consent: Consent
    note_seen: str
    """The note as it stands, so that nobody writes over what somebody else wrote meanwhile."""
    note_stands: str = ""
    """What somebody else wrote meanwhile."""

    @property
    def path(self) -> str:
        """The day of this place."""
        return f"/organization/places/{self.place.slug}/day"

    @property
    def on(self) -> date:
        """The day it is on."""
        return local_day(self.entry.starts_at)

    @property
    def asks_may_move(self) -> bool:
        """Whether it can be written down here what to do where there is no place for it any more."""
        is_promised = self.entry.standing in {Standing.EXPECTED, Standing.DISPLACED}
        return is_promised and self.entry.starts_at > self.now and self.sees_everything

    @property
    def outcome(self) -> str:
        """What was noted just now, and what came of it at once."""
        if self.noted != "consent":
            return self.noted
        if not self.entry.is_supported and self.consent.may is not MayMove.ASK:
            return "waits"
        return {"BookingMoved": "moved", "BookingSupported": "supported"}.get(self.happened[0].kind, self.noted)

    @property
    def deeds(self) -> list[str]:
        """Everything that can be noted of it now, and taken back today."""
        entry, tally = self.entry, self.entry.tally
        if not entry.is_supported:
            return []
        possible = {
            Deed.ARRIVE: tally.booked + tally.noshow,
            Deed.FULFIL: tally.arrived,
            Deed.MISS: tally.booked,
        }
        deeds = [deed for deed, count in possible.items() if count and is_in_time(deed, entry.starts_at, self.now)]
        undoing = {Deed.UNDO_FULFIL: tally.fulfilled, Deed.UNDO_ARRIVE: tally.arrived, Deed.UNDO_MISS: tally.noshow}
        if can_undo(entry.noted_at, self.now):
            deeds += [deed for deed, count in undoing.items() if count]
        return [each.value for each in deeds]


class PrintPage(msgspec.Struct, frozen=True):
    """A whole day on paper, by the hour."""

    day: Day
    hours: list[Hour]
    now: datetime
    back: str

    @property
    def namesakes(self) -> frozenset[str]:
        """The references of those who cannot be told apart by time and name."""
        return rules.namesakes(self.day.entries)


@get(DAY, audience=WORKERS, name="day list")
async def day_list(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Who comes to a place on a day, in order of time; the look is written down."""
    asked = pages.asked(request)
    asking = forms.asking(asked, today=local_day(now))
    day = await db.write(verbs.look_at_day, slug, asking, visitor(request).language, by=pages.actor(request), now=now)
    return _day_page(request, day, asking, asked, now)


@get(f"{DAY}/news", audience=WORKERS, name="news of the day", unasked=True)
async def news_of_day(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Nothing for whoever has seen the list as it stands; else the list, and what is new; that look is written down.

    The page asks by itself, which keeps nobody signed in.
    """
    asked, language, by = pages.asked(request), visitor(request).language, pages.actor(request)
    asking = forms.asking(asked, today=local_day(now))
    version = await db.read(verbs.version_of_day, slug, asking, language, by=by)
    if version.since(asked.value("seen")) is None:
        return Response(b"", status_code=204, headers={"cache-control": "no-store"})
    day = await db.write(verbs.look_at_day, slug, asking, language, by=by, now=now)
    return _day_page(request, day, asking, asked, now, news=day.version.since(asked.value("seen")))


@post(DAY, audience=WORKERS, name="note on the day list", doing=N_("Ghi ai đã đến."))
async def note_on_list(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Response[bytes]:
    """Note what the button that was pressed says, and go back to where it was."""
    form, asked = pages.posted(request), pages.asked(request)
    asking = forms.asking(asked, today=local_day(now))
    pressed = forms.pressed(form)
    said = forms.asked_for(asking) | ({"page": str(asking.number)} if asking.number > 1 else {})
    if pressed is None:
        await db.read(verbs.may_look, slug, pages.actor(request))
        return seen(f"/organization/places/{slug}/day?{urlencode(said)}")
    reference, noting = pressed
    is_new = await db.write(verbs.attend, slug, reference, noting, by=pages.actor(request), now=now)
    said |= {"noted": noting.deed.value if is_new else "before", "who": reference}
    return seen(f"/organization/places/{slug}/day?{urlencode(said)}#n-{reference}")


@get(f"{DAY}/print", audience=WORKERS, name="print the day")
async def print_day(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """A whole day in large print; the look is written down."""
    asking = forms.asking(pages.asked(request), today=local_day(now))
    whole = msgspec.structs.replace(asking, at_once=None)
    day = await db.write(verbs.look_at_day, slug, whole, visitor(request).language, by=pages.actor(request), now=now)
    back = f"/organization/places/{slug}/day?{urlencode(forms.asked_for(asking))}"
    return Page("attendance/print.html", PrintPage(day, _hours(day.entries), now, back))


@get(ENTRY, audience=WORKERS, name="day entry")
async def entry(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page:
    """One booking with everything that may be noted of it; the look is written down."""
    form, asked = Form({}, pages.translate(request)), pages.asked(request)
    page = await _entry_page(request, db, slug, reference, now=now, noted=asked.value("noted"))
    written = {"note": page.entry.note, "people": str(page.entry.tally.people)}
    return Page("attendance/entry.html", page, form=Form(written, form.translate))


@get(f"{ENTRY}/slip", audience=WORKERS, name="slip of the place")
async def slip(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """A booking in large print, to hand over or to copy by hand; the look is written down."""
    language, by = visitor(request).language, pages.actor(request)
    found = await db.write(verbs.look_at_slip, slug, reference, language, by=by, now=now)
    if not found.entry.has_slip:
        return seen(f"/organization/places/{slug}/day/{reference}")
    return Page("attendance/slip.html", found)


@post(f"{ENTRY}/attendance", audience=WORKERS, name="note attendance", doing=N_("Ghi ai đã đến."))
async def note_attendance(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Note what became of a booking."""
    form = pages.posted(request)
    noting = forms.noting(form)
    if noting is None:
        page = await _entry_page(request, db, slug, reference, now=now)
        return pages.invalid("attendance/entry.html", page, form)
    is_new = await db.write(verbs.attend, slug, reference, noting, by=pages.actor(request), now=now)
    noted = noting.deed.value if is_new else "before"
    return seen(f"/organization/places/{slug}/day/{reference}?{urlencode({'noted': noted})}")


@post(f"{ENTRY}/note", audience=WORKERS, name="write a note", doing=N_("Viết ghi chú cho một lịch hẹn."))
async def write_note(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Keep what staff must know of a booking."""
    form, by = pages.posted(request), pages.actor(request)
    words = forms.note(form)
    if words is None:
        page = await _entry_page(request, db, slug, reference, now=now)
        return pages.invalid("attendance/entry.html", page, form)
    is_kept = await db.write(verbs.write_note, slug, reference, words, seen=form.value("note_seen"), by=by, now=now)
    if not is_kept:
        form.wrong("note", form.translate(N_("Có người vừa sửa ghi chú. Đọc câu đang lưu, rồi lưu câu của quý vị.")))
        page = await _entry_page(request, db, slug, reference, now=now)
        stands = msgspec.structs.replace(page, note_stands=page.entry.note)
        return pages.invalid("attendance/entry.html", stands, form)
    return seen(f"/organization/places/{slug}/day/{reference}?noted=note")


async def _entry_page(
    request: Asked, db: Database, slug: str, reference: str, *, now: datetime, noted: str = ""
) -> EntryPage:
    found = await db.write(
        verbs.look_at_one, slug, reference, visitor(request).language, by=pages.actor(request), now=now
    )
    note_seen = verbs.digest_of(found.entry.note)
    sees_everything = found.sight.is_everything
    return EntryPage(found.place, found.entry, found.happened, now, noted, sees_everything, found.consent, note_seen)


def _day_page(
    request: Asked, day: Day, asking: Asking, asked: Form, now: datetime, *, news: News | None = None
) -> Page:
    part = part_of(request, range(day.listed), at_once=AT_ONCE)
    who = next((each for each in day.entries if each.reference == asked.value("who")), None)
    wish = asked.value(KEEPING_UP)
    keeps_up = (wish or cookies(request).get(KEEP_UP_COOKIE)) != "no"
    page = DayPage(day, asking, part, _hours(day.entries), now, asked.value("noted"), who, keeps_up, news)
    if not asked.ok:
        return pages.invalid("attendance/day.html", page, asked)
    filled = {"service": asking.service, "show": asking.show.value} | forms.date_written(day.on)
    kept = [lasting_cookie(settings_of(request), KEEP_UP_COOKIE, wish)] if wish in {"yes", "no"} else []
    return Page("attendance/day.html", page, form=Form(filled, asked.translate), cookies=kept)


def _hours(entries: Sequence[Entry]) -> list[Hour]:
    def hour(entry: Entry) -> int | None:
        return None if entry.standing is Standing.DISPLACED else entry.hour

    return [Hour(each, list(some)) for each, some in groupby(entries, hour)]


ROUTES = [day_list, news_of_day, note_on_list, print_day, entry, slip, note_attendance, write_note]
