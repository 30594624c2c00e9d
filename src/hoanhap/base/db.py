"""The database: one door for reading, one for writing, the same on SQLite and PostgreSQL.

Queries and verbs are plain functions that take a connection (`Db`). `Database.read` and `Database.write`
run them in threads, so that pages stay asynchronous while rules and promises read like prose. A write is
one transaction: it is on disk when `write` returns, and nothing of it exists when `write` raises.
`docs/decisions/0002-plain-functions-over-the-database.md` tells why, with the measurements.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Row,
    SQLColumnExpression,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine
from typing_extensions import override

from hoanhap.base.batches import Batches
from hoanhap.base.errors import Unavailable

Db = Connection
"""A connection inside a transaction: what every query and verb takes first."""

AnyRow = Row[*tuple[Any, ...]]
"""A row of a statement with more columns than the type checker counts."""

P = ParamSpec("P")
T = TypeVar("T")

ADMISSION_SECONDS = 5.0
"""How long a write may queue before it is turned away with a page that keeps what was typed."""
ATTEMPTS = 4
_AGAIN = {"40001", "40P01", "23505"}
"""PostgreSQL: serialization failure, deadlock, unique violation (the retry then finds the other's row)."""
_BUSY_CLASSES = ("08", "53", "55P03", "57")
"""PostgreSQL: connection lost, out of resources, lock not available, shutting down or timed out."""
_BUSY_WORDS = ("locked", "busy", "full", "disk i/o", "readonly", "unable to open")
"""SQLite: the primary result codes BUSY, LOCKED, FULL, IOERR, READONLY and CANTOPEN, as the driver words them."""

SQLITE_PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "journal_size_limit=67108864",
)
POSTGRES_OPTIONS = (
    "-c timezone=UTC -c lock_timeout=3000 -c statement_timeout=10000 "
    "-c idle_in_transaction_session_timeout=15000 -c synchronous_commit=on"
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, to the second: `timestamptz` on PostgreSQL, seconds since 1970 on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else DateTime(timezone=True))

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return int(value.timestamp()) if dialect.name == "sqlite" else value.replace(microsecond=0)

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value  # type: ignore[no-any-return]
        return datetime.fromtimestamp(value, UTC)


