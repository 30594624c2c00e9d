"""The pages of those who say what a place offers: the list, one service in topics, and what is missing of it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import catalogue, organizations
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.base.text import fold, tidy
from hoanhap.catalogue import FeatureText, Workplace
from hoanhap.events import Actor
from hoanhap.organizations import Duty
from hoanhap.publishing import forms, queries, verbs
from hoanhap.publishing.forms import About, Usual
from hoanhap.publishing.queries import Affected, Album, Offered, Shelf, Way
from hoanhap.publishing.rules import Lack, Saying, Standing, State, Topic
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

LONGEST_SEARCH = 100
LIST, ONE, TOPIC, NEW, WAY, REMOVAL = (
    f"publishing/{name}.html" for name in ("offerings", "offering", "topic", "new", "way", "removal")
)
SAID_AT = {
    Lack.LENGTH: "weeks",
    Lack.WHEELCHAIRS: "weeks",
    Lack.COST: "offerings/{id}/words",
    Lack.BRING: "offerings/{id}/words",
    Lack.FEATURES: "offerings/{id}/needs",
    Lack.DIRECTIONS: "offerings/way",
    Lack.PHONE: "offerings/way",
    Lack.WEEKS: "weeks/plan?offering={id}",
}
PLACE = "/organization/places/{slug:str}/offerings"


class ListPage(msgspec.Struct, frozen=True):
    """Everything that a place offers; `affected` are the bookings that need what is there no more.

    `done` is what was done just now.
    """

    place: Workplace
    offered: list[Offered]
    affected: Mapping[int, list[Affected]]
    album: Album
    done: str = ""


class OnePage(msgspec.Struct, frozen=True):
    """One service at the place, topic by topic; `done` is what was done just now."""

    place: Workplace
    one: Offered
    affected: list[Affected]
    features: Mapping[str, FeatureText]
    done: str = ""

    def href(self, lack: Lack) -> str:
        """Where it is said what is missing."""
        return f"/organization/places/{self.place.slug}/{SAID_AT[lack].format(id=self.one.id)}"


class TopicPage(msgspec.Struct, frozen=True):
    """The form of a topic; `is_stale` when somebody else has said something else meanwhile."""

    place: Workplace
    one: Offered
    topic: Topic
    standing: Standing
    usual: Usual
    features: Mapping[str, FeatureText]
    is_stale: bool = False


class NewPage(msgspec.Struct, frozen=True):
    """The services that the place does not offer yet, or those of them that words find."""

    place: Workplace
    shelves: list[Shelf]


class WayPage(msgspec.Struct, frozen=True):
    """How to get to the place and reach it; `is_stale` when somebody else has changed it meanwhile."""

    place: Workplace
    way: Way
    is_stale: bool = False


@get(PLACE, audience=WORKERS, name="offerings")
async def offerings(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What a place offers, and what of it people see."""
    page = await db.read(_list, slug, visitor(request).language, by=pages.actor(request), now=now)
    return Page(LIST, msgspec.structs.replace(page, done=pages.asked(request).value("done")))


