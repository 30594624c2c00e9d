"""How soon the product answers after it was started, and how much memory it holds when nobody asks."""

import time
from pathlib import Path
from typing import Any

import msgspec

from bench.stage import Pace, Server, Spread, Stage, processes, product, table

MOST_SECONDS = 2.0
MOST_MIB = 180
IDLE_SECONDS = 5.0
WORKERS = 2


class Outcome(msgspec.Struct, frozen=True):
    """Seconds from start to the first page for each number of workers, and the memory of the whole family."""

    seconds: dict[int, Spread]
    mib: float
    processes: int


def measure(stage: Stage, pace: Pace) -> Outcome:
    """Start and stop the product a few times, then let it rest and weigh it."""
    url = stage.sqlite()
    taken: dict[int, list[float]] = {1: [], WORKERS: []}
    for _ in range(pace.rounds):
        for workers, times in taken.items():
            with product(stage, url, "--workers", str(workers)) as server:
                times.append(server.answered_after)
    with product(stage, url, "--workers", str(WORKERS)) as server:
        time.sleep(1.0 if pace.is_quick else IDLE_SECONDS)
        mib, count = _weigh(server)
    return Outcome({workers: Spread.of(times) for workers, times in taken.items()}, mib, count)


def report(found: Outcome) -> str:
    """The section of the document."""
    rows = [
        [
            f"From start to the first 200 on `/`, {workers} worker{'s' if workers > 1 else ''}",
            f"{spread.show()} s",
            f"≤ {MOST_SECONDS:g} s",
            "yes" if spread.median <= MOST_SECONDS else "**no**",
        ]
        for workers, spread in found.seconds.items()
    ]
    weight = [
        f"Memory of all {found.processes} processes, {WORKERS} workers, idle (sum of PSS)",
        f"**{found.mib:.0f}** MiB",
        f"≤ {MOST_MIB} MiB",
        "yes" if found.mib <= MOST_MIB else "**no**",
    ]
    return "\n".join(["## Start and memory", "", table(["What", "Measured", "Target", "Met"], [*rows, weight])])


def _weigh(server: Server) -> tuple[float, int]:
    family = processes(server.pid)
    kib = 0
    for pid in family:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        kib += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kib / 1024, len(family)


def main(stage: Stage, pace: Pace) -> tuple[str, Any]:
    """Measure and report."""
    found = measure(stage, pace)
    return report(found), found
