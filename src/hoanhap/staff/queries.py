"""How people sign in at work, read for the pages of signing in, for their own page, and for those who invite them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, select

from hoanhap import organizations, people
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Missing, Refusal, WayOn
from hoanhap.organizations import Organization
from hoanhap.staff import rules
from hoanhap.staff.model import Credential, Entrance, Invitation, Passkey, RecoveryCode
from hoanhap.web import login
from hoanhap.web.login import SignedIn


class InvitationOver(Refusal):
    """The invitation was accepted, withdrawn, or is too old."""

    status = 410
    heading = N_("Lời mời này không còn dùng được")
    sentence = N_("Lời mời đã dùng, đã hết hạn hoặc đã rút lại. Mời quý vị xin người quản trị gửi lời mời mới.")
    ways_on = (WayOn(N_("Nhân viên đăng nhập"), "/staff/sign-in"),)


class EntranceOver(Refusal):
    """Whoever was on the way in took too long, or comes with another browser."""

    status = 409
    heading = N_("Mời quý vị bắt đầu lại")
    sentence = N_("Đã lâu quá, hoặc quý vị đổi trình duyệt. Chưa có gì thay đổi.")
    ways_on = (WayOn(N_("Nhân viên đăng nhập"), "/staff/sign-in"),)


class PasskeyRefused(Refusal):
    """The passkey is not known, has signed something else, or was tried too often."""

    status = 403
    heading = N_("Khóa này chưa mở được tài khoản")
    sentence = N_("Mời quý vị thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu và mã.")
    ways_on = (WayOn(N_("Nhân viên đăng nhập"), "/staff/sign-in"),)


class CredentialView(msgspec.Struct, frozen=True):
    """What an account signs in with, and as what it does."""

    account_id: int
    phone: str
    full_name: str
    account_role: str
    password_hash: str
    password_set_at: datetime
    authenticator: str
    authenticator_set_at: datetime
    last_step: int


class InvitationView(msgspec.Struct, frozen=True):
    """An invitation, as pages show it; without an organisation it is to work for the house or the province."""

    id: int
    phone: str
    full_name: str
    role: str
    organization_id: int | None
    location_id: int | None
    organization: str | None
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class EntranceView(msgspec.Struct, frozen=True):
    """A browser on the way in."""

    id: int
    account_id: int
    phone: str
    invitation_id: int | None
    password_hash: str | None
    done_at: datetime | None
    proof: str | None


class PasskeyView(msgspec.Struct, frozen=True):
    """One's own passkey, as pages show it."""

    id: int
    key_id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class OwnAccount(msgspec.Struct, frozen=True):
    """What somebody sees on their own page at work; without a credential it is a sample account."""

    credential: CredentialView | None
    codes_left: int
    passkeys: Sequence[PasskeyView]
    sign_ins: Sequence[SignedIn]


_CREDENTIALS = (
    select(Credential.account_id, people.Account.phone, Credential.full_name, people.Account.role)
    .add_columns(Credential.password_hash, Credential.password_set_at)
    .add_columns(Credential.authenticator, Credential.authenticator_set_at, Credential.last_step)
    .join(people.Account, people.Account.id == Credential.account_id)
)
_OF_ACCOUNT = _CREDENTIALS.where(Credential.account_id == bindparam("of_account"))
_OF_PHONE = _CREDENTIALS.where(people.Account.phone == bindparam("of_phone"))
_INVITATIONS = (
    select(Invitation.id, Invitation.phone, Invitation.full_name, Invitation.role)
    .add_columns(Invitation.organization_id, Invitation.location_id, Organization.name)
    .add_columns(Invitation.created_at, Invitation.expires_at, Invitation.accepted_at, Invitation.withdrawn_at)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
)
_OF_TOKEN = _INVITATIONS.where(Invitation.token_hash == bindparam("of_hash"))
_OF_ID = _INVITATIONS.where(Invitation.id == bindparam("of_invitation"))
_OPEN = _INVITATIONS.where(
    Invitation.organization_id == bindparam("of_organization"),
    func.coalesce(Invitation.location_id, bindparam("of_location")) == bindparam("of_location"),
    Invitation.accepted_at.is_(None),
    Invitation.withdrawn_at.is_(None),
    Invitation.expires_at > bindparam("now"),
).order_by(Invitation.full_name, Invitation.id)
_ENTRANCE = (
    select(Entrance.id, Entrance.account_id, people.Account.phone, Entrance.invitation_id)
    .add_columns(Entrance.password_hash, Entrance.done_at, Entrance.proof)
    .join(people.Account, people.Account.id == Entrance.account_id)
    .where(Entrance.token_hash == bindparam("of_hash"), Entrance.began_at > bindparam("after"))
)
_LEFT = (
    select(func.count())
    .select_from(RecoveryCode)
    .where(RecoveryCode.account_id == bindparam("of_account"), RecoveryCode.used_at.is_(None))
)
_PASSKEYS = (
    select(Passkey.id, Passkey.key_id, Passkey.name, Passkey.created_at, Passkey.last_used_at)
    .where(Passkey.account_id == bindparam("of_account"))
    .order_by(Passkey.id)
)
_IS_CODE = select(RecoveryCode.id).where(
    RecoveryCode.account_id == bindparam("of_account"), RecoveryCode.code_hash == bindparam("of_hash")
)


