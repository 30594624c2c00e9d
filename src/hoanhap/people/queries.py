"""People and what they need, read for pages and for those who have to reach them."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.base.text import fold
from hoanhap.people.model import AccessProfile, Account, CodeRequest, Person
from hoanhap.people.rules import Contact


class CodeRequestView(msgspec.Struct, frozen=True):
    """A code on its way to a phone."""

    id: int
    token: str
    phone: str
    expires_at: datetime
    used_at: datetime | None
    language: str


class PersonView(msgspec.Struct, frozen=True):
    """Somebody behind an account; chosen when the account is used for them."""

    id: int
    full_name: str
    is_chosen: bool


class ProfileView(msgspec.Struct, frozen=True):
    """What a person needs, in one version; version 0 is somebody of whom nothing was saved yet."""

    person_id: int
    full_name: str
    version: int
    needs: frozenset[str]
    extra_minutes: int
    home_commune: str | None
    contact: Contact
    saved_at: datetime | None

    @property
    def is_saved(self) -> bool:
        """Whether there is anything to go by."""
        return self.version > 0


_CODE_REQUEST = select(
    CodeRequest.id,
    CodeRequest.token,
    CodeRequest.phone,
    CodeRequest.expires_at,
    CodeRequest.used_at,
    CodeRequest.language,
).where(CodeRequest.token == bindparam("of_token"))
_IS_CHOSEN = func.coalesce(Account.current_person_id == Person.id, False)
_CHOSEN_FIRST = (case((_IS_CHOSEN, 0), else_=1), Person.id.desc())
"""The person chosen for the account; until somebody is, the one noted last."""
_PERSONS = (
    select(Person.id, Person.full_name, _IS_CHOSEN)
    .join(Account, Account.id == Person.account_id)
    .where(Person.account_id == bindparam("of_account"))
)
_NAME = _PERSONS.with_only_columns(Person.full_name).order_by(*_CHOSEN_FIRST).limit(1)
_NEWEST = (
    select(func.max(AccessProfile.version))
    .where(AccessProfile.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
_PROFILE_COLUMNS = (
    Person.id,
    Person.full_name,
    AccessProfile.version,
    AccessProfile.needs,
    AccessProfile.extra_minutes,
    AccessProfile.home_commune,
    AccessProfile.contact,
    AccessProfile.created_at,
)
_PROFILES = (
    select(*_PROFILE_COLUMNS)
    .select_from(Person)
    .join(Account, Account.id == Person.account_id)
    .outerjoin(AccessProfile, and_(AccessProfile.person_id == Person.id, AccessProfile.version == _NEWEST))
)
_PROFILE = _PROFILES.where(Person.account_id == bindparam("of_account")).order_by(*_CHOSEN_FIRST).limit(1)
_PROFILE_OF_PERSON = _PROFILES.where(Person.id == bindparam("of_person"))
_VERSIONS = (
    select(*_PROFILE_COLUMNS)
    .join(AccessProfile, AccessProfile.person_id == Person.id)
    .where(Person.id == bindparam("of_person"))
    .order_by(AccessProfile.version.desc())
    .limit(bindparam("at_most"))
)
_CONTACT = (
    select(AccessProfile.contact)
    .join(Person, Person.id == AccessProfile.person_id)
    .where(Person.account_id == bindparam("of_account"), Person.folded_name == bindparam("folded"))
    .order_by(AccessProfile.version.desc())
    .limit(1)
)
_LATEST = aliased(AccessProfile)
_WANTING_CALLS = (
    select(Person.account_id, Person.full_name)
    .join(AccessProfile, AccessProfile.person_id == Person.id)
    .where(Person.account_id.in_(bindparam("of_accounts", expanding=True)))
    .where(AccessProfile.contact == Contact.CALL.value)
    .where(
        AccessProfile.version
        == select(func.max(_LATEST.version)).where(_LATEST.person_id == Person.id).scalar_subquery()
    )
)
MOST_VERSIONS = 50


def code_request(db: Db, token: str) -> CodeRequestView:
    """The code asked for under this token; `Missing` if there is none."""
    row = db.execute(_CODE_REQUEST, {"of_token": token}).one_or_none()
    if row is None:
        raise Missing
    return CodeRequestView(*row)


def phone_of(db: Db, account_id: int) -> str:
    """The phone of an account, in E.164."""
    return db.execute(select(Account.phone).where(Account.id == account_id)).scalar_one()


def latest_name(db: Db, account_id: int) -> str:
    """The name of whom the account is used for: of the person chosen, else the one last used; or nothing."""
    return db.execute(_NAME, {"of_account": account_id}).scalar_one_or_none() or ""


def persons(db: Db, account_id: int) -> list[PersonView]:
    """Everybody behind an account, in the order in which they came."""
    rows = db.execute(_PERSONS.order_by(Person.id), {"of_account": account_id})
    return [PersonView(number, full_name, bool(is_chosen)) for number, full_name, is_chosen in rows]


def profile(db: Db, account_id: int) -> ProfileView | None:
    """What the account's current person needs; None while there is nobody behind it."""
    row: AnyRow | None = db.execute(_PROFILE, {"of_account": account_id}).one_or_none()
    return _profile(row) if row else None


def profile_of(db: Db, person_id: int) -> ProfileView:
    """What a person needs; `Missing` if there is nobody of this number."""
    row: AnyRow | None = db.execute(_PROFILE_OF_PERSON, {"of_person": person_id}).one_or_none()
    if row is None:
        raise Missing
    return _profile(row)


def profile_versions(db: Db, person_id: int) -> list[ProfileView]:
    """What a person said they need each time, newest first."""
    rows: list[AnyRow] = list(db.execute(_VERSIONS, {"of_person": person_id, "at_most": MOST_VERSIONS}))
    return [_profile(row) for row in rows]


def contact_of(db: Db, account_id: int, full_name: str) -> Contact:
    """How the person of this name behind an account wants to be told things."""
    values = {"of_account": account_id, "folded": fold(full_name)}
    return Contact(db.execute(_CONTACT, values).scalar_one_or_none() or Contact.ANY)


def wanting_calls(db: Db, account_ids: Collection[int]) -> set[tuple[int, str]]:
    """Who behind these accounts wants to be called and not written to: account and full name."""
    rows = db.execute(_WANTING_CALLS, {"of_accounts": list(account_ids)})
    return {(row.account_id, row.full_name) for row in rows}


def _profile(row: AnyRow) -> ProfileView:
    person_id, full_name, version, needs, extra_minutes, home_commune, contact, saved_at = row
    return ProfileView(
        person_id,
        full_name,
        version or 0,
        frozenset(needs or ()),
        extra_minutes or 0,
        home_commune,
        Contact(contact or Contact.ANY),
        saved_at,
    )
