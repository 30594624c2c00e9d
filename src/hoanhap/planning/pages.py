"""The pages of those who plan weeks: what is planned in words, a form for each plan, and what a change would do."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import capacity, catalogue, organizations, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.capacity import Preview
from hoanhap.catalogue import FeatureText, ResourceKind, Workplace
from hoanhap.events import Actor
from hoanhap.organizations import Duty
from hoanhap.planning import changes, forms, queries, rules, verbs
from hoanhap.planning.changes import Importing, Replanning
from hoanhap.planning.forms import Known
from hoanhap.planning.queries import Hands, Planned
from hoanhap.planning.rules import Plan, Rule
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

OF_THIS_PAGE = ("version", "token")
LONGEST_NUMBER = 18
STILL_NEEDED = N_("Còn người hẹn vì điều quý vị vừa bỏ. Đánh dấu lại, hoặc đổi hẹn cho họ trước.")
EXPECTED = N_("Giờ này còn người hẹn theo lịch tuần. Chọn giờ khác, hoặc đổi hẹn cho họ trước.")


class WeeksPage(msgspec.Struct, frozen=True):
    """Everything that is planned at a place; `is_noted` when a plan was made just now.

    `working_days` are those to come that open by the plan of the day off that they make up for.
    """

    place: Workplace
    offerings: list[Planned]
    hands: dict[int, Hands]
    working_days: dict[date, date]
    is_noted: bool


class PlanPage(msgspec.Struct, frozen=True):
    """The form of a plan: a new one, or another in place of one that there is; a new one can be like one that is."""

    place: Workplace
    offering: Planned
    plan: Plan | None
    hands: list[Hands]
    there: list[Rule]
    closed: set[date]
    holidays: Mapping[date, str]
    like: Plan | None = None
    holiday: str = ""
    """What the single day is called that was asked for, if it is a holiday."""

    @property
    def others(self) -> list[Plan]:
        """The plans of the place that a new one can be like, each way to say the same once."""
        plans = rules.plans(rule for rule in self.there if not rule.is_withdrawn)
        return list({(plan.weekdays, plan.blocks): plan for plan in plans}.values()) if self.plan is None else []

    @property
    def names(self) -> dict[int, Hands]:
        """The hands by their number."""
        return {each.id: each for each in self.hands}


class Posted(msgspec.Struct, frozen=True):
    """A form, and its fields as the next page carries them on."""

    form: Form
    fields: Mapping[str, str]
    language: str


class Effects(msgspec.Struct, frozen=True):
    """What other weeks would do: places on days that are open already, and whom it concerns, by name."""

    preview: Preview
    added: Mapping[date, int]

    @property
    def gained(self) -> int:
        """How many places there would be more, on all the days that are open already."""
        return sum(each for each in self._changed.values() if each > 0)

    @property
    def days_gained(self) -> int:
        """On how many days there would be more."""
        return sum(each > 0 for each in self._changed.values())

    @property
    def lost(self) -> int:
        """How many fewer."""
        return -sum(each for each in self._changed.values() if each < 0)

    @property
    def days_lost(self) -> int:
        """On how many days there would be fewer."""
        return sum(each < 0 for each in self._changed.values())

    @property
    def kept(self) -> int:
        """How many bookings stay as they are."""
        return self.preview.kept

    @property
    def _changed(self) -> Mapping[date, int]:
        """How many places each day would have more, or fewer."""
        changed = Counter(self.added)
        for day in self.preview.proposal.days:
            changed[day.local_date] += day.places_after - day.places_before
        return changed


class PreviewPage(msgspec.Struct, frozen=True):
    """What a change would do; `fields` are those of its form, and `is_stale` when something changed meanwhile."""

    at: PlanPage
    change: Replanning
    effects: Effects
    fields: Mapping[str, str]
    is_stale: bool = False

    @property
    def plans(self) -> list[Plan]:
        """The weeks that begin, as one says them."""
        return rules.plans(self.change.begins)


class ResourcesPage(msgspec.Struct, frozen=True):
    """Who and what serves at a place; `done` is what was done just now."""

    place: Workplace
    hands: list[Hands]
    features: Mapping[str, FeatureText]
    done: str


class SkillsPage(msgspec.Struct, frozen=True):
    """What one of those who serve has or can do; `depending` is when those come who need what was to be taken away."""

    place: Workplace
    one: Hands
    features: Mapping[str, FeatureText]
    depending: Sequence[datetime] = ()


@get("/organization/places/{slug:str}/weeks", audience=WORKERS, name="weeks")
async def weeks(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What is planned at a place, and what is to come."""
    is_noted = pages.asked(request).value("noted") == "yes"
    page = await db.read(_weeks, slug, pages.actor(request), today=local_day(now), is_noted=is_noted)
    return Page("planning/weeks.html", page)


