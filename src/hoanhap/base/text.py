"""Text as people write it: one normal form, no control characters, and a folded form for comparing."""

import re
import unicodedata

LONGEST_NAME = 200
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that were no text; nobody types it, for `is_clean` says no to it."""
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
"""Control characters but tab and line breaks, surrogates, and the mark that stands for bytes that were no text."""
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_TONES, _MARKS = "\u0300\u0301\u0303\u0309\u0323", "\u0300-\u036f"
_LATE_TONE = re.compile(rf"(o(?=[ae])|(?<!q)u(?=y))([aey])([{_TONES}])(?![\w{_MARKS}])", re.IGNORECASE)
"""A word that ends in oa, oe or uy with its tone on the last letter; of "quý" the u belongs to the q."""


def is_clean(text: str) -> bool:
    """Whether the text can be stored and shown: no control characters, surrogates or replacement marks.

    Line breaks and tabs are allowed. SQLite would store a NUL and PostgreSQL would not; refusing both
    here keeps the two databases alike.
    """
    return _ODD.search(text) is None


def read_utf8(content: bytes) -> str | None:
    """The text of a file in UTF-8, with the mark of spreadsheets or without; None if it is none."""
    try:
        found = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return found if is_clean(found) else None


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


def canonical(text: str) -> str:
    """NFC with one way to place a tone, that of the official lists: "Hoà" becomes "Hòa", "thuý" becomes "thúy".

    It is for comparing. Names are kept and shown as people write them.
    """
    return unicodedata.normalize("NFC", _LATE_TONE.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))


def words(text: str) -> list[str]:
    """The words of a text in lower case with their marks, without any signs."""
    return _WORD.findall(canonical(text.casefold()))


def groups(digits: str, size: int = 2) -> str:
    """Digits in groups of two, which Vietnamese voices read one by one instead of as a quantity."""
    return " ".join(digits[start : start + size] for start in range(0, len(digits), size))


def ungrouped(typed: str) -> str:
    """What is said in groups, such as a reference, as it is written: in one."""
    return "".join(typed.split())
