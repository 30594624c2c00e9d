"""How an account's pages look."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("display", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    """Backwards."""
    with op.batch_alter_table("account") as batch:
        batch.drop_column("display")
