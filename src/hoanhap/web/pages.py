"""Answers: a page, or the way to the next one; and what happens to every request before its page is asked."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

import msgspec
import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from litestar import Response
from litestar.datastructures import Cookie, UploadFile
from litestar.exceptions import HTTPException
from litestar.response.base import ASGIResponse
from markupsafe import Markup
from typing_extensions import override

from hoanhap.base import ids, text
from hoanhap.base.actors import Actor
from hoanhap.base.db import Database
from hoanhap.base.errors import N_, Forbidden, Refusal
from hoanhap.settings import Settings
from hoanhap.web import filters, i18n, kept, login, security
from hoanhap.web.aloud import Aloud, heard
from hoanhap.web.assets import Assets, folder
from hoanhap.web.forms import Form
from hoanhap.web.login import NewLogin, SignedIn
from hoanhap.web.look import Look, look_of
from hoanhap.web.security import Audience, Origin
from hoanhap.web.shared import Parts
from hoanhap.web.signing import SignVideo, SignVideos
from hoanhap.web.visitor import (
    ASKER_COOKIE,
    DISPLAY_COOKIE,
    LANGUAGE_COOKIE,
    NEAR_COOKIE,
    THEME_COOKIE,
    UNFINISHED_COOKIE,
    Asked,
    cookies,
    login_cookie,
    settings_of,
    signed_in,
    visitor,
)

log = structlog.get_logger("hoanhap.web")
A_YEAR = 31_536_000
WORTH_ZIPPING = 1000
MOST_FIELDS = 100
UNFINISHED_FIELD = "unfinished"
"""Says that a form is sent again after signing in."""
AS_IT_IS = ""
"""In place of the field into which the text of a file is read: the file may be no text."""


class NotReadable(Refusal):
    """The request holds bytes or fields that are not text."""

    status = 400
    heading = N_("Chúng tôi không đọc được yêu cầu này")
    sentence = N_("Địa chỉ hoặc nội dung có ký tự lạ. Mời quý vị kiểm tra và thử lại.")


class SignInFirst(Refusal):
    """The page is for people who are signed in; `kept` finds the form that was sent, once they are.

    Whoever works here signs in at a page of their own.
    """

    status = 303

    def __init__(self, kept: str | None = None, *, at_work: bool = False) -> None:
        super().__init__(self.heading)
        self.kept, self.at_work = kept, at_work


class FlatEnvironment(Environment):
    """An environment whose templates share one plain dict of globals: looking names up in it is most of rendering."""

    @override
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


class Renderer:
    """The templates, once for each language and its easy words; each is read when somebody first asks for it."""

    def __init__(self, settings: Settings, assets: Assets) -> None:
        self._settings, self._assets = settings, assets
        self._environments: dict[str, Environment] = {}

    def template(self, name: str, tongue: str) -> Template:
        """A template in a language, or in its easy words."""
        if tongue not in self._environments:
            self._environments[tongue] = self._environment(tongue)
        return self._environments[tongue].get_template(name)

    def _environment(self, tongue: str) -> Environment:
        code = tongue.removesuffix(i18n.EASY)
        environment = FlatEnvironment(
            loader=FileSystemLoader(folder("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
        )
        environment.install_gettext_translations(  # type: ignore[attr-defined]  # the extension brings it
            i18n.translations(tongue), newstyle=True
        )
        environment.policies["ext.i18n.trimmed"] = True
        environment.filters.update(filters.filters(code), easy=_easier(tongue))
        environment.globals.update(
            _=_say(tongue),
            asset=self._assets.path,
            language=code,
            demo=self._settings.is_demo,
            hotline=self._settings.hotline,
            overseer=self._settings.overseer,
            overseer_phone=self._settings.overseer_phone,
        )
        return environment


def _easier(tongue: str) -> Callable[[str], str]:
    """Easy words for a text of the catalogue, such as what a service is; without them it stays as it is."""
    if not tongue.endswith(i18n.EASY):
        return str
    gettext = i18n.translations(tongue).gettext
    return lambda text: gettext(text) if text else ""


def _say(tongue: str) -> Callable[..., Markup]:
    """A language as the function `_` of templates; a sentence without a blank to fill in is looked up once."""
    gettext = i18n.translations(tongue).gettext

    @cache
    def sentence(message: str) -> Markup:
        return Markup(gettext(message))  # noqa: S704 - our own words, from the templates and the catalogue

    def say(message: str, **blanks: object) -> Markup:
        return sentence(message) % blanks if blanks else sentence(message)

    return say


class Page(Response[bytes]):
    """A whole page: a template, what it shows (`page`), and the form on it, if it was posted.

    `key` is what on it no two readers may share: where the page is shared, each gets a new one.
    """

    def __init__(
        self,
        template: str,
        page: object = None,
        *,
        form: Form | None = None,
        status: int = 200,
        cookies: Iterable[Cookie] = (),
        headers: Mapping[str, str] | None = None,
        key: str = "",
    ) -> None:
        super().__init__(b"", status_code=status, media_type="text/html", cookies=list(cookies), headers=headers)
        self.template, self.page, self.form, self.key = template, page, form, key

    @override
    def to_asgi_response(self, app: Any, request: Asked, **kwargs: Any) -> ASGIResponse:
        now_reading = visitor(request)
        if now_reading.chose_language:
            self.cookies.append(lasting_cookie(settings_of(request), LANGUAGE_COOKIE, now_reading.language))
        if now_reading.chose_near:
            self.cookies.append(near_cookie(settings_of(request), now_reading.near))
        template = request.app.state.renderer.template(self.template, now_reading.tongue)
        shown = {
            "page": self.page,
            "form": self.form,
            "look": now_reading.look,
            "path": own_path(request),
            "here": own_address(request),
            "posted": request.scope["state"].get("posted", {}),
            "signed_in": signed_in(request) is not None,
            "other_language": _other_language(request, now_reading.language),
            "token_field": self._token_field(request),
            "listen_at": "",
            "signed": self._sign_video(request),
        }
        html = _read_aloud(request, template, shown) or template.render(shown)
        self.headers.setdefault("cache-control", "no-store")
        self.headers.setdefault("vary", "Accept-Encoding, Cookie")
        self._write(html.encode(), request)
        return super().to_asgi_response(app, request, **kwargs)

    def _write(self, html: bytes, request: Asked) -> None:
        """The page as it is sent, zipped where that is worth it; and kept in parts where it may be shared."""
        is_zipped = len(html) > WORTH_ZIPPING and "gzip" in request.headers.get("accept-encoding", "")
        parts = Parts.of(html, self.key, is_zipped=is_zipped)
        self.content = parts.joined(self.key)
        if is_zipped:
            self.headers["content-encoding"] = "gzip"
        handler: Any = request.scope.get("route_handler")  # there is none for an address that there is not
        is_aloud = visitor(request).look.is_aloud  # what is said of a page is kept for its reader alone
        if handler is not None and handler.opt.get("shared") and not is_aloud:
            request.scope["state"]["shared"] = parts, bool(self.key), self.template

    def _sign_video(self, request: Asked) -> SignVideo | None:
        """What the page says, in sign language; a page that is not the one at its address has no video."""
        videos: SignVideos = request.app.state.sign_videos
        return videos.of(request.url.path) if self.status_code in {200, 422} else None

    def _token_field(self, request: Asked) -> Markup:
        """The hidden token for browsers that will not say where their form came from; nothing for the others."""
        if "sec-fetch-site" in request.headers:
            return Markup("")
        settings = settings_of(request)
        binding = cookies(request).get(security.BINDING_COOKIE)
        if not binding:
            binding = ids.token()
            self.cookies.append(own_cookie(settings, security.BINDING_COOKIE, binding))
        token = security.form_token(settings.secret_key, binding)
        return Markup('<input type="hidden" name="{}" value="{}">').format(security.TOKEN_FIELD, token)


def _read_aloud(request: Asked, template: Template, shown: dict[str, Any]) -> str:
    """The page with a way to listen to it, for those who want one; empty where there is none."""
    aloud: Aloud = request.app.state.aloud
    reading = visitor(request)
    if not (reading.look.is_aloud and aloud.has_voice):
        return ""
    place = ids.token()  # nobody can have written it on the page
    html = template.render(shown | {"listen_at": f"/aloud/{place}.mp3"})
    try:
        return html.replace(place, aloud.keep(heard(html), reading.language))
    except OSError as fault:
        log.warning("nothing to listen to", why=str(fault)[:200])
        return ""


class OtherLanguage(msgspec.Struct, frozen=True):
    """The link to the same page in the other language."""

    code: str
    name: str
    href: str


def seen(path: str, *, cookies: Iterable[Cookie] = ()) -> Response[bytes]:
    """Send the browser on with 303, so that reloading never posts again."""
    headers = {"location": path, "cache-control": "no-store"}
    return Response(b"", status_code=303, media_type="text/plain", headers=headers, cookies=list(cookies))


def invalid(template: str, page: object, form: Form) -> Page:
    """The page again with its errors; what was typed is still there."""
    return Page(template, page, form=form, status=422)


def own_cookie(settings: Settings, name: str, value: str, *, max_age: int | None = None) -> Cookie:
    """A cookie for us alone."""
    return Cookie(name, value=value, path="/", max_age=max_age, secure=settings.is_https, httponly=True, samesite="lax")


def lasting_cookie(settings: Settings, name: str, value: str) -> Cookie:
    """A preference, kept for a year."""
    return own_cookie(settings, name, value, max_age=A_YEAR)


def near_cookie(settings: Settings, near: str | None) -> Cookie:
    """Where somebody is, until they close the browser; without a place it is forgotten at once."""
    return own_cookie(settings, NEAR_COOKIE, near or "", max_age=None if near else 0)


def asker_cookie(request: Asked, token: str, *, seconds: float) -> Cookie:
    """By what a browser is known as the one that asked for a code, under this token, as long as the code is good."""
    settings = settings_of(request)
    return own_cookie(settings, ASKER_COOKIE, _asker(settings, token), max_age=int(seconds))


def is_asker(request: Asked, token: str) -> bool:
    """Whether this browser asked for the code under this token, and nobody has signed out on it since."""
    return ids.is_same(cookies(request).get(ASKER_COOKIE, ""), _asker(settings_of(request), token))


def _asker(settings: Settings, token: str) -> str:
    return ids.sealed(settings.secret_key, ASKER_COOKIE, token)


def sign_in_cookie(settings: Settings, token: str) -> Cookie:
    """The cookie of a sign-in; an empty token takes it away."""
    age = int(login.LIFE.total_seconds()) if token else 0
    return own_cookie(settings, login_cookie(settings), token, max_age=age)


def unfinished_cookie(settings: Settings, token: str) -> Cookie:
    """Where this browser's unfinished form is kept."""
    return own_cookie(settings, UNFINISHED_COOKIE, token, max_age=int(kept.LIFE.total_seconds()))


