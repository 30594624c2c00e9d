"""What people found hard to use, and our answers; messages that tell of them name their reference."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "feedback",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("hard", sa.String(length=2000), nullable=False),
        sa.Column("aids", sa.JSON(), nullable=False),
        sa.Column("reply", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("fix_by", sa.Date(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (outcome IS NULL) AND (answered_at IS NULL) = (answer IS NULL) "
            "AND (answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_feedback_answered"),
        ),
        sa.CheckConstraint(
            "(COALESCE(outcome, '') = 'will-fix') = (fix_by IS NOT NULL)", name=op.f("ck_feedback_fix_by")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feedback_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("reference", name=op.f("uq_feedback_reference")),
        sa.UniqueConstraint("token", name=op.f("uq_feedback_token")),
    )
    for column in ("account_id", "answered_at", "given_at"):
        op.create_index(op.f(f"ix_feedback_{column}"), "feedback", [column], unique=False)
    op.create_index("ix_feedback_open", "feedback", ["id"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
    op.add_column("message", sa.Column("reference", sa.String(length=8), nullable=True))


def downgrade() -> None:
    """Backwards."""
    op.drop_column("message", "reference")
    op.drop_table("feedback")
