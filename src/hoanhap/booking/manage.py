"""The pages of what is booked: my bookings, one booking, cancelling it."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import needs
from hoanhap.base import ids
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.base.text import ungrouped
from hoanhap.booking import changes, consents, deciding, forms, history, queue, refusals, rules, views
from hoanhap.booking.consents import Consent
from hoanhap.booking.history import Change
from hoanhap.booking.queue import QuestionView, RequestView
from hoanhap.booking.rules import Life, MayMove
from hoanhap.booking.views import BookingView, Shelf, When
from hoanhap.schedule import Start
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import SIGNED_IN
from hoanhap.web.visitor import Asked, visitor

_ASKED = frozenset({Life.REQUESTED, Life.DECLINED})


class BookingsPage(msgspec.Struct, frozen=True):
    """What is to come, and what is past; later pages show only one of the two."""

    upcoming: Shelf | None
    past: Shelf | None
    moved_from: dict[int, datetime]
    """Those to come that their place moved, as they allowed, and the time that each had before."""


class BookingPage(msgspec.Struct, frozen=True):
    """One booking: what was promised, what became of it, and what can still be done."""

    booking: BookingView
    needs: list[str]
    changes: list[Change]
    request: RequestView | None
    next_times: list[Start]
    consent: Consent
    done: str
    now: datetime

    @property
    def is_new(self) -> bool:
        """Whether it was made a moment ago."""
        return self.done == "booked" and self._is_promised and self.now < self.booking.ends_at

    @property
    def was_moved(self) -> bool:
        """Whether it got another time a moment ago."""
        return self.done == "moved" and self.can_change and self._is_promised

    @property
    def was_moved_back(self) -> bool:
        """Whether a move was taken back a moment ago."""
        return self.done == "moved-back" and self.can_change and self._is_promised

    @property
    def was_restored(self) -> bool:
        """Whether it was taken back a moment ago."""
        return self.done == "restored" and self._is_promised

    @property
    def cancel_until(self) -> datetime:
        """The last moment to move or cancel without a call."""
        return rules.cancel_until(self.booking.starts_at, cancel_minutes=self.booking.cancel_minutes)

    @property
    def can_change(self) -> bool:
        """Whether it can be moved or cancelled without a call."""
        return self.booking.can_change(self.now)

    @property
    def can_restore(self) -> bool:
        """Whether it was cancelled and its time can still be booked."""
        return self.is_cancelled and self._can_be_had(self.booking.starts_at)

    @property
    def undoes(self) -> Change | None:
        """The move that one press takes back: the latest change, while the earlier time can still be booked.

        A time from which it was displaced or moved by the place is not offered again: there was no place.
        """
        latest, before = (*(each for each in self.changes if not each.is_said), None, None)[:2]
        if latest is None or latest.from_ is None or latest.reason or not self.can_change:
            return None
        if before and before.kind == "displaced":
            return None
        return latest if self._can_be_had(latest.from_) else None

    @property
    def was_moved_by_place(self) -> Change | None:
        """The move by which the place gave it the time that it has now, as its person had allowed."""
        moves = [each for each in self.changes if each.from_ is not None]
        latest = moves[0] if moves else None
        if latest is None or not latest.reason or latest.from_ == latest.to or not self._is_to_come:
            return None
        return latest if latest.to == self.booking.starts_at else None

    @property
    def asks_may_move(self) -> bool:
        """Whether somebody may say here what to do where there is no place any more; never on the way to a booking."""
        return self._is_to_come and not self.is_new

    @property
    def has_a_time_at_once(self) -> bool:
        """Whether it waited for a time, and has one because of what was said a moment ago."""
        return self.done == "consent" and self._is_promised and self.changes[0].kind in {"moved", "supported"}

    @property
    def waits_although_allowed(self) -> bool:
        """Whether it waits for a time although it may be moved: there is none that fits yet."""
        return self.is_displaced and self.consent.may is not MayMove.ASK

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.booking.ends_at <= self.now and not (self.is_cancelled or self.is_requested or self.is_declined)

    @property
    def is_cancelled(self) -> bool:
        """Whether it is no longer a promise."""
        return self.booking.state is Life.CANCELLED

    @property
    def is_displaced(self) -> bool:
        """Whether it is still to come, and there is no place for it at its time."""
        return self.booking.is_displaced and not self.is_past

    @property
    def is_requested(self) -> bool:
        """Whether the place has not answered yet."""
        return self.booking.state is Life.REQUESTED

    @property
    def is_declined(self) -> bool:
        """Whether the place declined."""
        return self.booking.state is Life.DECLINED

    @property
    def is_late(self) -> bool:
        """Whether the place was to answer by now."""
        return self.request is not None and self.request.is_overdue(self.now)

    @property
    def question(self) -> QuestionView | None:
        """What the place asked, and waits to hear."""
        return self.request.question if self.request and self.is_requested else None

    @property
    def again(self) -> str:
        """Where the same can be booked once more."""
        return refusals.times_of(self.booking.offering, self.booking.party)

    @property
    def _is_to_come(self) -> bool:
        return rules.is_to_come(self.booking.state, self.booking.starts_at, now=self.now)

    @property
    def _is_promised(self) -> bool:
        """Whether it is booked or asked for, and has its places."""
        return self.booking.state in rules.TO_COME and not self.booking.is_displaced

    def _can_be_had(self, starts_at: datetime) -> bool:
        return starts_at >= rules.earliest_start(self.now, notice_minutes=self.booking.offering.notice_minutes)


@get("/bookings", audience=SIGNED_IN, name="my bookings")
async def bookings(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What this account has booked, next first."""
    asked = pages.asked(request)
    upcoming, past = (forms.page_number(asked.value(each.value)) for each in When)
    is_brief = visitor(request).is_brief
    page = await db.read(_shelves, who(request).account_id, upcoming, past, is_brief=is_brief, now=now)
    return Page("booking/bookings.html", page)