def sign_in_cookies(request: Asked, new: NewLogin) -> list[Cookie]:
    """The cookies of a new sign-in; where nobody has chosen how to read, the account's choice comes along."""
    settings, reading = settings_of(request), visitor(request)
    kept = [sign_in_cookie(settings, new.token)]
    if new.display and not reading.keeps_look:
        kept += look_cookies(settings, look_of(new.display))
    if new.display and not reading.keeps_language:
        kept.append(lasting_cookie(settings, LANGUAGE_COOKIE, new.language))
    return kept


def look_cookies(settings: Settings, look: Look | None) -> list[Cookie]:
    """The cookies that keep how pages look; None takes them away, so that again nobody has chosen."""
    kept = lasting_cookie(settings, DISPLAY_COOKIE, look.written()) if look else _gone(settings, DISPLAY_COOKIE)
    return [kept, _gone(settings, THEME_COOKIE)]


def _gone(settings: Settings, name: str) -> Cookie:
    return own_cookie(settings, name, "", max_age=0)


def posted(request: Asked) -> Form:
    """What was posted to this page."""
    fields: dict[str, str] = request.scope["state"].get("posted", {})
    return Form(fields, translate(request))


def posted_file(request: Asked) -> bytes:
    """The file that was posted to this page; nothing where none was chosen."""
    content: bytes = request.scope["state"].get("file", b"")
    return content


