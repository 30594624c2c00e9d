"""The command `hoanhap`: serve, migrate, demo, staff, worker, routes, check, backup, restore."""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from hoanhap import __version__
from hoanhap.settings import BadSettings, Settings, read_settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what is wrong is said in a sentence, with exit code 1."""
    options = _parser().parse_args(arguments)
    try:
        status = options.run(read_settings(), options)
    except BadSettings as fault:
        sys.exit(str(fault))
    sys.exit(status)


def serve(settings: Settings, options: argparse.Namespace) -> int:
    """Serve the site, and work in the background unless told not to."""
    from hoanhap import server
    from hoanhap.web.signing import read_sign_videos

    read_sign_videos(settings.sign_videos)  # what is wrong with them is said here, not by each process
    factory = f"hoanhap.app:{'serve' if options.with_worker else 'serve_without_worker'}"
    server.run(factory, host=options.host, port=options.port, workers=options.workers)
    return 0


def migrate(settings: Settings, options: argparse.Namespace) -> int:
    """Bring the database's tables and the standard catalogue to this version."""
    from hoanhap import catalogue, migrations

    migrations.upgrade(settings, options.revision)
    if options.revision == "head":
        with _open(settings) as database:
            database.write_now(catalogue.load_catalogue)
    return 0


def demo(settings: Settings, _: argparse.Namespace) -> int:
    """Fill the database with sample data; any number of times."""
    from hoanhap import demo as sample
    from hoanhap.base.clock import utc_now

    if not settings.is_demo:
        sys.exit("Sample data is for the demo only: HOANHAP_ENV is not demo.")
    with _open(settings) as database:
        print(database.write_now(sample.fill, now=utc_now()))
    return 0


def worker(settings: Settings, options: argparse.Namespace) -> int:
    """Carry events, send messages, release lapsed holds and keep the calendar filled, until stopped."""
    from hoanhap import notify
    from hoanhap.web.aloud import folder_of
    from hoanhap.web.logs import set_up_logs
    from hoanhap.worker import Worker

    set_up_logs()
    with _open(settings) as database:
        working = Worker(database, notify.channel(settings), aloud=folder_of(settings.state))
        try:
            if options.once:
                while working.run_once():
                    pass
            else:
                working.run()
        except KeyboardInterrupt:
            working.stop()
    return 0


