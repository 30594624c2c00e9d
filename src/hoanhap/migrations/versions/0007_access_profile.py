"""What people need, in versions, and for whom an account is used."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "access_profile",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("extra_minutes", WHOLE, nullable=False),
        sa.Column("home_commune", sa.String(length=10), nullable=True),
        sa.Column("contact", sa.String(length=10), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", WHOLE, nullable=True),
        sa.CheckConstraint("contact IN ('any', 'call', 'message')", name=op.f("ck_access_profile_contact")),
        sa.CheckConstraint("extra_minutes IN (0, 10, 20, 30)", name=op.f("ck_access_profile_extra_minutes")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_access_profile_version")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_access_profile_created_by_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_profile_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_profile")),
        sa.UniqueConstraint("person_id", "version", name=op.f("uq_access_profile_person_id_version")),
    )
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("current_person_id", WHOLE, nullable=True))
        batch.create_foreign_key(op.f("fk_account_current_person_id_person"), "person", ["current_person_id"], ["id"])


def downgrade() -> None:
    """Backwards."""
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(op.f("fk_account_current_person_id_person"), type_="foreignkey")
        batch.drop_column("current_person_id")
    op.drop_table("access_profile")