@get("/bookings/{reference:str}", audience=SIGNED_IN, name="booking")
async def booking(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """One booking; somebody else's is as if it were not there."""
    plain = ungrouped(reference)
    if plain != reference and ids.is_reference(plain):
        return seen(f"/bookings/{plain}")
    page = await _booking_page(request, db, now, reference)
    return Page("booking/booking.html", page, form=Form({}, pages.translate(request)))


@get("/bookings/{reference:str}/cancellation", audience=SIGNED_IN, name="ask before cancelling")
async def cancellation(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Ask once more before cancelling."""
    page = await _booking_page(request, db, now, reference)
    return Page("booking/cancellation.html", page) if page.can_change else seen(f"/bookings/{reference}")


@post(
    "/bookings/{reference:str}/cancellation",
    audience=SIGNED_IN,
    name="cancel",
    doing=N_("Hủy một lịch hẹn."),
)
async def cancel(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Response[bytes]:
    """Cancel, and give the places back."""
    account_id, by = who(request).account_id, pages.actor(request)
    await db.write(changes.cancel, reference, account_id=account_id, by=by, now=now)
    return seen(f"/bookings/{reference}?done=cancelled")


@post(
    "/bookings/{reference:str}/answer",
    audience=SIGNED_IN,
    name="answer a question",
    doing=N_("Trả lời câu hỏi của nơi hẹn."),
)
async def answer(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Answer what the place asked."""
    form = pages.posted(request)
    words = forms.words(form, missing=form.translate(N_("Viết câu trả lời.")))
    if not form.ok:
        page = await _booking_page(request, db, now, reference)
        is_asked = page.question is not None
        return pages.invalid("booking/booking.html", page, form) if is_asked else seen(f"/bookings/{reference}")
    account_id, by = who(request).account_id, pages.actor(request)
    await db.write(deciding.answer, reference, words, account_id=account_id, by=by, now=now)
    return seen(f"/bookings/{reference}?done=answered")


async def _booking_page(request: Asked, db: Database, now: datetime, reference: str) -> BookingPage:
    if not ids.is_reference(reference):
        raise Missing
    asked = pages.asked(request)
    done = "booked" if asked.value("new") == "yes" else asked.value("done")
    found = await db.read(_with_history, reference, who(request).account_id, visitor(request).language, now)
    return BookingPage(*found, done, now)


def _with_history(
    db: Db, reference: str, account_id: int, language: str, now: datetime
) -> tuple[BookingView, list[str], list[Change], RequestView | None, list[Start], Consent]:
    view = views.own_view(db, reference, account_id)
    request = queue.of_booking(db, view.id) if view.state in _ASKED or view.offering.needs_approval else None
    next_times = deciding.next_times(db, request, now=now) if request and view.state is Life.DECLINED else []
    words = needs.words_of(db, view.needs, language)
    told = history.changes(db, view.id, seen_by=account_id)
    return view, words, told, request, next_times, consents.of_booking(db, view.id)


def _shelves(db: Db, account_id: int, upcoming: int, past: int, *, is_brief: bool, now: datetime) -> BookingsPage:
    """Both lists on the first page; whoever turns the pages of one sees only that one."""

    def shelf(when: When, number: int) -> Shelf:
        return views.of_account(db, account_id, when, number=number, is_brief=is_brief, now=now)

    to_come = shelf(When.UPCOMING, upcoming) if past == 1 or upcoming > 1 else None
    return BookingsPage(
        to_come,
        shelf(When.PAST, past) if upcoming == 1 else None,
        history.moved_by_place(db, to_come.bookings if to_come else ()),
    )


ROUTES = [bookings, booking, cancellation, cancel, answer]
