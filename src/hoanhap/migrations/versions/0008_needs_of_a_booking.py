"""What a booking's people need this time, how much longer, which gaps they knew of; and needs that nobody meets."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    with op.batch_alter_table("booking") as batch:
        batch.add_column(sa.Column("extra_minutes", WHOLE, server_default=sa.text("0"), nullable=False))
        batch.add_column(sa.Column("needs", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
        batch.add_column(sa.Column("gaps", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.create_table(
        "unmet_need",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("feature_code", sa.String(length=40), nullable=False),
        sa.Column("count", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["feature_code"], ["feature.code"], name=op.f("fk_unmet_need_feature_code_feature")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_unmet_need_service_id_service")),
        sa.PrimaryKeyConstraint("local_date", "service_id", "feature_code", name=op.f("pk_unmet_need")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("unmet_need")
    with op.batch_alter_table("booking") as batch:
        for name in ("gaps", "needs", "extra_minutes"):
            batch.drop_column(name)
