"""What staff note of a booking on its day, and an index to find the bookings of a day."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "attendance",
        sa.Column("booking_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("absence", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_attendance_booking_id_booking")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_attendance")),
    )
    op.create_index("ix_leg_offering_start", "leg", ["offering_id", "starts_at"], unique=False)


def downgrade() -> None:
    """Backwards."""
    op.drop_index("ix_leg_offering_start", table_name="leg")
    op.drop_table("attendance")
