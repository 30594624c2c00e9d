"""Who may do what for an organisation: roles, the duties of each, and where they reach."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from hoanhap.base.errors import N_


class MemberRole(StrEnum):
    """What somebody is at an organisation (FHIR PractitionerRole.code)."""

    ADMIN = "admin"
    CAPACITY = "capacity"
    DESK = "desk"
    THERAPIST = "therapist"
    DRIVER = "driver"


class Duty(StrEnum):
    """What somebody may do at a place."""

    SEE_OWN_DAY = "see-own-day"
    """See who comes to themselves, and say who came."""
    RUN_DAY = "run-day"
    """See everybody who comes to the place, and say who came."""
    BOOK = "book"
    """Book for people at the desk or on the phone."""
    DECIDE = "decide"
    """Accept and decline requests, and solve what needs somebody."""
    PLAN = "plan"
    """Plan weeks; close days and open them again."""
    OFFER = "offer"
    """Say what is offered, with what, and how it is described."""
    SEE_FIGURES = "see-figures"
    CLOSE_WIDELY = "close-widely"
    """Close days of many places at once: of a whole organisation, a commune, or everywhere."""
    CONFIRM_HOLIDAYS = "confirm-holidays"
    """Say for the whole province which days are holidays, and which make up for one."""
    APPOINT = "appoint"
    """Invite people to the organisation, and let them go."""


_ON_THE_ROAD = frozenset({Duty.SEE_OWN_DAY})
_AT_THE_DESK = _ON_THE_ROAD | {Duty.RUN_DAY, Duty.BOOK, Duty.DECIDE}
DUTIES: dict[MemberRole, frozenset[Duty]] = {
    MemberRole.DRIVER: _ON_THE_ROAD,
    MemberRole.THERAPIST: _ON_THE_ROAD,
    MemberRole.DESK: _AT_THE_DESK,
    MemberRole.CAPACITY: _AT_THE_DESK | {Duty.PLAN, Duty.OFFER, Duty.SEE_FIGURES},
    MemberRole.ADMIN: frozenset(Duty) - {Duty.CONFIRM_HOLIDAYS},
}
"""What each role may do. Whoever may more may everything that those below them may."""
HOUSE_DUTIES: dict[str, frozenset[Duty]] = {
    "admin": frozenset(Duty),
    "agency": frozenset({Duty.SEE_FIGURES, Duty.CLOSE_WIDELY, Duty.CONFIRM_HOLIDAYS}),
}
"""What those may do at every organisation who work for the house or for the province, by the role of their sign-in."""
ROLE_NAMES = {
    MemberRole.ADMIN: N_("Quản trị đơn vị"),
    MemberRole.CAPACITY: N_("Phụ trách lịch và số chỗ"),
    MemberRole.DESK: N_("Tiếp đón"),
    MemberRole.THERAPIST: N_("Người phục vụ"),
    MemberRole.DRIVER: N_("Lái xe"),
}


class Post(msgspec.Struct, frozen=True):
    """What somebody is, and where: at one location, or everywhere in the organisation."""

    organization_id: int
    role: MemberRole
    location_id: int | None = None

    def is_at(self, organization_id: int, location_id: int | None) -> bool:
        """Whether it counts at a location; without one, whether it counts for the whole organisation."""
        return self.organization_id == organization_id and self.location_id in {None, location_id}


class Reach(msgspec.Struct, frozen=True):
    """Where somebody may do something: everywhere, in whole organisations, at single locations."""

    is_everywhere: bool = False
    organizations: frozenset[int] = frozenset()
    locations: frozenset[int] = frozenset()

    @property
    def is_nowhere(self) -> bool:
        """Whether there is no such place."""
        return not (self.is_everywhere or self.organizations or self.locations)


def reach(posts: Iterable[Post], duty: Duty, *, house_role: str = "") -> Reach:
    """Where the holder of these posts may do this."""
    if duty in HOUSE_DUTIES.get(house_role, ()):
        return Reach(is_everywhere=True)
    fitting = [post for post in posts if duty in DUTIES[post.role]]
    return Reach(
        organizations=frozenset(post.organization_id for post in fitting if post.location_id is None),
        locations=frozenset(post.location_id for post in fitting if post.location_id is not None),
    )


def duties_at(
    posts: Iterable[Post], *, organization_id: int, location_id: int | None, house_role: str = ""
) -> frozenset[Duty]:
    """Everything that the holder of these posts may do there."""
    own = [DUTIES[post.role] for post in posts if post.is_at(organization_id, location_id)]
    return HOUSE_DUTIES.get(house_role, frozenset()).union(*own)


def acting_as(
    posts: Iterable[Post], duty: Duty, *, organization_id: int, location_id: int | None, house_role: str = ""
) -> str | None:
    """The role in which somebody may do this there, as it is recorded; None if they may not.

    Of several posts the one with the fewest duties speaks: nobody acts as more than the deed asks for.
    """
    found = [post.role for post in posts if duty in DUTIES[post.role] and post.is_at(organization_id, location_id)]
    if found:
        return min(found, key=lambda role: len(DUTIES[role])).value
    return house_role if duty in HOUSE_DUTIES.get(house_role, ()) else None
