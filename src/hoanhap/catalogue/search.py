"""Finding services and places by words, however they are typed, through the full-text index of each database."""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, literal_column, select, text

from hoanhap.base.db import Db
from hoanhap.base.text import canonical, fold, words
from hoanhap.catalogue import matching
from hoanhap.catalogue.matching import asked_words, grade
from hoanhap.catalogue.model import Domain, Location, Offering, SearchEntry, Service
from hoanhap.organizations import Organization, commune
from hoanhap.web.i18n import LANGUAGES

SERVICE, PLACE = "service", "place"


class Found(msgspec.Struct, frozen=True):
    """Something that was found, in a language; a place has coordinates, a service has none."""

    kind: str
    ref: str
    language: str
    title: str
    note: str
    latitude: float
    longitude: float


_FOUND = (
    select(
        SearchEntry.kind,
        SearchEntry.ref,
        SearchEntry.language,
        SearchEntry.title,
        SearchEntry.note,
        Location.latitude,
        Location.longitude,
        SearchEntry.words,
    )
    .outerjoin(Location, and_(SearchEntry.kind == PLACE, Location.slug == SearchEntry.ref))
    .order_by(SearchEntry.id)
)
_SIMPLE: ColumnElement[str] = literal_column("'simple'::regconfig")
BY_INDEX = {
    "sqlite": _FOUND.where(SearchEntry.id.in_(text("SELECT rowid FROM search_index WHERE search_index MATCH :asked"))),
    "postgresql": _FOUND.where(
        func.to_tsvector(_SIMPLE, SearchEntry.folded).bool_op("@@")(func.to_tsquery(_SIMPLE, bindparam("asked")))
    ),
}
_PHRASES = select(SearchEntry.title, SearchEntry.words).where(SearchEntry.language == bindparam("language"))
_SERVICES = (
    select(Service.slug, Service.texts, Domain.texts)
    .join(Domain, Domain.slug == Service.domain_slug)
    .order_by(Service.position)
)
_PLACES = (
    select(
        Location.id,
        Location.slug,
        Location.name,
        Location.street,
        Location.commune_code,
        Organization.name,
        Organization.summaries,
    )
    .join(Organization, Organization.id == Location.organization_id)
    .order_by(Location.name, Location.id)
)
_GIVEN = select(Offering.location_id, Service.texts).join(Service).where(Offering.is_open).order_by(Service.position)


def find(db: Db, typed: str, language: str) -> list[Found]:
    """What has every one of these words, the best first; in the other language if there is nothing in this one."""
    asked = asked_words(typed)
    if not asked:
        return []
    rows = db.execute(BY_INDEX[db.dialect.name], {"asked": _query(asked, db.dialect.name)}).all()
    own = [row for row in rows if row.language == language] or rows
    return [Found(*row[:7]) for row in sorted(own, key=lambda row: grade(asked, row.title, row.words))]


def near_words(db: Db, typed: str, language: str) -> list[str]:
    """Other words to search for, that come near to these."""
    rows = db.execute(_PHRASES, {"language": language})
    return matching.near_words(typed, [[title, *lines.split("\n")] for title, lines in rows])


def index(db: Db) -> None:
    """Write down again what the search knows; any number of times, whenever services or places have changed."""
    db.execute(delete(SearchEntry))
    entries = [*_services(db), *_places(db)]
    db.execute(insert(SearchEntry), entries)
    if db.dialect.name == "sqlite":
        db.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))


def _query(asked: list[str], dialect: str) -> str:
    """Every word, the last perhaps only begun. Words hold letters and digits only, so nothing is an operator."""
    folded = [fold(word) for word in asked]
    if dialect == "sqlite":
        return " AND ".join(f'"{word}"' for word in folded) + "*"
    return " & ".join(f"'{word}'" for word in folded) + ":*"


def _services(db: Db) -> Iterator[dict[str, str]]:
    for slug, texts, domain in db.execute(_SERVICES):
        for language in LANGUAGES:
            said = texts[language]
            others = [*said.get("keywords", []), said["summary"], domain[language]["name"]]
            told = {"title": said["name"], "note": said["summary"]}
            yield {"kind": SERVICE, "ref": slug, "language": language} | told | _searched(said["name"], others)


def _places(db: Db) -> Iterator[dict[str, str]]:
    given: dict[int, list[Any]] = {}
    for location_id, texts in db.execute(_GIVEN):
        given.setdefault(location_id, []).append(texts)
    for location_id, slug, name, street, code, organization, summaries in db.execute(_PLACES):
        address = commune(code).address(street)
        for language in LANGUAGES:
            services = [texts[language]["name"] for texts in given.get(location_id, [])]
            others = [organization, address, *commune(code).districts, summaries[language], *services]
            told = {"title": name, "note": address}
            yield {"kind": PLACE, "ref": slug, "language": language} | told | _searched(name, others)


def _searched(title: str, others: list[str]) -> dict[str, str]:
    lines = canonical("\n".join(others))
    return {"words": lines, "folded": " ".join(words(fold(f"{title} {lines}")))}
