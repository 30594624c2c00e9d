"""The three ways in which an answer can be no: a rule refuses, nothing is there, or the house is busy."""

from collections.abc import Sequence
from dataclasses import dataclass


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a sentence for translation where it is defined; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class WayOn:
    """A link that helps a person on: what it says and where it goes."""

    text: str
    href: str


class Refusal(Exception):
    """A rule said no. The transaction rolls back and one place renders it.

    Subclasses name the fact (`SlotFull`) and say, in Vietnamese, what happened and what to do next. One that names a
    `field` is said on the form it came from, which is then its `template`: everything typed is kept.
    """

    status = 409
    heading = N_("Chưa làm được việc này")
    sentence = N_("Mời quý vị thử lại.")
    ways_on: Sequence[WayOn] = ()
    template = "errors/refusal.html"
    field = ""


class Forbidden(Refusal):
    """The page is for another role."""

    status = 403
    heading = N_("Quý vị không có quyền xem trang này")
    sentence = N_("Trang này dành cho người có vai trò khác. Nếu quý vị cần vào, mời quý vị gọi đường dây hỗ trợ.")


class Missing(Exception):
    """Nothing is there, or it is not for this visitor: both look the same from outside (404)."""


class Unavailable(Exception):
    """The database is busy, full or away for the moment; the same request may be sent again (503)."""
