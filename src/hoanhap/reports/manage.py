"""The pages of figures: of a place for those who manage it, and of all places for the agency; and the same as files."""

from datetime import datetime

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import catalogue, organizations
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor
from hoanhap.organizations import Duty
from hoanhap.reports import downloads, forms, texts
from hoanhap.reports.downloads import Kind
from hoanhap.reports.figures import Figures, figures
from hoanhap.reports.rules import Period
from hoanhap.web import pages
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, actor
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

ALL_PLACES = "/agency/figures"


class FiguresPage(msgspec.Struct, frozen=True):
    """The figures of a place, or of all places, and the addresses of the same as files."""

    place: Workplace | None
    figures: Figures
    path: str
    query: str
    units: dict[str, str]

    def file(self, kind: str) -> str:
        """The address of the same as a file."""
        return f"{self.path}/{kind}{self.query}"


@get("/organization/places/{slug:str}/figures", audience=WORKERS, name="figures of a place")
async def of_place(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """How much of a place is used, how early people book, who did not come, who was turned away."""
    return await _page(request, db, slug, now=now)


@get("/organization/places/{slug:str}/figures/{kind:str}", audience=WORKERS, name="file of a place's figures")
async def file_of_place(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    kind: FromPath[str],
) -> Response[bytes]:
    """The same for spreadsheets."""
    return await _file(request, db, slug, kind, now=now)


@get(ALL_PLACES, audience=WORKERS, name="figures of all places")
async def of_all_places(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """The same of the whole province, for the agency."""
    return await _page(request, db, None, now=now)


@get(f"{ALL_PLACES}/{{kind:str}}", audience=WORKERS, name="file of all figures")
async def file_of_all_places(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], kind: FromPath[str]
) -> Response[bytes]:
    """The same for spreadsheets."""
    return await _file(request, db, None, kind, now=now)


async def _page(request: Asked, db: Database, slug: str | None, *, now: datetime) -> Page:
    asked = pages.asked(request)
    form = asked if asked.has("span") else Form({"span": forms.span(asked).value}, asked.translate)
    period = forms.period(form, today=local_day(now))
    place, found = await db.read_at_length(_see, slug, actor(request), period, visitor(request).language, now=now)
    query = f"?{request.url.query}" if form.ok and request.url.query else ""
    page = FiguresPage(place, found, _path(slug), query, texts.UNITS)
    return Page("reports/figures.html", page, form=form, status=200 if form.ok else 422)


async def _file(request: Asked, db: Database, slug: str | None, kind: str, *, now: datetime) -> Response[bytes]:
    if kind not in list(Kind):
        raise Missing
    form = pages.asked(request)
    period = forms.period(form, today=local_day(now))
    place, found = await db.read_at_length(_see, slug, actor(request), period, visitor(request).language, now=now)
    body = downloads.as_file(Kind(kind), found, place=place.name if place else "", translate=form.translate)
    name = f"{slug or 'hoa-nhap'}-{period.first}-{period.last}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Response(body, media_type=downloads.MEDIA[Kind(kind)], headers=headers)


def _path(slug: str | None) -> str:
    return f"/organization/places/{slug}/figures" if slug else ALL_PLACES


def _see(
    db: Db, slug: str | None, by: Actor, period: Period, language: str, *, now: datetime
) -> tuple[Workplace | None, Figures]:
    """The figures, for those who may see them there. They name nobody, so that no look is written down."""
    if slug is None:
        if not organizations.reach(db, by, Duty.SEE_FIGURES).is_everywhere:
            raise Forbidden
        return None, figures(db, period, language, location_id=None, now=now)
    place = catalogue.workplace(db, slug)
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    organizations.authorize(db, by, Duty.SEE_FIGURES, **where)
    return place, figures(db, period, language, location_id=place.location_id, now=now)


ROUTES = [of_place, file_of_place, of_all_places, file_of_all_places]
