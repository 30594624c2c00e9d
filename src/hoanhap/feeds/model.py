"""The table of the secret addresses at which calendars read an account's bookings."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table


class Feed(Table):
    """The calendar address of an account; of the address itself only the fingerprint is kept.

    `seed` makes it again together with the installation's secret, so that its owner can be shown it.
    """

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime]
