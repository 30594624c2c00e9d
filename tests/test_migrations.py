"""The tables go up and down on a filled database, and are what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, inspect, select

from hoanhap import migrations
from hoanhap.base.db import Database
from hoanhap.migrations import models
from hoanhap.settings import Settings


def test_the_models_are_what_the_migrations_make(settings: Settings) -> None:
    engine = migrations.engine_for(settings.database_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), models.metadata)
    engine.dispose()

    assert differences == []


def test_there_is_one_newest_revision(settings: Settings) -> None:
    assert migrations.current(settings) == migrations.head()


def test_a_filled_database_stays_as_it_is_when_it_is_up_to_date_already(
    settings: Settings, filled_database: Database
) -> None:
    before = _counts(settings)

    migrations.upgrade(settings)

    assert _counts(settings) == before
    assert before["booking"] > 0


def test_a_filled_database_goes_down_and_up_again(settings: Settings, filled_database: Database) -> None:
    filled_database.close()

    migrations.upgrade(settings, "base")
    gone = _tables(settings)
    migrations.upgrade(settings)

    assert gone <= {"alembic_version"}
    assert _tables(settings) >= set(models.metadata.tables)
    assert _counts(settings)["booking"] == 0


def test_a_table_with_children_can_be_rebuilt_without_losing_them(sqlite_url: str, tmp_path: object) -> None:
    # On SQLite, rebuilding a parent with foreign keys on would delete or orphan its children.
    engine = migrations.engine_for(sqlite_url)
    with engine.connect() as connection:
        is_enforced = connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one()
    engine.dispose()

    assert is_enforced == 0


def _tables(settings: Settings) -> set[str]:
    engine = migrations.engine_for(settings.database_url)
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found


def _counts(settings: Settings) -> dict[str, int]:
    engine = migrations.engine_for(settings.database_url)
    with engine.connect() as connection:
        counted = {name: _count(connection, name) for name in models.metadata.tables}
    engine.dispose()
    return counted


def _count(connection: Connection, name: str) -> int:
    return connection.execute(select(func.count()).select_from(models.metadata.tables[name])).scalar_one()
