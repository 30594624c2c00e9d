"""Messages to people: written from events, sent by the worker, never naming what a booking is for."""

from hoanhap.notify.channels import NotSent, Send, channel
from hoanhap.notify.model import Channel, Message
from hoanhap.notify.queries import Unreached, has_waiting, unreached, unreached_count, unsent_count
from hoanhap.notify.verbs import (
    Outgoing,
    To,
    called,
    not_sent,
    sent,
    tell_booked,
    tell_cancelled,
    tell_cancelled_by_place,
    tell_code,
    tell_displaced,
    tell_moved,
    tell_restored,
    tell_supported,
    waiting,
    write,
)

__all__ = [
    "Channel",
    "Message",
    "NotSent",
    "Outgoing",
    "Send",
    "To",
    "Unreached",
    "called",
    "channel",
    "has_waiting",
    "not_sent",
    "sent",
    "tell_booked",
    "tell_cancelled",
    "tell_cancelled_by_place",
    "tell_code",
    "tell_displaced",
    "tell_moved",
    "tell_restored",
    "tell_supported",
    "unreached",
    "unreached_count",
    "unsent_count",
    "waiting",
    "write",
]
