"""The words of calendars. Titles and reminders show on locked screens: a reference and nothing else.

Names, addresses and what to bring stand in the notes, which open only for whoever opens the appointment.
"""

from datetime import datetime

from hoanhap.base.errors import N_
from hoanhap.base.text import groups
from hoanhap.booking import BookingView, Life
from hoanhap.feeds.rules import Appointment, Status
from hoanhap.web.filters import phone_number
from hoanhap.web.i18n import translations

CALENDAR_NAME = N_("Lịch hẹn Hòa Nhập")
_TITLE = N_("Lịch hẹn Hòa Nhập, mã {reference}")
_CANCELLED_TITLE = N_("Đã hủy: lịch hẹn Hòa Nhập, mã {reference}")
_DISPLACED_TITLE = N_("Chưa có chỗ, xin đừng đến: lịch hẹn Hòa Nhập, mã {reference}")
_REQUESTED = N_("Chờ nơi hẹn trả lời. Chỗ này đang được giữ.")
_DECLINED = N_("Nơi hẹn không nhận được lịch hẹn này.")
_ASKED_TITLE = N_("Chờ trả lời: lịch hẹn Hòa Nhập, mã {reference}")
_REFERENCE = N_("Mã lịch hẹn: {reference}")
_CANCELLED = N_("Lịch hẹn này đã hủy.")
_DISPLACED = N_("Nơi hẹn không còn chỗ vào giờ này. Lịch hẹn vẫn còn, chúng tôi đang tìm giờ khác.")
_PERSON = N_("Người đến: {name}")
_PLACE = N_("Nơi: {place}, {address}")
_DIRECTIONS = N_("Đường đi: {directions}")
_BRING = N_("Cần mang theo: {things}")
_NOTHING = N_("Không cần mang gì.")
_PHONE = N_("Điện thoại nơi hẹn: {phone}")
_LINK = N_("Xem, đổi hoặc hủy: {link}")


_OF_STATE = {
    Life.REQUESTED: (Status.TENTATIVE, _ASKED_TITLE, _REQUESTED),
    Life.DECLINED: (Status.CANCELLED, _CANCELLED_TITLE, _DECLINED),
    Life.CANCELLED: (Status.CANCELLED, _CANCELLED_TITLE, _CANCELLED),
}
"""What a calendar makes of it, its title, and what its notes say first."""


def calendar_name(language: str) -> str:
    """What the calendar is called."""
    return translations(language).gettext(CALENDAR_NAME)


def appointment(
    view: BookingView, *, sequence: int, changed_at: datetime, directions: str, language: str, link: str
) -> Appointment:
    """A booking in the words of a calendar."""
    _ = translations(language).gettext
    reference, (status, title, _first) = groups(view.reference or ""), _told(view)
    return Appointment(
        reference=view.reference or "",
        sequence=sequence,
        changed_at=changed_at,
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        status=status,
        title=_(title).format(reference=reference),
        reminder=_(_TITLE).format(reference=reference),
        address=view.offering.address,
        notes="\n".join(_notes(view, directions=directions, language=language, link=link)),
        link=link,
    )


def _told(view: BookingView) -> tuple[Status, str, str]:
    if view.is_displaced:
        return Status.TENTATIVE, _DISPLACED_TITLE, _DISPLACED
    return _OF_STATE.get(view.state, (Status.CONFIRMED, _TITLE, ""))


def _notes(view: BookingView, *, directions: str, language: str, link: str) -> list[str]:
    _ = translations(language).gettext
    return [
        *([_(said)] if (said := _told(view)[2]) else []),
        _(_REFERENCE).format(reference=groups(view.reference or "")),
        _(_PERSON).format(name=view.full_name),
        _(_PLACE).format(place=view.offering.place, address=view.offering.address),
        *([_(_DIRECTIONS).format(directions=directions)] if directions else []),
        _(_BRING).format(things=". ".join(view.bring(language).words) or _(_NOTHING)),
        _(_PHONE).format(phone=phone_number(view.offering.phone)),
        _(_LINK).format(link=link),
    ]
