"""The tables of people, what they need, the accounts they sign in with, and one-time codes on their way."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Account(Table):
    """What a phone can sign in to. Families share phones: an account has any number of persons, and is used for one.

    `display` is how its pages look, part by part; empty until somebody chooses.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    display: Mapped[dict[str, str]] = mapped_column(JSON, server_default=text("'{}'"))
    created_at: Mapped[datetime]
    # The two tables point at each other, so this one's key is added when both are there.
    current_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))


class Person(Table):
    """Somebody who comes (FHIR Patient); the full name is one field, as Vietnamese names are."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    full_name: Mapped[str] = mapped_column(String(200))
    folded_name: Mapped[str] = mapped_column(String(400))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "folded_name"),)


class AccessProfile(Table):
    """What a person needs, never what they have. Every save is a new version: the newest counts, the others stay."""

    __tablename__ = "access_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]
    needs: Mapped[list[str]] = mapped_column(JSON)
    extra_minutes: Mapped[int]
    home_commune: Mapped[str | None] = mapped_column(String(10))
    contact: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        UniqueConstraint("person_id", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("extra_minutes IN (0, 10, 20, 30)", name="extra_minutes"),
        CheckConstraint("contact IN ('any', 'call', 'message')", name="contact"),
    )


class CodeRequest(Table):
    """A one-time code for a phone. `code` is readable only until it has been handed to the messenger."""

    __tablename__ = "code_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    code: Mapped[str | None] = mapped_column(String(10))
    code_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Tally(Table):
    """How often something was tried within a period of time; counted by the database in one statement."""

    __tablename__ = "tally"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
