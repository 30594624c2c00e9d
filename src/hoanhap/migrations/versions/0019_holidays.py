"""Holidays that somebody confirmed, and the days that make up for them."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOTED_SINCE = datetime(2026, 11, 28, tzinfo=UTC)
"""Who confirmed a holiday before, and when, was not written down."""
HOLIDAY = sa.table("holiday", sa.column("confirmed_at", Instant()))


def upgrade() -> None:
    """Forwards: a holiday that nobody confirmed is reckoned again whenever somebody looks, and need not be kept."""
    op.execute("DELETE FROM holiday WHERE NOT is_confirmed")
    with op.batch_alter_table("holiday") as batch:
        batch.add_column(sa.Column("confirmed_at", Instant(), nullable=True))
        batch.add_column(sa.Column("confirmed_by", WHOLE, nullable=True))
        batch.create_foreign_key(op.f("fk_holiday_confirmed_by_account"), "account", ["confirmed_by"], ["id"])
        batch.drop_column("is_confirmed")
    op.execute(sa.update(HOLIDAY).values(confirmed_at=NOTED_SINCE))
    with op.batch_alter_table("holiday") as batch:
        batch.alter_column("confirmed_at", existing_type=Instant(), nullable=False)
    op.create_table(
        "working_day",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("instead_of", sa.Date(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=False),
        sa.Column("confirmed_by", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_working_day_confirmed_by_account")),
        sa.ForeignKeyConstraint(["instead_of"], ["holiday.local_date"], name=op.f("fk_working_day_instead_of_holiday")),
        sa.PrimaryKeyConstraint("local_date", name=op.f("pk_working_day")),
        sa.UniqueConstraint("instead_of", name=op.f("uq_working_day_instead_of")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("working_day")
    with op.batch_alter_table("holiday") as batch:
        batch.add_column(sa.Column("is_confirmed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch.drop_constraint(op.f("fk_holiday_confirmed_by_account"), type_="foreignkey")
        batch.drop_column("confirmed_by")
        batch.drop_column("confirmed_at")
    op.execute("UPDATE holiday SET is_confirmed = (1 = 1)")
