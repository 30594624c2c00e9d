"""What a password must be, which step of an authenticator counts, how codes are said, and as what somebody signs in.

Passwords follow NIST SP 800-63B-4: long, not among those that everybody tries first, and otherwise as one likes.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha512
from ipaddress import ip_address
from itertools import combinations
from urllib.parse import quote, urlsplit

import msgspec
import pyotp

from hoanhap.base import phone as phones
from hoanhap.base import text
from hoanhap.base.errors import N_

SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 200
INVITATION_LIFE = timedelta(days=7)
ENTRANCE_LIFE = timedelta(hours=1)
"""Long enough for whoever first puts an authenticator on their phone, with a screen reader."""
RECOVERY_CODES = 10
MOST_PASSKEYS = 10
STEP_SECONDS = 30
CODE_DIGITS, RECOVERY_DIGITS, SECRET_DIGITS = 6, 12, 56
_DIGITS = "234567"
"""Those of base 32."""
MOST_WORDS = 2
"""A password that consists of no more than these well-known words, each as often as one likes, is soon tried."""
LONGEST_NUMBER = 4
"""A year or a day: it makes no password better."""
HOUSE_ROLES = ("admin", "agency")
"""What somebody is for the house or the province, whatever they are at organisations."""
AGAIN = timedelta(minutes=1)
"""How long the same proof is taken once more: where a hand shakes, a button is pressed twice."""

TOO_MANY = N_("Quý vị đã thử nhiều lần. Mời quý vị đợi 15 phút rồi thử lại.")


class Check(StrEnum):
    """What became of a password, or of a code."""

    ACCEPTED = "accepted"
    WRONG = "wrong"
    TOO_MANY = "too_many"


class Invited(msgspec.Struct, frozen=True):
    """Who is invited, to work where and as what; `key` is that of the form, so that it counts once."""

    key: str
    phone: str
    full_name: str
    role: str
    organization_id: int | None = None
    location_id: int | None = None


# --- passwords ---------------------------------------------------------------------------------------

_OURS = (
    *("matkhau", "matkhaucuatoi", "matkhaumoi", "dangnhap", "nhanvien", "quantri", "quanly", "tiepdon", "bimat"),
    *("hoanhap", "tayninh", "vietnam", "toiyeuvietnam", "yeuvietnam", "nguoikhuyettat", "khuyettat", "sogiaoducdaotao"),
    *("anhyeuem", "emyeuanh", "iuanh", "iuem", "giadinh", "hanhphuc", "meoicon", "concuame", "yeume", "toiyeuban"),
    *("khongbiet", "chaoban", "xinchao", "camon", "maiyeuem", "tinhyeu", "motnamhai", "khongcomatkhau", "saigon"),
    *("admin", "administrator", "root", "welcome", "changeme", "secret", "login", "user", "staff", "default", "temp"),
)
"""What people here think of first; the list of passwords from known breaches is zxcvbn's."""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST_RUN = 3
_KEPT = re.compile(r"[^a-z0-9]")


def normal(password: str) -> str:
    """A password in the one form in which it is kept: NFC, nothing taken away."""
    return unicodedata.normalize("NFC", password)


def fault_of_password(password: str, about: Iterable[str]) -> str | None:
    """What is wrong with a new password, in a sentence; `about` is what everybody knows of whoever chooses it."""
    length = len(normal(password))
    if not length:
        return N_("Nhập mật khẩu mới.")
    if length < SHORTEST_PASSWORD:
        return N_("Mật khẩu còn ngắn. Nhập ít nhất 15 ký tự, ví dụ bốn từ không liên quan đến nhau.")
    if length > LONGEST_PASSWORD:
        return N_("Mật khẩu dài quá. Nhập nhiều nhất 200 ký tự.")
    if is_soon_tried(password, about):
        return N_("Mật khẩu này dễ đoán. Chọn những từ không liên quan đến quý vị, đến nơi làm việc hay đến nhau.")
    return None


