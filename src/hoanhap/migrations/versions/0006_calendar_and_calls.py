"""Addresses of people's calendars, and people to be called."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "feed",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feed_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("account_id", name=op.f("uq_feed_account_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_hash")),
    )
    op.create_table(
        "callback",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("suits", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("call_before", Instant(), nullable=False),
        sa.Column("called_at", Instant(), nullable=True),
        sa.Column("called_by", WHOLE, nullable=True),
        sa.CheckConstraint("(called_at IS NULL) = (called_by IS NULL)", name=op.f("ck_callback_called")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_callback_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
        sa.UniqueConstraint("token", name=op.f("uq_callback_token")),
    )
    op.create_index(op.f("ix_callback_account_id"), "callback", ["account_id"], unique=False)
    op.create_index(op.f("ix_callback_called_at"), "callback", ["called_at"], unique=False)
    _partial_index("ix_callback_open", "callback", "called_at IS NULL")
    op.add_column("message", sa.Column("called_at", Instant(), nullable=True))
    op.add_column("message", sa.Column("called_by", WHOLE, nullable=True))
    _partial_index("ix_message_to_call", "message", "gave_up_at IS NOT NULL AND called_at IS NULL")


def downgrade() -> None:
    """Backwards."""
    op.drop_index("ix_message_to_call", table_name="message")
    op.drop_column("message", "called_by")
    op.drop_column("message", "called_at")
    op.drop_table("callback")
    op.drop_table("feed")


def _partial_index(name: str, table: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, ["id"], unique=False, sqlite_where=where, postgresql_where=where)
