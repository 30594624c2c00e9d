"""What the pages of a day ask, read into what verbs take."""

from datetime import date, timedelta

import msgspec

from hoanhap import needs
from hoanhap.attendance.queries import Asking, Saved, Wish
from hoanhap.attendance.rules import Show
from hoanhap.base import text
from hoanhap.booking import Absence, Deed, MayMove, Noting, SaidHow
from hoanhap.catalogue import Party
from hoanhap.needs import Topic
from hoanhap.people import EXTRA_MINUTES
from hoanhap.web.forms import DATE_PARTS, N_, Form

LONGEST_NOTE = 500
LONGEST_PARTY, LONGEST_PAGE, LONGEST_NEEDS = 3, 5, 400
MOST_PEOPLE = 999
LONGEST_KEY, LONGEST_ID = 64, 15
SOMEBODY_ELSE = "somebody-else"
"""Chosen where a phone has names, and it is none of them."""
BACK, AHEAD = timedelta(days=730), timedelta(days=730)
"""How far from today a day can be looked at."""


def asking(form: Form, *, today: date) -> Asking:
    """Which part of which day an address asks for; faults of a typed date are noted on the form."""
    on = _day(form.value("day"), today)
    if any(form.value(f"on-{part}").strip() for part in DATE_PARTS):
        on = form.date("on", earliest=today - BACK, latest=today + AHEAD) or on
    show = Show(form.value("show")) if form.value("show") in list(Show) else Show.ALL
    return Asking(on, form.value("service"), show, max(1, _whole(form.value("page"), LONGEST_PAGE)))


def asked_for(asking: Asking) -> dict[str, str]:
    """What the address of a day says of it; the first page of all needs no words."""
    said = {"day": asking.on.isoformat(), "service": asking.service}
    said["show"] = "" if asking.show is Show.ALL else asking.show.value
    return {name: value for name, value in said.items() if value}


def pressed(form: Form) -> tuple[str, Noting] | None:
    """Whom a button of the list is about, and what it says of them; None where none was pressed."""
    if form.value("arrive"):
        reference, _, people = form.value("arrive").partition(".")
        return reference, Noting(Deed.ARRIVE, _whole(people, LONGEST_PARTY))
    if form.value("fulfil"):
        return form.value("fulfil"), Noting(Deed.FULFIL)
    return None


def noting(form: Form) -> Noting | None:
    """What is said of a booking; None, with faults noted on the form, where something is missing."""
    _ = form.translate
    deed = form.choice("deed", list(Deed), missing=_(N_("Chọn điều cần ghi.")))
    if deed == Deed.ARRIVE:
        people = form.whole("people", least=1, most=MOST_PEOPLE, wrong=_(N_("Chọn số người đã đến.")))
        return Noting(Deed.ARRIVE, people) if form.ok else None
    if deed == Deed.MISS:
        absence = form.choice("absence", list(Absence), missing=_(N_("Chọn vì sao người này không đến.")))
        return Noting(Deed.MISS, absence=Absence(absence)) if absence else None
    return Noting(Deed(deed)) if deed else None


def wish(form: Form) -> Wish:
    """What for, how many and when; faults of the number of people are noted on the form."""
    _ = form.translate
    people = form.whole("people", least=1, most=MOST_PEOPLE, wrong=_(N_("Nhập số người đến.")))
    wheelchairs = _whole(form.value("wheelchairs") or "0", LONGEST_PARTY)
    if wheelchairs > people:
        form.wrong("wheelchairs", _(N_("Nhập số người ngồi xe lăn. Không thể nhiều hơn số người đến.")))
    minutes = _whole(form.value("minutes") or "0", LONGEST_PARTY)
    key = form.value("key")[:LONGEST_KEY]
    return Wish(
        key,
        _whole(form.value("offering"), LONGEST_ID),
        _whole(form.value("slot"), LONGEST_ID),
        Party(people, wheelchairs, minutes if minutes in EXTRA_MINUTES else 0),
        needs=frozenset(form.value("needs")[:LONGEST_NEEDS].split(",")) - {""},
    )


def needs_typed(wish: Wish, topics: list[Topic]) -> dict[str, str]:
    """What was said to be needed, as the boxes show it."""
    return {needs.field_of(need): needs.TICKED for topic in topics for need in topic.needs if need.code in wish.needs}


def from_day(form: Form, *, today: date) -> date | None:
    """The day from which times are shown; None for now, with the fault of a typed date noted on the form."""
    return form.date("on", earliest=today, latest=today + AHEAD)


def who(form: Form, chosen: Wish, topics: list[Topic], *, is_today: bool) -> Wish:
    """Who comes; faults are noted on the form. A name that was chosen of those known stands before what was typed."""
    known = form.value("known")
    is_somebody_else = known == SOMEBODY_ELSE
    full_name = known if known and not is_somebody_else else form.name("their_name")
    phone = form.phone("their_phone") if form.value("their_phone").strip() else ""
    every = [need for topic in topics for need in topic.needs]
    return msgspec.structs.replace(
        chosen,
        full_name=full_name[: text.LONGEST_NAME],
        phone=phone,
        needs=needs.ticked(form, every),
        is_somebody_else=is_somebody_else,
        asked_about=form.value("asked"),
        knowingly=form.value("same") == "yes",
        has_come=is_today and form.value("come-now") == "yes",
    )


def with_saved(form: Form, saved: Saved, wish: Wish, topics: list[Topic]) -> Form:
    """The form again, with what somebody has saved ticked, and the fault that asks to look at it noted there."""
    _ = form.translate
    every = [need for topic in topics for need in topic.needs if need.code in saved.needs]
    boxes = {needs.field_of(need): needs.TICKED for need in every}
    again = form.filled(boxes | {"their_name": wish.full_name, "asked": wish.full_name})
    place = every[0].topic if every else "their_name"
    again.wrong(place, _(N_("Người này đã lưu nhu cầu, ở đây đã chọn sẵn. Hỏi lại họ, rồi bấm Đặt lịch.")))
    return again


def note(form: Form) -> str | None:
    """What staff must know; None, with the fault noted on the form, where it is too long."""
    wrong = form.translate(N_("Viết ngắn hơn, nhiều nhất 500 chữ cái."))
    words = form.text("note", most=LONGEST_NOTE, wrong=wrong)
    return words if form.ok else None


def consent(form: Form) -> tuple[MayMove, SaidHow] | None:
    """What somebody said of being moved, and how they said it; None, with faults noted, when something is missing."""
    may = form.choice("may", list(MayMove), missing=form.translate(N_("Chọn điều người này muốn.")))
    said = form.choice("how", [SaidHow.PHONE, SaidHow.DESK], missing=form.translate(N_("Chọn cách người này nói.")))
    return (MayMove(may), SaidHow(said)) if form.ok else None


def date_written(day: date) -> dict[str, str]:
    """A day as the three fields of a date hold it."""
    return {f"on-{part}": str(getattr(day, part)) for part in DATE_PARTS}


def _day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if today - BACK <= day <= today + AHEAD else today


def _whole(typed: str, longest: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= longest else 0
