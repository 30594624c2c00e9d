"""The tables of what is offered: domains, services, locations and offerings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Domain(Table):
    """A field of life that services belong to, such as getting around."""

    __tablename__ = "domain"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int]
    icon: Mapped[str] = mapped_column(String(20))
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Service(Table):
    """A service people can book (FHIR HealthcareService); its usual rules are each offering's defaults."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    domain_slug: Mapped[str] = mapped_column(ForeignKey("domain.slug"), index=True)
    position: Mapped[int]
    setting: Mapped[str] = mapped_column(String(10), server_default=text("'place'"))
    unit: Mapped[str] = mapped_column(String(20))
    takes_wheelchairs: Mapped[bool]
    party_max: Mapped[int]
    duration_minutes: Mapped[int]
    step_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    cancel_minutes: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Location(Table):
    """A place where an organisation gives services (FHIR Location); `directions` says in words how to get there."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(200))
    commune_code: Mapped[str] = mapped_column(String(10))
    latitude: Mapped[float]
    longitude: Mapped[float]
    phone: Mapped[str] = mapped_column(String(30))
    directions: Mapped[dict[str, str]] = mapped_column(JSON, server_default=text("'{}'"))

    __table_args__ = (UniqueConstraint("organization_id", "name"),)


class Offering(Table):
    """A service as one organisation gives it at one location, with its rules in minutes and people.

    After each appointment its places are kept free for `buffer_minutes`, within the hours that it is open. Where it
    `needs_approval`, people ask for a time, and are answered within so many working days. A draft was never published;
    what is published and not open is paused. `texts` are the place's own words, by language.
    """

    __tablename__ = "offering"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    unit: Mapped[str] = mapped_column(String(20))
    takes_wheelchairs: Mapped[bool]
    party_max: Mapped[int]
    duration_minutes: Mapped[int]
    step_minutes: Mapped[int]
    buffer_minutes: Mapped[int] = mapped_column(server_default=text("0"))
    notice_minutes: Mapped[int]
    cancel_minutes: Mapped[int]
    horizon_days: Mapped[int]
    needs_approval: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    answer_days: Mapped[int] = mapped_column(server_default=text("2"))
    is_draft: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    is_open: Mapped[bool]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, server_default=text("'{}'"))

    __table_args__ = (
        UniqueConstraint("service_id", "location_id"),
        CheckConstraint("NOT (is_draft AND is_open)", name="draft"),
        CheckConstraint("duration_minutes > 0 AND step_minutes > 0", name="lengths"),
        CheckConstraint("duration_minutes % step_minutes = 0", name="whole_steps"),
        CheckConstraint("buffer_minutes >= 0 AND buffer_minutes % step_minutes = 0", name="buffer"),
        CheckConstraint("party_max >= 1", name="party"),
        CheckConstraint("answer_days >= 1", name="answer_days"),
    )


def steps_taken(extra_minutes: ColumnElement[int]) -> ColumnElement[int]:
    """How many steps of its grid a booking at an offering takes, as the database counts `rules.steps`."""
    minutes = Offering.duration_minutes + extra_minutes + Offering.buffer_minutes
    return (minutes + Offering.step_minutes - 1) // Offering.step_minutes


class Feature(Table):
    """Something that makes a place or a service usable, such as a step-free entrance; `texts` says it three ways."""

    __tablename__ = "feature"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)


class LocationFeature(Table):
    """Whether a place has a feature, and since when that is known; without a row nobody knows."""

    __tablename__ = "location_feature"

    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True)
    feature_code: Mapped[str] = mapped_column(ForeignKey("feature.code"), primary_key=True)
    has: Mapped[bool]
    known_on: Mapped[date]


class OfferingFeature(Table):
    """The same of one service at a place; it stands before what is known of the place.

    With neither yes nor no, those who give the service said that they do not know.
    """

    __tablename__ = "offering_feature"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    feature_code: Mapped[str] = mapped_column(ForeignKey("feature.code"), primary_key=True)
    has: Mapped[bool | None]
    known_on: Mapped[date]


class Need(Table):
    """Something a person may need; `unit` is what they take instead of the usual, `extra_people` must come along."""

    __tablename__ = "need"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    topic: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str | None] = mapped_column(String(20))
    extra_people: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)


class NeedFeature(Table):
    """A need asks for a feature where the service is given in this setting."""

    __tablename__ = "need_feature"

    need_code: Mapped[str] = mapped_column(ForeignKey("need.code"), primary_key=True)
    setting: Mapped[str] = mapped_column(String(10), primary_key=True)
    feature_code: Mapped[str] = mapped_column(ForeignKey("feature.code"), primary_key=True)


class Resource(Table):
    """Somebody or something at a place that a service is given by or with: one of it serves at one place at a time.

    `account_id` is the member of staff that a person is, where they sign in themselves.
    """

    __tablename__ = "resource"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    is_active: Mapped[bool]

    __table_args__ = (UniqueConstraint("location_id", "name"),)


class ResourceFeature(Table):
    """What somebody or something has or can do, where the place as a whole does not: only at the times they serve."""

    __tablename__ = "resource_feature"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    feature_code: Mapped[str] = mapped_column(ForeignKey("feature.code"), primary_key=True)


class Outage(Table):
    """A feature of a place that does not work, or a resource that is not there, from one moment on and until another.

    It is so in everything that is given there, or in one offering only. Without an end it is so until somebody says
    otherwise. `reason` is what people are told, `note` what those who work there tell one another. What works again
    stays written here, and counts no more from `ended_at` on.
    """

    __tablename__ = "outage"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    feature_code: Mapped[str | None] = mapped_column(ForeignKey("feature.code"))
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), index=True)
    begins_at: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(1000), server_default=text("''"))
    said_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(feature_code IS NULL) <> (resource_id IS NULL)", name="one_thing"),
        CheckConstraint("until IS NULL OR begins_at < until", name="order"),
    )


class Photo(Table):
    """A photo of a place. `texts` say by language what it shows; without words only those who add them see it."""

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    position: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)


class PhotoFile(Table):
    """A photo in one size, as JPEG; apart from the photo, so that no list carries it along."""

    __tablename__ = "photo_file"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    height: Mapped[int]
    address: Mapped[str] = mapped_column(String(32), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SearchEntry(Table):
    """A service or a place as the search knows it in one language: written again from the rest, never by hand.

    `folded` is what is searched: on PostgreSQL by the index below, on SQLite by the virtual table `search_index`.
    """

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    ref: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("kind", "ref", "language"),
        Index(
            "ix_search_entry_folded", text("to_tsvector('simple'::regconfig, folded)"), postgresql_using="gin"
        ).ddl_if(dialect="postgresql"),
    )
