"""The words of messages. They can be read on a locked screen by anybody, so they never name a service or a place."""

from datetime import datetime

from hoanhap.base.errors import N_
from hoanhap.base.text import groups
from hoanhap.booking import BookingView, DeclineReason, RequestView
from hoanhap.web.filters import moment, phone_number
from hoanhap.web.i18n import translations

_ABOUT = {
    "booked": N_("Hòa Nhập: quý vị đã đặt lịch hẹn lúc {moment}. Mã lịch hẹn: {reference}."),
    "requested": N_(
        "Hòa Nhập: đã gửi yêu cầu đặt lịch lúc {moment}. Nơi hẹn trả lời trước {answer_by}. Mã lịch hẹn: {reference}."
    ),
    "request-moved": N_(
        "Hòa Nhập: yêu cầu của quý vị đổi sang {moment}. Nơi hẹn trả lời trước {answer_by}. Mã lịch hẹn: {reference}."
    ),
    "accepted": N_("Hòa Nhập: nơi hẹn đã nhận lịch hẹn lúc {moment}. Mã lịch hẹn: {reference}."),
    "declined": N_(
        "Hòa Nhập: nơi hẹn không nhận được lịch hẹn lúc {moment}. Lý do: {declined}. "
        "Mời quý vị xem giờ khác ở trang lịch hẹn, hoặc gọi đường dây hỗ trợ. Mã lịch hẹn: {reference}."
    ),
    "asked": N_(
        "Hòa Nhập: nơi hẹn hỏi thêm về lịch hẹn lúc {moment}. "
        "Mời quý vị trả lời ở trang lịch hẹn, hoặc gọi {phone}. Mã lịch hẹn: {reference}."
    ),
    "cancelled": N_("Hòa Nhập: đã hủy lịch hẹn lúc {moment}. Mã lịch hẹn: {reference}."),
    "moved": N_("Hòa Nhập: lịch hẹn của quý vị đổi sang {moment}. Mã lịch hẹn: {reference}."),
    "moved-as-allowed": N_(
        "Hòa Nhập: nơi hẹn không còn chỗ lúc {was}. {reason}Như quý vị đã dặn, lịch hẹn đổi sang {moment}. "
        "Giờ này không hợp, mời quý vị đổi hoặc hủy ở trang lịch hẹn, hoặc gọi đường dây hỗ trợ, "
        "lúc nào cũng được cho đến giờ hẹn. Mã lịch hẹn: {reference}."
    ),
    "request-moved-as-allowed": N_(
        "Hòa Nhập: nơi hẹn không còn chỗ lúc {was}. {reason}Như quý vị đã dặn, yêu cầu đổi sang {moment}. "
        "Nơi hẹn trả lời trước {answer_by}. Giờ này không hợp, mời quý vị đổi hoặc rút ở trang lịch hẹn, "
        "hoặc gọi đường dây hỗ trợ, lúc nào cũng được cho đến giờ hẹn. Mã lịch hẹn: {reference}."
    ),
    "same-time": N_(
        "Hòa Nhập: nơi hẹn sắp xếp lại. Lịch hẹn của quý vị vẫn lúc {moment}, quý vị không cần làm gì. "
        "Mã lịch hẹn: {reference}."
    ),
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
WHILE_ASKING = {"moved": "request-moved", "moved-as-allowed": "request-moved-as-allowed"}
"""What is said otherwise of what the place has not accepted yet."""
OF_A_REQUEST = frozenset({"requested", "request-moved", "request-moved-as-allowed", "declined", "asked"})
"""The messages that say more of a request than its time."""
_DECLINE_REASONS = {
    DeclineReason.NOBODY_FREE: N_("không còn người phục vụ lúc đó"),
    DeclineReason.CANNOT_HELP: N_("nơi hẹn chưa đáp ứng được điều quý vị cần"),
    DeclineReason.TOO_FAR: N_("địa chỉ nằm ngoài vùng phục vụ"),
    DeclineReason.PAPERS: N_("còn thiếu giấy tờ"),
    DeclineReason.OTHER: N_("lý do khác, có ở trang lịch hẹn"),
}
_CODE = N_("Hòa Nhập: mã xác nhận của quý vị là {code}. Mã dùng được trong 10 phút. Xin đừng đưa mã cho người khác.")


def code(digits: str, language: str) -> str:
    """The message that carries a one-time code, in groups that voices read digit by digit."""
    return translations(language).gettext(_CODE).format(code=groups(digits))


def about(
    kind: str,
    booking: BookingView,
    *,
    at: datetime,
    was: datetime | None = None,
    reason: str = "",
    words: str = "",
    asking: RequestView | None = None,
) -> str:
    """The message about a booking: when, why where that can be said, and its reference; never what for.

    `was` is the time that it had until now, for those who are moved; `words` are those of somebody at the place, and
    were read before they were taken. `asking` is what the booking asks of its place, for the messages that say more of
    a request.
    """
    language = booking.language
    gettext = translations(language).gettext
    return gettext(_ABOUT[kind]).format(
        moment=moment(at, language),
        was=moment(was, language) if was else "",
        reason=gettext(_REASONS[reason]) if reason in _REASONS else "",
        words=f"{words} " if words else "",
        reference=groups(booking.reference or ""),
        phone=phone_number(booking.offering.phone) if asking else "",
        answer_by=moment(asking.answer_by, language) if asking else "",
        declined=gettext(_DECLINE_REASONS[DeclineReason(asking.reason)]) if asking and asking.reason else "",
    )