def asked(request: Asked) -> Form:
    """What the address asks for, read like a form."""
    fields = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
    return Form(fields, translate(request))


def translate(request: Asked) -> Any:
    """The visitor's language, as a function."""
    return i18n.translations(visitor(request).tongue).gettext


def own_address(request: Asked, **changes: object) -> str:
    """The address of this page with other values of its query; None takes a value away. Without `language`."""
    values = {name: value for name, value in request.query_params.items() if name != "language"} | changes
    query = urlencode({name: value for name, value in values.items() if value is not None})
    return f"{own_path(request)}?{query}" if query else own_path(request)


def address_of(request: Asked) -> str:
    """The network address of the visitor; a proxy's word is taken only from proxies we trust."""
    direct = request.client.host if request.client else "unknown"
    trusted = {each.strip() for each in settings_of(request).trusted_proxies.split(",") if each.strip()}
    if direct in trusted:
        return request.headers.get("x-forwarded-for", direct).rsplit(",", 1)[-1].strip()
    return direct


def own_path(request: Asked) -> str:
    """The path of this page, as a link on it may say it: escaped, and never the name of another host."""
    return "/" + quote(request.url.path.lstrip("/"))


def asked_address(request: Asked) -> str:
    """The path of this page with what was asked for, as it was asked."""
    return "?".join(filter(None, (own_path(request), request.url.query)))


