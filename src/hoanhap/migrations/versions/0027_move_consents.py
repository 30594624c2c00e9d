"""Whether people may be moved where there is no place for them any more: one booking, and whatever they book later."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ANSWERS = "may IN ('ask', 'same-day', 'three-days')"


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "move_consent",
        sa.Column("booking_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("may", sa.String(length=20), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("words", WHOLE, nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("said_by", WHOLE, nullable=True),
        sa.CheckConstraint(ANSWERS, name=op.f("ck_move_consent_may")),
        sa.CheckConstraint("how IN ('page', 'phone', 'desk', 'usual')", name=op.f("ck_move_consent_how")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_move_consent_booking_id_booking")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_move_consent")),
    )
    op.create_table(
        "usual_move_consent",
        sa.Column("person_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("may", sa.String(length=20), nullable=False),
        sa.Column("words", WHOLE, nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("said_by", WHOLE, nullable=True),
        sa.CheckConstraint(ANSWERS, name=op.f("ck_usual_move_consent_may")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_usual_move_consent_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_usual_move_consent")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("usual_move_consent")
    op.drop_table("move_consent")
