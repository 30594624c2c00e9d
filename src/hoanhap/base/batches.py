"""One commit for several verbs, on a database that has one writer.

Each verb of a batch runs in a savepoint of its own, so it stays whole or leaves nothing, whatever the others do;
nobody is answered before the commit that carries them all. Under load this saves most of the waiting for the disk.
`docs/decisions/0009-one-commit-for-several-verbs.md` tells why, with the measurements.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from hoanhap.base.errors import Unavailable

LARGEST = 16
Verb = Callable[[Connection], Any]


class Job(NamedTuple):
    """A verb that waits for its turn, and whoever waits for the verb."""

    verb: Verb
    admitted_until: float
    waiting: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    def answer(self, result: Any, fault: BaseException | None) -> None:
        """Tell whoever waits, in their own thread; those who went away are not told."""
        self.loop.call_soon_threadsafe(self._tell, result, fault)

    def _tell(self, result: Any, fault: BaseException | None) -> None:
        if self.waiting.done():
            return
        if fault is None:
            self.waiting.set_result(result)
        else:
            self.waiting.set_exception(fault)


class Outcome(NamedTuple):
    """What became of a job in a batch."""

    job: Job
    result: Any
    fault: Exception | None
    runs_again: bool = False


class Batches:
    """The queue in front of the writer."""

    def __init__(self, writer: Engine, alone: Callable[[Verb], Any]) -> None:
        self._writer, self._alone = writer, alone
        self._jobs: deque[Job] = deque()

    def add(self, verb: Verb, *, admitted_until: float) -> asyncio.Future[Any]:
        """Put a verb in the queue, and return what to wait for; somebody must `work` afterwards."""
        loop = asyncio.get_running_loop()
        job = Job(verb, admitted_until, loop.create_future(), loop)
        self._jobs.append(job)
        return job.waiting

    def work(self) -> None:
        """Take what is waiting, run it in one transaction and answer; do nothing if somebody else already has."""
        jobs = [job for job in self._taken() if self._is_in_time(job)]
        if len(jobs) == 1:
            self._run_alone(jobs[0])
        elif jobs:
            self._run_together(jobs)

    def _taken(self) -> list[Job]:
        taken: list[Job] = []
        while self._jobs and len(taken) < LARGEST:
            taken.append(self._jobs.popleft())
        return taken

    def _run_together(self, jobs: list[Job]) -> None:
        is_committing = False
        try:
            with self._writer.begin() as db:
                outcomes = [_attempt(db, job) for job in jobs]
                is_committing = True
        except Exception as fault:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            # Before the commit nothing has stayed. At the commit nobody knows: the same forms may be sent again.
            unknown = Unavailable(str(fault)) if is_committing else None
            outcomes = [Outcome(job, None, unknown, runs_again=unknown is None) for job in jobs]
        for outcome in outcomes:
            if not outcome.runs_again:
                outcome.job.answer(outcome.result, outcome.fault)
            elif self._is_in_time(outcome.job):
                self._run_alone(outcome.job)

    def _run_alone(self, job: Job) -> None:
        try:
            result = self._alone(job.verb)
        except Exception as fault:  # noqa: BLE001 - likewise
            job.answer(None, fault)
        else:
            job.answer(result, None)

    def _is_in_time(self, job: Job) -> bool:
        """Whether a job is still admitted; one that waited too long is turned away without having begun."""
        if time.monotonic() <= job.admitted_until:
            return True
        job.answer(None, Unavailable("queued too long"))
        return False


def _attempt(db: Connection, job: Job) -> Outcome:
    """Run a verb in a savepoint; a fault of the database means that it runs again alone."""
    db.exec_driver_sql("SAVEPOINT verb")
    try:
        outcome = Outcome(job, job.verb(db), None)
    except Exception as fault:  # noqa: BLE001 - it is raised where somebody waits for the verb
        db.exec_driver_sql("ROLLBACK TO verb")
        outcome = Outcome(job, None, fault, runs_again=isinstance(fault, DBAPIError))
    db.exec_driver_sql("RELEASE verb")
    return outcome