@get(f"{PLACE}/new", audience=WORKERS, name="what else to offer")
async def new(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """Choose a service that is not offered here yet."""
    asked = pages.asked(request)
    words = tidy(asked.value("q"))[:LONGEST_SEARCH]
    page = await db.read(_new, slug, visitor(request).language, words, by=pages.actor(request))
    return Page(NEW, page, form=asked)


@post(f"{PLACE}/new", audience=WORKERS, name="offer a service", doing=N_("Thêm một dịch vụ."))
async def add(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Begin to offer a service, as a draft."""
    form, by, language = pages.posted(request), pages.actor(request), visitor(request).language
    page = await db.read(_new, slug, language, "", by=by)
    chosen = [each.slug for shelf in page.shelves for each in shelf.services]
    service = form.value("service")
    if service not in chosen and not await db.read(_is_offered, slug, service, by=by):
        form.wrong("service", form.translate(N_("Chọn một dịch vụ trong danh sách.")))
        return pages.invalid(NEW, page, form)
    offering_id = await db.write(_add, slug, service, by=by, now=now)
    return seen(f"/organization/places/{slug}/offerings/{offering_id}?done=added")


@get(f"{PLACE}/way", audience=WORKERS, name="way to a place")
async def way(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """Ask how to get there, and by which phone the place is reached."""
    page = await db.read(_way, slug, by=pages.actor(request))
    return Page(WAY, page, form=Form(forms.way_typed(page.way), pages.translate(request)))


@post(f"{PLACE}/way", audience=WORKERS, name="tell the way", doing=N_("Ghi cách đến và điện thoại."))
async def tell_way(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Say how to get there; whoever said something else meanwhile is not overwritten unseen."""
    form, by = pages.posted(request), pages.actor(request)
    page, told = await db.read(_way, slug, by=by), forms.way(form)
    if told is None:
        return pages.invalid(WAY, page, form)
    if form.value("version") != page.way.version and told != page.way:
        return Page(WAY, msgspec.structs.replace(page, is_stale=True), form=form, status=409)
    await db.write(_tell_way, slug, told, form.value("version"), by=by, now=now)
    return seen(f"/organization/places/{slug}/offerings")


@get(f"{PLACE}/{{offering_id:int}}", audience=WORKERS, name="offering")
async def offering(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
) -> Page:
    """One service as it is offered here, with what is missing."""
    done = pages.asked(request).value("done")
    page = await db.read(_one, slug, offering_id, visitor(request).language, by=pages.actor(request), now=now)
    return Page(ONE, msgspec.structs.replace(page, done=done))


@get(f"{PLACE}/{{offering_id:int}}/{{topic:str}}", audience=WORKERS, name="topic of an offering")
async def topic(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
    *,
    topic: FromPath[str],
) -> Page:
    """Ask for what is said of a topic."""
    language = visitor(request).language
    page = await db.read(_topic, slug, offering_id, topic, language, by=pages.actor(request), now=now)
    fields = forms.typed(page.one, page.topic, page.usual, language)
    return Page(TOPIC, page, form=Form(fields, pages.translate(request)))


@post(
    f"{PLACE}/{{offering_id:int}}/{{topic:str}}",
    audience=WORKERS,
    name="say a topic",
    doing=N_("Ghi điều mọi người cần biết về một dịch vụ."),
)
async def say(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
    *,
    topic: FromPath[str],
) -> Page | Response[bytes]:
    """Say it; whoever said something else meanwhile is not overwritten unseen."""
    form, by, language = pages.posted(request), pages.actor(request), visitor(request).language
    page = await db.read(_topic, slug, offering_id, topic, language, by=by, now=now)
    saying = forms.said(form, page.topic, About(page.one, page.standing, language))
    if saying is None:
        return pages.invalid(TOPIC, page, form)
    if form.value("version") != page.one.version(page.topic) and saying != page.one.saying(page.topic):
        return Page(TOPIC, msgspec.structs.replace(page, is_stale=True), form=form, status=409)
    await db.write(_say, slug, offering_id, saying, form.value("version"), by=by, now=now)
    return seen(f"/organization/places/{slug}/offerings/{offering_id}?done=said")


@post(f"{PLACE}/{{offering_id:int}}/publication", audience=WORKERS, name="publish", doing=N_("Công bố một dịch vụ."))
async def publish(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
) -> Page | Response[bytes]:
    """Let people find and book it, or say what is missing."""
    by = pages.actor(request)
    page = await db.read(_to_publish, slug, offering_id, visitor(request).language, by=by, now=now)
    if not page.one.is_ready:
        return Page(ONE, msgspec.structs.replace(page, done="refused"), status=409)
    await db.write(_publish, slug, offering_id, by=by, now=now)
    return seen(f"/organization/places/{slug}/offerings/{offering_id}?done=published")


@post(f"{PLACE}/{{offering_id:int}}/pause", audience=WORKERS, name="pause", doing=N_("Tạm ngưng một dịch vụ."))
async def pause(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
) -> Response[bytes]:
    """Take no new bookings; those that were made stay."""
    await db.write(_pause, slug, offering_id, by=pages.actor(request), now=now)
    return seen(f"/organization/places/{slug}/offerings/{offering_id}?done=paused")


@get(f"{PLACE}/{{offering_id:int}}/removal", audience=WORKERS, name="deletion of a draft")
async def deletion(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
) -> Page | Response[bytes]:
    """Ask once more before a draft is deleted; what is no draft goes back to its page."""
    page = await db.read(_one, slug, offering_id, visitor(request).language, by=pages.actor(request), now=now)
    if page.one.state is not State.DRAFT:
        return seen(f"/organization/places/{slug}/offerings/{offering_id}")
    return Page(REMOVAL, page)


@post(
    f"{PLACE}/{{offering_id:int}}/removal",
    audience=WORKERS,
    name="delete a draft",
    doing=N_("Xóa bản nháp của một dịch vụ."),
)
async def delete_draft(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    offering_id: FromPath[int],
) -> Response[bytes]:
    """Delete it; the form says of which service, so that an old one deletes nothing else."""
    service = pages.posted(request).value("service")
    await db.write(_delete, slug, offering_id, service, by=pages.actor(request), now=now)
    return seen(f"/organization/places/{slug}/offerings?done=deleted")


def _list(db: Db, slug: str, language: str, *, by: Actor, now: datetime) -> ListPage:
    place, _ = allowed(db, slug, by)
    found = queries.offered_at(db, place.location_id, language, today=local_day(now))
    return ListPage(place, found, queries.affected(db, found, now=now), queries.album(db, slug))


def _one(db: Db, slug: str, offering_id: int, language: str, *, by: Actor, now: datetime) -> OnePage:
    place, _ = allowed(db, slug, by)
    found = queries.offered(db, place.location_id, offering_id, language, today=local_day(now))
    needing = queries.affected(db, [found], now=now).get(found.id, [])
    return OnePage(place, found, needing, catalogue.features(db, language))


def _to_publish(db: Db, slug: str, offering_id: int, language: str, *, by: Actor, now: datetime) -> OnePage:
    place, _ = allowed(db, slug, by)
    verbs.refuse_deleted(db, place, offering_id)
    return _one(db, slug, offering_id, language, by=by, now=now)


def _topic(db: Db, slug: str, offering_id: int, name: str, language: str, *, by: Actor, now: datetime) -> TopicPage:
    place, _ = allowed(db, slug, by)
    if name not in set(Topic):
        raise Missing
    found = queries.offered(db, place.location_id, offering_id, language, today=local_day(now))
    said = {each: catalogue.service(db, found.service.slug, each)[0].text for each in forms.LANGUAGES}
    usual = Usual({each: text.cost for each, text in said.items()}, {each: text.bring for each, text in said.items()})
    standing = queries.standing(db, offering_id, now=now)
    return TopicPage(place, found, Topic(name), standing, usual, catalogue.features(db, language))


def _new(db: Db, slug: str, language: str, words: str, *, by: Actor) -> NewPage:
    place, _ = allowed(db, slug, by)
    shelves = queries.not_offered(db, place.location_id, language)
    asked = fold(words).split()
    kept = [
        Shelf(shelf.domain, [each for each in shelf.services if _has(asked, shelf, each.text.name, each.text.keywords)])
        for shelf in shelves
    ]
    return NewPage(place, [shelf for shelf in kept if shelf.services])


def _has(asked: list[str], shelf: Shelf, name: str, keywords: list[str]) -> bool:
    """Whether every word is in the name of a service, its keywords or its domain."""
    said = fold(" ".join([name, *keywords, shelf.domain.text.name]))
    return all(word in said for word in asked)


def _is_offered(db: Db, slug: str, service: str, *, by: Actor) -> bool:
    place, _ = allowed(db, slug, by)
    return any(each.service_slug == service for each in catalogue.every_offering_at(db, place.location_id))


def _way(db: Db, slug: str, *, by: Actor) -> WayPage:
    place, _ = allowed(db, slug, by)
    return WayPage(place, queries.way_to(db, place.location_id))


def _add(db: Db, slug: str, service: str, *, by: Actor, now: datetime) -> int:
    place, actor = allowed(db, slug, by)
    return verbs.add(db, place, service, by=actor, now=now)


def _say(db: Db, slug: str, offering_id: int, saying: Saying, version: str, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.say(db, place, offering_id, saying, version, by=actor, now=now)


def _tell_way(db: Db, slug: str, told: Way, version: str, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.tell_way(db, place, told, version, by=actor, now=now)


def _publish(db: Db, slug: str, offering_id: int, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.publish(db, place, offering_id, by=actor, now=now)


def _delete(db: Db, slug: str, offering_id: int, service: str, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.delete_draft(db, place, offering_id, service, by=actor, now=now)


def _pause(db: Db, slug: str, offering_id: int, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.pause(db, place, offering_id, by=actor, now=now)


def allowed(db: Db, slug: str, by: Actor) -> tuple[Workplace, Actor]:
    """The place, and who says what it offers; refuses with `Forbidden` who may not."""
    place = catalogue.workplace(db, slug)
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return place, organizations.authorize(db, by, Duty.OFFER, **where)


ROUTES = [offerings, new, add, way, tell_way, offering, topic, say, publish, pause, deletion, delete_draft]
