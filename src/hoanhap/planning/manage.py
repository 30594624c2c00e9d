"""The pages of those who plan weeks in a spreadsheet: the weeks as a file, and a file as new weeks."""

from datetime import date, datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import cells, text
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor
from hoanhap.planning import changes, forms, queries, rules, sheets
from hoanhap.planning.changes import Importing, Replanning
from hoanhap.planning.pages import Effects, allowed, effects
from hoanhap.planning.rules import Rule
from hoanhap.planning.sheets import Known
from hoanhap.web import pages
from hoanhap.web.forms import DATE_PARTS, N_, Form, Translate
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

AT = "/organization/places/{slug:str}/weeks"
FIELD = "lines"
LARGEST_FILE = 1_000_000
LARGEST_FORM = 4 * LARGEST_FILE
"""A file that is too large is still read, so that it is refused in words beside the field."""


class ImportPage(msgspec.Struct, frozen=True):
    """The form for a file with weeks, and the columns it must have."""

    place: Workplace
    columns: list[str]


class ImportPreviewPage(msgspec.Struct, frozen=True):
    """What a file would do: the services with other weeks, how many lines begin and end, and whom it concerns."""

    place: Workplace
    services: list[str]
    change: Importing
    effects: Effects
    typed: dict[str, str]
    is_stale: bool = False


class Read(msgspec.Struct, frozen=True):
    """A posted form with lines, read as far as it can be: the place, and the change it asks for."""

    place: Workplace
    change: Importing | None
    is_said_already: bool = False


@get(f"{AT}/file", audience=WORKERS, name="file of weeks")
async def weeks_as_file(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Response[bytes]:
    """Every week that counts, or is to come, for spreadsheets."""
    today = local_day(now)
    known = await db.read(_known, slug, pages.actor(request), visitor(request).language, first_on=today, today=today)
    headers = {
        "content-disposition": f'attachment; filename="{slug}-{today}.csv"',
        "cache-control": "private, no-store",
    }
    return Response(sheets.write(known, pages.translate(request)), media_type=cells.MEDIA, headers=headers)


@get(f"{AT}/import", audience=WORKERS, name="weeks to import")
async def import_form(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Ask for a file, or for its lines, and from when on it counts."""
    page = await db.read(_import_page, slug, pages.actor(request), pages.translate(request))
    typed = forms.date_typed("first", local_day(now) + forms.A_DAY)
    return Page("planning/import.html", page, form=Form(typed, pages.translate(request)))


@post(
    f"{AT}/import",
    audience=WORKERS,
    name="import weeks",
    doing=N_("Nhập lịch tuần từ tệp."),
    takes_file=FIELD,
    request_max_body_size=LARGEST_FORM,
)
async def import_weeks(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Show what a file would do; do it once it was shown. A preview has no address: its lines may be many."""
    form, by = pages.posted(request), pages.actor(request)
    read = await db.read(_read, slug, by, form, visitor(request).language, now=now)
    if read.is_said_already and form.has("version"):
        return seen(f"/organization/places/{slug}/weeks?noted=yes")
    if read.change is None:
        page = await db.read(_import_page, slug, by, form.translate)
        return pages.invalid("planning/import.html", page, form)
    shown = await db.write(_preview, slug, read, form, visitor(request).language, by=by, now=now)
    if not form.has("version") or shown.is_stale:
        return Page("planning/import_preview.html", shown, form=form, status=409 if shown.is_stale else 200)
    await db.write(_plan, slug, read.change, form.value("version"), by=by, now=now)
    return seen(f"/organization/places/{slug}/weeks?noted=yes")


def _known(db: Db, slug: str, by: Actor, language: str, *, first_on: date, today: date) -> Known:
    place, _ = allowed(db, slug, by)
    offerings, hands = queries.offerings(db, place.location_id), queries.hands(db, place.location_id)
    there = queries.rules_at(db, place.location_id, since=min(first_on, today))
    return Known(offerings, hands, there, language, today)


def _import_page(db: Db, slug: str, by: Actor, translate: Translate) -> ImportPage:
    place, _ = allowed(db, slug, by)
    return ImportPage(place, [translate(each) for each in sheets.COLUMNS.values()])


def _read(db: Db, slug: str, by: Actor, form: Form, language: str, *, now: datetime) -> Read:
    """The change that a form asks for, with faults noted on it where there can be none."""
    place, _ = allowed(db, slug, by)
    today = local_day(now)
    first_on = forms.first_day(form, None, today=today)
    known = _known(db, slug, by, language, first_on=first_on or today, today=today)
    said = _lines(form, known)
    if not form.ok or first_on is None:
        return Read(place, None)
    parts = rules.replaced(known.there, said, first_on)
    if not parts:
        form.wrong(FIELD, form.translate(N_("Tệp nói đúng như lịch đang có. Không có gì để đổi.")))
        return Read(place, None, is_said_already=True)
    replanned = [Replanning(number, first_on, ends, begins) for number, (ends, begins) in sorted(parts.items())]
    return Read(place, Importing(tuple(replanned)))


def _lines(form: Form, known: Known) -> tuple[Rule, ...]:
    """What the lines say; what cannot be read, or is too much, is not shown again."""
    _, typed = form.translate, form.value(FIELD)
    if typed == text.UNREADABLE:
        unread = N_("Chúng tôi không đọc được tệp này. Mời quý vị chép các dòng trong bảng tính, rồi dán vào ô.")
        form.wrong(FIELD, _(unread))
    elif len(typed) > LARGEST_FILE:
        form.wrong(FIELD, _(N_("Tệp dài quá một triệu chữ cái. Chia thành nhiều tệp nhỏ hơn.")))
    else:
        sheet = sheets.read(typed, known, _)
        form.wrong_lines(FIELD, sheet.faults)
        return sheet.rules
    form.forget(FIELD)
    return ()


def _preview(
    db: Db, slug: str, read: Read, form: Form, language: str, *, by: Actor, now: datetime
) -> ImportPreviewPage:
    change = read.change
    assert change is not None
    found = effects(db, slug, change, language, by=by, now=now)
    is_stale = form.has("version") and form.value("version") != found.preview.proposal.version
    typed = {name: form.value(name) for name in (FIELD, *(f"first-{part}" for part in DATE_PARTS))}
    return ImportPreviewPage(read.place, found.preview.services, change, found, typed, is_stale)


def _plan(db: Db, slug: str, change: Importing, version: str, *, by: Actor, now: datetime) -> None:
    _, actor = allowed(db, slug, by)
    changes.plan(db, change, version, by=actor, now=now)


ROUTES = [weeks_as_file, import_form, import_weeks]
