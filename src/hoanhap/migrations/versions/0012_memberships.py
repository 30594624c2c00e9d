"""Who works for an organisation, in which role, and where."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVERYWHERE = sa.text("ended_at IS NULL AND location_id IS NULL")
AT_LOCATION = sa.text("ended_at IS NULL AND location_id IS NOT NULL")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "membership",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("organization_id", WHOLE, nullable=False),
        sa.Column("location_id", WHOLE, nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_membership_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_membership_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    for column in ("account_id", "organization_id"):
        op.create_index(op.f(f"ix_membership_{column}"), "membership", [column], unique=False)
    for name, where, columns in (
        ("uq_membership_everywhere", EVERYWHERE, ["account_id", "organization_id", "role"]),
        ("uq_membership_at_location", AT_LOCATION, ["account_id", "location_id", "role"]),
    ):
        op.create_index(name, "membership", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Backwards."""
    op.drop_table("membership")
