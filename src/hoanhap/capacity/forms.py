"""What the forms of capacity ask, read into changes."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from hoanhap.base import text
from hoanhap.base.clock import MINUTES_A_DAY, Span, at_local, local_day
from hoanhap.booking import MayMove, Reason
from hoanhap.capacity.changes import EVERYTHING, MOST_DAYS, Closing, NewPlaces
from hoanhap.capacity.failing import Failing, Thing
from hoanhap.web.forms import DATE_PARTS, N_, Form

SAID = (
    "what",
    "where",
    *(f"{each}-{part}" for each in ("first", "last") for part in DATE_PARTS),
    "first-time",
    "last-time",
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


def failing(
    form: Form, location_id: int, among: Collection[Thing], offering_ids: Collection[int], *, now: datetime
) -> Failing | None:
    """What does not work, where, when and why; None, with faults noted on the form, when something is missing.

    Without an end it is so until somebody says otherwise.
    """
    _ = form.translate
    what = form.choice("what", [each.value for each in among], missing=_(N_("Chọn điều không dùng được.")))
    thing = next((each for each in among if each.value == what), None)
    only_in = _only_in(form, thing, offering_ids)
    span = _span(form, now)
    reason = form.choice("reason", list(Reason), missing=_(N_("Chọn lý do.")))
    if not form.ok or thing is None or span is None:
        return None
    return Failing(location_id, thing.feature, thing.resource_id, span, Reason(reason), offering_id=only_in)


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


def may_move(form: Form) -> MayMove | None:
    """Whether a booking may be moved; None, with the fault noted, where nothing was chosen."""
    value = form.choice("may", list(MayMove), missing=form.translate(N_("Chọn một cách, hoặc rời trang này.")))
    return MayMove(value) if value else None


def usual_field(person_id: int) -> str:
    """The field that asks whether somebody may be moved."""
    return f"may-{person_id}"


def usually(form: Form, person_ids: Collection[int]) -> dict[int, MayMove]:
    """What is said of whom; silence says nothing, and what is none of the answers is noted as a fault."""
    found: dict[int, MayMove] = {}
    for person_id in person_ids:
        field = usual_field(person_id)
        if form.value(field):
            value = form.choice(field, list(MayMove), missing=form.translate(N_("Chọn một trong các câu trả lời.")))
            found |= {person_id: MayMove(value)} if value else {}
    return found


def _only_in(form: Form, thing: Thing | None, offering_ids: Collection[int]) -> int:
    """The only offering in which something does not work; zero where that is so in all that is given there."""
    _ = form.translate
    if len(offering_ids) < 2 or not form.value("where"):
        return 0
    among = {f"offering-{each}": each for each in offering_ids} | {EVERYTHING: 0}
    where = form.choice("where", among, missing=_(N_("Chọn một dịch vụ trong danh sách.")))
    only_in = among.get(where, 0)
    if thing and only_in and only_in not in thing.offering_ids:
        form.wrong("where", _(N_("Dịch vụ này không dùng điều đó. Chọn dịch vụ khác, hoặc mọi dịch vụ.")))
    return only_in


def _span(form: Form, now: datetime) -> Span | None:
    """From when until when: whole days, but for the hours that are said; it may have begun before now, today."""
    _ = form.translate
    today = local_day(now)
    latest = today + timedelta(days=MOST_DAYS - 1)
    first = form.date("first", earliest=today, latest=latest, missing=_(N_("Nhập ngày đầu tiên.")))
    begins = form.minute("first-time", required=False)
    last = form.date("last", earliest=first or today, latest=latest)
    ends = form.minute("last-time", required=False)
    if last is None and form.value("last-time").strip() and not form.error("last-day"):
        form.wrong("last-day", _(N_("Nhập cả ngày dùng lại được, hoặc xóa giờ.")))
    if not form.ok or first is None:
        return None
    begins_at = at_local(first, begins or 0)
    until = None if last is None else at_local(last, MINUTES_A_DAY if ends is None else ends)
    if until is not None and until <= begins_at:
        form.wrong("last-time", _(N_("Giờ dùng lại được phải sau giờ bắt đầu.")))
    elif until is not None and until <= now:
        form.wrong("last-time", _(N_("Giờ này đã qua. Nhập giờ muộn hơn.")))
    return Span(begins_at, until)


def _days(form: Form, today: date) -> tuple[date | None, date | None]:
    """The first and the last day; where no last day was said, it is the first one."""
    _ = form.translate
    latest = today + timedelta(days=MOST_DAYS - 1)
    missing = _(N_("Nhập ngày đầu tiên."))
    first = form.date("first", earliest=today, latest=latest, missing=missing)
    last = form.date("last", earliest=first or today, latest=latest)
    if last is None and not any(form.value(f"last-{part}").strip() for part in DATE_PARTS):
        last = first
    return first, last
