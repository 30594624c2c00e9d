"""The words of an invitation: on a locked screen it tells neither where somebody works nor as what."""

from hoanhap.base.errors import N_
from hoanhap.web.i18n import translations

_INVITED = N_(
    "Hòa Nhập: có lời mời làm việc gửi đến quý vị. Lời mời dùng được trong 7 ngày. Mở địa chỉ này để trả lời: {link}"
)


def invited(link: str, language: str) -> str:
    """What is sent to somebody who is invited."""
    return translations(language).gettext(_INVITED).format(link=link)
