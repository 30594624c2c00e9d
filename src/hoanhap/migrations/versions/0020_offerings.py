"""What a place says it offers: drafts, its own words, features of which it does not know; and what was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards: what was booked before keeps the deadline that its offering has now."""
    with op.batch_alter_table("offering") as batch:
        batch.add_column(sa.Column("is_draft", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch.add_column(sa.Column("texts", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch.create_check_constraint(op.f("ck_offering_draft"), "NOT (is_draft AND is_open)")
    with op.batch_alter_table("offering_feature") as batch:
        batch.alter_column("has", existing_type=sa.Boolean(), nullable=True)
    op.add_column("leg", sa.Column("cost", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("leg", sa.Column("cancel_minutes", WHOLE, nullable=True))
    op.execute(
        "UPDATE leg SET cancel_minutes = (SELECT cancel_minutes FROM offering WHERE offering.id = leg.offering_id)"
    )
    with op.batch_alter_table("leg") as batch:
        batch.alter_column("cancel_minutes", existing_type=WHOLE, nullable=False)


def downgrade() -> None:
    """Backwards: a draft becomes what is paused, and what nobody knows is said of nothing."""
    with op.batch_alter_table("leg") as batch:
        batch.drop_column("cancel_minutes")
        batch.drop_column("cost")
    op.execute("DELETE FROM offering_feature WHERE has IS NULL")
    with op.batch_alter_table("offering_feature") as batch:
        batch.alter_column("has", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("offering") as batch:
        batch.drop_constraint(op.f("ck_offering_draft"), type_="check")
        batch.drop_column("texts")
        batch.drop_column("is_draft")
