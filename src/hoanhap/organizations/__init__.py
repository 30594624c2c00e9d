"""Organisations that deliver services, many of them run by people with disabilities, and where they are."""

from hoanhap.organizations.communes import Commune, Somewhere, commune, communes, distance_km
from hoanhap.organizations.members import (
    LastAdmin,
    Member,
    MemberDismissed,
    appoint,
    authorize,
    dismiss,
    duties,
    find,
    member,
    members,
    posts,
    reach,
)
from hoanhap.organizations.model import Membership, Organization, OrganizationKind
from hoanhap.organizations.old_names import find_communes, near_communes, speaks_of_a_commune, what_they_were
from hoanhap.organizations.rules import ROLE_NAMES, Duty, MemberRole, Post, Reach

__all__ = [
    "ROLE_NAMES",
    "Commune",
    "Duty",
    "LastAdmin",
    "Member",
    "MemberDismissed",
    "MemberRole",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Post",
    "Reach",
    "Somewhere",
    "appoint",
    "authorize",
    "commune",
    "communes",
    "dismiss",
    "distance_km",
    "duties",
    "find",
    "find_communes",
    "member",
    "members",
    "near_communes",
    "posts",
    "reach",
    "speaks_of_a_commune",
    "what_they_were",
]
