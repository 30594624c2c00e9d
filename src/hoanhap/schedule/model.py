"""The tables of time: weekly schedules, dated openings, slots with counted places, closures and holidays."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base.db import Table

COUNTS = "valid_until IS NULL OR valid_until >= valid_from"
"""Whether a rule has any day: one that was withdrawn before it began has none, and is in nobody's way."""


class Schedule(Table):
    """A weekly rule: on this weekday (Monday is 0), from `opens` to `closes` in minutes after local midnight.

    With `every_weeks` two it counts in the week of its first day and in every other week from then on. Rules of
    several resources may stand side by side at the same time. One that is `on_holidays` counts on a holiday too:
    whoever planned it knew of the day.
    """

    __tablename__ = "schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    every_weeks: Mapped[int] = mapped_column(server_default=text("1"))
    on_holidays: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), index=True)

    __table_args__ = (
        Index(
            "uq_schedule_rule",
            *("offering_id", "resource_id", "weekday", "opens", "valid_from", "on_holidays"),
            unique=True,
            sqlite_where=text(COUNTS),
            postgresql_where=text(COUNTS),
        ),
        CheckConstraint("every_weeks IN (1, 2)", name="every_weeks"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name="within_a_day"),
    )


class ScheduleUnit(Table):
    """How many of a unit a schedule gives at a time: in all, and how many of these the public may take."""

    __tablename__ = "schedule_unit"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    capacity: Mapped[int]
    public_limit: Mapped[int]

    __table_args__ = (CheckConstraint("0 <= public_limit AND public_limit <= capacity", name="limits"),)


class Opening(Table):
    """A dated block of time made from a schedule; once people have claims in it, no rule changes it."""

    __tablename__ = "opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id"))
    local_date: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("schedule_id", "local_date"),
        Index("ix_opening_offering_date", "offering_id", "local_date"),
    )


class Slot(Table):
    """One step of an opening's grid (FHIR Slot).

    `ordinal` counts the steps of the opening from zero, and below zero where it opened earlier later on; `minute` is
    the local minute of the day it starts.
    """

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    ordinal: Mapped[int]
    local_date: Mapped[date]
    minute: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("opening_id", "ordinal"),
        Index("ix_slot_offering_start", "offering_id", "starts_at"),
    )


class SlotUnit(Table):
    """The counted places of a slot. The counters move only by guarded statements; the checks stand behind them."""

    __tablename__ = "slot_unit"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    capacity: Mapped[int]
    public_limit: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    public_taken: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("0 <= public_taken AND public_taken <= taken AND taken <= capacity", name="taken"),
        CheckConstraint("public_taken <= public_limit AND public_limit <= capacity", name="public"),
    )


class Closure(Table):
    """Days on which an offering (or, without one, every offering) does not open, and why.

    `reason` is what people are told, `note` what those who work there tell one another. What was opened again stays
    written here, and counts no more.
    """

    __tablename__ = "closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(1000), server_default=text("''"))
    opened_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("first_on <= last_on", name="order"),)


class Holiday(Table):
    """A public holiday that somebody has confirmed; what is only reckoned stands in no table, and closes nothing."""

    __tablename__ = "holiday"

    local_date: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class WorkingDay(Table):
    """A Saturday or Sunday that makes up for a day off: it opens as the week would have opened on that day."""

    __tablename__ = "working_day"

    local_date: Mapped[date] = mapped_column(primary_key=True)
    instead_of: Mapped[date] = mapped_column(ForeignKey("holiday.local_date"), unique=True)
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
