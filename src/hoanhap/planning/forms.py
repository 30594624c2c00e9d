"""What the forms of weeks ask, read into a change; what is wrong is said at its field."""

from collections.abc import Collection
from datetime import date, timedelta

import msgspec

from hoanhap.base import text
from hoanhap.catalogue import ResourceKind, Unit
from hoanhap.planning import rules
from hoanhap.planning.changes import Replanning
from hoanhap.planning.queries import Hands, Planned
from hoanhap.planning.rules import Places, Plan, Rule
from hoanhap.web.forms import DATE_PARTS, N_, Form

WEEKDAYS = range(7)
OPENS_ON_HOLIDAY = "holiday-opens"
ONE_DAY = "one"
"""What the form says of itself that asks for a single day."""
MOST_PLACES = 500
LONGEST_NAME = 120
LATEST = timedelta(days=2 * 366)
"""How far ahead a plan may begin or end."""
A_DAY = timedelta(days=1)


class Known(msgspec.Struct, frozen=True):
    """What a form is read with: what is planned, who may serve, the reader's language, and the days that are closed.

    `closed` are those that the place closed itself.
    """

    there: Collection[Rule]
    hands: Collection[Hands]
    language: str
    closed: Collection[date] = ()
    holidays: Collection[date] = ()


def typed(plan: Plan, language: str) -> dict[str, str]:
    """A plan as the fields of the form show it, with times as they are written in a language."""
    rule = plan.first
    fields = {f"weekday-{day}": "yes" for day in plan.weekdays}
    fields |= {"opens": rules.typed(plan.blocks[0][0], language), "closes": rules.typed(plan.blocks[-1][1], language)}
    if len(plan.blocks) > 1:
        pause = plan.blocks[0][1], plan.blocks[1][0]
        names = "break_from", "break_until"
        fields |= {name: rules.typed(minute, language) for name, minute in zip(names, pause, strict=True)}
    for each in rule.places:
        fields |= {f"capacity_{each.unit}": str(each.capacity), f"public_{each.unit}": str(each.public_limit)}
    fields |= {"weeks": str(rule.every_weeks), "resource": str(rule.resource_id or "")}
    if rule.is_of_one_day:
        return fields | {"days": ONE_DAY} | ({OPENS_ON_HOLIDAY: "yes"} if rule.on_holidays else {})
    return fields | (date_typed("until", rule.valid_until) if rule.valid_until else {})


def date_typed(name: str, day: date) -> dict[str, str]:
    """A date as its three fields show it."""
    return {f"{name}-{part}": str(getattr(day, part)) for part in DATE_PARTS}


def planned(form: Form, offering: Planned, plan: Plan | None, known: Known, *, today: date) -> Replanning | None:
    """New weeks, in place of a plan if there is one; None, with faults noted on the form, when they cannot be."""
    is_one_day = form.value("days") == ONE_DAY
    weekdays = [] if is_one_day else _weekdays(form)
    hours = blocks(form, offering)
    given = tuple(sorted(places(form, unit) for unit in offering.units))
    weeks = 1 if is_one_day else _every_weeks(form)
    resource = _resource(form, known.hands)
    first_on = first_day(form, plan, today=today)
    until = _open_day(form, first_on, known) if is_one_day else _until(form, first_on)
    if first_on is None or not form.ok:
        return None
    on_holidays = is_one_day and first_on in known.holidays
    begins = tuple(
        Rule(offering.id, day, opens, closes, given, first_on, until, weeks, resource, on_holidays)
        for day in weekdays or [first_on.weekday()]
        for opens, closes in hours
    )
    change = Replanning(offering.id, first_on, _ids(plan), begins)
    _note_collisions(form, change, known.there, known.language)
    return None if form.errors else change


def ended(form: Form, plan: Plan, *, today: date) -> Replanning | None:
    """The last day of a plan; None, with faults noted on the form, when there can be no such day."""
    missing = form.translate(N_("Nhập ngày cuối cùng của lịch này."))
    earliest, latest = max(today, plan.first.valid_from - A_DAY), plan.first.valid_until or today + LATEST
    last_on = form.date("last", earliest=earliest, latest=max(earliest, latest), missing=missing)
    return Replanning(plan.first.offering_id, last_on + A_DAY, _ids(plan)) if last_on else None


def resource(form: Form) -> tuple[ResourceKind, str] | None:
    """What kind of thing or person it is, and its name; None, with faults noted on the form, when one is missing."""
    _ = form.translate
    kind = form.choice("kind", list(ResourceKind), missing=_(N_("Chọn người, phòng, xe, phiên dịch hay thiết bị.")))
    name = text.tidy(form.value("name"))
    if not name:
        form.wrong("name", _(N_("Nhập tên để nhận ra trong lịch.")))
    elif len(name) > LONGEST_NAME or not text.is_clean(name):
        form.wrong("name", _(N_("Nhập tên ngắn hơn, nhiều nhất 120 chữ cái.")))
    return (ResourceKind(kind), name) if form.ok else None


def skills_typed(one: Hands) -> dict[str, str]:
    """What one of those who serve has or can do, as the boxes of the form show it."""
    return {f"feature-{each}": "yes" for each in one.skills}


def skills(form: Form, one: Hands) -> frozenset[str]:
    """What is ticked of all that one of its kind can have; what it has besides stays."""
    ticked = {each for each in one.possible if form.value(f"feature-{each}") == "yes"}
    return frozenset(ticked) | one.skills.difference(one.possible)


