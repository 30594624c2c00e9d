"""What the form of a period asks, read into a period."""

from datetime import date, timedelta
from enum import StrEnum

from hoanhap.reports import rules
from hoanhap.reports.rules import LONGEST, Period
from hoanhap.web.forms import N_, Form

BEFORE, AHEAD = timedelta(days=3650), timedelta(days=366)


class Span(StrEnum):
    """How long a time somebody looks at: some whole weeks, or days of their own."""

    FOUR_WEEKS = "4"
    TWELVE_WEEKS = "12"
    OWN = "own"


def span(form: Form) -> Span:
    """What was chosen; four weeks if nothing was."""
    asked = form.value("span")
    return Span(asked) if asked in list(Span) else Span.FOUR_WEEKS


def period(form: Form, *, today: date) -> Period:
    """The period; where days of one's own are wrong, four weeks, with the faults noted on the form."""
    chosen = span(form)
    if chosen is not Span.OWN:
        return rules.last_weeks(today, int(chosen))
    _, bounds = form.translate, {"earliest": today - BEFORE, "latest": today + AHEAD}
    first = form.date("from", **bounds, missing=_(N_("Nhập ngày đầu.")))
    last = form.date("until", **bounds, missing=_(N_("Nhập ngày cuối.")))
    if first and last and last < first:
        form.wrong("until-day", _(N_("Ngày cuối phải sau ngày đầu. Nhập lại một trong hai ngày.")))
    elif first and last and last - first > LONGEST:
        form.wrong("until-day", _(N_("Chọn nhiều nhất một năm. Nhập ngày cuối sớm hơn.")))
    if first and last and form.ok:
        return Period(first, last)
    return rules.last_weeks(today, int(Span.FOUR_WEEKS))
