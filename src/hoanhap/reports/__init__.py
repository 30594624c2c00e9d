"""What those who run the service see of it."""

from hoanhap.reports.invariants import Breach, breaches

__all__ = ["Breach", "breaches"]
