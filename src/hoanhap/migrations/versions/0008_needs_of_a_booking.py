"""What a booking's people need this time, how much longer, and which gaps they knew of."""

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


def downgrade() -> None:
    """Backwards."""
    with op.batch_alter_table("booking") as batch:
        for name in ("gaps", "needs", "extra_minutes"):
            batch.drop_column(name)