@get("/organization/places/{slug:str}/weeks/plan", audience=WORKERS, name="plan of weeks")
async def plan_form(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Ask for days, hours and places; filled in with what there is, or with what was typed before."""
    asked, today = pages.asked(request), local_day(now)
    page = await db.read(_plan_page, slug, pages.actor(request), asked, today=today)
    first = max(today + forms.A_DAY, page.plan.first.valid_from) if page.plan else today + forms.A_DAY
    begun = page.plan or page.like
    known = forms.typed(begun, visitor(request).language) if begun else {"weeks": "1"}
    known |= {"days": asked.value("days")} if asked.has("days") else {}
    fields = known | forms.date_typed("first", first)
    typed = dict(request.query_params) if asked.has("opens") else fields
    form = Form(typed, pages.translate(request))
    return Page("planning/plan.html", _naming(page, form, today=today), form=form)


@get("/organization/places/{slug:str}/weeks/end", audience=WORKERS, name="end of weeks")
async def end_form(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Ask for the last day of a plan."""
    asked = pages.asked(request)
    page = await db.read(_plan_page, slug, pages.actor(request), asked, today=local_day(now))
    if page.plan is None:
        raise Missing
    return Page("planning/end.html", page, form=asked)


@get("/organization/places/{slug:str}/weeks/preview", audience=WORKERS, name="weeks to come")
async def preview(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What a change would do: nothing is done, but the look at the names is written down."""
    posted = Posted(pages.asked(request), dict(request.query_params), visitor(request).language)
    return await db.write(_preview, slug, posted, by=pages.actor(request), now=now)


@post(
    "/organization/places/{slug:str}/weeks/preview",
    audience=WORKERS,
    name="plan weeks",
    doing=N_("Đổi lịch tuần."),
)
async def plan(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Do what was proposed; if something has changed meanwhile, show anew what would happen."""
    form, by = pages.posted(request), pages.actor(request)
    fields: dict[str, str] = request.scope["state"].get("posted", {})
    carried_on = {name: value for name, value in fields.items() if name not in OF_THIS_PAGE}
    posted = Posted(form, carried_on, visitor(request).language)
    shown = await db.write(_preview, slug, posted, by=by, now=now, version=form.value("version"))
    if shown.status_code != 200 or not isinstance(shown.page, PreviewPage):
        return shown
    await db.write(_plan, slug, shown.page.change, form.value("version"), by=by, now=now)
    return seen(f"/organization/places/{slug}/weeks?noted=yes")


@get("/organization/places/{slug:str}/weeks/resources", audience=WORKERS, name="resources")
async def resources(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """Who and what serves at a place, and a form to add one."""
    asked, language = pages.asked(request), visitor(request).language
    page = await db.read(_resources, slug, language, pages.actor(request), done=asked.value("done"))
    return Page("planning/resources.html", page, form=Form({}, pages.translate(request)))


@post("/organization/places/{slug:str}/weeks/resources", audience=WORKERS, name="add a resource")
async def add_resource(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Let somebody or something serve there."""
    form, by = pages.posted(request), pages.actor(request)
    page = await db.read(_resources, slug, visitor(request).language, by)
    added = forms.resource(form)
    if added is None:
        return pages.invalid("planning/resources.html", page, form)
    await db.write(_add_resource, slug, *added, by=by, now=now)
    return seen(f"/organization/places/{slug}/weeks/resources?done=added")


@post(
    "/organization/places/{slug:str}/weeks/resources/{resource_id:int}/end",
    audience=WORKERS,
    name="retire a resource",
)
async def retire_resource(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    resource_id: FromPath[int],
) -> Response[bytes]:
    """Let it serve no more."""
    await db.write(_retire_resource, slug, resource_id, by=pages.actor(request), now=now)
    return seen(f"/organization/places/{slug}/weeks/resources?done=retired")


@get("/organization/places/{slug:str}/weeks/resources/{resource_id:int}", audience=WORKERS, name="skills")
async def skills(
    request: Asked, db: NamedDependency[Database], slug: FromPath[str], resource_id: FromPath[int]
) -> Page:
    """Ask what somebody or something has or can do that serves there."""
    page = await db.read(_skills, slug, resource_id, visitor(request).language, pages.actor(request))
    return Page("planning/skills.html", page, form=Form(forms.skills_typed(page.one), pages.translate(request)))


@post(
    "/organization/places/{slug:str}/weeks/resources/{resource_id:int}",
    audience=WORKERS,
    name="say the skills",
    doing=N_("Ghi điều thuận tiện của một người, phòng hay xe."),
)
async def say_skills(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    resource_id: FromPath[int],
) -> Page | Response[bytes]:
    """Let it have or be able to do just what is ticked, unless somebody comes for what is not."""
    form, by = pages.posted(request), pages.actor(request)
    page = await db.read(_skills, slug, resource_id, visitor(request).language, by)
    said = forms.skills(form, page.one)
    depending = await db.write(_say_skills, slug, resource_id, said, form.value("version"), by=by, now=now)
    if depending:
        form.wrong("feature", form.translate(STILL_NEEDED))
        return pages.invalid("planning/skills.html", msgspec.structs.replace(page, depending=depending), form)
    return seen(f"/organization/places/{slug}/weeks/resources?done=said")


def _resources(db: Db, slug: str, language: str, by: Actor, *, done: str = "") -> ResourcesPage:
    place, _ = allowed(db, slug, by)
    return ResourcesPage(place, queries.hands(db, place.location_id), catalogue.features(db, language), done)


def _skills(db: Db, slug: str, resource_id: int, language: str, by: Actor) -> SkillsPage:
    place, _ = allowed(db, slug, by)
    found = queries.one_of(db, place.location_id, resource_id)
    return SkillsPage(place, found, catalogue.features(db, language))


def _say_skills(
    db: Db, slug: str, resource_id: int, features: Collection[str], version: str, *, by: Actor, now: datetime
) -> list[datetime]:
    place, actor = allowed(db, slug, by)
    return verbs.say_skills(db, place, resource_id, features, version, by=actor, now=now)


def _add_resource(db: Db, slug: str, kind: ResourceKind, name: str, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.add_resource(db, place.location_id, kind, name, by=actor, now=now)


def _retire_resource(db: Db, slug: str, resource_id: int, *, by: Actor, now: datetime) -> None:
    place, actor = allowed(db, slug, by)
    verbs.retire_resource(db, place.location_id, resource_id, today=local_day(now), by=actor, now=now)


def _weeks(db: Db, slug: str, by: Actor, *, today: date, is_noted: bool) -> WeeksPage:
    place, _ = allowed(db, slug, by)
    hands = {each.id: each for each in queries.hands(db, place.location_id)}
    working_days = schedule.working_days(db, first=today, last=today + forms.LATEST)
    return WeeksPage(place, queries.weeks(db, place.location_id, today=today), hands, working_days, is_noted)


def _plan_page(db: Db, slug: str, by: Actor, asked: Form, *, today: date) -> PlanPage:
    """What the form needs to know; `Missing` where the address names neither a plan of the place nor a service."""
    place, _ = allowed(db, slug, by)
    there, hands = queries.rules_at(db, place.location_id, since=today), queries.hands(db, place.location_id)
    if asked.value("plan"):
        plan = rules.plan(there, _number(asked, "plan"))
        offering = queries.offering(db, place.location_id, plan.first.offering_id) if plan else None
    else:
        plan, offering = None, queries.offering(db, place.location_id, _number(asked, "offering"))
    if offering is None:
        raise Missing
    like = rules.plan(there, _number(asked, "like")) if asked.value("like") else None
    closed = schedule.closed_days(db, first=today, last=today + forms.LATEST)
    own = closed.of(offering.id, on_holidays=True)
    return PlanPage(place, offering, plan, hands, there, own, closed.holidays, like)


def _naming(page: PlanPage, form: Form, *, today: date) -> PlanPage:
    """The form of a plan that names the holiday on which a single day opens."""
    day = forms.single_day(form, today=today)
    return msgspec.structs.replace(page, holiday=page.holidays.get(day, "") if day else "")


def _number(asked: Form, name: str) -> int:
    """A number in an address; `Missing` for anything else."""
    value = asked.value(name)
    if not (value.isascii() and value.isdigit() and len(value) < LONGEST_NUMBER):
        raise Missing
    return int(value)


def _preview(db: Db, slug: str, posted: Posted, *, by: Actor, now: datetime, version: str | None = None) -> Page:
    """What a change would do, or its form with what is wrong."""
    form, today = posted.form, local_day(now)
    at = _plan_page(db, slug, by, form, today=today)
    if form.value("what") == "end" and at.plan:
        change, template = forms.ended(form, at.plan, today=today), "planning/end.html"
    else:
        change = forms.planned(
            form, at.offering, at.plan, Known(at.there, at.hands, posted.language, at.closed, at.holidays), today=today
        )
        template = "planning/plan.html"
        if change is not None and change.is_in_the_way(db):
            form.wrong("opens", form.translate(EXPECTED))
    if change is None or not form.ok:
        return pages.invalid(template, _naming(at, form, today=today), form)
    found = effects(db, slug, change, posted.language, by=by, now=now)
    is_stale = version not in {None, found.preview.proposal.version} and not found.preview.is_made
    shown = PreviewPage(at, change, found, posted.fields, is_stale)
    return Page("planning/preview.html", shown, status=409 if is_stale else 200)


def effects(db: Db, slug: str, change: Replanning | Importing, language: str, *, by: Actor, now: datetime) -> Effects:
    """What other weeks would do at a place; the look at the names is written down."""
    preview = capacity.preview(db, slug, change, language=language, by=by, now=now)
    return Effects(preview, change.added(db, today=local_day(now)))


def _plan(db: Db, slug: str, change: Replanning, version: str, *, by: Actor, now: datetime) -> None:
    _, actor = allowed(db, slug, by)
    changes.plan(db, change, version, by=actor, now=now)


def allowed(db: Db, slug: str, by: Actor) -> tuple[Workplace, Actor]:
    """The place, and who plans there; refuses with `Forbidden` who may not."""
    place = catalogue.workplace(db, slug)
    where = {"organization_id": place.organization_id, "location_id": place.location_id}
    return place, organizations.authorize(db, by, Duty.PLAN, **where)


ROUTES = [weeks, plan_form, end_form, preview, plan, resources, add_resource, retire_resource, skills, say_skills]
