"""Photos of places, each with its words; and their files, apart from them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "photo",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("location_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_photo_location_id_location")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index(op.f("ix_photo_location_id"), "photo", ["location_id"], unique=False)
    op.create_table(
        "photo_file",
        sa.Column("photo_id", WHOLE, nullable=False),
        sa.Column("width", WHOLE, nullable=False),
        sa.Column("height", WHOLE, nullable=False),
        sa.Column("address", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_photo_file_photo_id_photo")),
        sa.PrimaryKeyConstraint("photo_id", "width", name=op.f("pk_photo_file")),
    )
    op.create_index(op.f("ix_photo_file_address"), "photo_file", ["address"], unique=False)


def downgrade() -> None:
    """Backwards."""
    op.drop_table("photo_file")
    op.drop_table("photo")
