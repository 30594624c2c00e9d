"""What the forms of signing in at work ask, read into what verbs take."""

from collections.abc import Iterable

from hoanhap.base import ids, text
from hoanhap.organizations import MemberRole
from hoanhap.staff import rules
from hoanhap.staff.rules import Invited
from hoanhap.web.forms import N_, Form

LONGEST_KEY = 64
LONGEST_PASSKEY_NAME = 100
HERE, EVERYWHERE = "here", "everywhere"


def present_password(form: Form, field: str = "password") -> str:
    """The password that somebody has; no more of it than any has."""
    typed = form.value(field)
    if not typed:
        form.wrong(field, form.translate(N_("Nhập mật khẩu.")))
    return typed[: rules.LONGEST_PASSWORD + 1]


def new_password(form: Form, about: Iterable[str]) -> str:
    """A password that somebody chooses."""
    typed = form.value("new_password")
    if fault := rules.fault_of_password(typed, about):
        form.wrong("new_password", form.translate(fault))
    return typed


def authenticator_code(form: Form) -> str:
    """The six digits that an authenticator shows; spaces do not matter."""
    code = _digits(form)
    if not code:
        form.wrong("code", form.translate(N_("Nhập mã trong ứng dụng xác thực.")))
    elif not _is_digits(code, rules.CODE_DIGITS):
        form.wrong("code", form.translate(N_("Nhập đủ 6 chữ số của mã.")))
    return code[: rules.CODE_DIGITS]


def second_step(form: Form) -> str:
    """The code of an authenticator, or a recovery code."""
    code = _digits(form)
    if not code:
        form.wrong("code", form.translate(N_("Nhập mã trong ứng dụng xác thực, hoặc một mã dự phòng.")))
    elif not (_is_digits(code, rules.CODE_DIGITS) or _is_digits(code, rules.RECOVERY_DIGITS)):
        form.wrong("code", form.translate(N_("Nhập mã gồm 6 chữ số. Mã dự phòng có 12 chữ số.")))
    return code[: rules.RECOVERY_DIGITS]


def invited(form: Form, organization_id: int, location_id: int, *, may_everywhere: bool) -> Invited | None:
    """Who is invited, as what and where; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    full_name, phone = form.name("their_name"), form.phone("their_phone")
    role = form.choice("role", list(MemberRole), missing=_(N_("Chọn công việc của người này.")))
    where = HERE
    if may_everywhere:
        where = form.choice("where_at", (HERE, EVERYWHERE), missing=_(N_("Chọn nơi người này làm việc.")))
    if not form.ok:
        return None
    at = location_id if where == HERE else None
    return Invited(key_of(form), phone, full_name, role, organization_id, at)


def passkey_name(form: Form) -> str:
    """What somebody calls a passkey, so as to know it again."""
    name = text.tidy(form.value("passkey_name"))
    if not name:
        form.wrong("passkey_name", form.translate(N_("Đặt tên cho khóa, ví dụ: điện thoại của tôi.")))
    elif len(name) > LONGEST_PASSKEY_NAME:
        form.wrong("passkey_name", form.translate(N_("Đặt tên ngắn hơn, nhiều nhất 100 chữ cái.")))
    return name


def key_of(form: Form) -> str:
    """The key of a form, by which the same form sent twice counts once."""
    return form.value("key")[:LONGEST_KEY] or ids.token()


def _digits(form: Form) -> str:
    return "".join(form.value("code").split())


def _is_digits(typed: str, count: int) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) == count
