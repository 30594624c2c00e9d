"""Messages to people: written from events, sent by the worker, never naming what a booking is for."""

from hoanhap.notify.channels import NotSent, Send, channel
from hoanhap.notify.model import Message
from hoanhap.notify.queries import Unreached, gave_up_count, has_waiting, unreached, unsent_count
from hoanhap.notify.verbs import (
    Outgoing,
    called,
    not_sent,
    sent,
    tell_booked,
    tell_cancelled,
    tell_code,
    tell_moved,
    tell_restored,
    waiting,
)

__all__ = [
    "Message",
    "NotSent",
    "Outgoing",
    "Send",
    "Unreached",
    "called",
    "channel",
    "gave_up_count",
    "has_waiting",
    "not_sent",
    "sent",
    "tell_booked",
    "tell_cancelled",
    "tell_code",
    "tell_moved",
    "tell_restored",
    "unreached",
    "unsent_count",
    "waiting",
]
