"""Swap in an SQLite that does not have the write-ahead-log corruption bug (fixed in 3.51.3).

Debian 12 ships 3.40.1. The `pysqlite3` wheel brings a newer library; it must take the place of the
standard module before anything imports `sqlite3`, so this module is imported first (see `hoanhap/__init__.py`).
Source of the bug and the fix: https://sqlite.org/wal.html#walresetbug
"""

import sys

SAFE_FROM = (3, 51, 3)


def swap() -> None:
    """Make `import sqlite3` mean the newer library, if it is installed; do nothing otherwise."""
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def is_safe() -> bool:
    """Whether the SQLite in use is free of the corruption bug."""
    import sqlite3

    return sqlite3.sqlite_version_info >= SAFE_FROM
