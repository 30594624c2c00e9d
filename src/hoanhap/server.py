"""The server processes: what `hoanhap serve` runs."""

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings


def run(factory: str, *, host: str, port: int, workers: int = 1) -> None:
    """Serve what `factory` ("module:function") makes in each of the worker processes, until stopped."""
    Granian(
        factory,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=workers,
        loop=Loops.uvloop,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=20_000, max_buffer_size=64 * 1024),
        log_access=False,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()
