"""What becomes of a promise on its day: who came, who did not and why, and that it is done.

Each runs inside its caller's transaction. What is said twice, by one person or by two, is one deed and one event.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, update

from hoanhap.base.db import Db, insert_unless
from hoanhap.booking import queries, rules
from hoanhap.booking.facts import AttendanceNoted, NoteWritten
from hoanhap.booking.model import Attendance, Claim
from hoanhap.booking.queries import ClaimView, Draft
from hoanhap.booking.refusals import NotedOtherwise, NotToday, TooLateToUndo
from hoanhap.booking.rules import DEEDS, Absence, Deed, Life
from hoanhap.events import Actor, record


class Noting(msgspec.Struct, frozen=True):
    """What staff say: how many of the party have come by now, or why nobody did."""

    deed: Deed
    people: int = 0
    absence: Absence | None = None


_BECOME = (
    update(Claim)
    .where(Claim.id.in_(bindparam("of_claims", expanding=True)))
    .where(Claim.state.in_(bindparam("sources", expanding=True)))
    .values(state=bindparam("becomes"), changed_at=bindparam("now"))
)
_BEGIN = insert_unless(Attendance, "booking_id").values(absence=None, note="")
_ABSENCE = (
    update(Attendance)
    .where(Attendance.booking_id == bindparam("of_booking"))
    .values(absence=bindparam("why"), changed_at=bindparam("now"))
)
_NOTE = (
    update(Attendance)
    .where(Attendance.booking_id == bindparam("of_booking"), Attendance.note == bindparam("seen"))
    .values(note=bindparam("words"), changed_at=bindparam("now"))
)


def attend(db: Db, reference: str, noting: Noting, *, location_id: int, by: Actor, now: datetime) -> bool:
    """Note what became of a booking at a place, and whether that is new; who waits for a place is not expected.

    Refuses with `NotToday` what cannot be so yet, with `TooLateToUndo` what was noted on another day, and with
    `NotedOtherwise` what does not follow from how things stand.
    """
    draft = queries.at_place(db, reference, location_id)
    claims = [claim for claim in draft.claims if claim.is_supported]
    states = {claim.participant: claim.state for claim in claims}
    if not rules.is_in_time(noting.deed, draft.starts_at, now):
        raise NotToday
    if rules.is_noted(states, noting.deed, people=noting.people):
        return False
    numbers = rules.concerned(states, noting.deed, people=noting.people)
    changing = [claim for claim in claims if claim.participant in numbers]
    if not changing:
        raise NotedOtherwise
    if noting.deed in rules.UNDOING and not _can_undo(changing, now):
        raise TooLateToUndo
    _become(db, changing, noting.deed, now=now)
    _say_why(db, draft, noting, states | dict.fromkeys(numbers, DEEDS[noting.deed].target), now=now)
    fact = AttendanceNoted(reference, noting.deed.value, len(numbers), noting.absence or "")
    record(db, fact, by=by, at=now, booking_id=draft.id)
    return True


def write_note(db: Db, reference: str, words: str, *, seen: str, location_id: int, by: Actor, now: datetime) -> bool:
    """Keep what staff must know of a booking; False, and nothing changed, where it is not what was `seen` any more."""
    draft = queries.at_place(db, reference, location_id)
    db.execute(_BEGIN, {"booking_id": draft.id, "changed_at": now})
    values = {"of_booking": draft.id, "seen": seen, "words": words, "now": now}
    if not db.execute(_NOTE, values).rowcount:
        return bool(db.execute(_NOTE, values | {"seen": words}).rowcount)
    if words != seen:
        record(db, NoteWritten(reference), by=by, at=now, booking_id=draft.id)
    return True


def _become(db: Db, claims: Iterable[ClaimView], deed: Deed, *, now: datetime) -> None:
    sources, target = DEEDS[deed]
    ids = [claim.id for claim in claims]
    values = {"of_claims": ids, "sources": [life.value for life in sources], "becomes": target.value, "now": now}
    changed = db.execute(_BECOME, values).rowcount
    assert changed == len(ids)  # they were read under a lock


def _say_why(db: Db, draft: Draft, noting: Noting, states: dict[int, Life], *, now: datetime) -> None:
    """Keep why somebody did not come, as long as somebody did not."""
    if noting.deed is Deed.MISS:
        db.execute(_BEGIN, {"booking_id": draft.id, "changed_at": now})
        db.execute(_ABSENCE, {"of_booking": draft.id, "why": noting.absence, "now": now})
    elif Life.NOSHOW not in states.values():
        db.execute(_ABSENCE, {"of_booking": draft.id, "why": None, "now": now})


def _can_undo(claims: Iterable[ClaimView], now: datetime) -> bool:
    return all(claim.changed_at is not None and rules.can_undo(claim.changed_at, now) for claim in claims)
