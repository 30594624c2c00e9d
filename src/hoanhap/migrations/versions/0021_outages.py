"""What does not work at a place, or is not there, for some time."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "outage",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("location_id", WHOLE, nullable=False),
        sa.Column("feature_code", sa.String(length=40), nullable=True),
        sa.Column("resource_id", WHOLE, nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), server_default=sa.text("''"), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("(feature_code IS NULL) <> (resource_id IS NULL)", name=op.f("ck_outage_one_thing")),
        sa.CheckConstraint("last_on IS NULL OR first_on <= last_on", name=op.f("ck_outage_order")),
        sa.ForeignKeyConstraint(["feature_code"], ["feature.code"], name=op.f("fk_outage_feature_code_feature")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_outage_location_id_location")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_outage_resource_id_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_index(op.f("ix_outage_location_id"), "outage", ["location_id"])
    op.create_index(op.f("ix_outage_resource_id"), "outage", ["resource_id"])


def downgrade() -> None:
    """Backwards."""
    op.drop_table("outage")
