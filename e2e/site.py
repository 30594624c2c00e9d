"""A site of our own: a fresh database with the sample data, and the server as people run it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from hoanhap.base.db import Database

COMMAND = Path(sys.executable).with_name("hoanhap")
START_SECONDS, STOP_SECONDS = 30.0, 15.0


class Site(msgspec.Struct, frozen=True):
    """A served site: where it is reached, its database, and what it writes while it runs."""

    url: str
    database: Database
    log: Path


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """A site in a folder of its own, stopped by its own process id at the end."""
    port = _free_port()
    url, log, database_url = f"http://127.0.0.1:{port}", folder / "server.log", f"sqlite:///{folder / 'hoanhap.db'}"
    environment = os.environ | {
        "HOANHAP_ENV": "demo",
        "HOANHAP_DATABASE_URL": database_url,
        "HOANHAP_BASE_URL": url,
        "HOANHAP_STATE": str(folder),
        "HOANHAP_TRUSTED_PROXIES": "127.0.0.1",  # so that each browser can come from an address of its own
    }
    with log.open("ab") as out:
        for command in (["migrate"], ["demo"]):
            subprocess.run([COMMAND, *command], env=environment, stdout=out, stderr=subprocess.STDOUT, check=True)
        serve = [str(COMMAND), "serve", "--port", str(port)]
        process = subprocess.Popen(serve, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_until_ready(f"{url}/health/ready", process, log)
        database = Database(database_url)
        yield Site(url, database, log)
        database.close()
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text('utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
