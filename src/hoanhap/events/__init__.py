"""The log of facts: who changed what, when and for whom. It is the audit trail and the outbox in one."""

from hoanhap.base.actors import Actor
from hoanhap.events.log import Event, Fact, Recorded, history, latest, record, record_all
from hoanhap.events.outbox import Due, delivered, due, failed, has_due, undelivered_count

__all__ = [
    "Actor",
    "Due",
    "Event",
    "Fact",
    "Recorded",
    "delivered",
    "due",
    "failed",
    "has_due",
    "history",
    "latest",
    "record",
    "record_all",
    "undelivered_count",
]
