"""The tables of how people sign in at work: two proofs each, invitations to make them, and whoever is on the way in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Credential(Table):
    """What an account signs in with at work: a password and an authenticator. There is never one without the other.

    Of the password only the hash stands here, with the parameters it was made with; the secret of the authenticator
    is encrypted. `last_step` is the step of the latest code that was taken: none before it is taken any more.
    """

    __tablename__ = "credential"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    full_name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime]
    authenticator: Mapped[str] = mapped_column(String(200))
    authenticator_set_at: Mapped[datetime]
    last_step: Mapped[int]


class RecoveryCode(Table):
    """A code for the day on which the authenticator is not at hand; only its fingerprint is kept, and it works once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)


class Passkey(Table):
    """A key in somebody's phone or computer that opens what a password and a code open; there are both besides it.

    Only its public half stands here. `sign_count` is how often it had signed when it came last: a copy falls behind.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    key_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(1400))
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Invitation(Table):
    """Somebody is asked to work here, or to make their proofs anew. It is good for some days and once.

    `role` is that of a member of the organisation, or without one that of the house or the province. `link` is
    readable only until it has been handed to the messenger.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    link: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    full_name: Mapped[str] = mapped_column(String(200))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Entrance(Table):
    """A browser on the way in: its person has shown one proof, and not yet the other.

    It came by a password, or by an invitation and a confirmed phone; then the new password waits here for the second
    proof. `proof` is the fingerprint of what was shown last, so that a button pressed twice is pressed once.
    """

    __tablename__ = "entrance"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    began_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    proof: Mapped[str | None] = mapped_column(String(64))