def first_day(form: Form, plan: Plan | None, *, today: date) -> date | None:
    """The first day on which it counts: from tomorrow on, for today is under way."""
    missing = form.translate(N_("Nhập ngày bắt đầu."))
    earliest = max(today + A_DAY, plan.first.valid_from) if plan else today + A_DAY
    return form.date("first", earliest=earliest, latest=today + LATEST, missing=missing)


def single_day(form: Form, *, today: date) -> date | None:
    """The single day that a form asks for, with nothing noted on it; none where it asks for a week."""
    if form.value("days") != ONE_DAY:
        return None
    return form.filled({}).date("first", earliest=today, latest=today + LATEST)


def _weekdays(form: Form) -> list[int]:
    """The days of the week on which it opens."""
    found = [day for day in WEEKDAYS if form.value(f"weekday-{day}") == "yes"]
    if not found:
        form.wrong("weekday", form.translate(N_("Chọn ít nhất một ngày trong tuần.")))
    return found


def _every_weeks(form: Form) -> int:
    """Whether it opens every week or every other."""
    missing = form.translate(N_("Chọn mở mỗi tuần, hay cách một tuần."))
    return int(form.choice("weeks", ["1", "2"], missing=missing) or 1)


def _open_day(form: Form, day: date | None, known: Known) -> date | None:
    """A single day on which it opens: its first, and its last.

    What the place closed does not open by a plan; a holiday opens for whoever confirms that they know of it.
    """
    _ = form.translate
    if day in known.closed:
        form.wrong("first-day", _(N_("Nơi này đóng cửa ngày này. Chọn ngày khác, hoặc mở lại ngày này trước.")))
    elif day is not None and day in known.holidays and form.value(OPENS_ON_HOLIDAY) != "yes":
        form.wrong("holiday", _(N_("Ngày này là ngày nghỉ lễ. Đánh dấu vào ô này nếu vẫn mở cửa.")))
    return day


def _until(form: Form, first_on: date | None) -> date | None:
    """The last day, if it is said: not before the first, and within a year."""
    if first_on is None:
        return None
    latest = first_on + timedelta(days=rules.LONGEST - 1)
    return form.date("until", earliest=first_on, latest=latest)


def blocks(form: Form, offering: Planned) -> list[tuple[int, int]]:
    """The hours of a day, in two parts where there is a break."""
    _ = form.translate
    opens, closes = form.minute("opens"), form.minute("closes")
    has_break = any(form.value(name).strip() for name in ("break_from", "break_until"))
    pause = [form.minute(name) for name in ("break_from", "break_until")] if has_break else []
    if opens is None or closes is None or None in pause:
        return []
    if closes <= opens:
        late = N_("Giờ đóng cửa phải sau giờ mở cửa, trong cùng một ngày. Qua nửa đêm thì chia hai lịch.")
        form.wrong("closes", _(late))
        return []
    minutes = [opens, *(each for each in pause if each is not None), closes]
    blocks = list(zip(minutes[::2], minutes[1::2], strict=True))
    if not rules.fits_together(blocks):
        form.wrong("break_from", _(N_("Giờ nghỉ phải nằm trong giờ mở cửa, bắt đầu trước rồi kết thúc sau.")))
    elif any(until - start < offering.open_minutes for start, until in blocks):
        short = N_("Mỗi khoảng giờ phải đủ cho một lượt hẹn, ít nhất {minutes} phút.")
        if offering.buffer_minutes:
            short = N_("Mỗi khoảng giờ phải đủ cho một lượt hẹn và thời gian để trống, ít nhất {minutes} phút.")
        form.wrong("closes", _(short).format(minutes=offering.open_minutes))
    return blocks


def places(form: Form, unit: str) -> Places:
    """How many there are of a unit, and how many of these are for the public."""
    _, in_all, public = form.translate, f"capacity_{unit}", f"public_{unit}"
    least = 0 if unit == Unit.WHEELCHAIR else 1
    wrong = _(N_("Nhập số chỗ từ {least} đến {most}, bằng chữ số.")).format(least=least, most=MOST_PLACES)
    capacity = form.whole(in_all, least=least, most=MOST_PLACES, wrong=wrong)
    few = _(N_("Nhập một số không lớn hơn tổng số chỗ."))
    most = MOST_PLACES if form.error(in_all) else capacity
    return Places(unit, capacity, form.whole(public, least=0, most=most, wrong=few))


def _resource(form: Form, hands: Collection[Hands]) -> int | None:
    value = form.value("resource")
    if not value:
        return None
    among = {str(each.id): each.id for each in hands}
    if value not in among:
        form.wrong("resource", form.translate(N_("Chọn người, phòng hay xe trong danh sách.")))
    return among.get(value)


def _note_collisions(form: Form, change: Replanning, there: Collection[Rule], language: str) -> None:
    """Say which hours are taken already by the same hands."""
    others = [rule for rule in there if rule.id not in change.ends and rule.says not in change.begins]
    found = rules.collisions(change.begins, others)
    if found:
        _, old = found[0]
        taken = N_("Giờ này đã có trong lịch, từ {opens} đến {closes}. Chọn giờ khác, hoặc đổi lịch đó.")
        hours = {name: rules.typed(getattr(old, name), language) for name in ("opens", "closes")}
        form.wrong("opens", form.translate(taken).format(**hours))


def _ids(plan: Plan | None) -> tuple[int, ...]:
    return tuple(sorted(rule.id for rule in plan.rules)) if plan else ()
