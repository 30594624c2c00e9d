"""What the forms of capacity ask, read into changes."""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from hoanhap.base import text
from hoanhap.booking import Reason
from hoanhap.capacity.changes import EVERYTHING, MOST_DAYS, Closing, NewPlaces
from hoanhap.capacity.failing import Failing, Thing
from hoanhap.web.forms import DATE_PARTS, N_, Form

SAID = (
    "what",
    *(f"{each}-{part}" for each in ("first", "last") for part in DATE_PARTS),
    "capacity",
    "public_limit",
    "reason",
)
"""The fields that say what a change is: they are in the address of its preview."""
LONGEST_NOTE, LONGEST_WORDS = 1000, 200
_A_TIME = re.compile(r"[0-9]{1,9}-[0-9]{1,9}")
MOST_PLACES = 999


def closing(form: Form, offering_ids: Collection[int], *, today: date) -> Closing | None:
    """Which days of what to close, and why; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    among = [str(each) for each in offering_ids] + [EVERYTHING] * (len(offering_ids) > 1)
    what = form.choice("what", among, missing=_(N_("Chọn dịch vụ cần đóng.")))
    first, last = _days(form, today)
    reason = form.choice("reason", list(Reason), missing=_(N_("Chọn lý do.")))
    if not form.ok or first is None or last is None:
        return None
    which = tuple(offering_ids) if what == EVERYTHING else (int(what),)
    return Closing(which, first, last, Reason(reason))


def wide_closing(form: Form, among: Mapping[str, tuple[int, ...]], *, today: date) -> Closing | None:
    """Which days to close where, and why; `among` says what is given in each part that can be closed together."""
    _ = form.translate
    what = form.choice("what", among, missing=_(N_("Chọn nơi cần đóng.")))
    first, last = _days(form, today)
    reason = form.choice("reason", list(Reason), missing=_(N_("Chọn lý do.")))
    if not form.ok or first is None or last is None:
        return None
    return Closing(among[what], first, last, Reason(reason))


def failing(form: Form, location_id: int, among: Collection[Thing], *, today: date) -> Failing | None:
    """What does not work on which days, and why; None, with faults noted on the form, when something is missing.

    Without a last day it is so until somebody says otherwise.
    """
    _ = form.translate
    what = form.choice("what", [each.value for each in among], missing=_(N_("Chọn điều không dùng được.")))
    first, last = _days(form, today, is_open=True)
    reason = form.choice("reason", list(Reason), missing=_(N_("Chọn lý do.")))
    if not form.ok or first is None:
        return None
    thing = next(each for each in among if each.value == what)
    return Failing(location_id, thing.feature, thing.resource_id, first, last, Reason(reason))


def note(form: Form) -> str:
    """What those who work there tell one another of it, or nothing."""
    wrong = form.translate(N_("Viết ghi chú ngắn hơn, nhiều nhất 1.000 chữ cái."))
    return form.text("note", most=LONGEST_NOTE, wrong=wrong)


def agreed(form: Form) -> str:
    """The time that somebody agreed to; nothing, with the fault noted, where none was chosen."""
    value = form.value("time")
    if not _A_TIME.fullmatch(value):
        form.wrong("time", form.translate(N_("Chọn giờ mà người này đã đồng ý.")))
    return value


def ending(form: Form, *, unsaid: Collection[str]) -> tuple[Reason, str] | None:
    """Why a booking ends, and what its person reads; None, with faults noted on the form, when something is missing.

    A message can be read on a locked screen by anybody, so it names neither a service nor a place.
    """
    _ = form.translate
    reason = form.choice("reason", list(Reason), missing=_(N_("Chọn lý do.")))
    words = " ".join(
        form.text("words", most=LONGEST_WORDS, wrong=_(N_("Viết ngắn hơn, nhiều nhất 200 chữ cái."))).split()
    )
    if any(text.fold(each) in text.fold(words) for each in unsaid):
        form.wrong("words", _(N_("Viết lại, không nêu tên dịch vụ hay nơi hẹn. Người khác có thể đọc được tin nhắn.")))
    return (Reason(reason), words) if form.ok else None


def new_places(form: Form, units: dict[int, list[str]], *, today: date) -> NewPlaces | None:
    """How many places of what there are on which days, and why; None, with faults noted, when something is missing."""
    _ = form.translate
    among = [f"{number}-{unit}" for number, found in units.items() for unit in found]
    what = form.choice("what", among, missing=_(N_("Chọn dịch vụ cần đổi số chỗ.")))
    first, last = _days(form, today)
    capacity = form.whole("capacity", least=0, most=MOST_PLACES, wrong=_(N_("Nhập số chỗ từ 0 đến 999.")))
    public_limit = form.whole(
        "public_limit", least=0, most=MOST_PLACES, wrong=_(N_("Nhập số chỗ đặt được trên trang, từ 0 đến 999."))
    )
    if public_limit > capacity:
        form.wrong("public_limit", _(N_("Nhập số bằng hoặc nhỏ hơn tổng số chỗ.")))
    reason = form.choice("reason", list(Reason), missing=_(N_("Chọn lý do.")))
    if not form.ok or first is None or last is None:
        return None
    number, _dash, unit = what.partition("-")
    return NewPlaces(int(number), first, last, unit, capacity, public_limit, Reason(reason))


def _days(form: Form, today: date, *, is_open: bool = False) -> tuple[date | None, date | None]:
    """The first and the last day; where no last day was said, it is the first one, or none where it `is_open`."""
    _ = form.translate
    latest = today + timedelta(days=MOST_DAYS - 1)
    missing = _(N_("Nhập ngày đầu tiên."))
    first = form.date("first", earliest=today, latest=latest, missing=missing)
    last = form.date("last", earliest=first or today, latest=latest)
    if last is None and not is_open and not any(form.value(f"last-{part}").strip() for part in DATE_PARTS):
        last = first
    return first, last
