"""The table of people who asked to be called back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Callback(Table):
    """Somebody who asked to be called back; `call_before` is what they were promised."""

    __tablename__ = "callback"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20))
    suits: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(1000))
    language: Mapped[str] = mapped_column(String(5))
    asked_at: Mapped[datetime]
    call_before: Mapped[datetime]
    called_at: Mapped[datetime | None] = mapped_column(index=True)
    called_by: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("(called_at IS NULL) = (called_by IS NULL)", name="called"),
        Index(
            "ix_callback_open",
            "id",
            sqlite_where=text("called_at IS NULL"),
            postgresql_where=text("called_at IS NULL"),
        ),
    )
