"""How a no is shown: every refusal, every missing page and every fault of ours gets a plain page with a way on."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException

from hoanhap.base.errors import N_, Missing, Refusal, Unavailable
from hoanhap.web.pages import Page, SignInFirst, asked_address, own_path, posted, seen, unfinished_cookie
from hoanhap.web.security import SAFE_METHODS
from hoanhap.web.visitor import Asked, settings_of

log = structlog.get_logger("hoanhap.web")
RETRY_AFTER_SECONDS = 5


class Explained(msgspec.Struct, frozen=True):
    """What an error page says: what happened, and what to do."""

    heading: str
    sentence: str
    scene: str = "lost"


class TryAgain(msgspec.Struct, frozen=True):
    """A request that can be sent again as it was."""

    method: str
    path: str
    fields: dict[str, str]


_BY_STATUS = {
    404: Explained(
        N_("Không tìm thấy trang này"),
        N_("Địa chỉ có thể đã đổi hoặc gõ nhầm. Mời quý vị xem các dịch vụ, hoặc gọi đường dây hỗ trợ."),
    ),
    405: Explained(
        N_("Trang này không mở theo cách đó"),
        N_("Mời quý vị quay lại trang trước và dùng nút trên trang."),
    ),
    413: Explained(
        N_("Nội dung gửi lên quá dài"),
        N_("Chưa có gì thay đổi. Mời quý vị nhập ngắn hơn rồi gửi lại."),
    ),
    415: Explained(
        N_("Chúng tôi không đọc được nội dung này"),
        N_("Mời quý vị quay lại, nhập vào các ô trên trang rồi gửi."),
    ),
}
_OTHERWISE = Explained(
    N_("Chúng tôi không đọc được yêu cầu này"),
    N_("Địa chỉ hoặc nội dung có ký tự lạ. Mời quý vị kiểm tra và thử lại."),
)
_OURS = Explained(
    N_("Có lỗi ở phía chúng tôi"),
    N_("Quý vị không làm gì sai. Chúng tôi đã ghi lại lỗi này. Mời quý vị thử lại, hoặc gọi đường dây hỗ trợ."),
    "wait",
)


def refused(request: Asked, refusal: Refusal) -> Page:
    """A rule said no: 4xx with what to do next, on the form itself where the refusal names a field of it."""
    form = None
    if refusal.field:
        form = posted(request)
        form.wrong(refusal.field, form.translate(refusal.sentence))
    return Page(refusal.template, refusal, form=form, status=refusal.status)


def sign_in_first(request: Asked, refusal: SignInFirst) -> Response[bytes]:
    """To the page of signing in, and back here afterwards; or to the form that was sent, with all that was typed."""
    sign_in, first = ("/staff/sign-in", "/organization") if refusal.at_work else ("/sign-in", "/bookings")
    if refusal.kept is not None:
        cookie = unfinished_cookie(settings_of(request), refusal.kept)
        return seen(f"{sign_in}?next=/unfinished", cookies=[cookie])
    came_from = request.url.path if request.method == "GET" else first
    return seen(f"{sign_in}?next={quote(came_from)}")


def missing(_: Asked, __: Missing) -> Page:
    """Nothing there, or not for this visitor: the same page for both."""
    return Page("errors/explained.html", _BY_STATUS[404], status=404)


def unavailable(request: Asked, fault: Unavailable) -> Page:
    """The database is busy, full or away: 503, and the same request once more by one press."""
    log.warning("unavailable", why=str(fault)[:200])
    if request.method in SAFE_METHODS:
        again = TryAgain("get", own_path(request), _asked_for(request))
    else:
        again = TryAgain("post", asked_address(request), dict(request.scope["state"].get("posted", {})))
    return Page("errors/unavailable.html", again, status=503, headers={"retry-after": str(RETRY_AFTER_SECONDS)})


def from_framework(_: Asked, fault: HTTPException) -> Page:
    """What Litestar itself refuses: unknown addresses, wrong methods, huge bodies."""
    headers = {name: value for name, value in (fault.headers or {}).items() if name.lower() == "allow"}
    status = 400 if fault.status_code >= 500 else fault.status_code
    return Page("errors/explained.html", _BY_STATUS.get(status, _OTHERWISE), status=status, headers=headers)


def unexpected(_: Asked, fault: Exception) -> Page:
    """A fault of ours: logged, and said without blaming anybody."""
    log.error("failed", exc_info=fault)
    return Page("errors/explained.html", _OURS, status=500)


def _asked_for(request: Asked) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if isinstance(value, str)}


HANDLERS: dict[int | type[Exception], Callable[[Any, Any], Response[Any]]] = {
    SignInFirst: sign_in_first,
    Refusal: refused,
    Missing: missing,
    Unavailable: unavailable,
    HTTPException: from_framework,
    Exception: unexpected,
}
