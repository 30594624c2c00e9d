"""Ways to send a message. The demo sends nothing: its messages are read at `/demo/outbox`."""

from collections.abc import Callable

from hoanhap.settings import Settings

Send = Callable[[str, str], None]
"""Takes a phone (E.164) and the words; raises `NotSent` when the message did not leave."""


class NotSent(Exception):
    """The message did not leave; it will be tried again."""


def channel(settings: Settings) -> Send:
    """The way messages go in this installation."""
    return _to_nobody if settings.is_demo else _no_gateway


def _to_nobody(_phone: str, _body: str) -> None:
    """The demo's messages count as sent and stay here."""


def _no_gateway(_phone: str, _body: str) -> None:
    """No gateway is built in yet: messages wait, visibly, until one is."""
    raise NotSent("no gateway")
