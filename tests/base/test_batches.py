"""Verbs that share a commit: each is whole or leaves nothing, whatever the others do, and is told the truth."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.exc import OperationalError

from hoanhap.base.batches import LARGEST
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Refusal, Unavailable
from hoanhap.people import Account
from tests import makers

Verb = Callable[[Db], Any]


async def together(database: Database, *verbs: Verb) -> list[Any]:
    """Run verbs in one batch: the writer is kept busy until all of them wait."""
    loop = asyncio.get_running_loop()
    is_free = asyncio.Event()
    database._write_threads.submit(lambda: asyncio.run_coroutine_threadsafe(is_free.wait(), loop).result())
    waiting = [asyncio.ensure_future(database.write(verb)) for verb in verbs]
    await asyncio.sleep(0)
    is_free.set()
    return await asyncio.gather(*waiting, return_exceptions=True)


def sign_up(phone: str) -> Verb:
    """A verb that makes an account."""
    return lambda db: makers.make_account(db, phone)


def refuse_after_writing(db: Db) -> None:
    """A verb that writes, and then refuses."""
    makers.make_account(db, "+84911111111")
    raise Refusal


def accounts(database: Database) -> int:
    """How many accounts there are."""
    with database.reading() as db:
        return db.execute(select(func.count(Account.id))).scalar_one()


async def test_a_batch_is_one_commit(sqlite_database: Database) -> None:
    commits = []
    event.listen(sqlite_database._writer, "commit", lambda _: commits.append(1))

    answers = await together(sqlite_database, *(sign_up(f"+8491000000{number}") for number in range(5)))

    assert len(set(answers)) == 5
    assert accounts(sqlite_database) == 5
    assert len(commits) == 1


async def test_one_that_refuses_leaves_nothing_and_disturbs_nobody(sqlite_database: Database) -> None:
    first, refused, last = await together(
        sqlite_database, sign_up("+84910000001"), refuse_after_writing, sign_up("+84910000002")
    )

    assert isinstance(refused, Refusal)
    assert first != last
    assert accounts(sqlite_database) == 2


async def test_one_that_meets_a_conflict_runs_again_alone(sqlite_database: Database) -> None:
    tries = []

    def meets_a_conflict_once(db: Db) -> str:
        tries.append(1)
        phone = "+84910000001" if len(tries) == 1 else "+84910000003"
        row = {"phone": phone, "role": "person", "language": "vi", "created_at": makers.NOON}
        db.execute(insert(Account), row)
        return "done"

    answers = await together(sqlite_database, sign_up("+84910000001"), meets_a_conflict_once)

    assert answers[1] == "done"
    assert len(tries) == 2
    assert accounts(sqlite_database) == 2


async def test_a_fault_of_ours_reaches_the_one_who_asked_and_nobody_else(sqlite_database: Database) -> None:
    def fails(db: Db) -> None:
        makers.make_account(db, "+84911111111")
        raise ZeroDivisionError

    failed, answer = await together(sqlite_database, fails, sign_up("+84910000001"))

    assert isinstance(failed, ZeroDivisionError)
    assert isinstance(answer, int)
    assert accounts(sqlite_database) == 1


async def test_nobody_is_told_yes_when_the_commit_fails(sqlite_database: Database) -> None:
    def fail_once(_: Connection) -> None:
        event.remove(sqlite_database._writer, "commit", fail_once)
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    event.listen(sqlite_database._writer, "commit", fail_once)

    answers = await together(sqlite_database, sign_up("+84910000001"), sign_up("+84910000002"))

    assert [type(answer) for answer in answers] == [Unavailable, Unavailable]
    assert accounts(sqlite_database) == 0


async def test_more_than_fit_into_one_batch_are_all_answered(sqlite_database: Database) -> None:
    many = LARGEST * 2 + 3

    answers = await together(sqlite_database, *(sign_up(f"+84910000{number:03}") for number in range(many)))

    assert len(set(answers)) == many
    assert accounts(sqlite_database) == many


async def test_one_whose_page_was_closed_does_not_hold_up_the_others(sqlite_database: Database) -> None:
    gone = asyncio.ensure_future(sqlite_database.write(sign_up("+84910000001")))
    await asyncio.sleep(0)
    gone.cancel()

    answer = await sqlite_database.write(sign_up("+84910000002"))

    assert isinstance(answer, int)
    with pytest.raises(asyncio.CancelledError):
        await gone
