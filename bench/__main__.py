"""`python -m bench [take|journey|start|pages|close|flat|weeks …] [--quick]`: all, not quick, write performance.md."""

import argparse
import time
from collections.abc import Callable
from typing import Any

from bench import close, flat, journey, pages, start, take, weeks
from bench.stage import HERE, Pace, Stage, machine, stage, table

PARTS: dict[str, Callable[[Stage, Pace], tuple[str, Any]]] = {
    "take": take.main,
    "journey": journey.main,
    "start": start.main,
    "pages": pages.main,
    "close": close.main,
    "flat": flat.main,
    "weeks": weeks.main,
}
FILE = HERE / "docs" / "performance.md"
INTRODUCTION = """# Performance

Written by `make bench`, which measures all of this again in about {minutes} minutes. Speeds are compared within
one run: the product and the bare engine take turns on the same machine, and a ratio is given as smallest /
**median** / largest of its rounds. The people are simulated on the same machine, so absolute figures are lower
than those of a server of its own.
"""


def main() -> None:
    """Measure, print, and write the document when everything was measured."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="only see whether everything works; writes nothing")
    options = parser.parse_args()
    unknown = set(options.parts) - PARTS.keys()
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    pace = Pace.quick() if options.quick else Pace.full()
    began = time.perf_counter()
    with stage() as on:
        facts = table(["Machine", ""], [[name, fact] for name, fact in machine(on)]).replace("---:", "---")
        print(facts, flush=True)
        sections = []
        for name in options.parts or PARTS:
            section, _ = PARTS[name](on, pace)
            print(f"\n{section}", flush=True)
            sections.append(section)
    minutes = round((time.perf_counter() - began) / 60)
    if not options.parts and not options.quick:
        introduction = INTRODUCTION.format(minutes=minutes)
        FILE.write_text("\n".join([introduction, facts, *(f"\n{each}" for each in sections)]) + "\n", encoding="utf-8")
        print(f"\nWritten to {FILE.relative_to(HERE)} after {minutes} minutes.")


if __name__ == "__main__":
    main()
