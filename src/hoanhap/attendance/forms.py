"""What the pages of a day ask, read into what verbs take."""

from datetime import date, timedelta

from hoanhap.attendance.queries import Asking
from hoanhap.attendance.rules import Show
from hoanhap.booking import Absence, Deed, Noting
from hoanhap.web.forms import DATE_PARTS, N_, Form

LONGEST_NOTE = 500
LONGEST_PARTY, LONGEST_PAGE = 3, 5
MOST_PEOPLE = 999
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


def note(form: Form) -> str | None:
    """What staff must know; None, with the fault noted on the form, where it is too long."""
    wrong = form.translate(N_("Viết ngắn hơn, nhiều nhất 500 chữ cái."))
    words = form.text("note", most=LONGEST_NOTE, wrong=wrong)
    return words if form.ok else None


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
