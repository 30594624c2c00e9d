"""How needs are kept in a browser for one search."""

import re
from collections.abc import Iterable

MOST_NEEDS = 60
_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


def kept_text(needs: Iterable[str]) -> str:
    """Needs as one short text that a browser can keep: their codes, joined by dots."""
    return ".".join(sorted(needs))


def kept_needs(text: str) -> frozenset[str]:
    """The needs in such a text, whoever wrote it; what can be no code is left out."""
    return frozenset(each for each in text.split(".")[:MOST_NEEDS] if _CODE.fullmatch(each))
