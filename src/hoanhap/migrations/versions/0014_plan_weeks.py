"""Alternate weeks, and resources side by side."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAS_UNIQUE = "uq_schedule_offering_id_weekday_opens"


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "resource",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("location_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_resource_account_id_account")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_resource_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("location_id", "name", name=op.f("uq_resource_location_id_name")),
    )
    op.create_index(op.f("ix_resource_account_id"), "resource", ["account_id"], unique=False)
    with op.batch_alter_table("schedule") as batch:
        batch.add_column(sa.Column("every_weeks", WHOLE, server_default=sa.text("1"), nullable=False))
        batch.add_column(sa.Column("resource_id", WHOLE, nullable=True))
        batch.drop_constraint(WAS_UNIQUE, type_="unique")
        batch.create_unique_constraint(
            "uq_schedule_rule", ["offering_id", "resource_id", "weekday", "opens", "valid_from"]
        )
        batch.create_check_constraint(op.f("ck_schedule_every_weeks"), "every_weeks IN (1, 2)")
        batch.create_foreign_key(op.f("fk_schedule_resource_id_resource"), "resource", ["resource_id"], ["id"])
    op.create_index(op.f("ix_schedule_resource_id"), "schedule", ["resource_id"], unique=False)


def downgrade() -> None:
    """Backwards; what stands side by side, or follows another rule at the same hour, has no room in the old tables."""
    op.drop_index(op.f("ix_schedule_resource_id"), "schedule")
    with op.batch_alter_table("schedule") as batch:
        batch.drop_constraint(op.f("fk_schedule_resource_id_resource"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_schedule_every_weeks"), type_="check")
        batch.drop_constraint("uq_schedule_rule", type_="unique")
        batch.create_unique_constraint(WAS_UNIQUE, ["offering_id", "weekday", "opens"])
        batch.drop_column("resource_id")
        batch.drop_column("every_weeks")
    op.drop_index(op.f("ix_resource_account_id"), "resource")
    op.drop_table("resource")
