"""Copies of the whole database, made and put back while the site is running."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import make_url

ALL_PAGES = -1
"""In one step: with smaller steps, a copy begins anew at every write and may never end (measured)."""


def backup(database_url: str, file: Path) -> None:
    """Write a complete copy to a file; it appears under its name only when it is whole."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    if database_url.startswith("sqlite"):
        source, copy = _open(database_url), sqlite3.connect(part)
        source.backup(copy, pages=ALL_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
        _close(source, copy)
    else:
        _run("pg_dump", database_url, "--format=custom", f"--file={part}")
    part.replace(file)


def restore(database_url: str, file: Path) -> None:
    """Put a copy back in place of everything; raises `ValueError` if it is not a whole copy, and changes nothing."""
    if not file.is_file():
        raise ValueError(f"There is no file {file}.")
    if database_url.startswith("sqlite"):
        copy = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise ValueError(f"{file} is not a whole copy.")
        target = _open(database_url)
        copy.backup(target, pages=ALL_PAGES)
        _close(copy, target)
    else:
        _run("pg_restore", database_url, "--clean", "--if-exists", "--single-transaction", str(file))


def _open(database_url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(str(make_url(database_url).database), timeout=30)
    connection.execute("PRAGMA busy_timeout=30000").fetchall()
    return connection


def _close(*connections: sqlite3.Connection) -> None:
    for connection in connections:
        connection.close()


def _run(program: str, database_url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's; they come with the server, not with us."""
    if shutil.which(program) is None:
        raise ValueError(f"{program} is not installed.")
    address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([program, f"--dbname={address}", *arguments], check=True)  # noqa: S603 - a fixed program
