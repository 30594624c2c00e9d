"""What Alembic runs; the connection is handed over by `hoanhap.migrations`."""

from alembic import context

from hoanhap.migrations import models

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=models.metadata,
    include_name=models.is_described,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,  # on SQLite too: all of it stays, and only if what it leaves is sound
)
with context.begin_transaction():
    context.run_migrations()
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        assert not orphans, f"rows without their parents: {orphans[:5]}"