def who(request: Asked) -> SignedIn:
    """Who is signed in; only pages for signed-in people may ask."""
    found = signed_in(request)
    assert found is not None  # `arrive` has turned everybody else away
    return found


def actor(request: Asked) -> Actor:
    """Who does what this request asks for; only pages for signed-in people may ask."""
    login = who(request)
    return Actor(login.account_id, login.role)


async def arrive(request: Asked) -> None:
    """Before any page: refuse what cannot be read or is not ours, read the form, and see who is signed in."""
    _refuse_odd_bytes(request)
    if request.method in security.SAFE_METHODS:
        await _see_who(request)
    elif request.route_handler.opt.get("takes_file") == AS_IT_IS:  # so large that nobody else may make us read it
        _refuse_foreign(request)
        await _see_who(request)
        await _read_form(request)
    else:
        await _read_form(request)
        await _see_who(request)
    if signed_in(request) and request.scope["state"].get("goes_on"):
        await _drop_form(request)


def _refuse_odd_bytes(request: Asked) -> None:
    try:
        query = unquote_to_bytes(request.scope["query_string"].replace(b"+", b" ")).decode()
    except UnicodeDecodeError as fault:
        raise NotReadable from fault
    if not (text.is_clean(query) and text.is_clean(request.scope["path"])):
        raise NotReadable


def _refuse_foreign(request: Asked) -> Origin:
    origin = security.origin_of(request.headers, settings_of(request).base_url)
    if origin is Origin.FOREIGN:
        raise security.CrossSite
    return origin


