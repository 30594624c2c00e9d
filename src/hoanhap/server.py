"""The server processes: what `hoanhap serve` runs."""

import gc
import importlib

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings


def run(factory: str, *, host: str, port: int, workers: int = 1) -> None:
    """Serve what `factory` ("module:function") makes in each of the worker processes, until stopped.

    The module is read once, before there are workers: they share its memory, and each begins sooner.
    """
    importlib.import_module(factory.partition(":")[0])
    gc.freeze()  # what the collector does not touch stays shared
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
