"""Deciding about requests: each is decided once, whoever decides second reads what stands, and nobody is forgotten.

A request has its places until it is decided or withdrawn. However late an answer is, nothing ends by itself.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, insert, update

from hoanhap import catalogue, organizations, schedule
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Missing, Refusal
from hoanhap.booking import asking, places, queries, queue, usable
from hoanhap.booking.facts import BookingAccepted, BookingDeclined, QuestionAnswered, QuestionAsked, RequestsSeen
from hoanhap.booking.model import Question, Request
from hoanhap.booking.queries import Draft
from hoanhap.booking.queue import QuestionView, RequestView
from hoanhap.booking.rules import Deciding, Life, Outcome
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor, record
from hoanhap.organizations import Duty
from hoanhap.schedule import Start


class NotDecided(Refusal):
    """It is not so any more; what stands is shown, and what was written here is not lost."""

    template = "booking/not_decided.html"

    def __init__(self, request: RequestView, *, back: str, words: str = "") -> None:
        super().__init__(self.heading)
        self.request, self.back, self.words = request, back, words


class AlreadyDecided(NotDecided):
    """Somebody else has decided meanwhile: theirs is the decision."""

    heading = N_("Yêu cầu này đã được trả lời")
    sentence = N_("Có người trả lời trước. Chúng tôi giữ câu trả lời đó.")


class Withdrawn(NotDecided):
    """Whoever asked has withdrawn."""

    heading = N_("Yêu cầu này đã được rút lại")
    sentence = N_("Người đến đã tự hủy. Quý vị không cần trả lời nữa.")


class RequestChanged(NotDecided):
    """The time or an answer is another one than whoever decides has seen."""

    heading = N_("Yêu cầu này vừa thay đổi")
    sentence = N_("Người đến vừa đổi giờ hoặc vừa trả lời. Chưa có gì được gửi. Mời quý vị xem lại.")


class TimePast(NotDecided):
    """What has begun cannot be accepted."""

    heading = N_("Giờ hẹn đã qua")
    sentence = N_("Không nhận được nữa. Mời quý vị trả lời là không nhận được, và nói rõ lý do.")


class NoPlaceLeft(NotDecided):
    """The places of this request were taken from it, and there are none again."""

    heading = N_("Giờ này không còn chỗ")
    sentence = N_("Chưa nhận được. Mời quý vị thêm chỗ, hoặc gọi người đến để hẹn giờ khác.")


class StillAsked(NotDecided):
    """One question at a time: the earlier one has no answer yet."""

    heading = N_("Câu hỏi trước chưa được trả lời")
    sentence = N_("Mời quý vị chờ câu trả lời, hoặc gọi người đến rồi ghi lại.")


class NothingAsked(NotDecided):
    """The question has its answer already."""

    heading = N_("Câu hỏi này đã có câu trả lời")
    sentence = N_("Câu trả lời trước vẫn giữ như cũ. Cần nói thêm, mời quý vị gọi nơi hẹn.")


class _Waiting(NamedTuple):
    """A request that waits, locked, at a place, and who acts there."""

    place: Workplace
    draft: Draft
    request: RequestView
    by: Actor


_DECIDE = (
    update(Request)
    .where(Request.booking_id == bindparam("of_booking"), Request.outcome.is_(None))
    .values(
        outcome=bindparam("new_outcome"),
        reason=bindparam("new_reason"),
        words=bindparam("new_words"),
        decided_at=bindparam("now"),
        decided_by=bindparam("by_account"),
        decided_role=bindparam("by_role"),
    )
)
_ANSWER = (
    update(Question)
    .where(Question.id == bindparam("of_question"), Question.answered_at.is_(None))
    .values(answer=bindparam("new_answer"), answered_at=bindparam("now"), answered_by=bindparam("by_account"))
)


def look_at_queue(db: Db, slug: str, *, first: int, at_most: int, by: Actor, now: datetime) -> list[RequestView]:
    """A part of what a place has to answer, for those who decide there; what they saw is written down."""
    place, actor = at_work(db, slug, by)
    found = queue.waiting(db, place.location_id, first=first, at_most=at_most, now=now)
    record(db, RequestsSeen([each.booking.id for each in found]), by=actor, at=now)
    return found


def look_at_one(
    db: Db, slug: str, reference: str, *, by: Actor, now: datetime
) -> tuple[Workplace, RequestView, list[Start]]:
    """One request, waiting or decided, and the next times of its service there; the look is written down."""
    place, actor = at_work(db, slug, by)
    found = queue.at(db, reference, place.location_id)
    record(db, RequestsSeen([found.booking.id]), by=actor, at=now, booking_id=found.booking.id)
    return place, found, next_times(db, found, now=now)


def next_times(db: Db, request: RequestView, *, now: datetime) -> list[Start]:
    """The next free times of the same service at the same place: what somebody who is declined may take instead."""
    asked_for = request.booking.starts_at
    offering = request.booking.offering
    wanted = queries.wanted_at(offering, request.booking.party, now=now)
    wanted = usable.leave_out(db, wanted, request.booking.id, offering)
    found = schedule.nearest(db, wanted, around=asked_for, limit=places.ALTERNATIVES + 1)
    return [each for each in found if each.starts_at != asked_for][: places.ALTERNATIVES]


def decide(db: Db, slug: str, reference: str, deciding: Deciding, seen: str, *, by: Actor, now: datetime) -> None:
    """Accept or decline a request, once; the same decision sent again changes nothing.

    `seen` is the version that was shown. Refuses with `AlreadyDecided`, `Withdrawn`, `RequestChanged`, and what
    cannot be accepted any more with `TimePast` or `NoPlaceLeft`.
    """
    place, actor = at_work(db, slug, by)
    draft = queries.at_place(db, reference, place.location_id)
    request = queue.at(db, reference, place.location_id)
    if (request.decision, request.decided_by) == (deciding, by.account_id):
        return
    waiting = _waiting(place, draft, request, actor, words=deciding.words)
    if request.version != seen:
        raise _no(RequestChanged, waiting, deciding.words)
    values = {"of_booking": draft.id, "now": now, "by_account": actor.account_id, "by_role": actor.role}
    values |= {"new_outcome": deciding.outcome, "new_reason": deciding.reason, "new_words": deciding.words}
    if not db.execute(_DECIDE, values).rowcount:
        raise _no(AlreadyDecided, waiting, deciding.words)
    if deciding.outcome is Outcome.ACCEPTED:
        _accept(db, waiting, now=now)
    else:
        places.release(db, draft, Life.REQUESTED, Life.DECLINED, now=now)
        declined = BookingDeclined(reference, str(deciding.reason))
        record(db, declined, by=actor, at=now, booking_id=draft.id)


def ask_back(db: Db, slug: str, reference: str, words: str, *, by: Actor, now: datetime) -> None:
    """Ask something before deciding; the same question sent twice is one. Refuses with `StillAsked`."""
    place, actor = at_work(db, slug, by)
    draft = queries.at_place(db, reference, place.location_id)
    request = queue.at(db, reference, place.location_id)
    waiting = _waiting(place, draft, request, actor, words=words)
    if (before := request.question) is not None:
        if (before.words, before.asked_by) == (words, by.account_id):
            return
        raise _no(StillAsked, waiting, words)
    values = {"booking_id": draft.id, "words": words, "asked_at": now, "asked_by": actor.account_id}
    key = db.execute(insert(Question), values).inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    asking.answer_anew(db, draft.id, draft.starts_at, answer_days=draft.answer_days, now=now)
    record(db, QuestionAsked(reference, key[0]), by=actor, at=now, booking_id=draft.id)


def answer(db: Db, reference: str, words: str, *, account_id: int, by: Actor, now: datetime) -> None:
    """Answer what the place asked; the same answer sent twice is one. Refuses with `NothingAsked`, and `Missing` where
    nobody ever asked.
    """
    draft = queries.own(db, reference, account_id)
    request = queue.of_booking(db, draft.id)
    if request is None:
        raise Missing
    _answer(db, draft, request, words, by=by, now=now, back=f"/bookings/{reference}")


def note_answer(db: Db, slug: str, reference: str, words: str, *, by: Actor, now: datetime) -> None:
    """Note what the person said on the phone to what the place asked. Refuses as `answer` does."""
    place, actor = at_work(db, slug, by)
    draft = queries.at_place(db, reference, place.location_id)
    request = queue.at(db, reference, place.location_id)
    _answer(db, draft, request, words, by=actor, now=now, back=request_page(slug, reference))


def at_work(db: Db, slug: str, by: Actor) -> tuple[Workplace, Actor]:
    """The place, and who decides there. Refuses with `Forbidden`."""
    place = catalogue.workplace(db, slug)
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return place, organizations.authorize(db, by, Duty.DECIDE, **where)


def request_page(slug: str, reference: str) -> str:
    """The address of a request, for those who decide."""
    return f"/organization/places/{slug}/requests/{reference}"


def _waiting(place: Workplace, draft: Draft, request: RequestView, by: Actor, *, words: str) -> _Waiting:
    """A request that still waits; refuses what is withdrawn or decided."""
    waiting = _Waiting(place, draft, request, by)
    if draft.state is Life.CANCELLED:
        raise _no(Withdrawn, waiting, words)
    if draft.state is not Life.REQUESTED:
        raise _no(AlreadyDecided, waiting, words)
    return waiting


def _accept(db: Db, waiting: _Waiting, *, now: datetime) -> None:
    """Make a promise of a request; one whose places were taken from it takes them again."""
    draft = waiting.draft
    if draft.starts_at <= now:
        raise _no(TimePast, waiting)
    displaced = [claim for claim in draft.claims if claim.is_displaced]
    for claim in draft.claims:
        places.set_state(db, claim.id, Life.REQUESTED, Life.BOOKED, now=now)
    if not places.take(db, [claim.want for claim in displaced], now=now):
        raise _no(NoPlaceLeft, waiting)
    places.mark_supported(db, displaced, now=now)
    reference = str(draft.reference)
    record(db, BookingAccepted(reference), by=waiting.by, at=now, booking_id=draft.id)


def _answer(db: Db, draft: Draft, request: RequestView, words: str, *, by: Actor, now: datetime, back: str) -> None:
    question = request.question
    if question is None or draft.state is not Life.REQUESTED:
        if request.questions and request.questions[-1].answer == words:
            return
        raise NothingAsked(request, back=back, words=words)
    _note_answer(db, draft, question, words, by=by, now=now)


def _note_answer(db: Db, draft: Draft, question: QuestionView, words: str, *, by: Actor, now: datetime) -> None:
    values = {"of_question": question.id, "new_answer": words, "now": now, "by_account": by.account_id}
    changed = db.execute(_ANSWER, values).rowcount
    assert changed == 1  # its booking is locked
    asking.answer_anew(db, draft.id, draft.starts_at, answer_days=draft.answer_days, now=now)
    answered = QuestionAnswered(str(draft.reference), question.id)
    record(db, answered, by=by, at=now, booking_id=draft.id)


def _no(refusal: type[NotDecided], waiting: _Waiting, words: str = "") -> NotDecided:
    back = request_page(waiting.place.slug, str(waiting.draft.reference))
    return refusal(waiting.request, back=back, words=words)
