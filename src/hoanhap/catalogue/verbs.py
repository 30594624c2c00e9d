"""Bring the standard catalogue (`services.toml`, `needs.toml`) into the database."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, insert, select, update

from hoanhap.base.db import Db
from hoanhap.catalogue.model import Domain, Feature, Need, NeedFeature, Service
from hoanhap.catalogue.rules import Setting
from hoanhap.catalogue.search import index

MINUTES_AN_HOUR = 60


def load_catalogue(db: Db) -> None:
    """Make the domains, services, features and needs what the standard catalogue says; any number of times."""
    _load_services(db, _read("services.toml"))
    _load_needs(db, _read("needs.toml"))
    index(db)


def _load_services(db: Db, catalogue: Mapping[str, Any]) -> None:
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
                "setting": service["setting"],
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


def _load_needs(db: Db, catalogue: Mapping[str, Any]) -> None:
    for position, feature in enumerate(catalogue["feature"]):
        _put(db, Feature, feature["code"], {"position": position, "texts": _texts(feature)})
    for position, need in enumerate(catalogue["need"]):
        values = {"unit": need.get("unit"), "extra_people": need.get("extra_people", 0), "texts": _texts(need)}
        _put(db, Need, need["code"], {"position": position, "topic": need["topic"]} | values)
    db.execute(delete(NeedFeature))
    db.execute(
        insert(NeedFeature),
        [
            {"need_code": need["code"], "setting": setting.value, "feature_code": feature}
            for need in catalogue["need"]
            for setting in Setting
            for feature in need.get(setting.value, [])
        ],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("hoanhap.catalogue") / name).read_text("utf-8"))


def _texts(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {language: entry[language] for language in ("vi", "en")}


def _put(db: Db, table: type[Domain] | type[Service] | type[Feature] | type[Need], key: str, values: Any) -> None:
    column = table.slug if issubclass(table, Domain | Service) else table.code
    if db.scalar(select(column).where(column == key)) is None:
        db.execute(insert(table).values({column.key: key} | values))
    else:
        db.execute(update(table).where(column == key).values(values))
