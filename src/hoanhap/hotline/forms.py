"""What the forms of the hotline ask, read into what verbs take."""

from hoanhap.base import ids
from hoanhap.base.errors import Missing
from hoanhap.hotline.rules import Asking, Kind, Line, Suits, Way
from hoanhap.web.forms import N_, Form

LONGEST_KEY = 64
LONGEST_ABOUT = 1000
LONGEST_ID = 15


def asking(form: Form) -> Asking | None:
    """Who wants to be called, when and how; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    full_name, phone = form.name("full_name"), form.phone("phone")
    suits = form.choice("suits", list(Suits), missing=_(N_("Chọn lúc tiện cho quý vị.")))
    way = form.choice("way", list(Way), missing=_(N_("Chọn gọi điện hoặc nhắn tin.")))
    about = form.text("about", most=LONGEST_ABOUT, wrong=_(N_("Viết ngắn hơn, nhiều nhất 1.000 chữ cái.")))
    if not form.ok:
        return None
    key = form.value("key")[:LONGEST_KEY] or ids.token()
    return Asking(key, full_name, phone, Suits(suits), Way(way), about)


def line(form: Form) -> Line:
    """The line of the call list that a button stood on; `Missing` for what is no line."""
    kind, _, number = form.value("line").partition("-")
    if kind not in list(Kind) or not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        raise Missing
    return Line(Kind(kind), int(number))
