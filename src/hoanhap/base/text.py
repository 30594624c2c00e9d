"""Text as people write it: one normal form, no control characters, and a folded form for comparing."""

import re
import unicodedata

LONGEST_NAME = 200
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
"""Control characters but tab and line breaks, surrogates, and the mark that stands for bytes that were no text."""
_SPACES = re.compile(r"\s+")


def is_clean(text: str) -> bool:
    """Whether the text can be stored and shown: no control characters, surrogates or replacement marks.

    Line breaks and tabs are allowed. SQLite would store a NUL and PostgreSQL would not; refusing both
    here keeps the two databases alike.
    """
    return _ODD.search(text) is None


def tidy(text: str) -> str:
    """The text in NFC, without spaces around it and with single spaces within."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def lines(text: str) -> str:
    """The text in NFC, line by line, without spaces around each and with at most one empty line between two."""
    tidied = (_SPACES.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(tidied)).strip()


def fold(text: str) -> str:
    """Lower case without marks, đ as d: "Đặng Thúy" and "dang thuy" become the same."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("đ", "d")


def groups(digits: str, size: int = 2) -> str:
    """Digits in groups of two, which Vietnamese voices read one by one instead of as a quantity."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))
