"""Bring the standard catalogue (`services.toml`) into the database."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sqlalchemy import insert, select, update

from hoanhap.base.db import Db
from hoanhap.catalogue.model import Domain, Service

MINUTES_AN_HOUR = 60


def load_catalogue(db: Db) -> None:
    """Make the domains and services what the standard catalogue says; any number of times."""
    catalogue = tomllib.loads((files("hoanhap.catalogue") / "services.toml").read_text("utf-8"))
    for position, domain in enumerate(catalogue["domain"]):
        _put(
            db,
            Domain,
            domain["slug"],
            {"position": position, "icon": domain["icon"], "texts": _texts(domain)},
        )
    for service in catalogue["service"]:
        _put(
            db,
            Service,
            service["slug"],
            {
                "domain_slug": service["domain"],
                "position": service["number"],
                "unit": service["unit"],
                "takes_wheelchairs": service["wheelchair"],
                "party_max": service["party_max"],
                "duration_minutes": service["duration_minutes"],
                "step_minutes": service["step_minutes"],
                "notice_minutes": service["notice_hours"] * MINUTES_AN_HOUR,
                "cancel_minutes": service["cancel_hours"] * MINUTES_AN_HOUR,
                "texts": _texts(service),
            },
        )


def _texts(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {language: entry[language] for language in ("vi", "en")}


def _put(db: Db, table: type[Domain] | type[Service], slug: str, values: dict[str, Any]) -> None:
    if db.scalar(select(table.slug).where(table.slug == slug)) is None:
        db.execute(insert(table).values(slug=slug, **values))
    else:
        db.execute(update(table).where(table.slug == slug).values(**values))
