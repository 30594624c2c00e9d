"""The pages that many people read: how many a second, and how heavy a first visit is."""

from typing import Any
from urllib.parse import quote

import msgspec

from bench.journey import WORKERS, bookable_services, page_like, told
from bench.stage import Helper, Pace, Server, Spread, Stage, bare, breathe, product, table

CLIENTS = (8, 32)
TARGET = 0.4
MOST_SECONDS = 1.0
MOST_BYTES = 200_000
MOST_WITHOUT_FONTS = 60_000
FONTS = ("woff2",)


class Line(msgspec.Struct, frozen=True):
    """One page with one number of clients, all asking for the same, or each for one of their own."""

    name: str
    clients: int
    size: int
    rate: float
    alone: float
    ceiling: float
    ratio: Spread
    ratio_alone: Spread


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
            f"{each.ceiling:,.0f}",
            f"{each.rate:,.0f}",
            each.ratio.show(),
            "yes" if each.ratio.median >= TARGET else "**no**",
            f"{each.alone:,.0f}",
            each.ratio_alone.show(),
        ]
        for each in found.lines
    ]
    heads = ["Page", "Clients", "Size", "Bare /s", "Shared /s", "Ratio", f"≥ {TARGET}", "Alone /s", "Ratio alone"]
    total = sum(found.weights.values())
    plain = total - sum(size for kind, size in found.weights.items() if kind in FONTS)
    kinds = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(found.weights.items()))
    return "\n".join(
        [
            "## Pages",
            "",
            f"Requests a second with {WORKERS} workers and SQLite, against a bare Litestar and Jinja2 page of the",
            "same size, which needs no database and is not compressed (ours are), in alternated rounds. *Shared*: many",
            "people ask for the same page while nothing changes, and it is rendered once a second",
            "(`docs/decisions/0019-a-page-is-rendered-once-a-second.md`). *Alone*: each request asks for an address of",
            "its own, so that every page is rendered: as for people who are signed in or said what they need, while",
            "bookings are made all the time, and on PostgreSQL.",
            "",
            table(heads, rows),
            "",
            f"A first visit from the home page to the confirmation sends **{total / 1000:.1f} kB** over the wire",
            f"with heads (target: {MOST_BYTES // 1000} kB), and {plain / 1000:.1f} kB without fonts",
            f"(target: {MOST_WITHOUT_FONTS // 1000} kB). By kind, in kB: {kinds}.",
        ]
    )


def _paths(people: Helper, server: Server, service: str) -> dict[str, str]:
    """The home page, a search, a service, its days and its times, as a visitor finds them."""

    def link(path: str, pattern: str) -> str:
        task = {"kind": "look", "port": server.port, "path": path, "pattern": pattern}
        return str(told(people, task)["links"][0])

    days = link(service, r'href="(/services/[^"]+place=\d+)"') + "&people=1&wheelchairs=0"
    return {
        "Home": "/",
        "Search": f"/services?q={quote('xe lăn')}",
        "Service": service,
        "Days": days,
        "Times": link(days, r'href="(/services/[^"]+day=[0-9-]+)"'),
    }


def _compare(people: Helper, ours: Server, theirs: Server, line: tuple[str, str, int], pace: Pace) -> Line:
    name, path, clients = line
    rates: tuple[list[float], list[float], list[float]] = ([], [], [])
    task = {"kind": "pages", "clients": clients, "seconds": min(pace.seconds, MOST_SECONDS)}
    sides = ((ours, path, False), (ours, path, True), (theirs, "/", False))
    for _ in range(pace.rounds):
        for (server, where, fresh), found in zip(sides, rates, strict=True):
            breathe()
            found.append(told(people, task | {"port": server.port, "paths": [where], "fresh": fresh})["rate"])
    size = len(told(people, {"kind": "look", "port": ours.port, "path": path})["text"].encode())
    return Line(
        name,
        clients,
        size,
        Spread.of(rates[0]).median,
        Spread.of(rates[1]).median,
        Spread.of(rates[2]).median,
        Spread.of([shared / bare_ for shared, bare_ in zip(rates[0], rates[2], strict=True)]),
        Spread.of([alone / bare_ for alone, bare_ in zip(rates[1], rates[2], strict=True)]),
    )


def main(stage: Stage, pace: Pace) -> tuple[str, Any]:
    """Measure and report."""
    found = measure(stage, pace)
    return report(found), found
