"""Organisations that deliver services, many of them run by people with disabilities, and where they are."""

from hoanhap.organizations.communes import Commune, commune, communes
from hoanhap.organizations.model import Organization, OrganizationKind

__all__ = ["Commune", "Organization", "OrganizationKind", "commune", "communes"]
