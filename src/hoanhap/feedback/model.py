"""The table of feedback and its answers."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table

OPEN = "answered_at IS NULL"


class Feedback(Table):
    """What somebody found hard, and our answer; `answer_by` is what they were promised, `fix_by` what we promise then.

    `page` is the name of a page, never its address: addresses can hold tokens and references.
    """

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    hard: Mapped[str] = mapped_column(String(2000))
    aids: Mapped[list[str]] = mapped_column(JSON)
    reply: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(20))
    full_name: Mapped[str] = mapped_column(String(200))
    page: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(5))
    given_at: Mapped[datetime] = mapped_column(index=True)
    answer_by: Mapped[date]
    outcome: Mapped[str | None] = mapped_column(String(20))
    answer: Mapped[str | None] = mapped_column(String(1000))
    fix_by: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_by: Mapped[int | None]

    __table_args__ = (
        CheckConstraint(
            "(answered_at IS NULL) = (outcome IS NULL) AND (answered_at IS NULL) = (answer IS NULL) "
            "AND (answered_at IS NULL) = (answered_by IS NULL)",
            name="answered",
        ),
        CheckConstraint("(COALESCE(outcome, '') = 'will-fix') = (fix_by IS NOT NULL)", name="fix_by"),
        Index("ix_feedback_open", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )
