"""What is offered, read for pages: each query loads all that its page shows."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from hoanhap.base.clock import Span
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue.model import (
    Domain,
    Feature,
    Location,
    LocationFeature,
    Need,
    NeedFeature,
    Offering,
    OfferingFeature,
    Service,
)
from hoanhap.catalogue.outages import features_out
from hoanhap.catalogue.rules import (
    Gap,
    NeedRule,
    Party,
    Said,
    gaps,
    out_during,
    own_features,
    own_words,
    steps,
    wanted_features,
)
from hoanhap.organizations import Commune, Organization, commune


class DomainText(msgspec.Struct, frozen=True):
    """What a domain is called and what is in it."""

    name: str
    summary: str


class ServiceText(msgspec.Struct, frozen=True):
    """Everything a person must know of a service before booking it, in one language."""

    name: str
    summary: str
    what: str
    how_long: str
    who: str
    bring: list[str]
    cost: str
    keywords: list[str] = []


class Lacking(msgspec.Struct, frozen=True):
    """What is said of a gap, and for how long it is one, where it passes."""

    sentence: str
    out: Span | None = None


class FeatureText(msgspec.Struct, frozen=True):
    """Four sentences: it is there, it is not, nobody knows, and it is there but does not work for some time."""

    has: str
    lacks: str
    unknown: str
    fails: str

    def of(self, gap: Gap) -> Lacking:
        """What is said of a gap."""
        return Lacking(self.fails if gap.out else self.lacks if gap.is_known else self.unknown, gap.out)


class Known(msgspec.Struct, frozen=True):
    """Whether a feature is there, and since when that is known; None where it follows from the offering's own rules."""

    has: bool
    known_on: date | None
    out: Span | None = None
    """How long it does not work, where it is there but for that."""


_THERE = Known(True, None)
NOTHING_MET: Mapping[int, Collection[str]] = {}


class NeedText(msgspec.Struct, frozen=True):
    """A need as a person says it of themselves, and as others say it in a list."""

    name: str
    short: str


class NeedView(msgspec.Struct, frozen=True):
    """A need in the reader's language, with what it asks for."""

    code: str
    topic: str
    text: NeedText
    rule: NeedRule


class DomainView(msgspec.Struct, frozen=True):
    """A domain in the reader's language."""

    slug: str
    icon: str
    text: DomainText


class ServiceView(msgspec.Struct, frozen=True):
    """A service in the reader's language."""

    id: int
    slug: str
    domain_slug: str
    setting: str
    unit: str
    takes_wheelchairs: bool
    party_max: int
    duration_minutes: int
    text: ServiceText


class OfferingView(msgspec.Struct, frozen=True):
    """An offering with the place where it is given."""

    id: int
    service_id: int
    service_slug: str
    setting: str
    unit: str
    takes_wheelchairs: bool
    party_max: int
    duration_minutes: int
    step_minutes: int
    buffer_minutes: int
    notice_minutes: int
    cancel_minutes: int
    horizon_days: int
    needs_approval: bool
    answer_days: int
    is_draft: bool
    is_open: bool
    texts: dict[str, Any]
    location_slug: str
    place: str
    street: str
    commune_code: str
    latitude: float
    longitude: float
    phone: str
    organization: str

    def steps(self, party: Party) -> int:
        """How many steps of the grid a booking of this party takes, with those that are kept free after it."""
        lengths = {"duration_minutes": self.duration_minutes, "step_minutes": self.step_minutes}
        return steps(party, **lengths, buffer_minutes=self.buffer_minutes)

    @property
    def buffer_steps(self) -> int:
        """How many steps are kept free after each appointment."""
        return self.buffer_minutes // self.step_minutes

    def own(self, what: str, language: str) -> Said | None:
        """What the place itself says of its price (`cost`), of papers (`bring`), or what else to `know`."""
        return own_words(self.texts, what, language)

    @property
    def commune(self) -> Commune:
        """Where the place is."""
        return commune(self.commune_code)

    @property
    def address(self) -> str:
        """The address as people write it."""
        return self.commune.address(self.street)


