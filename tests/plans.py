"""How the database means to answer a query: which indexes it walks, and whether it reads any table from end to end."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from hoanhap.base.db import Db


def statements(db: Db, query: Callable[..., Any], *args: Any, **kwargs: Any) -> list[tuple[str, Any]]:
    """Every statement that a query sends, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_db: Db, _cursor: Any, statement: str, parameters: Any, _context: Any, _is_many: bool) -> None:
        sent.append((statement, parameters))

    event.listen(db, "before_cursor_execute", note)
    query(db, *args, **kwargs)
    event.remove(db, "before_cursor_execute", note)
    return sent


def plan(db: Db, query: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """The plans of all statements of a query.

    The tables of a test are too small to be worth an index to PostgreSQL: it is told to use one where it can.
    """
    is_sqlite = db.dialect.name == "sqlite"
    if not is_sqlite:
        db.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    sent = statements(db, query, *args, **kwargs)
    rows = [row for statement, values in sent for row in db.exec_driver_sql(f"{explain} {statement}", values)]
    return "\n".join(str(row[3] if is_sqlite else row[0]) for row in rows)


def reads_a_whole_table(plan: str) -> bool:
    """Whether the plan reads some table from end to end."""
    return any(
        (line.startswith("SCAN ") and "CONSTANT ROW" not in line) or "Seq Scan" in line for line in plan.split("\n")
    )
