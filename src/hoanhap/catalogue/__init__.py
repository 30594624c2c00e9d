"""What is offered: domains of life, services in them, and offerings of a service at a place."""

from hoanhap.catalogue.model import Domain, Location, Offering, Service
from hoanhap.catalogue.queries import (
    DomainView,
    OfferingView,
    ServiceView,
    offering,
    offerings,
    service,
    services,
)
from hoanhap.catalogue.rules import Demand, Party, Unit, demand, is_possible, units_by_participant
from hoanhap.catalogue.verbs import load_catalogue

__all__ = [
    "Demand",
    "Domain",
    "DomainView",
    "Location",
    "Offering",
    "OfferingView",
    "Party",
    "Service",
    "ServiceView",
    "Unit",
    "demand",
    "is_possible",
    "load_catalogue",
    "offering",
    "offerings",
    "service",
    "services",
    "units_by_participant",
]
