"""Changes of the tables, in order; they run on an engine of their own.

On SQLite, foreign keys are off while tables are rebuilt: a rebuilt parent would otherwise take its children with it.
They are checked before the change is kept.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, event, make_url

from hoanhap.settings import Settings

HERE = Path(__file__).resolve().parent


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the tables to a revision, forwards or backwards."""
    with engine_for(settings.database_url).connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        config = _config()
        config.attributes["connection"] = connection
        if _is_backwards(at, revision):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def current(settings: Settings) -> str | None:
    """The revision the database is at; None before the first."""
    with engine_for(settings.database_url).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def engine_for(url: str) -> Engine:
    """An engine for changing tables; its connections end when they are given back."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            connect_args={"options": "-c lock_timeout=4000"},
        )
    engine = create_engine(parsed.set(drivername="sqlite"), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF").fetchall()
        connection.execute("PRAGMA journal_mode=WAL").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _is_backwards(at: str | None, revision: str) -> bool:
    if at is None or revision == "head":
        return False
    if revision == "base":
        return True
    script = ScriptDirectory.from_config(_config())
    return revision in {each.revision for each in script.iterate_revisions(at, "base")}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config
