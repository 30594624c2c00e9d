"""Identifiers: secret tokens, their hashes, and references that people can say over a phone."""

import base64
import hashlib
import hmac
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""The quasigroup of H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004."""


_chance: random.Random = secrets.SystemRandom()


@contextmanager
def predictable(seed: int) -> Iterator[None]:
    """Draw identifiers from a fixed sequence: for sample data, in a process that serves nobody."""
    global _chance  # noqa: PLW0603 - the one place where chance is exchanged
    _chance = random.Random(seed)  # noqa: S311 - that is the point
    try:
        yield
    finally:
        _chance = secrets.SystemRandom()


def token() -> str:
    """A secret that cannot be guessed: 128 random bits, safe in an address."""
    return base64.urlsafe_b64encode(_chance.randbytes(16)).rstrip(b"=").decode()


def one_time_code() -> str:
    """Six random digits, as NIST SP 800-63B-4 asks of codes sent out of band."""
    return f"{_chance.randrange(1_000_000):06d}"


def digest(*parts: str) -> str:
    """A fixed-length fingerprint of the parts; their boundaries count."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def sealed(secret: str, *parts: str) -> str:
    """A fingerprint that only those who know the secret can make."""
    return hmac.new(secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def check_digit(digits: str) -> int:
    """The Damm check digit: catches every wrong digit and every two neighbours swapped."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def reference() -> str:
    """Eight digits, the last one a check digit: four groups of two, said like a phone number."""
    digits = str(1_000_000 + _chance.randrange(9_000_000))
    return f"{digits}{check_digit(digits)}"


def is_reference(text: str) -> bool:
    """Whether the text could be a reference: eight ASCII digits of which the last one checks."""
    return len(text) == 8 and text.isascii() and text.isdigit() and check_digit(text) == 0
