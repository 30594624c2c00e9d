"""Copies of the whole database, made and put back while the site is running."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

ALL_PAGES = -1
"""In one step: with smaller steps, a copy begins anew at every write and may never end (measured)."""


class CopyFailed(Exception):
    """A copy could not be made or put back; the sentence says why."""


def backup(database_url: str, file: Path) -> None:
    """Write a complete copy to a file; it appears under its name only when it is whole. Raises `CopyFailed`."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    if database_url.startswith("sqlite"):
        if not _path(database_url).is_file():
            raise CopyFailed(f"There is no database {_path(database_url)}.")
        with closing(_open(database_url)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy, pages=ALL_PAGES)
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    else:
        _run("pg_dump", database_url, "--format=custom", f"--file={part}")
    part.replace(file)


def restore(database_url: str, file: Path) -> None:
    """Put a copy back in place of everything; raises `CopyFailed` if it is not a whole copy, and changes nothing."""
    if not file.is_file():
        raise CopyFailed(f"There is no file {file}.")
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            if not _is_whole(copy):
                raise CopyFailed(f"{file} is not a whole copy.")
            with closing(_open(database_url)) as target:
                copy.backup(target, pages=ALL_PAGES)
    else:
        _run("pg_restore", database_url, "--clean", "--if-exists", "--single-transaction", str(file))


def _is_whole(copy: sqlite3.Connection) -> bool:
    """Whether it is a sound database and one of ours: an empty file would be sound, and would wipe everything out."""
    try:
        return (
            copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            and copy.execute("SELECT version_num FROM alembic_version").fetchone() is not None
        )
    except sqlite3.DatabaseError:
        return False


def _path(database_url: str) -> Path:
    return Path(make_url(database_url).database or "")


def _open(database_url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(_path(database_url), timeout=30)
    connection.execute("PRAGMA busy_timeout=30000").fetchall()
    return connection


def _run(program: str, database_url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's; they come with the server, not with us."""
    if shutil.which(program) is None:
        raise CopyFailed(f"{program} is not installed.")
    address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    ended = subprocess.run([program, f"--dbname={address}", *arguments], check=False)  # noqa: S603 - a fixed program
    if ended.returncode:
        raise CopyFailed(f"{program} failed; what it said stands above.")