def is_soon_tried(password: str, about: Iterable[str] = ()) -> bool:
    """Whether the whole of a password is made of a few words that everybody tries first.

    Capitals, marks, spaces and signs are no disguise, and digits at most a short one.
    """
    letters = _KEPT.sub("", text.fold(password))
    if not letters:
        return len(set(password)) <= MOST_WORDS
    return _covered(letters, frozenset(_words_about(about)))


def _covered(letters: str, about: frozenset[str]) -> bool:
    """Whether known words, digits and runs of the keyboard cover all of it: at most `MOST_WORDS` different ones."""
    known = _known() | about
    ways: list[set[frozenset[str]]] = [{frozenset()}, *(set() for _ in letters)]
    for start, end in combinations(range(len(letters) + 1), 2):
        part = letters[start:end]
        word = part if part in known else _run(part)
        if word:
            ways[end] |= {more for used in ways[start] if len(more := used | {word}) <= MOST_WORDS}
        elif part.isdigit() and len(part) <= LONGEST_NUMBER:
            ways[end] |= ways[start]
    return bool(ways[-1])


def _run(part: str) -> str:
    """What a part runs along: one letter, the alphabet, the numbers or a row of the keyboard; empty for no run."""
    if len(part) < _SHORTEST_RUN:
        return ""
    if len(set(part)) == 1:
        return part[0]
    return next((row for row in _ROWS if part in row or part[::-1] in row), "")


def _words_about(about: Iterable[str]) -> Iterable[str]:
    for each in about:
        words = [_KEPT.sub("", text.fold(word)) for word in each.split()]
        yield from (word for word in (*words, "".join(words)) if len(word) > 1)


@cache
def _known() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # only now: half a megabyte that most processes never ask

    listed = (_KEPT.sub("", text.fold(each)) for each in FREQUENCY_LISTS["passwords"])
    return frozenset(each for each in (*listed, *_OURS) if len(each) >= _SHORTEST_RUN)


def known_of(phone: str, *names: str) -> list[str]:
    """What everybody knows of somebody: their phone in both ways, and names of theirs."""
    return [phones.national(phone), phone.removeprefix("+"), *names]


# --- the second step ---------------------------------------------------------------------------------


def authenticator_secret(seed: str) -> str:
    """A secret for an authenticator, made from a seed that nobody can guess: digits that every base 32 knows.

    Letters are misread by voices and misheard on the phone; 56 of these six digits hold 144 bits, more than the
    128 that RFC 4226 demands.
    """
    number, digits = int.from_bytes(sha512(seed.encode()).digest(), "big"), ""
    for _ in range(SECRET_DIGITS):
        number, digit = divmod(number, len(_DIGITS))
        digits += _DIGITS[digit]
    return digits


def matching_step(secret: str, code: str, *, now: datetime) -> int | None:
    """The step whose code it is: the present one, the one before or the one after (RFC 6238); None for a wrong code."""
    generator, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    steps = (present, present - 1, present + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(code, generator.generate_otp(step))), None)


def authenticator_link(secret: str, phone: str) -> str:
    """The address that an authenticator opens."""
    return f"otpauth://totp/{quote('Hòa Nhập')}:{phones.national(phone)}?secret={secret}&issuer={quote('Hòa Nhập')}"


def is_recovery_code(typed: str) -> bool:
    """Whether the digits are as many as a recovery code has."""
    return len(typed) == RECOVERY_DIGITS


def is_again(done_at: datetime | None, *, now: datetime) -> bool:
    """Whether something was done just now, so that the same once more is the same press of a button."""
    return done_at is not None and now - done_at <= AGAIN


# --- signing in --------------------------------------------------------------------------------------


def role_of(account_role: str, posts: Sequence[object]) -> str | None:
    """As what somebody signs in at work; None for whoever has no work here."""
    if account_role in HOUSE_ROLES:
        return account_role
    return "staff" if posts else None


def passkey_domain(base_url: str) -> str | None:
    """The domain for which passkeys are made; None where there is none, for browsers make them for names only."""
    host = urlsplit(base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host or None
    return None
