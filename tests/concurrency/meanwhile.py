"""Two transactions, of which the second begins after the first is done and before it is on disk."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Refusal


def meanwhile(database: Database, first: Callable[[Db], object], second: Callable[[Db], object]) -> object:
    """What the second answers, when it begins after the first is done and before it is on disk."""
    is_blocked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with ThreadPoolExecutor(1) as other, database.writing() as db:
        first(db)
        answer = other.submit(attempt, database, second)
        with database.reading() as looking:
            while not answer.done() and not looking.execute(is_blocked).scalar_one():
                time.sleep(0.002)
        db.commit()
        return answer.result()


def attempt(database: Database, verb: Callable[[Db], object]) -> object:
    """The answer of a verb, or the kind of its refusal."""
    try:
        return database.write_now(verb)
    except Refusal as refusal:
        return type(refusal)
