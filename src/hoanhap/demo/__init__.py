"""Sample data: the real map, services and holidays, with made-up organisations, weeks and bookings."""

from hoanhap.demo.fill import fill

__all__ = ["fill"]
