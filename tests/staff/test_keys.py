"""Passwords are kept unreadable, and secrets readable for this installation alone."""

import argon2
import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY

from hoanhap.staff import keys
from tests.makers import SECRET as KEY
from tests.staffing import HASH, PASSWORD, SECRET


async def test_a_password_is_known_by_its_hash_alone() -> None:
    assert await keys.is_password(PASSWORD, HASH)
    assert not await keys.is_password(f"{PASSWORD} ", HASH)
    assert PASSWORD not in HASH


async def test_where_there_is_no_account_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[argon2.Parameters] = []
    verify = keys._verify

    def noting(password: str, kept: str) -> bool:
        asked.append(argon2.extract_parameters(kept))
        return verify(password, kept)

    monkeypatch.setattr(keys, "_verify", noting)

    assert not await keys.is_password(PASSWORD, None)
    assert await keys.is_password(PASSWORD, HASH)
    assert asked == [RFC_9106_LOW_MEMORY, RFC_9106_LOW_MEMORY]


def test_a_hash_says_with_what_it_was_made() -> None:
    weaker = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)

    assert keys.is_outdated(weaker)
    assert not keys.is_outdated(HASH)


def test_a_secret_is_read_by_its_own_account_and_installation_only() -> None:
    kept = keys.locked(SECRET, 7, key=KEY)

    assert SECRET not in kept
    assert kept != keys.locked(SECRET, 7, key=KEY)
    assert keys.unlocked(kept, 7, key=KEY) == SECRET
    assert keys.unlocked(kept, 8, key=KEY) is None
    assert keys.unlocked(kept, 7, key="another installation's key") is None


def test_recovery_codes_of_one_seed_are_ten_different_ones_and_always_the_same() -> None:
    codes = keys.recovery_codes("seed", key=KEY)

    assert len(set(codes)) == 10
    assert all(len(each) == 12 and each.isdigit() for each in codes)
    assert codes == keys.recovery_codes("seed", key=KEY)
    assert not set(codes) & set(keys.recovery_codes("other", key=KEY))
    assert not set(codes) & set(keys.recovery_codes("seed", key="another"))
