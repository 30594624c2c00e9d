"""The day at a place: who comes, what they need, who came; and nobody looks at it unseen."""

from hoanhap.attendance.verbs import DaySeen

__all__ = ["DaySeen"]