def routes(_: Settings, options: argparse.Namespace) -> int:
    """List every page: method, path, name and audience."""
    from hoanhap.app import ROUTES

    listed = [
        (method, path, route.name, sorted(route.opt["audience"]))
        for route in ROUTES
        for path in sorted(route.paths)
        for method in sorted(route.http_methods)
    ]
    if options.json:
        names = ("method", "path", "name", "audience")
        print(json.dumps([dict(zip(names, each, strict=True)) for each in listed], ensure_ascii=False, indent=1))
    else:
        for method, path, _name, audience in listed:
            print(f"{method:5} {path:45} {', '.join(audience)}")
    return 0


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Say whether this installation is sound: settings, database, and on demand every invariant."""
    from hoanhap import migrations, reports
    from hoanhap.base import sqlite
    from hoanhap.base.clock import utc_now

    faults: list[str] = []
    if settings.database_url.startswith("sqlite") and not sqlite.is_safe():
        faults.append("This SQLite can corrupt its log: install the package pysqlite3.")
    if (found := migrations.current(settings)) != migrations.head():
        faults.append(f"The database is at revision {found}, not {migrations.head()}: run hoanhap migrate.")
    elif options.invariants:
        with _open(settings) as database, database.reading() as db:
            found_breaches = reports.breaches(db, long_ago=utc_now() - timedelta(hours=1))
        faults += [f"{each.invariant}: {each.count}, such as {each.examples}" for each in found_breaches]
    print("\n".join(faults) if faults else "All is well.")
    return 1 if faults else 0


def backup(settings: Settings, options: argparse.Namespace) -> int:
    """Write a complete copy to a file while the site is running."""
    from hoanhap.base import backups

    began = time.perf_counter()
    try:
        backups.backup(settings.database_url, Path(options.file))
    except backups.CopyFailed as fault:
        sys.exit(str(fault))
    print(f"Backed up in {time.perf_counter() - began:.1f} s.")
    return 0


def restore(settings: Settings, options: argparse.Namespace) -> int:
    """Put a copy back; the site may be running, and sees the copy at once."""
    from hoanhap.base import backups

    try:
        backups.restore(settings.database_url, Path(options.file))
    except backups.CopyFailed as fault:
        sys.exit(str(fault))
    print("Restored.")
    return 0


def invite(settings: Settings, options: argparse.Namespace) -> int:
    """Invite somebody to work here and print the link: the first of an installation, or whoever lost both proofs."""
    from hoanhap import organizations, staff
    from hoanhap.base import ids, phone, text
    from hoanhap.base.clock import utc_now
    from hoanhap.events import Actor

    number, full_name = phone.parse(options.phone), text.tidy(options.full_name)[: text.LONGEST_NAME]
    if number is None or not full_name:
        sys.exit("Give a phone number of Vietnam and a full name.")
    with _open(settings) as database:
        of_organization = None
        if options.organization:
            with database.reading() as db:
                of_organization = organizations.find(db, options.organization)
            if of_organization is None:
                sys.exit(f"There is no organisation {options.organization}.")
        invited = staff.Invited(ids.token(), number, full_name, options.role or "admin", of_organization)
        by, now = Actor(None, "operator"), utc_now()
        link = database.write_now(staff.invite_to_house, invited, base_url=settings.base_url, by=by, now=now)
    print(f"Good for 7 days and once; the phone is confirmed by a code:\n{link}")
    return 0


def dismiss(settings: Settings, options: argparse.Namespace) -> int:
    """Let somebody work for the house or the province no more, and sign them out."""
    from hoanhap import staff
    from hoanhap.base import phone
    from hoanhap.base.clock import utc_now
    from hoanhap.events import Actor

    number = phone.parse(options.phone) or ""
    with _open(settings) as database:
        by, now = Actor(None, "operator"), utc_now()
        if not database.write_now(staff.dismiss_from_house, number, by=by, now=now):
            sys.exit("Nobody with this phone works for the house or the province.")
    print("Dismissed, and signed out everywhere.")
    return 0


def _open(settings: Settings):  # type: ignore[no-untyped-def]
    from hoanhap.base.db import Database

    return closing(Database(settings.database_url))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("hoanhap", description="Hòa Nhập: book public services, for everybody.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(run, *, among: Any = commands):  # type: ignore[no-untyped-def]
        added = among.add_parser(run.__name__, help=run.__doc__.split("\n")[0], description=run.__doc__)
        added.set_defaults(run=run)
        return added

    serving = command(serve)
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serving.add_argument("--workers", type=int, default=1, help="server processes")
    serving.add_argument("--no-worker", dest="with_worker", action="store_false", help="only serve")
    command(migrate).add_argument("revision", nargs="?", default="head")
    command(demo)
    staff = commands.add_parser("staff", help="Invite people to work here, and let them go.")
    of_staff = staff.add_subparsers(required=True, metavar="COMMAND")
    inviting = command(invite, among=of_staff)
    inviting.add_argument("phone")
    inviting.add_argument("full_name")
    to_work = inviting.add_mutually_exclusive_group(required=True)
    to_work.add_argument("--organization", metavar="SLUG", help="as the administrator of this organisation")
    to_work.add_argument("--role", choices=("admin", "agency"), help="for the house, or for the province")
    command(dismiss, among=of_staff).add_argument("phone")
    command(worker).add_argument("--once", action="store_true", help="do what is due, then end")
    command(routes).add_argument("--json", action="store_true")
    command(check).add_argument("--invariants", action="store_true", help="check every promise too")
    command(backup).add_argument("file")
    command(restore).add_argument("file")
    return parser