OFFERING_COLUMNS = (
    Offering.id,
    Offering.service_id,
    Service.slug,
    Service.setting,
    Offering.unit,
    Offering.takes_wheelchairs,
    Offering.party_max,
    Offering.duration_minutes,
    Offering.step_minutes,
    Offering.buffer_minutes,
    Offering.notice_minutes,
    Offering.cancel_minutes,
    Offering.horizon_days,
    Offering.needs_approval,
    Offering.answer_days,
    Offering.is_draft,
    Offering.is_open,
    Offering.texts,
    Location.slug,
    Location.name,
    Location.street,
    Location.commune_code,
    Location.latitude,
    Location.longitude,
    Location.phone,
    Organization.name,
)
"""What an `OfferingView` is made of, in its order; for every query that joins these tables."""
_NEEDS = select(Need.code, Need.topic, Need.unit, Need.extra_people, Need.texts).order_by(Need.position)
_NEED_FEATURES = select(NeedFeature.need_code, NeedFeature.setting, NeedFeature.feature_code)
_FEATURES = select(Feature.code, Feature.texts).order_by(Feature.position)
_OF_LOCATIONS = (
    select(Offering.id, LocationFeature.feature_code, LocationFeature.has, LocationFeature.known_on)
    .join(Offering, Offering.location_id == LocationFeature.location_id)
    .where(Offering.id.in_(bindparam("of_offerings", expanding=True)))
)
_OF_OFFERINGS = select(
    OfferingFeature.offering_id, OfferingFeature.feature_code, OfferingFeature.has, OfferingFeature.known_on
).where(OfferingFeature.offering_id.in_(bindparam("of_offerings", expanding=True)))
_DOMAINS = select(Domain.slug, Domain.icon, Domain.texts).order_by(Domain.position)
_SERVICES = select(
    Service.id,
    Service.slug,
    Service.domain_slug,
    Service.setting,
    Service.unit,
    Service.takes_wheelchairs,
    Service.party_max,
    Service.duration_minutes,
    Service.texts,
).order_by(Service.position)
_SERVICE = _SERVICES.add_columns(Domain.icon, Domain.texts).join(Domain).where(Service.slug == bindparam("slug"))
_OFFERINGS = (
    select(*OFFERING_COLUMNS)
    .join(Service, Service.id == Offering.service_id)
    .join(Location, Location.id == Offering.location_id)
    .join(Organization, Organization.id == Location.organization_id)
)
_OFFERINGS_OF_SERVICE = _OFFERINGS.where(Offering.service_id == bindparam("service_id"), Offering.is_open).order_by(
    Location.name, Offering.id
)
_EVERY_OFFERING_AT = _OFFERINGS.where(Offering.location_id == bindparam("location_id")).order_by(Service.position)
_OFFERINGS_AT = _EVERY_OFFERING_AT.where(Offering.is_open)
_OFFERINGS_OF_SERVICES = _OFFERINGS.where(
    Offering.service_id.in_(bindparam("service_ids", expanding=True)), Offering.is_open
)
_NUMBERED = _OFFERINGS.where(Offering.id.in_(bindparam("offering_ids", expanding=True)))
_OPEN_OFFERINGS = _NUMBERED.where(Offering.is_open)
_OFFERING = _OFFERINGS.where(Offering.id == bindparam("offering_id"))


def domains(db: Db, language: str) -> list[DomainView]:
    """Every domain in its order."""
    return [_domain(slug, icon, texts, language) for slug, icon, texts in db.execute(_DOMAINS)]


def services(db: Db, language: str) -> list[ServiceView]:
    """Every service in its order."""
    return [_service(row, language) for row in db.execute(_SERVICES)]


def service(db: Db, slug: str, language: str) -> tuple[ServiceView, DomainView]:
    """A service and its domain; `Missing` if there is none of this slug."""
    row = db.execute(_SERVICE, {"slug": slug}).one_or_none()
    if row is None:
        raise Missing
    return _service(row, language), _domain(row.domain_slug, row.icon, row[-1], language)


def offerings(db: Db, service_id: int) -> list[OfferingView]:
    """Where a service is given, by the name of the place."""
    rows: Iterable[AnyRow] = db.execute(_OFFERINGS_OF_SERVICE, {"service_id": service_id})
    return [OfferingView(*row) for row in rows]


def offerings_at(db: Db, location_id: int) -> list[OfferingView]:
    """What is given at a place, in the order of the services."""
    rows: Iterable[AnyRow] = db.execute(_OFFERINGS_AT, {"location_id": location_id})
    return [OfferingView(*row) for row in rows]


def every_offering_at(db: Db, location_id: int) -> list[OfferingView]:
    """The same for those who work there: with what is paused, and with drafts."""
    rows: Iterable[AnyRow] = db.execute(_EVERY_OFFERING_AT, {"location_id": location_id})
    return [OfferingView(*row) for row in rows]


def offerings_of(db: Db, service_ids: Collection[int]) -> list[OfferingView]:
    """Where these services are given at present, in no order."""
    rows: Iterable[AnyRow] = db.execute(_OFFERINGS_OF_SERVICES, {"service_ids": list(service_ids)})
    return [OfferingView(*row) for row in rows]


def open_offerings(db: Db, offering_ids: Collection[int]) -> list[OfferingView]:
    """Those of these offerings that are given at present, in no order."""
    rows: Iterable[AnyRow] = db.execute(_OPEN_OFFERINGS, {"offering_ids": list(offering_ids)})
    return [OfferingView(*row) for row in rows]