class Table(DeclarativeBase):
    """The base of every table; names of constraints are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain dict here
        datetime: Instant(),
        int: BigInteger().with_variant(Integer, "sqlite"),
    }


def insert_unless(table: type[Table], *columns: str) -> Insert:
    """An insert that does nothing where a row has these columns already; both databases say it in the same words."""
    return postgresql.insert(table).on_conflict_do_nothing(index_elements=columns)


class after(FunctionElement[datetime]):  # noqa: N801 - it reads as the SQL function it is
    """An instant some minutes after another, reckoned by the database."""

    type = Instant()
    inherit_cache = True
    name = "after"

    def __init__(self, instant: ColumnElement[datetime], minutes: SQLColumnExpression[int]) -> None:
        super().__init__(instant, minutes)


@compiles(after, "sqlite")
def _after_on_sqlite(element: after, compiler: SQLCompiler, **options: Any) -> str:
    instant, minutes = (compiler.process(each, **options) for each in element.clauses)
    return f"({instant} + 60 * {minutes})"


@compiles(after, "postgresql")
def _after_on_postgresql(element: after, compiler: SQLCompiler, **options: Any) -> str:
    instant, minutes = (compiler.process(each, **options) for each in element.clauses)
    return f"({instant} + {minutes} * interval '1 minute')"


class Database:
    """The open database of one process: one writer on SQLite, a few connections on PostgreSQL."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.path = Path(parsed.database or "") if self.is_sqlite else None
        self.url = parsed.set(drivername="sqlite" if self.is_sqlite else "postgresql+psycopg")
        writers = 1 if self.is_sqlite else 6
        self._writer = self._engine(write=True, size=writers)
        self._reader = self._engine(write=False, size=4)
        self._write_threads = ThreadPoolExecutor(writers, "db-write")
        self._read_threads = ThreadPoolExecutor(2 if self.is_sqlite else 4, "db-read")
        self._batches = Batches(self._writer, self.write_now)
        self._watcher: Any = None
        self.after_write: Callable[[], None] = _nothing

    async def read(self, query: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query that is answered from an index, on a connection that cannot write.

        On SQLite it runs where it is called: handing it to a thread costs more than it takes. What may take
        longer than a few milliseconds goes through `read_at_length`.
        """
        if self.is_sqlite:
            return self._read_now(query, *args, **kwargs)
        return await self.read_at_length(query, *args, **kwargs)

    async def read_at_length(self, query: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query that takes its time, in a thread, so that nobody else waits for it."""
        work = partial(self._read_now, query, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, work)

    async def write(self, verb: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb in one transaction; when this returns, what it did is on disk.

        Raises `Unavailable` when it had to queue too long or the database is busy, full or away.
        A verb may run again after a conflict, so it must have no effect outside the database.
        """
        admitted_until = time.monotonic() + ADMISSION_SECONDS
        if self.is_sqlite:
            waiting = self._batches.add(lambda db: verb(db, *args, **kwargs), admitted_until=admitted_until)
            self._write_threads.submit(self._batches.work)
            result: T = await waiting
            self.after_write()
            return result

        def work() -> T:
            if time.monotonic() > admitted_until:
                raise Unavailable("queued too long")
            return self.write_now(verb, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._write_threads, work)

    def write_now(self, verb: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for those who are not asynchronous: commands, the worker, tests."""
        for attempt in range(ATTEMPTS):
            committing = False
            try:
                with self._writer.begin() as db:
                    result = verb(db, *args, **kwargs)
                    committing = True
                self.after_write()
                return result
            except (DBAPIError, PoolTimeout, OSError) as fault:
                if attempt == ATTEMPTS - 1 or not _may_try_again(fault, committing=committing):
                    raise _plain(fault) from fault
        raise AssertionError("unreachable")

    @contextmanager
    def writing(self) -> Iterator[Db]:
        """One transaction, without trying again: for commands and tests."""
        try:
            with self._writer.begin() as db:
                yield db
        except (DBAPIError, PoolTimeout, OSError) as fault:
            raise _plain(fault) from fault

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A connection that cannot write."""
        try:
            with self._reader.connect() as db:
                yield db
        except (DBAPIError, PoolTimeout, OSError) as fault:
            raise _plain(fault) from fault

    def version(self) -> int | None:
        """A number that changes with every change that is committed, whoever made it; to be asked on the event loop.

        None where asking would cost too much.
        """
        if not self.is_sqlite:
            return None
        try:
            if self._watcher is None:
                self._watcher = self._reader.raw_connection()
                self._watcher.detach()  # the number means something on one connection only
            return int(self._watcher.dbapi_connection.execute("PRAGMA data_version").fetchone()[0])
        except (sqlite3.Error, DBAPIError, PoolTimeout):
            return None  # whoever reads next will say what is wrong

    def _read_now(self, query: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with self.reading() as db:
                return query(db, *args, **kwargs)
        except Unavailable as fault:
            if not isinstance(fault.__cause__, DBAPIError) or not fault.__cause__.connection_invalidated:
                raise
        # The connection was lost while it rested; the pool has found that out and opens a new one.
        with self.reading() as db:
            return query(db, *args, **kwargs)

    def close(self) -> None:
        """Let the threads finish and give every connection back."""
        self._write_threads.shutdown()
        self._read_threads.shutdown()
        if self._watcher is not None:
            self._watcher.close()
        self._writer.dispose()
        self._reader.dispose()

    def _engine(self, *, write: bool, size: int) -> Engine:
        if self.is_sqlite:
            return _sqlite_engine(str(self.url), write=write, size=size)
        options = POSTGRES_OPTIONS if write else f"{POSTGRES_OPTIONS} -c default_transaction_read_only=on"
        engine = create_engine(
            self.url,
            pool_size=size,
            max_overflow=0,
            pool_timeout=ADMISSION_SECONDS,
            pool_recycle=1800,
            hide_parameters=True,  # they are people's names and numbers, and faults are logged
            connect_args={"connect_timeout": 5, "options": options, "application_name": "hoanhap"},
        )
        return engine if write else engine.execution_options(isolation_level="AUTOCOMMIT")


def _nothing() -> None:
    """Nobody needs to know."""


def _sqlite_engine(url: str, *, write: bool, size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=ADMISSION_SECONDS,
        hide_parameters=True,  # they are people's names and numbers, and faults are logged
        connect_args={"timeout": 10, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (*SQLITE_PRAGMAS, f"query_only={'OFF' if write else 'ON'}"):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that upgrades from reading to writing fails at once when another writes.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _may_try_again(fault: Exception, *, committing: bool) -> bool:
    """Whether nothing of the transaction can have stayed, and trying again could end differently."""
    if committing or not isinstance(fault, DBAPIError):
        return False
    if fault.connection_invalidated:
        return True
    if isinstance(fault, IntegrityError) and "UNIQUE" in str(fault.orig):
        return True
    return getattr(fault.orig, "sqlstate", None) in _AGAIN


def _plain(fault: Exception) -> Exception:
    """`Unavailable` for a database that is busy, full or away; the fault itself for a fault of ours."""
    if not isinstance(fault, DBAPIError):
        return Unavailable(str(fault))
    state = getattr(fault.orig, "sqlstate", None) or ""
    words = str(fault.orig).lower()
    is_busy = (
        fault.connection_invalidated
        or state.startswith(_BUSY_CLASSES)
        or state in _AGAIN - {"23505"}
        or (type(fault.orig).__name__ == "OperationalError" and not state and _speaks_of_trouble(words))
    )
    return Unavailable(words) if is_busy else fault


def _speaks_of_trouble(words: str) -> bool:
    return any(word in words for word in (*_BUSY_WORDS, "connection", "server"))
