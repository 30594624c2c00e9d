"""Messages to people who want to be called: somebody says them, nobody sends them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards. Until now messages to be said were sent as text: those that have left are what they were."""
    op.execute("UPDATE message SET channel = 'sms' WHERE channel = 'voice' AND sent_at IS NOT NULL")
    _index_again("ix_message_unsent", "sent_at IS NULL AND gave_up_at IS NULL AND channel <> 'voice'")
    _index_again(
        "ix_message_to_call",
        "called_at IS NULL AND sent_at IS NULL AND (gave_up_at IS NOT NULL OR channel = 'voice')",
    )


def downgrade() -> None:
    """Backwards. A call that was made counts as a message that has left, or it would be sent now."""
    op.execute("UPDATE message SET sent_at = called_at WHERE channel = 'voice' AND called_at IS NOT NULL")
    _index_again("ix_message_unsent", "sent_at IS NULL AND gave_up_at IS NULL")
    _index_again("ix_message_to_call", "gave_up_at IS NOT NULL AND called_at IS NULL")


def _index_again(name: str, condition: str) -> None:
    where = sa.text(condition)
    op.drop_index(name, table_name="message")
    op.create_index(name, "message", ["id"], unique=False, sqlite_where=where, postgresql_where=where)
