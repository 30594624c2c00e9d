"""What the forms of holidays ask, read into days; what is wrong is said at its field."""

from datetime import date, timedelta

from hoanhap.base import text
from hoanhap.holidays import rules
from hoanhap.holidays.queries import Year
from hoanhap.web.forms import N_, Form

LONGEST_NAME = 120
A_DAY = timedelta(days=1)


def confirmed(form: Form, year: Year) -> list[date]:
    """The days that somebody confirms, of those that are reckoned; a fault is noted where there is none.

    One that was confirmed meanwhile is none to complain of.
    """
    to_come = [day for day in rules.reckoned(year.year) if day > year.today]
    found = [day for day in to_come if form.value(f"confirm-{day}") == "yes"]
    if not found and year.to_confirm:
        form.wrong("confirm", form.translate(N_("Chọn ít nhất một ngày để xác nhận.")))
    return found


def day_off(form: Form, year: Year) -> tuple[date, str] | None:
    """A day off and its name; None, with faults noted on the form, when one is missing or the day is taken."""
    _ = form.translate
    day = _day(form, "off", year, missing=_(N_("Nhập ngày nghỉ.")))
    name = text.tidy(form.value("name"))
    if not name:
        form.wrong("name", _(N_("Nhập tên ngày nghỉ, ví dụ Quốc khánh.")))
    elif len(name) > LONGEST_NAME or not text.is_clean(name):
        form.wrong("name", _(N_("Nhập tên ngắn hơn, nhiều nhất 120 chữ cái.")))
    if day in {each.local_date for each in year.working_days}:
        form.wrong("off-day", _(N_("Ngày này là ngày làm bù. Chọn ngày khác, hoặc bỏ ngày làm bù trước.")))
    if any(each.local_date == day and each.name != name for each in year.days_off):
        form.wrong("off-day", _(N_("Ngày này đã là ngày nghỉ, có tên khác. Muốn đổi tên, bỏ ngày này trước.")))
    return (day, name) if form.ok and day else None


def working_day(form: Form, year: Year) -> tuple[date, date] | None:
    """A working day, and the day off that it makes up for; None, with faults noted on the form, when they cannot be."""
    _, taken = form.translate, {each.local_date: str(each.instead_of) for each in year.working_days}
    if not year.may_be_made_up and form.value("instead") not in taken.values():
        form.wrong("work-day", _(N_("Chưa có ngày nghỉ nào để làm bù. Xác nhận ngày nghỉ trước.")))
        return None
    day = _day(form, "work", year, missing=_(N_("Nhập ngày làm bù.")))
    is_there = day is not None and taken.get(day) == form.value("instead")
    among = [form.value("instead")] if is_there else [str(each.local_date) for each in year.may_be_made_up]
    if day and not rules.is_weekend(day):
        form.wrong("work-day", _(N_("Nhập một ngày Thứ Bảy hoặc Chủ Nhật.")))
    if day in {each.local_date for each in year.days_off}:
        form.wrong("work-day", _(N_("Ngày này là ngày nghỉ. Chọn ngày khác.")))
    if day in taken and not is_there:
        form.wrong("work-day", _(N_("Ngày này đã làm bù cho ngày khác.")))
    instead = form.choice("instead", among, missing=_(N_("Chọn ngày nghỉ được làm bù.")))
    return (day, date.fromisoformat(instead)) if form.ok and day else None


def _day(form: Form, field: str, year: Year, *, missing: str) -> date | None:
    """A day of the year that is still to come."""
    earliest, latest = max(date(year.year, 1, 1), year.today + A_DAY), date(year.year, 12, 31)
    return form.date(field, earliest=min(earliest, latest), latest=latest, missing=missing)
