"""The day at a place: who comes, what they need, who came; and nobody looks at it unseen."""

from hoanhap.attendance.queries import people_on
from hoanhap.attendance.verbs import DaySeen

__all__ = ["DaySeen", "people_on"]
