"""The page of how pages look: a plain form, kept by the browser, and by the account of whoever is signed in."""

from datetime import datetime
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from hoanhap.base.db import Database
from hoanhap.base.errors import N_
from hoanhap.events import Actor
from hoanhap.people import verbs
from hoanhap.web import pages
from hoanhap.web.aloud import Aloud
from hoanhap.web.forms import Form, Translate
from hoanhap.web.i18n import LANGUAGES
from hoanhap.web.look import CHOICES, Look, look_of
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import LANGUAGE_COOKIE, Asked, settings_of, signed_in, visitor


class Option(msgspec.Struct, frozen=True):
    """One choice of a list of radios."""

    value: str
    label: str
    note: str = ""


class Part(msgspec.Struct, frozen=True):
    """One thing about pages that can be chosen, and what to say when nothing was."""

    legend: str
    missing: str
    options: list[Option]


class DisplayPage(msgspec.Struct, frozen=True):
    """Everything that can be chosen, and what has just become of a choice: kept, not kept, taken back or nothing."""

    parts: dict[str, Part]
    outcome: str
    can_go_back: bool


_PARTS = {
    "theme": Part(
        N_("Màu sắc"),
        N_("Chọn một kiểu màu."),
        [
            Option("device", N_("Theo máy của quý vị")),
            Option("light", N_("Nền sáng, chữ tối")),
            Option("dark", N_("Nền tối, chữ sáng")),
            Option("yellow-on-black", N_("Nền đen, chữ vàng")),
            Option("black-on-yellow", N_("Nền vàng, chữ đen")),
        ],
    ),
    "text": Part(
        N_("Cỡ chữ"),
        N_("Chọn một cỡ chữ."),
        [
            Option("100", N_("Bình thường")),
            Option("125", N_("To hơn một chút")),
            Option("150", N_("To gấp rưỡi")),
            Option("200", N_("To gấp đôi")),
            Option("250", N_("To gấp hai lần rưỡi")),
            Option("300", N_("To gấp ba")),
        ],
    ),
    "spacing": Part(
        N_("Khoảng cách"),
        N_("Chọn một khoảng cách."),
        [
            Option("normal", N_("Bình thường")),
            Option("wide", N_("Thưa hơn"), N_("Chữ, từ và dòng cách xa nhau.")),
        ],
    ),
    "font": Part(
        N_("Kiểu chữ"),
        N_("Chọn một kiểu chữ."),
        [
            Option("lexend", "Lexend", N_("Rộng và thoáng.")),
            Option("be-vietnam-pro", "Be Vietnam Pro", N_("Làm riêng cho tiếng Việt.")),
            Option("andika", "Andika", N_("Từng chữ dễ phân biệt.")),
            Option("device", N_("Kiểu chữ của máy")),
        ],
    ),
    "motion": Part(
        N_("Chuyển động"),
        N_("Chọn có chuyển động hay không."),
        [Option("device", N_("Theo máy của quý vị")), Option("none", N_("Không có chuyển động"))],
    ),
    "length": Part(
        N_("Danh sách"),
        N_("Chọn danh sách dài hay ngắn."),
        [Option("normal", N_("Bình thường")), Option("brief", N_("Ngắn hơn"), N_("Mỗi trang có ít mục hơn."))],
    ),
    "words": Part(
        N_("Lời văn"),
        N_("Chọn lời văn bình thường hay dễ đọc."),
        [
            Option("normal", N_("Bình thường")),
            Option("easy", N_("Dễ đọc"), N_("Câu ngắn, từ dễ. Dùng khi đặt lịch.")),
        ],
    ),
    "aloud": Part(
        N_("Nghe trang"),
        N_("Chọn có nghe trang hay không."),
        [Option("off", N_("Không")), Option("on", N_("Có nút nghe ở cuối mỗi trang"))],
    ),
    "language": Part(
        N_("Ngôn ngữ"), N_("Chọn một ngôn ngữ."), [Option(each.code, each.name) for each in LANGUAGES.values()]
    ),
}


@get("/settings/display", audience=PUBLIC, name="display settings")
async def display(request: Asked) -> Page:
    """Show how pages look for this visitor."""
    reading = visitor(request)
    chosen = Form(reading.look.parts | {"language": reading.language}, pages.translate(request))
    return Page("house/display.html", _display_page(request), form=chosen)


@post("/settings/display", audience=PUBLIC, name="save display settings", asks_who=True)
async def save_display(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Keep how pages should look in cookies of this browser, and with the account of whoever is signed in."""
    form, settings = pages.posted(request), settings_of(request)
    if form.value("reset") == "yes":
        await _keep(request, db, None, visitor(request).language, now)
        return seen("/settings/display?saved=reset", cookies=pages.look_cookies(settings, None))
    look, language = _chosen(request, form)
    if not form.ok:
        return pages.invalid("house/display.html", _display_page(request), form)
    await _keep(request, db, look, language, now)
    # The address says it all once more: a browser that keeps no cookies shows at least this page as chosen.
    address = urlencode({"saved": "yes", "display": look.written(), "language": language})
    kept = [*pages.look_cookies(settings, look), pages.lasting_cookie(settings, LANGUAGE_COOKIE, language)]
    return seen(f"/settings/display?{address}", cookies=kept)


def _chosen(request: Asked, form: Form) -> tuple[Look, str]:
    """The look and the language that were chosen; what could not be chosen here stays as it was."""
    among = {**CHOICES, "language": tuple(LANGUAGES)}
    chosen = {
        name: form.choice(name, among[name], missing=form.translate(part.missing))
        for name, part in _parts(request).items()
    }
    return look_of(visitor(request).look.parts | chosen), chosen["language"]


def _parts(request: Asked) -> dict[str, Part]:
    """What can be chosen here: without a voice on this machine no page is read aloud."""
    aloud: Aloud = request.app.state.aloud
    return {name: part for name, part in _PARTS.items() if name != "aloud" or aloud.has_voice}


async def _keep(request: Asked, db: Database, look: Look | None, language: str, now: datetime) -> None:
    login = signed_in(request)
    if login is not None:
        await db.write(verbs.keep_look, look, language=language, by=Actor(login.account_id, login.role), now=now)


def _display_page(request: Asked) -> DisplayPage:
    reading, translate = visitor(request), pages.translate(request)
    saved = pages.asked(request).value("saved")
    outcome = {"yes": "kept" if reading.keeps_look else "not_kept", "reset": "taken_back"}.get(saved, "")
    parts = {name: _in_words(part, translate) for name, part in _parts(request).items()}
    return DisplayPage(parts, outcome, can_go_back=bool(reading.look.changed))


def _in_words(part: Part, translate: Translate) -> Part:
    # An empty note stays empty: gettext would answer with the head of its catalogue.
    options = [Option(each.value, translate(each.label), each.note and translate(each.note)) for each in part.options]
    return Part(translate(part.legend), translate(part.missing), options)


ROUTES = [display, save_display]
