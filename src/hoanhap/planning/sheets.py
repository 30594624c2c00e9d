"""A place's weeks as a sheet for spreadsheets: a line for each stretch of time, written, and read back line by line."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

import msgspec

from hoanhap.base import cells, text
from hoanhap.catalogue import Unit
from hoanhap.planning import forms, rules
from hoanhap.planning.queries import Hands, Planned
from hoanhap.planning.rules import Rule
from hoanhap.web import filters
from hoanhap.web.forms import N_, Form, Translate

COLUMNS = {
    "service": N_("Dịch vụ"),
    "weekday": N_("Ngày trong tuần"),
    "opens": N_("Mở cửa"),
    "closes": N_("Đóng cửa"),
    "capacity": N_("Tổng số chỗ"),
    "public": N_("Số chỗ cho người tự đặt"),
    "capacity_wheelchair": N_("Số chỗ cho xe lăn"),
    "public_wheelchair": N_("Số chỗ cho xe lăn mà người tự đặt lấy được"),
    "weeks": N_("Mấy tuần một lần"),
    "resource": N_("Người, phòng hay xe phục vụ"),
    "since": N_("Từ ngày"),
    "until": N_("Đến hết ngày"),
}
OF_WHEELCHAIRS = ("capacity_wheelchair", "public_wheelchair")
SEPARATORS = (",", ";", "\t")
"""Spreadsheets write the first or the second, by the language of the device; the third is what they copy."""
MOST_LINES, MOST_FAULTS = 400, 20


Faults = list[tuple[str, str]]
"""What is wrong with a line: the column, and a sentence."""


class Known(msgspec.Struct, frozen=True):
    """What a sheet is read with: what is given and planned at the place, and who serves there."""

    offerings: Sequence[Planned]
    hands: Sequence[Hands]
    there: Collection[Rule]
    language: str
    today: date


class Sheet(msgspec.Struct, frozen=True):
    """What was read: the rules with their lines, or what is wrong, in sentences that name the line."""

    rules: tuple[Rule, ...]
    faults: tuple[str, ...] = ()


def write(known: Known, translate: Translate) -> bytes:
    """Every weekly rule of a place that counts from a day on, by service, day and hour."""
    services = {each.id: each for each in known.offerings}
    names = {each.id: each.name for each in known.hands}
    current = [rule for rule in known.there if not rule.is_withdrawn and rule.offering_id in services]
    order = {number: position for position, number in enumerate(services)}
    current.sort(key=lambda rule: (order[rule.offering_id], rule.weekday, rule.opens, rule.id))
    lines = [_cells(rule, services[rule.offering_id], names, known.language) for rule in current]
    return cells.as_csv([[translate(each) for each in COLUMNS.values()], *lines])


def read(typed: str, known: Known, translate: Translate) -> Sheet:
    """The rules of a sheet, all of them or none: whatever is wrong in any line is said, before anything is done."""
    _ = translate
    lines = _lines(typed.removeprefix(cells.MARK))
    if lines is None:
        unread = _(N_("Chúng tôi không đọc được các dòng này. Mời quý vị chép lại từ bảng tính, rồi dán vào ô."))
        return Sheet((), (unread,))
    if not lines:
        return Sheet((), (_(N_("Chọn tệp, hoặc dán các dòng vào ô.")),))
    (_number, head), *rest = lines
    columns, faults = _columns(head, translate)
    if faults:
        return Sheet((), tuple(faults))
    if not rest:
        return Sheet((), (_(N_("Tệp chưa có dòng nào dưới dòng tên cột.")),))
    if len(rest) > MOST_LINES:
        return Sheet(
            (), (_(N_("Tệp quá dài. Chia thành nhiều tệp, mỗi tệp nhiều nhất {most} dòng.")).format(most=MOST_LINES),)
        )
    found: list[tuple[int, Rule]] = []
    for number, line in rest:
        rule, wrong = _read_line(dict(zip(columns, line, strict=False)), known, translate)
        at_line = _(N_("Dòng {number}, cột {column}: {sentence}"))
        faults += [
            at_line.format(number=number, column=translate(COLUMNS[name]), sentence=sentence[:1].lower() + sentence[1:])
            for name, sentence in wrong
        ]
        if rule:
            found.append((number, rule))
    return Sheet(tuple(rule for _, rule in found), _few(faults or _overlaps(found, known, translate), translate))


def _cells(rule: Rule, offering: Planned, names: Mapping[int, str], language: str) -> list[str]:
    places = {each.unit: (str(each.capacity), str(each.public_limit)) for each in rule.places}
    return [
        offering.service_name(language),
        filters.weekday(rule.weekday, language),
        rules.typed(rule.opens, language),
        rules.typed(rule.closes, language),
        *places.get(offering.unit, ("", "")),
        *places.get(Unit.WHEELCHAIR, ("", "")),
        str(rule.every_weeks),
        names.get(rule.resource_id or 0, ""),
        rule.valid_from.isoformat(),
        rule.valid_until.isoformat() if rule.valid_until else "",
    ]


def _lines(typed: str) -> list[tuple[int, list[str]]] | None:
    """The lines that are not empty, each with its number, by the separator that the first has most of."""
    first = next((line for line in typed.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(typed.splitlines(), delimiter=separator)
    lines = ((reader.line_num, [text.tidy(cell) for cell in line]) for line in reader)
    try:
        return list(islice(((number, line) for number, line in lines if any(line)), MOST_LINES + 2))
    except csv.Error:  # such as a cell that never ends
        return None


def _columns(head: Sequence[str], translate: Translate) -> tuple[list[str], list[str]]:
    """Which column each cell of the first line names, and what is wrong with them."""
    _ = translate
    known = {text.fold(each): name for name, title in COLUMNS.items() for each in (title, translate(title))}
    found = [known.get(text.fold(cell), "") for cell in head]
    faults = [
        _(N_("Dòng đầu có cột không biết: {column}.")).format(column=cell)
        for cell in head
        if text.fold(cell) not in known
    ]
    missing = [title for name, title in COLUMNS.items() if name not in found]
    faults += [_(N_("Dòng đầu thiếu cột: {column}.")).format(column=translate(title)) for title in missing]
    return found, faults


def _read_line(line: Mapping[str, str], known: Known, translate: Translate) -> tuple[Rule | None, Faults]:
    """The rule of a line, or what is wrong with it, each fault with its column."""
    _ = translate
    plain = {name: cells.plain_cell(cell) for name, cell in line.items()}
    form = Form(plain, translate)
    for name, cell in line.items():
        if cells.is_formula(cell):
            form.wrong(name, _(N_("Ô này là công thức. Nhập chữ hay số.")))
    offering = _offering(form, known)
    weekday = _weekday(form)
    every_weeks = form.choice("weeks", ["1", "2"], missing=_(N_("Nhập 1 nếu mở mỗi tuần, 2 nếu cách một tuần.")))
    resource_id = _resource(form, known.hands)
    since = _date(form, "since", missing=_(N_("Nhập ngày bắt đầu.")))
    until = _date(form, "until")
    _check_days(form, since, until, today=known.today)
    if offering is None:
        return None, form.errors
    rule = _timed(form, offering, plain)
    if not form.ok or rule is None or weekday is None or since is None:
        return None, form.errors
    opens, closes, places = rule
    said = Rule(offering.id, weekday, opens, closes, places, since, until, int(every_weeks), resource_id)
    return _as_planned(said, known.there), []


def _as_planned(said: Rule, there: Iterable[Rule]) -> Rule:
    """The rule; one for a holiday on which the service opens, as was said before, is for it at any hour."""
    opened = {(rule.offering_id, rule.valid_from, rule.valid_until) for rule in there if rule.on_holidays}
    is_for_it = (said.offering_id, said.valid_from, said.valid_until) in opened
    return msgspec.structs.replace(said, on_holidays=True) if is_for_it else said


def _timed(form: Form, offering: Planned, plain: Mapping[str, str]) -> tuple[int, int, tuple[rules.Places, ...]] | None:
    """The hours and the places, read as on the form of a plan; what is wrong is noted at their columns."""
    columns = {f"capacity_{offering.unit}": "capacity", f"public_{offering.unit}": "public"}
    typed = Form({**plain, **{field: plain.get(name, "") for field, name in columns.items()}}, form.translate)
    blocks = forms.blocks(typed, offering)
    places = tuple(sorted(forms.places(typed, unit) for unit in offering.units))
    for field, sentence in typed.errors:
        form.wrong(columns.get(field, field), sentence)
    for name in OF_WHEELCHAIRS if not offering.takes_wheelchairs else ():
        if plain.get(name):
            form.wrong(name, form.translate(N_("Dịch vụ này không có chỗ cho xe lăn. Để trống ô này.")))
    return (*blocks[0], places) if blocks else None


def _offering(form: Form, known: Known) -> Planned | None:
    named = {
        text.fold(each.service_name(language)): each for each in known.offerings for language in each.service_texts
    }
    found = named.get(text.fold(form.value("service")))
    if found is None:
        form.wrong("service", form.translate(N_("Nơi này không có dịch vụ tên như vậy.")))
    return found


def _names(offering: Planned) -> set[str]:
    return {text.fold(offering.service_name(language)) for language in offering.service_texts}


def _weekday(form: Form) -> int | None:
    named = {text.fold(filters.weekday(day, language)): day for day in range(7) for language in ("vi", "en")}
    found = named.get(text.fold(form.value("weekday")))
    if found is None:
        form.wrong("weekday", form.translate(N_("Nhập Thứ Hai, Thứ Ba, đến Chủ Nhật.")))
    return found


def _resource(form: Form, hands: Iterable[Hands]) -> int | None:
    name = text.fold(form.value("resource"))
    found = next((each.id for each in hands if text.fold(each.name) == name), None)
    if name and found is None:
        form.wrong("resource", form.translate(N_("Chưa có tên này ở nơi đây. Thêm tên trước, hoặc để trống.")))
    return found


def _date(form: Form, field: str, *, missing: str = "") -> date | None:
    written = form.value(field)
    found = rules.date_of(written)
    if not written and missing:
        form.wrong(field, missing)
    elif written and found is None:
        form.wrong(field, form.translate(N_("Nhập ngày, tháng, năm, ví dụ 15 1 2027.")))
    return found


def _check_days(form: Form, since: date | None, until: date | None, *, today: date) -> None:
    _ = form.translate
    if since and since > today + forms.LATEST:
        form.wrong("since", _(N_("Ngày này quá xa. Nhập một ngày trong hai năm tới.")))
    if since and until and until < since:
        form.wrong("until", _(N_("Ngày cuối phải sau ngày đầu.")))
    elif since and until and until - since >= timedelta(days=rules.LONGEST):
        form.wrong("until", _(N_("Mỗi lịch dài nhất một năm. Nhập ngày cuối sớm hơn.")))


def _overlaps(found: Sequence[tuple[int, Rule]], known: Known, translate: Translate) -> list[str]:
    """Which lines are for the same hands at the same hour as another line, or as what stays planned."""
    _ = translate
    line_of = {id(rule): number for number, rule in found}
    said, services = [rule for _number, rule in found], {rule.offering_id for _number, rule in found}
    staying = [rule for rule in known.there if rule.offering_id not in services]
    among = N_("Dòng {number}: giờ này trùng với dòng {other}.")
    beside = N_("Dòng {number}: người hay phòng này đã có lịch ở dịch vụ khác, cùng giờ.")
    return [
        _(among if id(other) in line_of else beside).format(number=line_of[id(rule)], other=line_of.get(id(other)))
        for rule, other in rules.collisions(said, staying)
    ]


def _few(faults: Sequence[str], translate: Translate) -> tuple[str, ...]:
    """As many as somebody mends at once, and how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    more = translate(N_("Còn {count} chỗ nữa cần sửa.")).format(count=len(faults) - MOST_FAULTS)
    return (*faults[:MOST_FAULTS], more)
