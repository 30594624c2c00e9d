"""Every room's tables, imported so that `Table.metadata` is whole."""

from hoanhap.base.db import Table
from hoanhap.booking import model as booking
from hoanhap.catalogue import model as catalogue
from hoanhap.events import log as events
from hoanhap.feedback import model as feedback
from hoanhap.feeds import model as feeds
from hoanhap.hotline import model as hotline
from hoanhap.notify import model as notify
from hoanhap.organizations import model as organizations
from hoanhap.people import model as people
from hoanhap.schedule import model as schedule
from hoanhap.staff import model as staff
from hoanhap.web import kept, login

metadata = Table.metadata


def is_described(name: str | None, kind: str, _: object) -> bool:
    """Whether a thing in the database is described by a model; SQLite keeps the tables of its search index itself."""
    return not (kind == "table" and (name or "").startswith("search_index"))


__all__ = [
    "booking",
    "catalogue",
    "events",
    "feedback",
    "feeds",
    "hotline",
    "is_described",
    "kept",
    "login",
    "metadata",
    "notify",
    "organizations",
    "people",
    "schedule",
    "staff",
]
