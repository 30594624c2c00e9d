"""The whole journey over HTTP: from a service to the confirmation, without scripts, many people at once."""

from typing import Any

import msgspec

from bench.stage import Helper, Pace, Server, Spread, Stage, bare, breathe, is_well, product, table

CLIENTS = 32
WORKERS = 2
TARGET = 70
ROUND_SECONDS = 6.0
QUICK_SECONDS = 4.0
WARM_SECONDS = 3.0


class Outcome(msgspec.Struct, frozen=True):
    """One database's journeys, and the ceiling measured in the same rounds."""

    database: str
    rate: Spread
    middle: float
    slowest: float
    requests: float
    bytes: float
    booked: int
    beaten: int
    failed: dict[str, int]
    ceiling: float
    ratio: Spread


def measure(stage: Stage, pace: Pace, databases: tuple[str, ...] = ("SQLite", "PostgreSQL")) -> list[Outcome]:
    """Walk on each database; the quick run is content with SQLite."""
    databases = databases[:1] if pace.is_quick else databases
    return [_walk(stage, pace, database) for database in databases]


def report(found: list[Outcome]) -> str:
    """The section of the document."""
    rows = [
        [
            each.database,
            each.rate.show(".0f"),
            "yes" if each.rate.median >= TARGET else "**no**",
            f"{each.middle * 1000:,.0f} ms",
            f"{each.slowest * 1000:,.0f} ms",
            f"{each.requests:.1f}",
            f"{each.bytes / 1000:.1f} kB",
            f"{each.booked:,}",
            f"{each.beaten:,}",
            _failures(each.failed),
            f"{each.ceiling:,.0f}",
            each.ratio.show(),
        ]
        for each in found
    ]
    heads = ["Database", "Journeys /s", f"≥ {TARGET}", "Half within", "95 % within", "Requests each", "Bytes each"]
    heads += ["Booked", "Beaten", "Failed", "Ceiling, pages /s", "Of the ceiling"]
    return "\n".join(
        [
            "## The whole journey",
            "",
            f"{CLIENTS} people at once, each with a connection and a phone of their own, walk from a service by way",
            "of place, day, time, check and code to the confirmation, as a browser without scripts does; the code is",
            f"read in the demo's outbox. The server runs with {WORKERS} workers, the people on the same machine. The",
            "ceiling is a bare Litestar and Jinja2 page as long as a service's, without a database, fetched by the",
            "same simulation in alternated rounds; the last column is the share of its requests that we serve.",
            "Beaten is how often somebody else took the last place first, and one of the nearest times was chosen.",
            "Afterwards every invariant holds (`hoanhap check --invariants`).",
            "",
            table(heads, rows),
        ]
    )


def _walk(stage: Stage, pace: Pace, database: str) -> Outcome:
    url = stage.sqlite() if database == "SQLite" else stage.postgres()
    seconds = QUICK_SECONDS if pace.is_quick else ROUND_SECONDS
    people = Helper("bench.walking")
    try:
        with product(stage, url, "--workers", str(WORKERS)) as ours:
            services = bookable_services(people, ours)
            warm = _task(ours, services, 1, min(WARM_SECONDS, seconds))
            heard = [told(people, warm)]
            with bare(stage, page_like(people, ours, services[0]), WORKERS) as theirs:
                ceilings = []
                for _ in range(pace.rounds):
                    breathe()
                    heard.append(told(people, _task(ours, services, heard[-1]["next"], seconds)))
                    breathe()
                    task = {"kind": "pages", "port": theirs.port, "paths": ["/"], "clients": CLIENTS}
                    ceilings.append(told(people, task | {"seconds": seconds / 2})["rate"])
    finally:
        people.stop()
    is_well(url)
    counted = heard[1:]
    if not all(each["lasted"] for each in counted):
        raise RuntimeError(f"no journey arrived: {[each['failed'] for each in heard]}")
    rates = [len(each["lasted"]) / each["seconds"] for each in counted]
    lasted = sorted(one for each in counted for one in each["lasted"])
    failed: dict[str, int] = {}
    for each in counted:
        for why, count in each["failed"].items():
            failed[why] = failed.get(why, 0) + count
    requests = sum(each["requests"] for each in counted) / len(counted)
    return Outcome(
        database,
        Spread.of(rates),
        lasted[len(lasted) // 2],
        lasted[len(lasted) * 95 // 100],
        requests,
        sum(each["bytes"] for each in counted) / len(counted),
        sum(each["booked"] for each in heard),
        sum(each["beaten"] for each in counted),
        failed,
        Spread.of(ceilings).median,
        Spread.of([rate * requests / ceiling for rate, ceiling in zip(rates, ceilings, strict=True)]),
    )


def bookable_services(people: Helper, server: Server) -> list[str]:
    """The addresses of the services that are given somewhere."""
    pattern = r'href="(/services/[a-z0-9-]+)"'
    found = told(people, {"kind": "look", "port": server.port, "path": "/services", "pattern": pattern})["links"]
    offered = [
        path
        for path in found
        if "times?place=" in told(people, {"kind": "look", "port": server.port, "path": path})["text"]
    ]
    if not offered:
        raise RuntimeError("no service can be booked")
    return offered


def page_like(people: Helper, server: Server, path: str) -> str:
    """A Jinja2 template as long as a page of the product, with a loop and some values in it."""
    text = told(people, {"kind": "look", "port": server.port, "path": path})["text"]
    size = len(text.encode())
    row = '<li class="row"><a href="/item/{{ item }}">Number {{ item }}</a></li>\n'
    loop = "{% for item in items %}" + row + "{% endfor %}"
    head = '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Page</title></head><body>\n<ul>'
    rest = size - len(head) - 20 * len(row.replace("{{ item }}", "99"))
    return head + loop + "</ul>\n<p>" + "x" * max(0, rest) + "</p></body></html>"


def told(people: Helper, task: dict[str, Any]) -> dict[str, Any]:
    """Give a task and wait for its answer."""
    people.tell(task)
    return people.hear()


def _task(server: Server, services: list[str], first: int, seconds: float) -> dict[str, Any]:
    return {
        "kind": "journeys",
        "port": server.port,
        "services": services,
        "first": first,
        "seconds": seconds,
        "clients": CLIENTS,
    }


def _failures(failed: dict[str, int]) -> str:
    return ", ".join(f"{count} × {why}" for why, count in sorted(failed.items())) or "none"


def main(stage: Stage, pace: Pace) -> tuple[str, Any]:
    """Measure and report."""
    found = measure(stage, pace)
    return report(found), found
