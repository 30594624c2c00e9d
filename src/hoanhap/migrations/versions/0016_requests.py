"""Requests that a place first decides about, and what it asks back."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DISPLACED = sa.text("NOT is_supported AND state IN ('booked', 'requested')")
DISPLACED_BEFORE = sa.text("NOT is_supported AND state = 'booked'")
OPEN = sa.text("outcome IS NULL")


def upgrade() -> None:
    """Forwards."""
    with op.batch_alter_table("offering") as batch:
        batch.add_column(sa.Column("needs_approval", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch.add_column(sa.Column("answer_days", WHOLE, server_default=sa.text("2"), nullable=False))
        batch.create_check_constraint(op.f("ck_offering_answer_days"), "answer_days >= 1")
    op.create_table(
        "request",
        sa.Column("booking_id", WHOLE, nullable=False),
        sa.Column("location_id", WHOLE, nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answer_by", Instant(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("words", sa.String(length=1000), server_default=sa.text("''"), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", WHOLE, nullable=True),
        sa.Column("decided_role", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) AND (decided_at IS NULL) = (decided_role IS NULL)",
            name=op.f("ck_request_decided"),
        ),
        sa.CheckConstraint(
            "(COALESCE(outcome, '') = 'declined') = (reason IS NOT NULL)", name=op.f("ck_request_reason")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_request_booking_id_booking")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_request_location_id_location")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_request")),
    )
    op.create_index("ix_request_open", "request", ["location_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "question",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("booking_id", WHOLE, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("asked_by", WHOLE, nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answered_by", WHOLE, nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_question_answered")),
        sa.ForeignKeyConstraint(["booking_id"], ["request.booking_id"], name=op.f("fk_question_booking_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_booking_id"), "question", ["booking_id"], unique=False)
    _index_displaced(DISPLACED)


def downgrade() -> None:
    """Backwards."""
    _index_displaced(DISPLACED_BEFORE)
    op.drop_table("question")
    op.drop_table("request")
    with op.batch_alter_table("offering") as batch:
        batch.drop_constraint(op.f("ck_offering_answer_days"), type_="check")
        batch.drop_column("answer_days")
        batch.drop_column("needs_approval")


def _index_displaced(where: sa.TextClause) -> None:
    op.drop_index("ix_claim_displaced", "claim")
    op.create_index("ix_claim_displaced", "claim", ["slot_id"], sqlite_where=where, postgresql_where=where)
