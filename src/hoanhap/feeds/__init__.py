"""What people take along: a calendar file, a calendar that follows their bookings, and a slip in large print."""

from hoanhap.feeds.model import Feed
from hoanhap.feeds.rules import Appointment, calendar_file
from hoanhap.feeds.verbs import CalendarBegun, CalendarEnded, begin, end

__all__ = ["Appointment", "CalendarBegun", "CalendarEnded", "Feed", "begin", "calendar_file", "end"]
