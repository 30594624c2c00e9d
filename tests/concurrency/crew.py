"""Real processes that wait, ready, and then all do what they were told at the same moment."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import text

from hoanhap.base.db import Database
from tests.concurrency.deeds import AnyDeed, Order, Outcome

PROCESSES = 4
ROOT = Path(__file__).resolve().parents[2]


class Crew:
    """Some processes; each gets a list of deeds and starts when all are ready."""

    def __init__(self, size: int) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.concurrency.crew"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for _ in range(size)
        ]

    def at_once(self, url: str, *tasks: Sequence[AnyDeed], is_rush: bool = False) -> list[list[Outcome]]:
        """What came of each deed of each task; one process for each task."""
        busy = self._processes[: len(tasks)]
        assert len(busy) == len(tasks)
        for process, deeds in zip(busy, tasks, strict=True):
            _say(process, msgspec.json.encode(Order(url, list(deeds), is_rush)))
        for process in busy:
            assert _hear(process) == b"ready"
        for process in busy:
            _say(process, b"go")
        return [msgspec.json.decode(_hear(process), type=list[Outcome]) for process in busy]

    def close(self) -> None:
        """Send everybody home."""
        for process in self._processes:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            process.stdout.close()
            process.wait()


def _say(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line + b"\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return process.stdout.readline().rstrip(b"\n")


async def _all_at_once(database: Database, deeds: list[AnyDeed]) -> list[Outcome]:
    """As pages do it: each waits for its own, and on SQLite several share a commit."""
    results = await asyncio.gather(*[database.write(deed.run) for deed in deeds], return_exceptions=True)
    return [
        Outcome(fault=type(result).__name__) if isinstance(result, BaseException) else Outcome(answer=result)
        for result in results
    ]


def _outcome(do: Callable[[], str]) -> Outcome:
    try:
        return Outcome(answer=do())
    except Exception as fault:  # noqa: BLE001 - whatever it is, the test judges it
        return Outcome(fault=type(fault).__name__)


def _main() -> None:
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        database = Database(order.url)
        with database.writing() as writer, database.reading() as reader:
            writer.execute(text("SELECT 1"))
            reader.execute(text("SELECT 1"))
        print("ready", flush=True)
        sys.stdin.buffer.readline()
        if order.is_rush:
            outcomes = asyncio.run(_all_at_once(database, order.deeds))
        else:
            outcomes = [_outcome(partial(deed.do, database)) for deed in order.deeds]
        database.close()
        print(msgspec.json.encode(outcomes).decode(), flush=True)


if __name__ == "__main__":
    _main()
