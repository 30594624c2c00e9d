"""Passwords made unreadable, and secrets of authenticators that only this installation reads.

Passwords: Argon2id by argon2-cffi with the second recommended parameters of RFC 9106 (64 MiB, 3 passes, 4 lanes); the
hash says with which it was made. Secrets: AES-256-GCM with a key derived from the installation's, bound to the account.
"""

import asyncio
import os
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hoanhap.base import ids
from hoanhap.staff import rules

log = structlog.get_logger("hoanhap.staff")
_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_AT_ONCE = 2
_THREADS = ThreadPoolExecutor(_AT_ONCE, "password")
"""Each takes 64 MiB for a moment: more at once would only make everybody wait for memory."""
_NONCE_BYTES = 12


async def hashed(password: str) -> str:
    """The hash of a new password, made beside the pages of others."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, rules.normal(password))


async def is_password(password: str, kept: str | None) -> bool:
    """Whether it is the password of this hash. Where there is none the same work is done, and the answer is no."""
    is_it = await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, password, kept or _nobodys())
    return is_it and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def locked(secret: str, account_id: int, *, key: str) -> str:
    """The secret of an account's authenticator as it is kept."""
    nonce = os.urandom(_NONCE_BYTES)
    return b64encode(nonce + _cipher(key).encrypt(nonce, secret.encode(), _bound_to(account_id))).decode()


def unlocked(kept: str, account_id: int, *, key: str) -> str | None:
    """The secret again; None when the installation's key is another one by now."""
    sealed = b64decode(kept)
    try:
        return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound_to(account_id)).decode()
    except InvalidTag:
        log.warning("an authenticator's secret cannot be read: was HOANHAP_SECRET_KEY changed?")
        return None


def recovery_codes(seed: str, *, key: str) -> list[str]:
    """The recovery codes of a seed: whoever holds it and asks here sees the same ones again."""
    numbers = (int(ids.sealed(key, "recovery", seed, str(number)), 16) for number in range(rules.RECOVERY_CODES))
    return [f"{number % 10**rules.RECOVERY_DIGITS:0{rules.RECOVERY_DIGITS}d}" for number in numbers]


def recovery_hash(code: str, account_id: int, *, key: str) -> str:
    """What is kept of a recovery code: nobody finds the code without the installation's key."""
    return ids.sealed(key, "recovery-code", str(account_id), code)


def _verify(password: str, kept: str) -> bool:
    try:
        return _HASHER.verify(kept, rules.normal(password))
    except VerifyMismatchError:
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(ids.token())


@cache
def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=b"hoanhap authenticator").derive(key.encode()))


def _bound_to(account_id: int) -> bytes:
    return f"credential.authenticator:{account_id}".encode()
