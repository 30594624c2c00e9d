"""Organisations that deliver services, many of them run by people with disabilities, and where they are."""

from hoanhap.organizations.communes import Commune, Somewhere, commune, communes, distance_km
from hoanhap.organizations.model import Organization, OrganizationKind
from hoanhap.organizations.old_names import find_communes, near_communes, speaks_of_a_commune, what_they_were

__all__ = [
    "Commune",
    "Organization",
    "OrganizationKind",
    "Somewhere",
    "commune",
    "communes",
    "distance_km",
    "find_communes",
    "near_communes",
    "speaks_of_a_commune",
    "what_they_were",
]
