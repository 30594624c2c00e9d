"""The worker: carries events to their listeners, sends messages, lets holds lapse, keeps the calendar filled.

Any number of workers may run: every piece of work is taken under a lock or by a guarded statement.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from hoanhap import booking, capacity, events, feedback, hotline, notify, people, schedule, staff
from hoanhap.base.clock import local_day, utc_now
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Unavailable
from hoanhap.listeners import LISTENERS
from hoanhap.notify import NotSent, Send
from hoanhap.web import aloud as read_aloud
from hoanhap.web import kept, login

log = structlog.get_logger("hoanhap.worker")
BATCH = 50
PAUSE_SECONDS = 0.5
BREATH_SECONDS = 0.02
"""Every write wakes the worker; under load it looks at most fifty times a second."""
TIDY_EVERY = timedelta(minutes=10)


class Worker:
    """A worker with its own thread; `wake` says that there is something to do now."""

    def __init__(self, database: Database, send: Send, clock: Callable[[], datetime] = utc_now, *, aloud: Path) -> None:
        self._database, self._send, self._clock, self._aloud = database, send, clock, aloud
        self._is_needed = threading.Event()
        self._is_stopping = False
        self._tidied_at: datetime | None = None
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to work in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way and end."""
        self._is_stopping = True
        self._is_needed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """There is something to do now."""
        self._is_needed.set()

    def run(self) -> None:
        """Work until stopped; a database that is away is waited for."""
        while not self._is_stopping:
            try:
                did = self.run_once()
            except Unavailable as fault:
                log.warning("worker waits", why=str(fault)[:200])
                did = 0
                time.sleep(PAUSE_SECONDS)
            except Exception:
                log.exception("worker failed")
                did = 0
                time.sleep(PAUSE_SECONDS)
            if not did:
                self._is_needed.wait(PAUSE_SECONDS)
                time.sleep(BREATH_SECONDS)
                self._is_needed.clear()

    def run_once(self) -> int:
        """Do everything that is due now, and return how many pieces of work that was."""
        now = self._clock()
        did = self._carry_events(now)
        did += self._send_messages(now)
        if self._has(booking.has_lapsed, now):
            did += self._database.write_now(booking.release_lapsed, now=now)
        if self._tidied_at is None or now - self._tidied_at > TIDY_EVERY:
            self._tidied_at = now
            self.tidy(now)
        return did

    def tidy(self, now: datetime) -> None:
        """What has time: fill the calendar up to the horizon, look again for who waits, forget what should go."""
        today = local_day(now)
        self._database.write_now(schedule.make_openings, first=today, last=today + schedule.HORIZON)
        self._database.write_now(schedule.keep_holidays, now=now)
        with self._database.reading() as db:
            waited_for = capacity.where_somebody_waits(db, now)
        for offering_id in waited_for:
            self._database.write_now(capacity.look_again, offering_id, now=now)
        self._database.write_now(booking.forget_drafts, now=now)
        self._database.write_now(people.forget_old, now=now)
        self._database.write_now(hotline.forget_old, now=now)
        self._database.write_now(feedback.forget_old, now=now)
        self._database.write_now(staff.forget_old, now=now)
        self._database.write_now(login.forget_old, now=now)
        self._database.write_now(kept.forget_old, now=now)
        read_aloud.forget_old(self._aloud)

    def _carry_events(self, now: datetime) -> int:
        if not self._has(events.has_due, now):
            return 0
        return self._database.write_now(_carry, now=now)

    def _send_messages(self, now: datetime) -> int:
        if not self._has(notify.has_waiting, now):
            return 0
        return self._database.write_now(_send_all, self._send, now=now)

    def _has(self, question: Callable[[Db, datetime], bool], now: datetime) -> bool:
        """Ask without the write lock, so that an idle worker disturbs nobody."""
        with self._database.reading() as db:
            return question(db, now)


def _carry(db: Db, *, now: datetime) -> int:
    """Carry a batch of events to their listeners; one that fails is put off and does not hold up the others."""
    due = events.due(db, limit=BATCH, now=now)
    for event in due:
        try:
            with db.begin_nested():
                for reaction in LISTENERS.get(event.kind, []):
                    reaction(db, event, now=now)
                events.delivered(db, event.id, now=now)
        except Exception as fault:
            if isinstance(fault, Unavailable):
                raise
            log.exception("reaction failed", event_id=event.id, kind=event.kind)
            events.failed(db, event.id, attempts=event.attempts, now=now)
    return len(due)


def _send_all(db: Db, send: Send, *, now: datetime) -> int:
    """Send a batch of messages. A crash right after sending sends once more: the words do no harm twice."""
    waiting = notify.waiting(db, at_most=BATCH, now=now)
    for message in waiting:
        try:
            send(message.phone, message.body)
        except NotSent:
            notify.not_sent(db, message, now=now)
        else:
            notify.sent(db, message.id, now=now)
    return len(waiting)
