"""From which moment until which something does not work, and in which service only."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from hoanhap.base.clock import local_day, whole_days
from hoanhap.base.db import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OUTAGE = sa.table(
    "outage",
    sa.column("id", WHOLE),
    sa.column("first_on", sa.Date()),
    sa.column("last_on", sa.Date()),
    sa.column("begins_at", Instant()),
    sa.column("until", Instant()),
)


def upgrade() -> None:
    """Forwards: what was said of days is so of all of them, and in all that is given at the place."""
    with op.batch_alter_table("outage") as batch:
        batch.add_column(sa.Column("offering_id", WHOLE, nullable=True))
        batch.add_column(sa.Column("begins_at", Instant(), nullable=True))
        batch.add_column(sa.Column("until", Instant(), nullable=True))
        batch.create_foreign_key(op.f("fk_outage_offering_id_offering"), "offering", ["offering_id"], ["id"])
    db = op.get_bind()
    for row in db.execute(sa.select(_OUTAGE.c.id, _OUTAGE.c.first_on, _OUTAGE.c.last_on)).all():
        span = whole_days(row.first_on, row.last_on)
        values = {"begins_at": span.begins_at, "until": span.until}
        db.execute(sa.update(_OUTAGE).where(_OUTAGE.c.id == row.id).values(values))
    with op.batch_alter_table("outage") as batch:
        batch.drop_constraint(op.f("ck_outage_order"), type_="check")
        batch.alter_column("begins_at", existing_type=Instant(), nullable=False)
        batch.drop_column("first_on")
        batch.drop_column("last_on")
        batch.create_check_constraint(op.f("ck_outage_order"), "until IS NULL OR begins_at < until")
    op.create_index(op.f("ix_outage_offering_id"), "outage", ["offering_id"])


def downgrade() -> None:
    """Backwards: hours become the days that they are part of, and one service the whole place."""
    op.drop_index(op.f("ix_outage_offering_id"), "outage")
    with op.batch_alter_table("outage") as batch:
        batch.add_column(sa.Column("first_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("last_on", sa.Date(), nullable=True))
    db = op.get_bind()
    for row in db.execute(sa.select(_OUTAGE.c.id, _OUTAGE.c.begins_at, _OUTAGE.c.until)).all():
        last = None if row.until is None else local_day(row.until - timedelta.resolution)
        values = {"first_on": local_day(row.begins_at), "last_on": last}
        db.execute(sa.update(_OUTAGE).where(_OUTAGE.c.id == row.id).values(values))
    with op.batch_alter_table("outage") as batch:
        batch.drop_constraint(op.f("ck_outage_order"), type_="check")
        batch.drop_constraint(op.f("fk_outage_offering_id_offering"), type_="foreignkey")
        batch.alter_column("first_on", existing_type=sa.Date(), nullable=False)
        batch.drop_column("until")
        batch.drop_column("begins_at")
        batch.drop_column("offering_id")
        batch.create_check_constraint(op.f("ck_outage_order"), "last_on IS NULL OR first_on <= last_on")
