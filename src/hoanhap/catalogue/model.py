"""The tables of what is offered: domains, services, locations and offerings."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
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
    unit: Mapped[str] = mapped_column(String(20))
    takes_wheelchairs: Mapped[bool]
    party_max: Mapped[int]
    duration_minutes: Mapped[int]
    step_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    cancel_minutes: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Location(Table):
    """A place where an organisation gives services (FHIR Location)."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(200))
    commune_code: Mapped[str] = mapped_column(String(10))
    latitude: Mapped[float]
    longitude: Mapped[float]
    phone: Mapped[str] = mapped_column(String(30))

    __table_args__ = (UniqueConstraint("organization_id", "name"),)


class Offering(Table):
    """A service as one organisation gives it at one location, with its rules in minutes and people."""

    __tablename__ = "offering"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    unit: Mapped[str] = mapped_column(String(20))
    takes_wheelchairs: Mapped[bool]
    party_max: Mapped[int]
    duration_minutes: Mapped[int]
    step_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    cancel_minutes: Mapped[int]
    horizon_days: Mapped[int]
    is_open: Mapped[bool]

    __table_args__ = (
        UniqueConstraint("service_id", "location_id"),
        CheckConstraint("duration_minutes > 0 AND step_minutes > 0", name="lengths"),
        CheckConstraint("duration_minutes % step_minutes = 0", name="whole_steps"),
        CheckConstraint("party_max >= 1", name="party"),
    )
