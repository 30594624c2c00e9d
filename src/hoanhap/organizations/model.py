"""The tables of organisations and of the people who work for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class OrganizationKind(StrEnum):
    """What an organisation is: a provider, or an organisation of people with disabilities."""

    PROVIDER = "provider"
    NPO = "npo"


class Organization(Table):
    """An organisation; `summaries` holds one sentence for each language."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(30))
    commune_code: Mapped[str] = mapped_column(String(10))
    street: Mapped[str] = mapped_column(String(200))
    summaries: Mapped[dict[str, str]] = mapped_column(JSON)


class Membership(Table):
    """Somebody works for an organisation, in a role (FHIR PractitionerRole); without a location, at all of its places.

    Whoever leaves keeps the row, so that what they did can still be read; at most one of a kind is not ended.
    """

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    role: Mapped[str] = mapped_column(String(20))
    full_name: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_membership_everywhere",
            "account_id",
            "organization_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND location_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND location_id IS NULL"),
        ),
        Index(
            "uq_membership_at_location",
            "account_id",
            "location_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND location_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND location_id IS NOT NULL"),
        ),
    )
