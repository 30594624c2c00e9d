"""The page that asks where somebody is, so that what is near comes first."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from litestar import Response, get

from hoanhap.base.errors import N_
from hoanhap.organizations.communes import Commune, communes
from hoanhap.organizations.old_names import near_communes, what_they_were
from hoanhap.web import pages
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC, is_safe_path
from hoanhap.web.visitor import NOWHERE, Asked, near_of

NOT_FROM_ELSEWHERE = "/services"


class Option(msgspec.Struct, frozen=True):
    """A commune to choose; `note` says what it was. Both are Vietnamese, whatever the page is."""

    value: str
    label: str
    note: str
    lang: str = "vi"


class NearPage(msgspec.Struct, frozen=True):
    """Where somebody is, so far as we know, what they may mean, and where they came from."""

    back: str
    near: Commune | None
    options: list[Option] = []
    alike: list[tuple[str, str]] = []

    @property
    def forget(self) -> str:
        """The address that forgets where they are."""
        return _with_near(self.back, NOWHERE)


@get("/near", audience=PUBLIC, name="where somebody is")
async def near(request: Asked) -> Page | Response[bytes]:
    """Ask for a commune by any name it has or had, and go back with it."""
    form = pages.asked(request)
    back = form.value("back")
    page = NearPage(back if is_safe_path(back) else NOT_FROM_ELSEWHERE, communes().get(near_of(request) or ""))
    if not form.has("where"):
        return Page("organizations/near.html", page, form=form)
    were = what_they_were(form.value("where"))
    chosen = form.value("commune") or (next(iter(were)) if len(were) == 1 else "")
    if chosen in communes():
        return seen(_with_near(page.back, chosen))
    return _ask_again(page, form, were)


def _ask_again(page: NearPage, form: Form, were: dict[str, str]) -> Page:
    _ = form.translate
    if were:
        if form.has("choosing"):
            form.wrong("commune", _(N_("Chọn xã, phường của quý vị.")))
        options = [Option(code, communes()[code].full_name, was) for code, was in were.items()]
        page = msgspec.structs.replace(page, options=options)
    elif not form.value("where").strip():
        form.wrong("where", _(N_("Nhập tên xã, phường của quý vị.")))
    else:
        form.wrong("where", _(N_("Chúng tôi chỉ biết 96 xã, phường của tỉnh Tây Ninh. Nhập tên một nơi trong số đó.")))
        alike = near_communes(form.value("where"))
        page = msgspec.structs.replace(
            page, alike=[(each.full_name, _with_near(page.back, each.code)) for each in alike]
        )
    return Page("organizations/near.html", page, form=form, status=200 if form.ok else 422)


def _with_near(path: str, code: str) -> str:
    parts = urlsplit(path)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "near"]
    return f"{parts.path}?{urlencode([*query, ('near', code)])}" + (f"#{parts.fragment}" if parts.fragment else "")


ROUTES = [near]
