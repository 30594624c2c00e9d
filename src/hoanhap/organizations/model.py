"""The table of organisations."""

from enum import StrEnum

from sqlalchemy import JSON, String
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
