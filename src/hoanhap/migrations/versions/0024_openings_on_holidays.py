"""Whether a rule counts on a holiday too: no rule that was planned before does."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column("schedule", sa.Column("on_holidays", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    """Backwards: what was planned for a holiday is closed on it."""
    with op.batch_alter_table("schedule") as batch:
        batch.drop_column("on_holidays")
