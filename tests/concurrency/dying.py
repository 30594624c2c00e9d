"""A process whose children do one thing each, and die on the way where a test says."""

import asyncio
import math
import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path

import msgspec
from sqlalchemy import event

from hoanhap.base.db import Database
from tests.concurrency.deeds import AnyDeed

ROOT = Path(__file__).resolve().parents[2]


class Errand(msgspec.Struct, frozen=True):
    """Something to do, and after how many steps to die; with several deeds they share one commit."""

    url: str
    deeds: list[AnyDeed]
    steps: int


class Mother:
    """Sends a child on an errand; nothing of the child survives it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.dying"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def send(self, url: str, *deeds: AnyDeed, steps: int) -> bool:
        """Whether the child came back: it dies when it has gone this many steps, if the way is that long."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(Errand(url, list(deeds), steps)) + b"\n")
        self._process.stdin.flush()
        ended = self._process.stdout.readline().rstrip(b"\n")
        assert ended in {b"home", b"killed"}, ended
        return ended == b"home"

    def close(self) -> None:
        """No more errands."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def _go(errand: Errand) -> None:
    """Do the deed; every statement, and the commit, is a step before it and a step after it."""
    left = errand.steps

    def step(*_: object) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    database = Database(errand.url)
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(database._writer, moment, step)
    if len(errand.deeds) == 1:
        errand.deeds[0].do(database)
    else:
        asyncio.run(_share_a_commit(database, errand.deeds))
    step()
    database.close()


async def _share_a_commit(database: Database, deeds: list[AnyDeed]) -> None:
    """Put all of them in the queue before the writer looks into it."""
    waiting = [database._batches.add(deed.run, admitted_until=math.inf) for deed in deeds]
    database._batches.work()
    await asyncio.gather(*waiting)


def _child(errand: Errand) -> int:
    """Bear a child for an errand, and wait for how it ends."""
    child = os.fork()
    if child == 0:
        try:
            _go(errand)
        except BaseException:  # noqa: BLE001 - the mother must learn of it, whatever it is
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _main() -> None:
    for line in sys.stdin.buffer:
        status = _child(msgspec.json.decode(line, type=Errand))
        print({0: "home", -signal.SIGKILL: "killed"}.get(status, "failed"), flush=True)


if __name__ == "__main__":
    _main()
