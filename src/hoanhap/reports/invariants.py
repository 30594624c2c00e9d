"""What must always hold, as questions to the database: each names what breaks it, and answers nothing when all is well.

The numbers are those of the design's list of invariants.
"""

from datetime import datetime

import msgspec
from sqlalchemy import text

from hoanhap.base.db import Db


class Breach(msgspec.Struct, frozen=True):
    """An invariant that does not hold, how often, and some of the rows."""

    invariant: str
    count: int
    examples: list[str]


_QUESTIONS = {
    "1 counters equal live supported claims": """
        SELECT u.slot_id || ':' || u.unit FROM slot_unit u
        LEFT JOIN (
            SELECT slot_id, unit, SUM(quantity) AS n, SUM(CASE WHEN is_public THEN quantity ELSE 0 END) AS p
            FROM claim WHERE is_supported AND state IN ('held', 'requested', 'booked', 'arrived', 'fulfilled', 'noshow')
            GROUP BY slot_id, unit
        ) c ON c.slot_id = u.slot_id AND c.unit = u.unit
        WHERE u.taken <> COALESCE(c.n, 0) OR u.public_taken <> COALESCE(c.p, 0)""",
    "1 nothing is over its capacity or public limit": """
        SELECT slot_id || ':' || unit FROM slot_unit
        WHERE taken > capacity OR public_taken > public_limit OR taken < 0 OR public_taken < 0""",
    "3 the legs of a booking are held or booked together": """
        SELECT b.reference FROM booking b JOIN claim c ON c.booking_id = b.id
        WHERE b.booked_at IS NOT NULL GROUP BY b.id, b.reference
        HAVING SUM(CASE WHEN c.state IN ('held', 'lapsed') THEN 1 ELSE 0 END) > 0""",
    "3 a booking without a claim": """
        SELECT b.reference FROM booking b
        WHERE b.booked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = b.id)""",
    "3 a claim that covers less than its leg": """
        SELECT CAST(l.id AS TEXT) FROM leg l JOIN claim c ON c.leg_id = l.id JOIN slot s ON s.id = c.slot_id
        GROUP BY l.id, l.starts_at, l.ends_at HAVING MIN(s.starts_at) <> l.starts_at
        OR SUM(CASE WHEN s.ends_at = l.ends_at THEN 1 ELSE 0 END) = 0""",
    "5 something needed fails, and who needs it keeps their place without knowing": """
        SELECT DISTINCT b.reference FROM outage x
        JOIN offering o ON o.location_id = x.location_id AND (x.offering_id IS NULL OR x.offering_id = o.id)
        JOIN service v ON v.id = o.service_id
        JOIN need_feature n ON n.feature_code = x.feature_code AND n.setting = v.setting
        JOIN slot s ON s.offering_id = o.id AND s.starts_at > x.said_at AND s.ends_at > x.begins_at
        JOIN claim c ON c.slot_id = s.id AND c.is_supported AND c.state IN ('requested', 'booked')
        JOIN booking b ON b.id = c.booking_id AND CAST(b.needs AS TEXT) LIKE '%"' || n.need_code || '"%'
        WHERE x.ended_at IS NULL AND (x.until IS NULL OR s.starts_at < x.until)
        AND CAST(b.gaps AS TEXT) NOT LIKE '%"' || x.feature_code || '"%'""",
    "7 a hold without an end": """
        SELECT CAST(id AS TEXT) FROM claim WHERE (state = 'held') <> (held_until IS NOT NULL)""",
    "7 a hold that lapsed long ago and still has its places": """
        SELECT CAST(id AS TEXT) FROM claim WHERE state = 'held' AND held_until < :long_ago""",
    "9 a change that was neither told nor waits to be": """
        SELECT CAST(e.id AS TEXT) FROM event e JOIN booking b ON b.id = e.booking_id
        WHERE e.kind IN
        ('BookingAccepted', 'BookingCancelled', 'BookingCancelledByPlace', 'BookingDeclined', 'BookingDisplaced',
        'BookingMoved', 'BookingRequested', 'BookingRestored', 'BookingSupported', 'QuestionAsked')
        AND e.delivered_at IS NOT NULL
        AND b.phone <> '' AND NOT EXISTS (SELECT 1 FROM message m WHERE m.event_id = e.id)""",
    "9 an answer to feedback that was neither told nor waits to be": """
        SELECT CAST(e.id AS TEXT) FROM event e JOIN feedback f ON f.id = CAST(e.facts ->> 'feedback_id' AS BIGINT)
        WHERE e.kind = 'FeedbackAnswered' AND e.delivered_at IS NOT NULL AND f.phone <> ''
        AND NOT EXISTS (SELECT 1 FROM message m WHERE m.event_id = e.id)""",
    "9 somebody who wants to be called was sent a text": """
        SELECT CAST(id AS TEXT) FROM message WHERE channel = 'voice' AND sent_at IS NOT NULL""",
    "9 a request that nobody can answer, or that was answered and still waits": """
        SELECT b.reference FROM claim c JOIN booking b ON b.id = c.booking_id
        LEFT JOIN request r ON r.booking_id = c.booking_id
        WHERE c.state = 'requested' AND (r.booking_id IS NULL OR r.outcome IS NOT NULL)
        OR c.state = 'declined' AND COALESCE(r.outcome, '') <> 'declined'""",
    "10 a reference without a promise, or the other way round": """
        SELECT COALESCE(reference, token) FROM booking WHERE (reference IS NULL) <> (booked_at IS NULL)""",
    "11 a booking without its event": """
        SELECT b.reference FROM booking b WHERE b.booked_at IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM event e WHERE e.booking_id = b.id AND e.kind IN ('BookingMade', 'BookingRequested'))""",
    "11 a booking that is not where its last move put it": """
        SELECT b.reference FROM booking b JOIN event e ON e.id =
        (SELECT MAX(m.id) FROM event m WHERE m.booking_id = b.id AND m.kind = 'BookingMoved')
        JOIN slot s ON s.id = CAST(e.facts ->> 'to_slot' AS BIGINT) JOIN leg l ON l.booking_id = b.id
        WHERE l.starts_at <> s.starts_at OR NOT EXISTS
        (SELECT 1 FROM claim c WHERE c.leg_id = l.id AND c.slot_id = s.id)""",
    "12 a booking that its place moved, of which nobody ever said that it may be": """
        SELECT b.reference FROM event e JOIN booking b ON b.id = e.booking_id
        WHERE e.kind = 'BookingMoved' AND COALESCE(e.facts ->> 'reason', '') <> ''
        AND NOT EXISTS (SELECT 1 FROM move_consent m WHERE m.booking_id = b.id)""",
}
MOST_EXAMPLES = 5


def breaches(db: Db, *, long_ago: datetime) -> list[Breach]:
    """Every invariant that does not hold now; a hold that lapsed before `long_ago` should be released by now."""
    at = int(long_ago.timestamp()) if db.dialect.name == "sqlite" else long_ago
    found = []
    for invariant, question in _QUESTIONS.items():
        values = {"long_ago": at} if ":long_ago" in question else {}
        rows = [str(row[0]) for row in db.execute(text(question), values)]
        if rows:
            found.append(Breach(invariant, len(rows), rows[:MOST_EXAMPLES]))
    return found
