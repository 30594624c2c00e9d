"""The first tables: people, what is offered, time, promises, the log and its messages."""

import sqlalchemy as sa
from alembic import op

from hoanhap.base.db import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "account",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("phone", name=op.f("uq_account_phone")),
    )
    op.create_table(
        "code_request",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_request")),
        sa.UniqueConstraint("token", name=op.f("uq_code_request_token")),
    )
    op.create_index(op.f("ix_code_request_expires_at"), "code_request", ["expires_at"], unique=False)
    op.create_index(op.f("ix_code_request_phone"), "code_request", ["phone"], unique=False)
    op.create_table(
        "domain",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("icon", sa.String(length=20), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_domain")),
    )
    op.create_table(
        "event",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", WHOLE, nullable=True),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column("on_behalf_of", WHOLE, nullable=True),
        sa.Column("booking_id", WHOLE, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("delivered_at", Instant(), nullable=True),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_booking_id"), "event", ["booking_id"], unique=False)
    op.create_index(
        "ix_event_undelivered",
        "event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_table(
        "holiday",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.PrimaryKeyConstraint("local_date", name=op.f("pk_holiday")),
    )
    op.create_table(
        "organization",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("summaries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("slug", name=op.f("uq_organization_slug")),
    )
    op.create_table(
        "tally",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("period", WHOLE, nullable=False),
        sa.Column("count", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("key", "period", name=op.f("pk_tally")),
    )
    op.create_table(
        "location",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("organization_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("commune_code", sa.String(length=10), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_location_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_location_organization_id_name")),
    )
    op.create_index(op.f("ix_location_organization_id"), "location", ["organization_id"], unique=False)
    op.create_table(
        "login",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_token_hash")),
    )
    op.create_index(op.f("ix_login_account_id"), "login", ["account_id"], unique=False)
    op.create_index(op.f("ix_login_seen_at"), "login", ["seen_at"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("event_id", WHOLE, nullable=False),
        sa.Column("booking_id", WHOLE, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("body", sa.String(length=1000), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("gave_up_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_message_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("event_id", "phone", "channel", name=op.f("uq_message_event_id_phone_channel")),
    )
    op.create_index(op.f("ix_message_booking_id"), "message", ["booking_id"], unique=False)
    op.create_index(op.f("ix_message_phone"), "message", ["phone"], unique=False)
    op.create_index(
        "ix_message_unsent",
        "message",
        ["id"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
    )
    op.create_table(
        "person",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("folded_name", sa.String(length=400), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_person_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account_id", "folded_name", name=op.f("uq_person_account_id_folded_name")),
    )
    op.create_table(
        "service",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("domain_slug", sa.String(length=60), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("takes_wheelchairs", sa.Boolean(), nullable=False),
        sa.Column("party_max", WHOLE, nullable=False),
        sa.Column("duration_minutes", WHOLE, nullable=False),
        sa.Column("step_minutes", WHOLE, nullable=False),
        sa.Column("notice_minutes", WHOLE, nullable=False),
        sa.Column("cancel_minutes", WHOLE, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["domain_slug"], ["domain.slug"], name=op.f("fk_service_domain_slug_domain")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("slug", name=op.f("uq_service_slug")),
    )
    op.create_index(op.f("ix_service_domain_slug"), "service", ["domain_slug"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=True),
        sa.Column("journey", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("person_id", WHOLE, nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("code_request", sa.String(length=40), nullable=True),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("booked_at", Instant(), nullable=True),
        sa.CheckConstraint("(reference IS NULL) = (booked_at IS NULL)", name=op.f("ck_booking_reference_when_booked")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_booking_account_id_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("journey", "choice", name=op.f("uq_booking_journey_choice")),
        sa.UniqueConstraint("reference", name=op.f("uq_booking_reference")),
        sa.UniqueConstraint("token", name=op.f("uq_booking_token")),
    )
    op.create_index(op.f("ix_booking_account_id"), "booking", ["account_id"], unique=False)
    op.create_index(
        "ix_booking_draft",
        "booking",
        ["created_at"],
        unique=False,
        sqlite_where=sa.text("booked_at IS NULL"),
        postgresql_where=sa.text("booked_at IS NULL"),
    )
    op.create_index(op.f("ix_booking_person_id"), "booking", ["person_id"], unique=False)
    op.create_table(
        "offering",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("service_id", WHOLE, nullable=False),
        sa.Column("location_id", WHOLE, nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("takes_wheelchairs", sa.Boolean(), nullable=False),
        sa.Column("party_max", WHOLE, nullable=False),
        sa.Column("duration_minutes", WHOLE, nullable=False),
        sa.Column("step_minutes", WHOLE, nullable=False),
        sa.Column("notice_minutes", WHOLE, nullable=False),
        sa.Column("cancel_minutes", WHOLE, nullable=False),
        sa.Column("horizon_days", WHOLE, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("duration_minutes % step_minutes = 0", name=op.f("ck_offering_whole_steps")),
        sa.CheckConstraint("duration_minutes > 0 AND step_minutes > 0", name=op.f("ck_offering_lengths")),
        sa.CheckConstraint("party_max >= 1", name=op.f("ck_offering_party")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_offering_location_id_location")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_offering_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
        sa.UniqueConstraint("service_id", "location_id", name=op.f("uq_offering_service_id_location_id")),
    )
    op.create_index(op.f("ix_offering_location_id"), "offering", ["location_id"], unique=False)
    op.create_index(op.f("ix_offering_service_id"), "offering", ["service_id"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("offering_id", WHOLE, nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closure_order")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_closure_offering_id_offering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_offering_id"), "closure", ["offering_id"], unique=False)
    op.create_table(
        "leg",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("booking_id", WHOLE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("offering_id", WHOLE, nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_leg_order")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_leg_booking_id_booking")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_leg_offering_id_offering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
    )
    op.create_index(op.f("ix_leg_booking_id"), "leg", ["booking_id"], unique=False)
    op.create_table(
        "schedule",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("offering_id", WHOLE, nullable=False),
        sa.Column("weekday", WHOLE, nullable=False),
        sa.Column("opens", WHOLE, nullable=False),
        sa.Column("closes", WHOLE, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name=op.f("ck_schedule_within_a_day")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_schedule_weekday")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_schedule_offering_id_offering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("offering_id", "weekday", "opens", name=op.f("uq_schedule_offering_id_weekday_opens")),
    )
    op.create_index(op.f("ix_schedule_offering_id"), "schedule", ["offering_id"], unique=False)
    op.create_table(
        "opening",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("offering_id", WHOLE, nullable=False),
        sa.Column("schedule_id", WHOLE, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_opening_offering_id_offering")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], name=op.f("fk_opening_schedule_id_schedule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("schedule_id", "local_date", name=op.f("uq_opening_schedule_id_local_date")),
    )
    op.create_index("ix_opening_offering_date", "opening", ["offering_id", "local_date"], unique=False)
    op.create_table(
        "schedule_unit",
        sa.Column("schedule_id", WHOLE, nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("public_limit", WHOLE, nullable=False),
        sa.CheckConstraint("0 <= public_limit AND public_limit <= capacity", name=op.f("ck_schedule_unit_limits")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], name=op.f("fk_schedule_unit_schedule_id_schedule")),
        sa.PrimaryKeyConstraint("schedule_id", "unit", name=op.f("pk_schedule_unit")),
    )
    op.create_table(
        "slot",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("opening_id", WHOLE, nullable=False),
        sa.Column("offering_id", WHOLE, nullable=False),
        sa.Column("ordinal", WHOLE, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("minute", WHOLE, nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_slot_offering_id_offering")),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_slot_opening_id_opening")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("opening_id", "ordinal", name=op.f("uq_slot_opening_id_ordinal")),
    )
    op.create_index("ix_slot_offering_start", "slot", ["offering_id", "starts_at"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("booking_id", WHOLE, nullable=False),
        sa.Column("leg_id", WHOLE, nullable=False),
        sa.Column("slot_id", WHOLE, nullable=False),
        sa.Column("participant", WHOLE, nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_supported", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("held_until", Instant(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("(state = 'held') = (held_until IS NOT NULL)", name=op.f("ck_claim_held_until")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_claim_quantity")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_claim_booking_id_booking")),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_claim_leg_id_leg")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_claim_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint(
            "leg_id", "participant", "slot_id", "unit", name=op.f("uq_claim_leg_id_participant_slot_id_unit")
        ),
    )
    op.create_index(op.f("ix_claim_booking_id"), "claim", ["booking_id"], unique=False)
    op.create_index(
        "ix_claim_held",
        "claim",
        ["held_until"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(op.f("ix_claim_slot_id"), "claim", ["slot_id"], unique=False)
    op.create_table(
        "slot_unit",
        sa.Column("slot_id", WHOLE, nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("public_limit", WHOLE, nullable=False),
        sa.Column("taken", WHOLE, nullable=False),
        sa.Column("public_taken", WHOLE, nullable=False),
        sa.CheckConstraint(
            "0 <= public_taken AND public_taken <= taken AND taken <= capacity", name=op.f("ck_slot_unit_taken")
        ),
        sa.CheckConstraint(
            "public_taken <= public_limit AND public_limit <= capacity", name=op.f("ck_slot_unit_public")
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_slot_unit_slot_id_slot")),
        sa.PrimaryKeyConstraint("slot_id", "unit", name=op.f("pk_slot_unit")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("slot_unit")
    op.drop_index(op.f("ix_claim_slot_id"), "claim")
    op.drop_index(
        "ix_claim_held", "claim", sqlite_where=sa.text("state = 'held'"), postgresql_where=sa.text("state = 'held'")
    )
    op.drop_index(op.f("ix_claim_booking_id"), "claim")
    op.drop_table("claim")
    op.drop_index("ix_slot_offering_start", "slot")
    op.drop_table("slot")
    op.drop_table("schedule_unit")
    op.drop_index("ix_opening_offering_date", "opening")
    op.drop_table("opening")
    op.drop_index(op.f("ix_schedule_offering_id"), "schedule")
    op.drop_table("schedule")
    op.drop_index(op.f("ix_leg_booking_id"), "leg")
    op.drop_table("leg")
    op.drop_index(op.f("ix_closure_offering_id"), "closure")
    op.drop_table("closure")
    op.drop_index(op.f("ix_offering_service_id"), "offering")
    op.drop_index(op.f("ix_offering_location_id"), "offering")
    op.drop_table("offering")
    op.drop_index(op.f("ix_booking_person_id"), "booking")
    op.drop_index(
        "ix_booking_draft",
        "booking",
        sqlite_where=sa.text("booked_at IS NULL"),
        postgresql_where=sa.text("booked_at IS NULL"),
    )
    op.drop_index(op.f("ix_booking_account_id"), "booking")
    op.drop_table("booking")
    op.drop_index(op.f("ix_service_domain_slug"), "service")
    op.drop_table("service")
    op.drop_table("person")
    op.drop_index(
        "ix_message_unsent",
        "message",
        sqlite_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
    )
    op.drop_index(op.f("ix_message_phone"), "message")
    op.drop_index(op.f("ix_message_booking_id"), "message")
    op.drop_table("message")
    op.drop_index(op.f("ix_login_seen_at"), "login")
    op.drop_index(op.f("ix_login_account_id"), "login")
    op.drop_table("login")
    op.drop_index(op.f("ix_location_organization_id"), "location")
    op.drop_table("location")
    op.drop_table("tally")
    op.drop_table("organization")
    op.drop_table("holiday")
    op.drop_index(
        "ix_event_undelivered",
        "event",
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.drop_index(op.f("ix_event_booking_id"), "event")
    op.drop_table("event")
    op.drop_table("domain")
    op.drop_index(op.f("ix_code_request_phone"), "code_request")
    op.drop_index(op.f("ix_code_request_expires_at"), "code_request")
    op.drop_table("code_request")
    op.drop_table("account")
