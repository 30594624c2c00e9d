"""Who works for an organisation: appointed, let go, and asked for each deed whether they may do it."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, insert, select, update

from hoanhap import people
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import N_, Forbidden, Missing, Refusal
from hoanhap.events import Actor, Fact, record
from hoanhap.organizations import rules
from hoanhap.organizations.model import Membership, Organization
from hoanhap.organizations.rules import Duty, MemberRole, Post, Reach


class LastAdmin(Refusal):
    """An organisation is never without somebody who can invite others."""

    heading = N_("Đơn vị cần có người quản trị")
    sentence = N_("Đây là người quản trị cuối cùng của đơn vị. Mời quý vị giao việc cho người khác trước.")


class MemberAppointed(Fact, frozen=True):
    """Somebody works for an organisation from now on."""

    announced = False
    membership_id: int
    role: str


class MemberDismissed(Fact, frozen=True):
    """Somebody works for an organisation no more."""

    membership_id: int
    account_id: int
    role: str


class Member(msgspec.Struct, frozen=True):
    """Somebody who works for an organisation, as pages show them."""

    id: int
    account_id: int
    full_name: str
    phone: str
    role: MemberRole
    location_id: int | None
    began_at: datetime
    ended_at: datetime | None


_IS_CURRENT = Membership.ended_at.is_(None)
_POSTS = select(Membership.organization_id, Membership.role, Membership.location_id).where(
    Membership.account_id == bindparam("of_account"), _IS_CURRENT
)
_EVERYBODY = (
    select(Membership.id, Membership.account_id, Membership.full_name, people.Account.phone)
    .add_columns(Membership.role, Membership.location_id, Membership.began_at, Membership.ended_at)
    .join(people.Account, people.Account.id == Membership.account_id)
    .where(Membership.organization_id == bindparam("of_organization"))
)
_MEMBERS = _EVERYBODY.where(_IS_CURRENT).order_by(Membership.full_name, Membership.id)
_MEMBER = _EVERYBODY.where(Membership.id == bindparam("of_membership"))
_ONE = select(Membership.id, Membership.account_id, Membership.role, Membership.ended_at).where(
    Membership.id == bindparam("of_membership"), Membership.organization_id == bindparam("of_organization")
)
_ADMINS = (
    select(Membership.id)
    .where(Membership.organization_id == bindparam("of_organization"), _IS_CURRENT)
    .where(Membership.role == MemberRole.ADMIN.value, Membership.location_id.is_(None))
    .order_by(Membership.id)
    .with_for_update()
)
_SAME = select(Membership.id).where(
    Membership.account_id == bindparam("of_account"),
    Membership.organization_id == bindparam("of_organization"),
    func.coalesce(Membership.location_id, 0) == bindparam("at_location"),
    Membership.role == bindparam("of_role"),
    _IS_CURRENT,
)


def find(db: Db, slug: str) -> int | None:
    """The organisation of this slug, for commands; None if there is none."""
    return db.execute(select(Organization.id).where(Organization.slug == slug)).scalar_one_or_none()


def posts(db: Db, account_id: int) -> list[Post]:
    """What an account is, and where."""
    rows = db.execute(_POSTS, {"of_account": account_id})
    return [Post(organization_id, MemberRole(role), location_id) for organization_id, role, location_id in rows]


def members(db: Db, organization_id: int) -> list[Member]:
    """Everybody who works for an organisation, by name."""
    return [_member(row) for row in db.execute(_MEMBERS, {"of_organization": organization_id})]


def member(db: Db, organization_id: int, membership_id: int) -> Member:
    """Somebody who works for an organisation, or did; `Missing` for nobody's row."""
    row = db.execute(_MEMBER, {"of_organization": organization_id, "of_membership": membership_id}).one_or_none()
    if row is None:
        raise Missing
    return _member(row)


def reach(db: Db, by: Actor, duty: Duty) -> Reach:
    """Where somebody may do this, at this moment."""
    assert by.account_id is not None
    return rules.reach(posts(db, by.account_id), duty, house_role=by.role)


def duties(db: Db, by: Actor, *, organization_id: int, location_id: int | None = None) -> frozenset[Duty]:
    """Everything that somebody may do there, at this moment."""
    assert by.account_id is not None
    return rules.duties_at(
        posts(db, by.account_id), organization_id=organization_id, location_id=location_id, house_role=by.role
    )


def authorize(db: Db, by: Actor, duty: Duty, *, organization_id: int, location_id: int | None = None) -> Actor:
    """Who does it, in the role in which they may do it there. Refuses with `Forbidden`.

    Asked in the transaction of the deed: whoever was let go a moment ago does nothing more.
    """
    assert by.account_id is not None
    role = rules.acting_as(
        posts(db, by.account_id), duty, organization_id=organization_id, location_id=location_id, house_role=by.role
    )
    if role is None:
        raise Forbidden
    return Actor(by.account_id, role)


def appoint(db: Db, account_id: int, post: Post, *, full_name: str, by: Actor, now: datetime) -> int:
    """Let somebody work for an organisation; who is that already stays it. Returns the membership."""
    where = {"of_account": account_id, "of_organization": post.organization_id}
    same = db.execute(_SAME, where | {"at_location": post.location_id or 0, "of_role": post.role.value})
    if (found := same.scalar_one_or_none()) is not None:
        return int(found)
    values = {"account_id": account_id, **msgspec.structs.asdict(post), "full_name": full_name, "began_at": now}
    key = db.execute(insert(Membership), values | {"role": post.role.value}).inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    record(db, MemberAppointed(key[0], post.role.value), by=by, at=now)
    return int(key[0])


def dismiss(db: Db, organization_id: int, membership_id: int, *, by: Actor, now: datetime) -> None:
    """Let somebody go; who has gone already stays gone. Refuses with `LastAdmin`, and `Missing` for nobody's row."""
    admins = db.execute(_ADMINS, {"of_organization": organization_id}).scalars().all()
    where = {"of_membership": membership_id, "of_organization": organization_id}
    found = db.execute(_ONE, where).one_or_none()
    if found is None:
        raise Missing
    if found.ended_at is not None:
        return
    if list(admins) == [membership_id]:
        raise LastAdmin
    db.execute(update(Membership).where(Membership.id == membership_id).values(ended_at=now))
    record(db, MemberDismissed(membership_id, found.account_id, found.role), by=by, at=now)


def _member(row: AnyRow) -> Member:
    membership_id, account_id, full_name, phone, role, *rest = row
    return Member(membership_id, account_id, full_name, phone, MemberRole(role), *rest)
