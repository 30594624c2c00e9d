"""Statements are compiled once for all databases of a test process, and not once for each test.

An engine knows its statements by its dialect, so all that do the same get one dialect and one memory. In the house each
process has one database, and this is how its requests share what was compiled.
"""

from functools import wraps

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from hoanhap.base.db import Database

MANY = 10_000
"""More statements than the house has."""
_FIRST: dict[tuple[bool, bool], Engine] = {}


def share_statements() -> None:
    """From now on every engine of a kind shares what the first of it compiled."""
    make = Database._engine

    @wraps(make)
    def engine(self: Database, *, write: bool, size: int) -> Engine:
        made = make(self, write=write, size=size)
        kind = (self.is_sqlite, write)
        if kind not in _FIRST:
            made._compiled_cache = LRUCache(MANY)
            _FIRST[kind] = made
        made.dialect, made._compiled_cache = _FIRST[kind].dialect, _FIRST[kind]._compiled_cache
        return made

    Database._engine = engine  # type: ignore[method-assign]
