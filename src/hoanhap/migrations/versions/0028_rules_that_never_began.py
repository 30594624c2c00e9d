"""A weekly rule that was withdrawn before it began is not in the way of another one of the same day."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = ["offering_id", "resource_id", "weekday", "opens", "valid_from"]
COUNTS = sa.text("valid_until IS NULL OR valid_until >= valid_from")


def upgrade() -> None:
    """Forwards."""
    with op.batch_alter_table("schedule") as batch:
        batch.drop_constraint("uq_schedule_rule", type_="unique")
    op.create_index(
        "uq_schedule_rule",
        "schedule",
        [*COLUMNS, "on_holidays"],
        unique=True,
        sqlite_where=COUNTS,
        postgresql_where=COUNTS,
    )


def downgrade() -> None:
    """Backwards; rules that never began forget whose they were, for the old tables know no two of the same."""
    op.drop_index("uq_schedule_rule", "schedule")
    op.execute("UPDATE schedule SET resource_id = NULL WHERE valid_until < valid_from")
    with op.batch_alter_table("schedule") as batch:
        batch.create_unique_constraint("uq_schedule_rule", COLUMNS)
