"""The pages of those who invite people to work at a place, and let them go."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import catalogue, organizations
from hoanhap.base import ids
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor
from hoanhap.organizations import ROLE_NAMES, Duty, Member, MemberRole
from hoanhap.staff import forms, invitations
from hoanhap.staff.invitations import Team
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, settings_of

PEOPLE = "/organization/places/{slug:str}/people"
DONE = ("invited", "appointed", "anew", "gone", "withdrawn")


class PeoplePage(msgspec.Struct, frozen=True):
    """Who works at a place and who is invited to; `done` is what was done just now."""

    place: Workplace
    team: Team
    me: int
    done: str


class InvitePage(msgspec.Struct, frozen=True):
    """What somebody can be invited to."""

    place: Workplace
    roles: dict[str, str]
    may_everywhere: bool
    key: str


class MemberPage(msgspec.Struct, frozen=True):
    """Somebody who works at a place, and whether they are the reader."""

    place: Workplace
    member: Member
    is_me: bool
    key: str


@get(PEOPLE, audience=WORKERS, name="people of a place")
async def people(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Everybody who works at a place; the look is written down."""
    place = await db.read(catalogue.workplace, slug)
    team = await db.write(invitations.look_at_team, place, by=actor(request), now=now)
    done = pages.asked(request).value("done")
    me = pages.who(request).account_id
    return Page("staff/people.html", PeoplePage(place, team, me, done if done in DONE else ""))


@get(f"{PEOPLE}/new", audience=WORKERS, name="whom to invite")
async def whom_to_invite(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """Ask whom to invite, as what and where."""
    page = await db.read(_invite_page, slug, actor(request))
    return Page("staff/invite.html", page, form=Form({"where_at": forms.HERE}, pages.translate(request)))


@post(f"{PEOPLE}/new", audience=WORKERS, name="invite somebody", doing=N_("Mời một người vào làm việc."))
async def invite(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Invite somebody; whoever signs in at work already simply works here too."""
    form = pages.posted(request)
    page = await db.read(_invite_page, slug, actor(request), forms.key_of(form))
    place = page.place
    invited = forms.invited(form, place.organization_id, place.location_id, may_everywhere=page.may_everywhere)
    if invited is None:
        return pages.invalid("staff/invite.html", page, form)
    base_url = settings_of(request).base_url
    is_asked = await db.write(invitations.invite, invited, base_url=base_url, by=actor(request), now=now)
    return _seen(slug, "invited" if is_asked else "appointed")


@get(f"{PEOPLE}/{{member:int}}/removal", audience=WORKERS, name="ask before letting somebody go")
async def ask_before_letting_go(
    request: Asked, db: NamedDependency[Database], slug: FromPath[str], member: FromPath[int]
) -> Page:
    """Ask once more."""
    return Page("staff/removal.html", await db.read(_member_page, slug, member, actor(request)))


@post(
    f"{PEOPLE}/{{member:int}}/removal", audience=WORKERS, name="let somebody go", doing=N_("Cho một người thôi việc.")
)
async def let_go(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    member: FromPath[int],
) -> Response[bytes]:
    """Let somebody go, at once."""
    place = await db.read(catalogue.workplace, slug)
    await db.write(invitations.dismiss, place.organization_id, member, by=actor(request), now=now)
    return _seen(slug, "gone")


@get(f"{PEOPLE}/{{member:int}}/invitation", audience=WORKERS, name="ask before inviting anew")
async def ask_before_inviting_anew(
    request: Asked, db: NamedDependency[Database], slug: FromPath[str], member: FromPath[int]
) -> Page:
    """Say what a new invitation does."""
    return Page("staff/anew.html", await db.read(_member_page, slug, member, actor(request)))


@post(
    f"{PEOPLE}/{{member:int}}/invitation",
    audience=WORKERS,
    name="invite anew",
    doing=N_("Gửi lời mời mới để đặt lại mật khẩu."),
)
async def invite_anew(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    member: FromPath[int],
) -> Response[bytes]:
    """Ask somebody to make their proofs anew: a password was forgotten, or a phone lost."""
    place = await db.read(catalogue.workplace, slug)
    await db.write(
        invitations.invite_anew,
        place.organization_id,
        member,
        key=forms.key_of(pages.posted(request)),
        base_url=settings_of(request).base_url,
        by=actor(request),
        now=now,
    )
    return _seen(slug, "anew")


@post(
    "/organization/places/{slug:str}/invitations/{invitation:int}/removal",
    audience=WORKERS,
    name="withdraw an invitation",
    doing=N_("Rút lại một lời mời."),
)
async def withdraw(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    invitation: FromPath[int],
) -> Response[bytes]:
    """Take an invitation back."""
    place = await db.read(catalogue.workplace, slug)
    await db.write(invitations.withdraw, place.organization_id, invitation, by=actor(request), now=now)
    return _seen(slug, "withdrawn")


def _invite_page(db: Db, slug: str, by: Actor, key: str = "") -> InvitePage:
    place = _place(db, slug, by)
    may_everywhere = Duty.APPOINT in organizations.duties(db, by, organization_id=place.organization_id)
    roles = {role.value: ROLE_NAMES[role] for role in reversed(MemberRole)}
    return InvitePage(place, roles, may_everywhere, key or ids.token())


def _member_page(db: Db, slug: str, membership_id: int, by: Actor) -> MemberPage:
    place = _place(db, slug, by)
    member = organizations.member(db, place.organization_id, membership_id)
    organizations.authorize(db, by, Duty.APPOINT, organization_id=place.organization_id, location_id=member.location_id)
    if member.ended_at is not None:
        raise Missing
    return MemberPage(place, member, member.account_id == by.account_id, ids.token())


def _place(db: Db, slug: str, by: Actor) -> Workplace:
    """The place, for whoever appoints there."""
    place = catalogue.workplace(db, slug)
    organizations.authorize(db, by, Duty.APPOINT, organization_id=place.organization_id, location_id=place.location_id)
    return place


def _seen(slug: str, done: str) -> Response[bytes]:
    return seen(f"/organization/places/{slug}/people?done={done}")


ROUTES = [
    people,
    whom_to_invite,
    invite,
    ask_before_letting_go,
    let_go,
    ask_before_inviting_anew,
    invite_anew,
    withdraw,
]
