"""Logs: one JSON line for each thing that happened, without personal data.

Addresses, names, numbers, codes and what was typed never reach a log call; as a second line of defence, a
processor takes the values of such fields away.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

PRIVATE = {
    "phone",
    "full_name",
    "name",
    "code",
    "token",
    "body",
    "cookie",
    "authorization",
    "reference",
    "path",
}


def set_up_logs() -> None:
    """Write structured lines to the standard error stream."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_private_fields,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def _as_json(line: object, **_: object) -> bytes:
    return msgspec.json.encode(line, enc_hook=repr)


def without_private_fields(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take the values of fields that could be personal away."""
    return {key: "…" if key in PRIVATE else value for key, value in line.items()}
