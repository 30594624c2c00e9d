"""The words of messages. They can be read on a locked screen by anybody, so they never name a service or a place."""

from datetime import datetime

from hoanhap.base.errors import N_
from hoanhap.base.text import groups
from hoanhap.booking import BookingView
from hoanhap.web.filters import moment
from hoanhap.web.i18n import translations

_ABOUT = {
    "booked": N_("Hòa Nhập: quý vị đã đặt lịch hẹn lúc {moment}. Mã lịch hẹn: {reference}."),
    "cancelled": N_("Hòa Nhập: đã hủy lịch hẹn lúc {moment}. Mã lịch hẹn: {reference}."),
    "moved": N_("Hòa Nhập: lịch hẹn của quý vị đổi sang {moment}. Mã lịch hẹn: {reference}."),
    "cancelled-by-place": N_(
        "Hòa Nhập: nơi hẹn đã hủy lịch hẹn lúc {moment}. {reason}{words}"
        "Cần hỏi thêm, mời quý vị gọi đường dây hỗ trợ. Mã lịch hẹn: {reference}."
    ),
    "moved-elsewhere": N_(
        "Hòa Nhập: lịch hẹn của quý vị đổi sang {moment}, ở một nơi khác. "
        "Mời quý vị mở lịch hẹn để xem nơi đó. Mã lịch hẹn: {reference}."
    ),
    "displaced": N_(
        "Hòa Nhập: nơi hẹn không còn chỗ lúc {moment}. {reason}Xin đừng đến vào giờ này. "
        "Lịch hẹn vẫn còn, chúng tôi tìm giờ khác và báo lại. Mã lịch hẹn: {reference}."
    ),
    "supported": N_("Hòa Nhập: lịch hẹn lúc {moment} lại có chỗ, giờ hẹn như cũ. Mã lịch hẹn: {reference}."),
    "restored": N_("Hòa Nhập: đã lấy lại lịch hẹn lúc {moment}. Mã lịch hẹn: {reference}."),
}
_REASONS = {
    "staff-ill": N_("Lý do: người phục vụ nghỉ. "),
    "building-work": N_("Lý do: nơi hẹn đang sửa chữa. "),
    "flood": N_("Lý do: ngập lụt. "),
    "holiday": N_("Lý do: ngày nghỉ. "),
    "broken": N_("Lý do: thiết bị ở nơi hẹn bị hỏng. "),
}
"""Why, where it is one of a few words that say nothing of anybody; own words never leave the house."""
_CODE = N_("Hòa Nhập: mã xác nhận của quý vị là {code}. Mã dùng được trong 10 phút. Xin đừng đưa mã cho người khác.")


def code(digits: str, language: str) -> str:
    """The message that carries a one-time code, in groups that voices read digit by digit."""
    return translations(language).gettext(_CODE).format(code=groups(digits))


def about(kind: str, booking: BookingView, *, at: datetime, reason: str = "", words: str = "") -> str:
    """The message about a booking: when, why where that can be said, and its reference; never what for.

    `words` are those of somebody at the place; they were read before they were taken.
    """
    gettext = translations(booking.language).gettext
    why = gettext(_REASONS[reason]) if reason in _REASONS else ""
    return gettext(_ABOUT[kind]).format(
        moment=moment(at, booking.language),
        reason=why,
        words=f"{words} " if words else "",
        reference=groups(booking.reference or ""),
    )
