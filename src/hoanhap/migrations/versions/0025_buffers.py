"""Minutes after each appointment of an offering that are kept free."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_FREE = """CREATE TEMPORARY TABLE kept_free AS
SELECT c.id, c.slot_id, c.unit, c.quantity, CASE WHEN c.is_public THEN c.quantity ELSE 0 END AS public_quantity,
c.is_supported AND c.state IN ('held', 'requested', 'booked', 'arrived', 'fulfilled', 'noshow') AS counts
FROM claim c JOIN leg l ON l.id = c.leg_id JOIN slot s ON s.id = c.slot_id WHERE s.starts_at >= l.ends_at"""
GIVEN_BACK = """UPDATE slot_unit SET
taken = taken - (SELECT COALESCE(SUM(quantity), 0) FROM kept_free f
WHERE f.slot_id = slot_unit.slot_id AND f.unit = slot_unit.unit AND f.counts),
public_taken = public_taken - (SELECT COALESCE(SUM(public_quantity), 0) FROM kept_free f
WHERE f.slot_id = slot_unit.slot_id AND f.unit = slot_unit.unit AND f.counts)
WHERE slot_id IN (SELECT slot_id FROM kept_free)"""


def upgrade() -> None:
    """Forwards: nothing is kept free where nobody has said so."""
    with op.batch_alter_table("offering") as batch:
        batch.add_column(sa.Column("buffer_minutes", WHOLE, server_default=sa.text("0"), nullable=False))
        batch.create_check_constraint(
            op.f("ck_offering_buffer"), "buffer_minutes >= 0 AND buffer_minutes % step_minutes = 0"
        )


def downgrade() -> None:
    """Backwards: what was kept free after appointments is everybody's again."""
    op.execute(KEPT_FREE)
    op.execute(GIVEN_BACK)
    op.execute("DELETE FROM claim WHERE id IN (SELECT id FROM kept_free)")
    op.execute("DROP TABLE kept_free")
    with op.batch_alter_table("offering") as batch:
        batch.drop_constraint(op.f("ck_offering_buffer"), type_="check")
        batch.drop_column("buffer_minutes")
