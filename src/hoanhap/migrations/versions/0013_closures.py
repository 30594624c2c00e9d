"""Closures have a reason that people are told, a note that they are not, and stay written when days open again."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DISPLACED = sa.text("NOT is_supported AND state = 'booked'")


def upgrade() -> None:
    """Forwards. What was written as a reason until now were words for those who work there."""
    op.add_column("closure", sa.Column("note", sa.String(length=1000), nullable=False, server_default=sa.text("''")))
    op.add_column("closure", sa.Column("opened_at", Instant(), nullable=True))
    op.execute("UPDATE closure SET note = reason, reason = 'other'")
    op.create_index(
        "ix_claim_displaced", "claim", ["slot_id"], unique=False, sqlite_where=DISPLACED, postgresql_where=DISPLACED
    )


def downgrade() -> None:
    """Backwards. Only closures that still count are closures."""
    op.drop_index("ix_claim_displaced", table_name="claim")
    op.execute("DELETE FROM closure WHERE opened_at IS NOT NULL")
    op.execute("UPDATE closure SET reason = substr(note, 1, 200) WHERE note <> ''")
    op.drop_column("closure", "opened_at")
    op.drop_column("closure", "note")
