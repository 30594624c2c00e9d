"""The words of messages to people at work: on a locked screen they tell neither where somebody works nor as what."""

from hoanhap.base.errors import N_
from hoanhap.web.i18n import translations

LANGUAGE = "vi"
"""The language of a message to somebody of whom nothing is known yet."""
_INVITED = N_(
    "Hòa Nhập: có lời mời làm việc gửi đến quý vị. Lời mời dùng được trong 7 ngày. Mở địa chỉ này để trả lời: {link}"
)


_CHANGED = {
    "PasswordChanged": N_(
        "Hòa Nhập: mật khẩu làm việc của quý vị vừa đổi. Quý vị không đổi thì xin gọi ngay đường dây hỗ trợ."
    ),
    "AuthenticatorChanged": N_(
        "Hòa Nhập: ứng dụng xác thực của quý vị vừa đổi. Quý vị không đổi thì xin gọi ngay đường dây hỗ trợ."
    ),
    "InvitationAccepted": N_(
        "Hòa Nhập: mật khẩu và ứng dụng xác thực của quý vị vừa được tạo mới. "
        "Quý vị không tạo thì xin gọi ngay đường dây hỗ trợ."
    ),
    "PasskeyAdded": N_(
        "Hòa Nhập: tài khoản làm việc của quý vị vừa có thêm một khóa truy cập. "
        "Quý vị không thêm thì xin gọi ngay đường dây hỗ trợ."
    ),
    "PasskeyRemoved": N_(
        "Hòa Nhập: một khóa truy cập của quý vị vừa được gỡ. Quý vị không gỡ thì xin gọi ngay đường dây hỗ trợ."
    ),
    "MemberDismissed": N_(
        "Hòa Nhập: có một nơi quý vị không còn làm việc nữa. Cần hỏi thêm, mời quý vị gọi người quản trị ở đó."
    ),
}
"""By the fact that is told. No number stands here: nobody shall learn to call one that a message gives them."""
CHANGES = tuple(_CHANGED)


def changed(kind: str, language: str) -> str:
    """What is sent to somebody whose way in has changed."""
    return translations(language).gettext(_CHANGED[kind])


def invited(link: str, language: str) -> str:
    """What is sent to somebody who is invited."""
    return translations(language).gettext(_INVITED).format(link=link)
