"""The table of messages to people."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Channel(StrEnum):
    """The ways to a phone: people who want to be called are told by voice."""

    TEXT = "sms"
    VOICE = "voice"


UNSENT = "sent_at IS NULL AND gave_up_at IS NULL AND channel <> 'voice'"
"""Nobody sends a voice message: somebody says it."""
TO_CALL = "called_at IS NULL AND sent_at IS NULL AND (gave_up_at IS NOT NULL OR channel = 'voice')"


class Message(Table):
    """A message to a phone (FHIR Communication); one event tells one phone the same thing only once.

    `reference` is that of what it tells of, where that is no booking.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    booking_id: Mapped[int | None] = mapped_column(index=True)
    reference: Mapped[str | None] = mapped_column(String(8))
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
            sqlite_where=text(UNSENT),
            postgresql_where=text(UNSENT),
        ),
        Index(
            "ix_message_to_call",
            "id",
            sqlite_where=text(TO_CALL),
            postgresql_where=text(TO_CALL),
        ),
    )
