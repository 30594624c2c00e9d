"""The pages of those who say which days are off in the whole province, and which make up for them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.clock import local_day
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.events import Actor
from hoanhap.holidays import forms, queries, rules, verbs
from hoanhap.holidays.queries import DayOff, MadeUp, Year
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked

AT = "/agency/holidays"
T = TypeVar("T")


class YearPage(msgspec.Struct, frozen=True):
    """A year's holidays, and the other years; `done` is what was done just now."""

    year: Year
    years: range
    done: str = ""


class RemovalPage(msgspec.Struct, frozen=True):
    """A day that somebody may take away: a day off, or one that makes up for it."""

    year: int
    day_off: DayOff | None
    working_day: MadeUp | None


@get(AT, audience=WORKERS, name="holidays")
async def holidays(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """The holidays of a year: which are confirmed, and by whom, and which are only reckoned."""
    asked = pages.asked(request)
    page = await db.read(_year_page, asked.value("year"), actor(request), done=asked.value("done"), now=now)
    typed = {f"confirm-{day}": "yes" for day in page.year.to_confirm}
    return Page("holidays/year.html", page, form=Form(typed, asked.translate))


@post(f"{AT}/{{year:str}}/confirmation", audience=WORKERS, name="confirm holidays", doing=N_("Xác nhận ngày nghỉ."))
async def confirm(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], year: FromPath[str]
) -> Page | Response[bytes]:
    """Let days that are reckoned be off."""
    return await _change(request, db, year, forms.confirmed, verbs.confirm, done="confirmed", now=now)


@post(f"{AT}/{{year:str}}/days-off", audience=WORKERS, name="add a day off", doing=N_("Thêm một ngày nghỉ."))
async def add_day_off(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], year: FromPath[str]
) -> Page | Response[bytes]:
    """Let a day be off that nobody reckoned."""
    return await _change(request, db, year, forms.day_off, _add_day_off, done="added", now=now)


@post(f"{AT}/{{year:str}}/working-days", audience=WORKERS, name="add a working day", doing=N_("Thêm một ngày làm bù."))
async def add_working_day(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], year: FromPath[str]
) -> Page | Response[bytes]:
    """Let a day make up for a day off."""
    return await _change(request, db, year, forms.working_day, _add_working_day, done="added", now=now)


@get(f"{AT}/days/{{day:str}}/removal", audience=WORKERS, name="ask before taking a day away")
async def ask_removal(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], day: FromPath[str]
) -> Page:
    """Ask again, before a day is as the week has it."""
    return Page("holidays/removal.html", await db.read(_removal_page, _day(day), actor(request), now=now))


@post(
    f"{AT}/days/{{day:str}}/removal", audience=WORKERS, name="take a day away", doing=N_("Bỏ ngày nghỉ, ngày làm bù.")
)
async def remove(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], day: FromPath[str]
) -> Response[bytes]:
    """Let a day be as the week has it."""
    which = _day(day)
    await db.write(verbs.remove, which, by=actor(request), now=now)
    return seen(f"{AT}?year={which.year}&done=removed")


async def _change(
    request: Asked,
    db: Database,
    year: str,
    read: Callable[[Form, Year], T | None],
    do: Callable[..., None],
    *,
    done: str,
    now: datetime,
) -> Page | Response[bytes]:
    """Read one of the forms of a year and do it, or show the year with what is wrong."""
    form = pages.posted(request)
    page = await db.read(_year_page, year, actor(request), now=now)
    found = read(form, page.year)
    if found is None or not form.ok:
        return pages.invalid("holidays/year.html", page, form)
    await db.write(do, found, by=actor(request), now=now)
    return seen(f"{AT}?year={page.year.year}&done={done}")


def _year_page(db: Db, asked: str, by: Actor, *, done: str = "", now: datetime) -> YearPage:
    """A year's page; `Missing` for one that nobody plans, `Forbidden` for those who do not speak for all places."""
    verbs.authorize(db, by)
    years = rules.years(local_day(now))
    number = next((each for each in years if str(each) == asked), None) if asked else years[0]
    if number is None:
        raise Missing
    return YearPage(queries.year(db, number, now=now), years, done)


def _removal_page(db: Db, day: date, by: Actor, *, now: datetime) -> RemovalPage:
    verbs.authorize(db, by)
    year = queries.year(db, day.year, now=now)
    day_off = next((each for each in year.days_off if each.local_date == day), None)
    working_day = next((each for each in year.working_days if each.local_date == day), None)
    if (day_off is None and working_day is None) or day <= year.today:
        raise Missing
    return RemovalPage(day.year, day_off, working_day)


def _add_day_off(db: Db, found: tuple[date, str], *, by: Actor, now: datetime) -> None:
    verbs.add_day_off(db, *found, by=by, now=now)


def _add_working_day(db: Db, found: tuple[date, date], *, by: Actor, now: datetime) -> None:
    verbs.add_working_day(db, *found, by=by, now=now)


def _day(written: str) -> date:
    """A day in an address; `Missing` for anything else."""
    found = rules.day(written)
    if found is None:
        raise Missing
    return found


ROUTES = [holidays, confirm, add_day_off, add_working_day, ask_removal, remove]
