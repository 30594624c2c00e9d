"""What somebody or something has or can do that serves at a place."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "resource_feature",
        sa.Column("resource_id", WHOLE, nullable=False),
        sa.Column("feature_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["feature_code"], ["feature.code"], name=op.f("fk_resource_feature_feature_code_feature")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_feature_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("resource_id", "feature_code", name=op.f("pk_resource_feature")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("resource_feature")
