"""The pages on which people say what they need: for good or for one search, for whom, and what was said before."""

from datetime import datetime
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from hoanhap import people
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import NeedView
from hoanhap.events import Actor
from hoanhap.needs import forms, queries, verbs
from hoanhap.needs.queries import Asking, Topic
from hoanhap.needs.rules import kept_text
from hoanhap.people import PersonView, ProfileView
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.login import Speaker
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import PUBLIC, SIGNED_IN, is_safe_path
from hoanhap.web.visitor import NEEDS_COOKIE, Asked, settings_of, signed_in, speaker, visitor

WHO = "/needs/person"
AFTERWARDS = "/services"


class NeedsPage(msgspec.Struct, frozen=True):
    """The questions; for those who are signed in the profile they fill, and what the browser keeps beside it."""

    topics: list[Topic]
    profile: ProfileView | None
    kept: Asking
    must_choose: bool
    next: str = ""
    is_saved: bool = False

    @property
    def needs(self) -> list[NeedView]:
        """Every need there is a box for."""
        return [need for topic in self.topics for need in topic.needs]

    @property
    def is_offered(self) -> bool:
        """Whether the browser keeps something that the profile does not know."""
        return self.profile is not None and not self.kept.needs <= self.profile.needs

    @property
    def afterwards(self) -> str:
        """Where to go on when all is said."""
        return self.next or AFTERWARDS


class WhoPage(msgspec.Struct, frozen=True):
    """Everybody behind the account."""

    persons: list[PersonView]
    next: str


class HistoryPage(msgspec.Struct, frozen=True):
    """What was saved each time, newest first, in words."""

    profile: ProfileView
    versions: list[tuple[ProfileView, Asking]]


@get("/needs", audience=PUBLIC, name="needs", asks_who=True)
async def needs(request: Asked, db: NamedDependency[Database]) -> Page | Response[bytes]:
    """Ask what somebody needs; what they said before is filled in."""
    asked = pages.asked(request)
    page = await _read(request, db, asked)
    if signed_in(request) and (page.profile is None or page.must_choose):
        return seen(_on(WHO, asked))
    if page.profile is None:
        filled = {forms.field_of(each): forms.TICKED for each in page.needs if each.code in page.kept.needs}
    else:
        more = page.kept.needs if asked.value("add") == "kept" else frozenset[str]()
        filled = dict(forms.written(page.profile, page.needs, more))
    return Page("needs/needs.html", page, form=Form(filled, asked.translate))


@post("/needs", audience=PUBLIC, name="say needs", asks_who=True)
async def say_needs(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Save what was said in the profile, or keep it in the browser for one search."""
    form, login = pages.posted(request), signed_in(request)
    page = await _read(request, db, form)
    if login is None or not form.has("person"):
        return _keep_in_browser(request, form, page)
    said = forms.said(form, page.needs)
    if not form.ok:
        return pages.invalid("needs/needs.html", page, form)
    await db.write(
        verbs.save_needs,
        login.account_id,
        forms.number(form.value("person")) or 0,
        said,
        seen_version=forms.number(form.value("seen")) or 0,
        language=visitor(request).language,
        by=Actor(login.account_id, login.role),
        now=now,
    )
    return seen(_on("/needs?saved=yes", form), cookies=[_forget(request)] if page.kept.needs else [])


@post("/needs/removal", audience=PUBLIC, name="forget needs")
async def forget_needs(request: Asked) -> Response[bytes]:
    """Let the browser forget what was chosen for this search."""
    return seen("/needs", cookies=[_forget(request)])


@get("/needs/person", audience=SIGNED_IN, name="for whom")
async def for_whom(request: Asked, db: NamedDependency[Database]) -> Page:
    """Ask for whom the account is used now."""
    asked = pages.asked(request)
    page = WhoPage(await db.read(people.persons, who(request).account_id), _next_of(asked))
    chosen = next((str(each.id) for each in page.persons if each.is_chosen), "")
    return Page("needs/person.html", page, form=Form({"person": chosen}, asked.translate))


@post("/needs/person", audience=SIGNED_IN, name="choose for whom")
async def choose_for_whom(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Use the account for somebody who is known, or for somebody new."""
    form, login = pages.posted(request), who(request)
    page = WhoPage(await db.read(people.persons, login.account_id), _next_of(form))
    by, person = Actor(login.account_id, login.role), forms.number(form.value("person"))
    if person is not None:
        await db.write(people.choose_person, login.account_id, person, by=by, now=now)
        return seen(_on("/needs", form))
    if page.persons and not form.value("full_name") and form.value("person") != forms.OTHER_PERSON:
        form.wrong("person", form.translate(N_("Chọn một người, hoặc nhập tên người khác.")))
        return pages.invalid("needs/person.html", page, form)
    full_name = form.name("full_name")
    if not form.ok:
        return pages.invalid("needs/person.html", page, form)
    await db.write(verbs.add_person, login.account_id, full_name, by=by, now=now)
    return seen(_on("/needs", form))


@get("/needs/history", audience=SIGNED_IN, name="earlier needs")
async def earlier_needs(request: Asked, db: NamedDependency[Database]) -> Page | Response[bytes]:
    """What was saved each time, and when."""
    page = await db.read(_history_page, who(request).account_id, visitor(request).language)
    return Page("needs/history.html", page) if page else seen(WHO)


async def _read(request: Asked, db: Database, form: Form) -> NeedsPage:
    saved = pages.asked(request).value("saved") == "yes"
    return await db.read(
        _needs_page, speaker(request), visitor(request).language, next_page=_next_of(form), is_saved=saved
    )


def _needs_page(db: Db, speaking: Speaker, language: str, *, next_page: str, is_saved: bool) -> NeedsPage:
    known = people.persons(db, speaking.account_id) if speaking.account_id is not None else []
    return NeedsPage(
        queries.topics(db, language),
        people.profile(db, speaking.account_id) if speaking.account_id is not None else None,
        queries.of_browser(db, speaking.kept, language),
        must_choose=len(known) > 1 and not any(each.is_chosen for each in known),
        next=next_page,
        is_saved=is_saved,
    )


def _history_page(db: Db, account_id: int, language: str) -> HistoryPage | None:
    current = people.profile(db, account_id)
    if current is None:
        return None
    versions = people.profile_versions(db, current.person_id)
    return HistoryPage(current, [(each, queries.of_profile(db, each, language)) for each in versions])


def _keep_in_browser(request: Asked, form: Form, page: NeedsPage) -> Response[bytes]:
    """Keep the needs until the browser is closed; who was signed in until now signs in again and loses no tick."""
    kept = kept_text(forms.ticked(form, page.needs))
    cookie = pages.own_cookie(settings_of(request), NEEDS_COOKIE, kept) if kept else _forget(request)
    return seen("/sign-in?next=/needs" if form.has("person") else _on("/needs?saved=yes", form), cookies=[cookie])


def _forget(request: Asked) -> Cookie:
    return pages.own_cookie(settings_of(request), NEEDS_COOKIE, "", max_age=0)


def _next_of(form: Form) -> str:
    """The page that somebody came from, and goes back to when all is said."""
    wanted = form.value("next")
    return wanted if is_safe_path(wanted) else ""


def _on(path: str, form: Form) -> str:
    """An address of these pages, with the page to go back to."""
    coming_from = _next_of(form)
    if not coming_from:
        return path
    return f"{path}{'&' if '?' in path else '?'}next={quote(coming_from)}"


ROUTES = [needs, say_needs, forget_needs, for_whom, choose_for_whom, earlier_needs]