def credential(db: Db, account_id: int) -> CredentialView | None:
    """What an account signs in with; None for one that has no credential, as those of the demo."""
    row = db.execute(_OF_ACCOUNT, {"of_account": account_id}).one_or_none()
    return CredentialView(*row) if row else None


def credential_of_phone(db: Db, phone: str) -> CredentialView | None:
    """What the account of a phone signs in with."""
    row = db.execute(_OF_PHONE, {"of_phone": phone}).one_or_none()
    return CredentialView(*row) if row else None


def role(db: Db, found: CredentialView) -> str | None:
    """As what somebody signs in now; None for whoever has no work here any more."""
    return rules.role_of(found.account_role, organizations.posts(db, found.account_id))


def invitation(db: Db, token: str, *, now: datetime) -> InvitationView:
    """The invitation of this token. `Missing` if there is none; refuses with `InvitationOver`."""
    row = db.execute(_OF_TOKEN, {"of_hash": ids.digest(token)}).one_or_none()
    if row is None:
        raise Missing
    found = InvitationView(*row)
    if not found.is_open(now):
        raise InvitationOver
    return found


def invitation_of(db: Db, invitation_id: int) -> InvitationView:
    """The invitation of this number, however it stands; `Missing` if there is none."""
    row = db.execute(_OF_ID, {"of_invitation": invitation_id}).one_or_none()
    if row is None:
        raise Missing
    return InvitationView(*row)


def open_invitations(db: Db, organization_id: int, location_id: int, *, now: datetime) -> list[InvitationView]:
    """Who is invited to work at a place, or at all of them, and has not accepted yet."""
    values = {"of_organization": organization_id, "of_location": location_id, "now": now}
    return [InvitationView(*row) for row in db.execute(_OPEN, values)]


def entrance(db: Db, token: str, *, now: datetime) -> EntranceView:
    """The browser on the way in that has this token. Refuses with `EntranceOver`."""
    values = {"of_hash": ids.digest(token), "after": now - rules.ENTRANCE_LIFE}
    row = db.execute(_ENTRANCE, values).one_or_none()
    if row is None:
        raise EntranceOver
    return EntranceView(*row)


def welcome(db: Db, token: str, *, now: datetime) -> tuple[EntranceView, InvitationView]:
    """Whoever makes their proofs by an invitation, and that. Refuses with `EntranceOver` and `InvitationOver`.

    What was accepted a moment ago is told once more, so that a button can be pressed twice.
    """
    found = entrance(db, token, now=now)
    if found.invitation_id is None:
        raise EntranceOver
    invited = invitation_of(db, found.invitation_id)
    if not (invited.is_open(now) or rules.is_again(found.done_at, now=now)):
        raise InvitationOver
    return found, invited


def recovery_codes_left(db: Db, account_id: int) -> int:
    """How many recovery codes of an account were not used yet."""
    return int(db.execute(_LEFT, {"of_account": account_id}).scalar_one())


def passkeys(db: Db, account_id: int) -> list[PasskeyView]:
    """The passkeys of an account, in the order in which they were added."""
    return [PasskeyView(*row) for row in db.execute(_PASSKEYS, {"of_account": account_id})]


def is_recovery_code(db: Db, account_id: int, code_hash: str) -> bool:
    """Whether a recovery code belongs to the account's present ones, used or not."""
    return db.execute(_IS_CODE, {"of_account": account_id, "of_hash": code_hash}).first() is not None


def own_account(db: Db, account_id: int, *, now: datetime) -> OwnAccount:
    """Somebody's credential, and where they are signed in, the latest first."""
    return OwnAccount(
        credential(db, account_id),
        recovery_codes_left(db, account_id),
        passkeys(db, account_id),
        login.all_of(db, account_id, now=now),
    )
