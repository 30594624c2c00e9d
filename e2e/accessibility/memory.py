"""What was looked at closely in this run and was good, so that nobody has to look at the same again."""

import hashlib
from pathlib import Path

LETTERS = 32
"""Of the digest by which a look is remembered."""


class Memory:
    """Looks that were good; workers that share a file share what they know."""

    def __init__(self, file: Path | None = None) -> None:
        self._file, self._read_up_to = file, 0
        self._known: set[str] = set()

    def add(self, kind: str, look: str) -> None:
        """This look is good."""
        digest = _digest(kind, look)
        self._known.add(digest)
        if self._file:
            with self._file.open("a", encoding="ascii") as file:
                file.write(f"{digest}\n")  # one short write at the end of a file comes in one piece

    def has(self, kind: str, look: str) -> bool:
        """Whether somebody found this look good before."""
        digest = _digest(kind, look)
        return digest in self._known or (self._has_news() and digest in self._known)

    def _has_news(self) -> bool:
        if not (self._file and self._file.exists()) or self._file.stat().st_size == self._read_up_to:
            return False
        with self._file.open("rb") as file:
            file.seek(self._read_up_to)
            news, end, _ = file.read().rpartition(b"\n")  # what comes after it is still being written
        self._read_up_to += len(news + end)
        self._known.update(news.decode("ascii").split())
        return True


def _digest(kind: str, look: str) -> str:
    return hashlib.sha256(f"{kind}\n{look}".encode()).hexdigest()[:LETTERS]
