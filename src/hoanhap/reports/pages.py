"""The first page of those who run the service."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency

from hoanhap.base.db import Database
from hoanhap.reports import queries
from hoanhap.web.pages import Page
from hoanhap.web.security import ADMINS


@get("/staff", audience=ADMINS, name="overview")
async def overview(db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What happens today, what waits, and whether everything holds."""
    return Page("reports/overview.html", await db.read_at_length(queries.overview, now=now))


ROUTES = [overview]