async def _read_form(request: Asked) -> None:
    settings, origin = settings_of(request), _refuse_foreign(request)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and "takes_file" in request.route_handler.opt:
        fields = await _fields_with_file(request, into=request.route_handler.opt["takes_file"])
    elif body and kind != "application/x-www-form-urlencoded":
        raise HTTPException(status_code=415)
    else:
        fields = _fields(body)
    request.scope["state"]["posted"] = fields
    if origin is Origin.SILENT:
        binding = cookies(request).get(security.BINDING_COOKIE, "")
        expected = security.form_token(settings.secret_key, binding)
        if not (binding and ids.is_same(fields.get(security.TOKEN_FIELD, ""), expected)):
            raise security.CrossSite
    fields.pop(security.TOKEN_FIELD, None)
    request.scope["state"]["goes_on"] = fields.pop(UNFINISHED_FIELD, None) is not None


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form; the first of two with the same name counts."""
    try:
        # Browsers escape everything; a client that sends raw UTF-8 means UTF-8, not Latin-1.
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except (UnicodeDecodeError, ValueError) as fault:
        raise NotReadable from fault
    fields: dict[str, str] = {}
    for name, value in pairs:
        if not (text.is_clean(name) and text.is_clean(value)):
            raise NotReadable
        fields.setdefault(name, value)
    return fields


async def _fields_with_file(request: Asked, *, into: str) -> dict[str, str]:
    """The fields of a form with a file; the text of the file stands in the field `into`, in place of what was typed.

    Of a file that is no text only that is known: its field is the mark of what cannot be read. A route that takes a
    file `AS_IT_IS` asks for it by `posted_file`.
    """
    fields: dict[str, str] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            if into == AS_IT_IS:
                request.scope["state"]["file"] = content
            elif content:
                fields[into] = text.read_utf8(content) or text.UNREADABLE
        elif not (text.is_clean(name) and text.is_clean(value)):
            raise NotReadable
        else:
            fields.setdefault(name, value)
    return fields


async def _see_who(request: Asked) -> None:
    audience: Audience = request.route_handler.opt["audience"]
    token = cookies(request).get(login_cookie(settings_of(request)))
    found = None
    if token and (audience != security.PUBLIC or request.route_handler.opt.get("asks_who")):
        found = await _look_up(request, token)
        request.scope["state"]["signed_in"] = found
    if found is None and audience != security.PUBLIC:
        raise SignInFirst(await _keep_form(request, token), at_work=audience <= security.WORKERS)
    if found is not None and found.role not in audience:
        raise Forbidden


async def _keep_form(request: Asked, token: str | None) -> str | None:
    """Keep what was sent until whoever sent it has signed in again; never where it holds a password."""
    if not token or request.method in security.SAFE_METHODS or request.route_handler.opt.get("secret"):
        return None
    database: Database = request.app.state.database
    sent: dict[str, str] = request.scope["state"].get("posted", {})
    unfinished = kept.Unfinished(asked_address(request), request.route_handler.opt.get("doing", ""), sent)
    return await database.write(kept.keep, unfinished, token, now=request.app.state.clock())


async def _drop_form(request: Asked) -> None:
    token = cookies(request).get(UNFINISHED_COOKIE)
    if token:
        database: Database = request.app.state.database
        await database.write(kept.drop, token)


async def _look_up(request: Asked, token: str) -> SignedIn | None:
    """Who is signed in; what a page asks for by itself (`unasked`) does not keep a sign-in from running out."""
    db: Database = request.app.state.database
    now: datetime = request.app.state.clock()
    found = await db.read(login.find, token, now=now)
    is_asked = not request.route_handler.opt.get("unasked")
    if found is not None and is_asked and now - found.seen_at > login.SEEN_EVERY:
        await db.write(login.seen, found.login_id, now=now)
    return found


def _other_language(request: Asked, language: str) -> OtherLanguage:
    other = i18n.other(language)
    asked_for = [(name, value) for name, value in request.query_params.multi_items() if name != "language"]
    query = urlencode([*asked_for, ("language", other.code)])
    return OtherLanguage(other.code, other.name, f"{own_path(request)}?{query}")


__all__ = [
    "AS_IT_IS",
    "UNFINISHED_FIELD",
    "NotReadable",
    "Page",
    "Renderer",
    "SignInFirst",
    "actor",
    "address_of",
    "arrive",
    "asked",
    "asked_address",
    "invalid",
    "lasting_cookie",
    "look_cookies",
    "own_address",
    "own_path",
    "posted",
    "posted_file",
    "seen",
    "sign_in_cookie",
    "sign_in_cookies",
    "translate",
    "unfinished_cookie",
    "who",
]
