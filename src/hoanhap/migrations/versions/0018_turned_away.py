"""How often people who wanted a time got none: at a place, and because no place was near enough."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "turned_away",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("offering_id", WHOLE, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("count", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_turned_away_offering_id_offering")),
        sa.PrimaryKeyConstraint("local_date", "offering_id", "reason", name=op.f("pk_turned_away")),
    )
    op.create_table(
        "too_far",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("count", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_too_far_service_id_service")),
        sa.PrimaryKeyConstraint("local_date", "service_id", name=op.f("pk_too_far")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("too_far")
    op.drop_table("turned_away")
