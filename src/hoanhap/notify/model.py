"""The table of messages to people."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Message(Table):
    """A message to a phone (FHIR Communication); one event tells one phone the same thing only once."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    booking_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    language: Mapped[str] = mapped_column(String(5))
    body: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    called_by: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("event_id", "phone", "channel"),
        Index(
            "ix_message_unsent",
            "id",
            sqlite_where=text("sent_at IS NULL AND gave_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND gave_up_at IS NULL"),
        ),
        Index(
            "ix_message_to_call",
            "id",
            sqlite_where=text("gave_up_at IS NOT NULL AND called_at IS NULL"),
            postgresql_where=text("gave_up_at IS NOT NULL AND called_at IS NULL"),
        ),
    )
