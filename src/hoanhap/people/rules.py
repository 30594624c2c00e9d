"""What a profile may say; and how often a code may be asked for and tried, where every limit ends by itself."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from hoanhap.base.errors import N_

EXTRA_MINUTES = (0, 10, 20, 30)
"""How much longer somebody may need, to board or to be understood."""


class Contact(StrEnum):
    """How somebody wants to be told things."""

    ANY = "any"
    CALL = "call"
    MESSAGE = "message"


CODE_LIFE = timedelta(minutes=10)
"""NIST SP 800-63B-4: a code sent out of band is valid for at most ten minutes."""


AGAIN = timedelta(minutes=1)
"""How long a code that was accepted is taken once more: where a hand shakes a button is pressed twice, and of the two
answers the browser keeps the last; else whoever pressed twice would stand before a closed door."""


class Limit(msgspec.Struct, frozen=True):
    """At most `most` times within each `period`."""

    name: str
    most: int
    period: timedelta

    def period_of(self, now: datetime) -> int:
        """The number of the period an instant falls into."""
        return int(now.timestamp() // self.period.total_seconds())


CODES_PER_PHONE = Limit("codes-phone", 6, timedelta(hours=1))
CODES_PER_ADDRESS = Limit("codes-address", 120, timedelta(hours=1))
"""Generous: a whole commune office shares one network address."""
TRIES_PER_PHONE = Limit("tries-phone", 10, timedelta(minutes=15))
"""Counted for the phone, not for the code: a new code does not start the count anew (NIST SP 800-63B-4)."""


class CodeCheck(StrEnum):
    """What became of a typed code."""

    ACCEPTED = "accepted"
    AGAIN = "again"
    """It was accepted just now, and is sent once more."""
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too_many"


def judge(*, is_same: bool, used_at: datetime | None, expires_at: datetime, tries: int, now: datetime) -> CodeCheck:
    """What a typed code is worth; `tries` counts this one too."""
    if tries > TRIES_PER_PHONE.most:
        return CodeCheck.TOO_MANY
    if expires_at <= now or (used_at and now - used_at > AGAIN):
        return CodeCheck.EXPIRED
    if not is_same:
        return CodeCheck.WRONG
    return CodeCheck.AGAIN if used_at else CodeCheck.ACCEPTED


CODE_FAULTS = {
    CodeCheck.WRONG: N_("Mã chưa đúng. Nhập lại mã 6 chữ số trong tin nhắn mới nhất."),
    CodeCheck.EXPIRED: N_("Mã đã hết hạn hoặc đã dùng. Mời quý vị xin mã mới."),
    CodeCheck.TOO_MANY: N_("Quý vị đã thử nhiều lần. Mời quý vị thử lại sau 15 phút, hoặc gọi đường dây hỗ trợ."),
}
"""What to say of a code that was not accepted."""