def offerings_numbered(db: Db, offering_ids: Collection[int]) -> list[OfferingView]:
    """Those of these offerings that there are, with what is paused and with drafts, in no order."""
    rows: Iterable[AnyRow] = db.execute(_NUMBERED, {"offering_ids": list(offering_ids)})
    return [OfferingView(*row) for row in rows]


def offering(db: Db, offering_id: int) -> OfferingView:
    """One offering; `Missing` if there is none."""
    row: AnyRow | None = db.execute(_OFFERING, {"offering_id": offering_id}).one_or_none()
    if row is None:
        raise Missing
    return OfferingView(*row)


def needs(db: Db, language: str) -> list[NeedView]:
    """Every need people can say, in its order."""
    asked = _features_asked(db)
    return [
        NeedView(row.code, row.topic, msgspec.convert(row.texts[language], NeedText), _rule(row, asked))
        for row in db.execute(_NEEDS)
    ]


def need_rules(db: Db, codes: Collection[str]) -> list[NeedRule]:
    """What these needs ask for; a code that is no need asks for nothing."""
    if not codes:
        return []
    asked = _features_asked(db)
    return [_rule(row, asked) for row in db.execute(_NEEDS) if row.code in codes]


def gaps_at(
    db: Db,
    found: Collection[OfferingView],
    codes: Collection[str],
    *,
    at: Mapping[int, Span] | None = None,
    met: Mapping[int, Collection[str]] = NOTHING_MET,
) -> dict[int, tuple[Gap, ...]]:
    """What these needs ask for at each offering and is not there, or not known; nothing where all needs are met.

    `at` is when they are asked for, by the offering: what does not work then is not there. What is `met` there by
    somebody who can do it is there otherwise.
    """
    asked = need_rules(db, codes)
    known = known_features(db, found, at=at, met=met)
    return {
        each.id: gaps(
            wanted_features(asked, each.setting),
            {feature: one.has for feature, one in known[each.id].items()},
            {feature: one.out for feature, one in known[each.id].items() if one.out},
        )
        for each in found
    }


def features(db: Db, language: str) -> dict[str, FeatureText]:
    """What is said of each feature, in the order in which features are shown."""
    return {code: msgspec.convert(texts[language], FeatureText) for code, texts in db.execute(_FEATURES)}


def known_features(
    db: Db,
    found: Collection[OfferingView],
    *,
    at: Mapping[int, Span] | None = None,
    met: Mapping[int, Collection[str]] = NOTHING_MET,
) -> dict[int, dict[str, Known]]:
    """What is known of each offering: of its place, then of the service there, then by its own rules.

    What is `met` by whoever serves is there too. Of an offering whose time is in `at`, what does not work at that time
    is not there.
    """
    known: dict[int, dict[str, Known]] = {each.id: {} for each in found}
    for statement in (_OF_LOCATIONS, _OF_OFFERINGS):
        for offering_id, feature, has, known_on in db.execute(statement, {"of_offerings": list(known)}):
            if has is None:
                known[offering_id].pop(feature, None)
            else:
                known[offering_id][feature] = Known(has, known_on)
    for each in found:
        own = own_features(takes_wheelchairs=each.takes_wheelchairs, party_max=each.party_max)
        known[each.id] |= {feature: Known(has, None) for feature, has in own.items()}
        known[each.id] |= dict.fromkeys(met.get(each.id, ()), _THERE)
    times = at or {}
    for number, outs in features_out(db, times).items():
        for feature, span in out_during(outs, times[number]).items():
            if known[number].get(feature, _THERE).has:
                known[number][feature] = Known(False, span.first_on, span)
    return known


def _features_asked(db: Db) -> dict[str, dict[str, frozenset[str]]]:
    """What each need asks for in each setting."""
    asked: dict[str, dict[str, frozenset[str]]] = {}
    for code, setting, feature in db.execute(_NEED_FEATURES):
        of_need = asked.setdefault(code, {})
        of_need[setting] = of_need.get(setting, frozenset()) | {feature}
    return asked


def _rule(row: AnyRow, asked: dict[str, dict[str, frozenset[str]]]) -> NeedRule:
    return NeedRule(row.code, row.unit, row.extra_people, asked.get(row.code, {}))


def _domain(slug: str, icon: str, texts: dict[str, Any], language: str) -> DomainView:
    return DomainView(slug, icon, msgspec.convert(texts[language], DomainText))


def _service(row: AnyRow, language: str) -> ServiceView:
    plain: tuple[Any, ...] = (*row[:8], msgspec.convert(row[8][language], ServiceText))
    return ServiceView(*plain)
