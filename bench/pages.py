"""The pages that many people read: how many a second, and how heavy a first visit is."""

from typing import Any

import msgspec

from bench.journey import WORKERS, bookable_services, page_like, told
from bench.stage import Helper, Pace, Server, Spread, Stage, bare, breathe, product, table

CLIENTS = (8, 32)
MOST_BYTES = 200_000
MOST_WITHOUT_FONTS = 60_000
FONTS = ("woff2",)


class Line(msgspec.Struct, frozen=True):
    """One page with one number of clients."""

    name: str
    clients: int
    size: int
    rate: float
    ceiling: float
    ratio: Spread


class Outcome(msgspec.Struct, frozen=True):
    """Every line, and the bytes of a first visit by kind."""

    lines: list[Line]
    weights: dict[str, int]


def measure(stage: Stage, pace: Pace) -> Outcome:
    """Compare each page with a bare one of its size."""
    people = Helper("bench.walking")
    lines = []
    try:
        with product(stage, stage.sqlite(), "--workers", str(WORKERS)) as ours:
            service = bookable_services(people, ours)[0]
            task = {"kind": "first visit", "port": ours.port, "service": service, "first": 9_000_000}
            weights = told(people, task)
            for name, path in _paths(people, ours, service).items():
                with bare(stage, page_like(people, ours, path), WORKERS) as theirs:
                    lines += [_compare(people, ours, theirs, (name, path, clients), pace) for clients in CLIENTS]
    finally:
        people.stop()
    return Outcome(lines, weights)


def report(found: Outcome) -> str:
    """The section of the document."""
    rows = [
        [
            each.name,
            str(each.clients),
            f"{each.size / 1000:.1f} kB",
            f"{each.rate:,.0f}",
            f"{each.ceiling:,.0f}",
            each.ratio.show(),
        ]
        for each in found.lines
    ]
    total = sum(found.weights.values())
    plain = total - sum(size for kind, size in found.weights.items() if kind in FONTS)
    kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(found.weights.items()))
    return "\n".join(
        [
            "## Pages",
            "",
            f"Requests a second with {WORKERS} workers and SQLite, against a bare Litestar and Jinja2 page of the",
            "same size, which needs no database and is not compressed (ours are), in alternated rounds.",
            "",
            table(["Page", "Clients", "Size", "Product /s", "Bare /s", "Ratio"], rows),
            "",
            f"A first visit from the home page to the confirmation sends **{total / 1000:.1f} kB** over the wire",
            f"with heads (target: {MOST_BYTES // 1000} kB), and {plain / 1000:.1f} kB without fonts",
            f"(target: {MOST_WITHOUT_FONTS // 1000} kB). By kind, in kB: {kinds}.",
        ]
    )


def _paths(people: Helper, server: Server, service: str) -> dict[str, str]:
    """The home page, a service, its days and its times, as a visitor finds them."""

    def link(path: str, pattern: str) -> str:
        task = {"kind": "look", "port": server.port, "path": path, "pattern": pattern}
        return str(told(people, task)["links"][0])

    days = link(service, r'href="(/services/[^"]+place=\d+)"') + "&people=1&wheelchairs=0"
    return {
        "Home": "/",
        "Service": service,
        "Days": days,
        "Times": link(days, r'href="(/services/[^"]+day=[0-9-]+)"'),
    }


def _compare(people: Helper, ours: Server, theirs: Server, line: tuple[str, str, int], pace: Pace) -> Line:
    name, path, clients = line
    rates: tuple[list[float], list[float]] = ([], [])
    task = {"kind": "pages", "clients": clients, "seconds": pace.seconds}
    for _ in range(pace.rounds):
        for server, where, found in ((ours, path, rates[0]), (theirs, "/", rates[1])):
            breathe()
            found.append(told(people, task | {"port": server.port, "paths": [where]})["rate"])
    size = len(told(people, {"kind": "look", "port": ours.port, "path": path})["text"].encode())
    return Line(
        name,
        clients,
        size,
        Spread.of(rates[0]).median,
        Spread.of(rates[1]).median,
        Spread.of([mine / bare_ for mine, bare_ in zip(*rates, strict=True)]),
    )


def main(stage: Stage, pace: Pace) -> tuple[str, Any]:
    """Measure and report."""
    found = measure(stage, pace)
    return report(found), found
