"""The tables go up and down on a filled database, are what the models say, and a change that fails leaves no trace."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, String, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from hoanhap import catalogue, migrations
from hoanhap.base.clock import whole_days
from hoanhap.base.db import Database
from hoanhap.migrations import models
from hoanhap.settings import Settings
from tests import makers
from tests.makers import NOON, TOMORROW

T = TypeVar("T")
SOMEWHERE = re.compile(r" object at 0x\w+")
AddRevision = Callable[[str], None]
"""Adds a revision after the newest one, with these lines as its `upgrade`."""

REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "new", "{head}", None, None


def upgrade():
    {lines}


def downgrade():
    pass
"""


@pytest.fixture
def add_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AddRevision:
    """Another set of migrations, that can get one more."""
    here, head = tmp_path / "migrations", migrations.head()
    shutil.copytree(migrations.HERE, here)
    monkeypatch.setattr(migrations, "HERE", here)

    def add(lines: str) -> None:
        (here / "versions" / "new_revision.py").write_text(REVISION.format(head=head, lines=lines))

    return add


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")  # on SQLite
def test_the_models_are_what_the_migrations_make(settings: Settings) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_name": models.is_described})
        return list(compare_metadata(context, models.metadata))

    assert looked_into(settings, differences) == []


def test_there_is_one_newest_revision(settings: Settings) -> None:
    assert len(ScriptDirectory(str(migrations.HERE)).get_heads()) == 1
    assert migrations.current(settings) == migrations.head()


def test_before_the_first_revision_there_is_none(settings: Settings) -> None:
    migrations.upgrade(settings, "base")

    assert migrations.current(settings) is None


def test_a_filled_database_that_is_up_to_date_stays_as_it_is(settings: Settings, filled_database: Database) -> None:
    before = counts(settings)

    migrations.upgrade(settings)

    assert counts(settings) == before
    assert before["booking"] == 3


def test_a_filled_database_goes_down_and_up_again(settings: Settings, filled_database: Database) -> None:
    before = description(settings)

    migrations.upgrade(settings, "base")
    gone = looked_into(settings, lambda connection: inspect(connection).get_table_names())
    migrations.upgrade(settings)

    assert gone == ["alembic_version"]
    assert description(settings) == before
    assert set(counts(settings).values()) == {0}


def test_what_failed_for_days_fails_for_all_of_them(settings: Settings, filled_database: Database) -> None:
    migrations.upgrade(settings, "0022")
    with filled_database.writing() as db:
        for last in ("NULL", "'2026-11-27'"):
            db.execute(
                text(
                    "INSERT INTO outage (location_id, feature_code, first_on, last_on, reason, said_at) "
                    f"SELECT MIN(l.id), 'lift', '2026-11-26', {last}, 'broken', MIN(b.created_at) "
                    "FROM location l, booking b"
                )
            )

    migrations.upgrade(settings)

    with filled_database.reading() as db:
        location_id = db.execute(text("SELECT MIN(id) FROM location")).scalar_one()
        found = [each.span for each in catalogue.outages_at(db, location_id, since=NOON)]
    assert found == [whole_days(TOMORROW), whole_days(TOMORROW, TOMORROW + timedelta(days=1))]
    migrations.upgrade(settings, "0022")
    with filled_database.reading() as db:
        days = db.execute(text("SELECT first_on, last_on FROM outage ORDER BY id")).all()
    assert [[str(each) for each in row] for row in days] == [["2026-11-26", "None"], ["2026-11-26", "2026-11-27"]]


def test_what_was_kept_free_is_everybodys_where_there_are_no_buffers(
    settings: Settings, filled_database: Database
) -> None:
    place = makers.Place(filled_database, duration=60, step=30, buffer=60)
    reference = place.book(1)
    before = [place.taken(number) for number in range(6)]

    migrations.upgrade(settings, "0024")
    migrations.upgrade(settings)

    assert before == [0, 1, 1, 1, 1, 0]
    assert [place.taken(number) for number in range(6)] == [0, 1, 1, 0, 0, 0]
    assert len(place.lives(reference)) == 2
    assert place.breaches() == []


def test_a_revision_can_be_added_to_a_filled_database(
    settings: Settings, filled_database: Database, add_revision: AddRevision
) -> None:
    before = counts(settings)
    add_revision('op.add_column("booking", sa.Column("extra", sa.String(10)))')

    migrations.upgrade(settings)

    assert migrations.current(settings) == "new"
    assert counts(settings) == before


def test_a_revision_that_fails_on_the_way_leaves_no_trace(
    settings: Settings, filled_database: Database, add_revision: AddRevision
) -> None:
    before = counts(settings), description(settings)
    add_revision(
        'op.create_table("half", sa.Column("id", sa.Integer))\n'
        '    op.execute("DELETE FROM message")\n'
        "    op.execute(\"UPDATE event SET kind = ''\")\n"
        '    op.execute("a mistake")'
    )

    with pytest.raises(DBAPIError):
        migrations.upgrade(settings)

    assert migrations.current(settings) != "new"
    assert (counts(settings), description(settings)) == before
    with filled_database.reading() as db:
        assert db.execute(text("SELECT count(*) FROM event WHERE kind = ''")).scalar_one() == 0


def test_a_revision_that_leaves_orphans_is_not_kept(
    settings: Settings, filled_database: Database, add_revision: AddRevision
) -> None:
    before = counts(settings)
    add_revision('op.execute("DELETE FROM leg")')

    with pytest.raises((AssertionError, DBAPIError)):
        migrations.upgrade(settings)

    assert counts(settings) == before


@pytest.mark.parametrize("table", ["account", "booking", "slot", "opening"])
def test_a_table_with_children_can_be_rebuilt_without_losing_them(
    sqlite_url: str, sqlite_database: Database, table: str
) -> None:
    settings = Settings(database_url=sqlite_url)
    sqlite_database.write_now(makers.fill)
    before = counts(settings)

    def rebuild(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(Column("extra", String(10)))
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        connection.commit()

    looked_into(settings, rebuild)

    assert counts(settings) == before
    with sqlite_database.reading() as db:
        assert db.execute(text(f"SELECT count(*) FROM {table} WHERE extra IS NULL")).scalar_one() == before[table] > 0


def looked_into(settings: Settings, look: Callable[[Connection], T]) -> T:
    """What is seen on the engine that migrations use."""
    with migrations.engine_for(settings.database_url).connect() as connection:
        return look(connection)


def description(settings: Settings) -> dict[str, list[str]]:
    """Every table with its columns, keys, checks and indexes."""

    def describe(connection: Connection) -> dict[str, list[str]]:
        found = inspect(connection)
        parts = (
            found.get_columns,
            found.get_foreign_keys,
            found.get_unique_constraints,
            found.get_check_constraints,
            found.get_indexes,
        )
        return {
            name: sorted(SOMEWHERE.sub("", str(each)) for part in parts for each in part(name))
            for name in found.get_table_names()
        }

    return looked_into(settings, describe)


def counts(settings: Settings) -> dict[str, int]:
    """How many rows every table has."""

    def count(connection: Connection) -> dict[str, int]:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in models.metadata.tables.items()
        }

    return looked_into(settings, count)
