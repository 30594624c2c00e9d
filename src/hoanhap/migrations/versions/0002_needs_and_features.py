"""What people may need, and what places and services have."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "feature",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_feature")),
    )
    op.create_table(
        "need",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("extra_people", WHOLE, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_need")),
    )
    op.create_table(
        "need_feature",
        sa.Column("need_code", sa.String(length=40), nullable=False),
        sa.Column("setting", sa.String(length=10), nullable=False),
        sa.Column("feature_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["feature_code"], ["feature.code"], name=op.f("fk_need_feature_feature_code_feature")),
        sa.ForeignKeyConstraint(["need_code"], ["need.code"], name=op.f("fk_need_feature_need_code_need")),
        sa.PrimaryKeyConstraint("need_code", "setting", "feature_code", name=op.f("pk_need_feature")),
    )
    for of in ("location", "offering"):
        op.create_table(
            f"{of}_feature",
            sa.Column(f"{of}_id", WHOLE, nullable=False),
            sa.Column("feature_code", sa.String(length=40), nullable=False),
            sa.Column("has", sa.Boolean(), nullable=False),
            sa.Column("known_on", sa.Date(), nullable=False),
            sa.ForeignKeyConstraint(
                ["feature_code"], ["feature.code"], name=op.f(f"fk_{of}_feature_feature_code_feature")
            ),
            sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{of}_feature_{of}_id_{of}")),
            sa.PrimaryKeyConstraint(f"{of}_id", "feature_code", name=op.f(f"pk_{of}_feature")),
        )
    op.add_column(
        "service", sa.Column("setting", sa.String(length=10), server_default=sa.text("'place'"), nullable=False)
    )
    with op.batch_alter_table("location") as batch:
        batch.add_column(sa.Column("directions", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch.add_column(sa.Column("slug", sa.String(length=80), nullable=True))
    # So far every organisation has one place, which takes its name.
    op.execute(
        "UPDATE location SET slug = CASE WHEN (SELECT count(*) FROM location other "
        "WHERE other.organization_id = location.organization_id) = 1 "
        "THEN (SELECT slug FROM organization WHERE organization.id = location.organization_id) "
        "ELSE 'noi-' || id END"
    )
    with op.batch_alter_table("location") as batch:
        batch.alter_column("slug", existing_type=sa.String(length=80), nullable=False)
        batch.create_unique_constraint(op.f("uq_location_slug"), ["slug"])


def downgrade() -> None:
    """Backwards."""
    with op.batch_alter_table("location") as batch:
        batch.drop_constraint(op.f("uq_location_slug"), type_="unique")
        batch.drop_column("slug")
        batch.drop_column("directions")
    with op.batch_alter_table("service") as batch:
        batch.drop_column("setting")
    for name in ("offering_feature", "location_feature", "need_feature", "need", "feature"):
        op.drop_table(name)
