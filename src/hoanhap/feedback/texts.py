"""The words of the message that feedback was answered: on a locked screen it tells nothing of what it is about."""

from hoanhap.base.errors import N_
from hoanhap.base.text import groups
from hoanhap.feedback.rules import Reply
from hoanhap.web.i18n import translations

_ANSWERED = {
    Reply.MESSAGE: N_(
        "Hòa Nhập: chúng tôi đã trả lời góp ý của quý vị. Mã góp ý: {reference}. "
        "Mở lại trang góp ý để đọc, hoặc gọi đường dây hỗ trợ và đọc mã này."
    ),
    Reply.CALL: N_("Hòa Nhập: chúng tôi đã trả lời góp ý của quý vị. Mã góp ý: {reference}."),
}


def answered(reply: Reply, reference: str, language: str) -> str:
    """What is sent, or what whoever calls says before they read the answer."""
    return translations(language).gettext(_ANSWERED[reply]).format(reference=groups(reference))
