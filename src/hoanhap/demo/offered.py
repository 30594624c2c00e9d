"""What a sample place says of its services: one in its own words, one with time to travel, a draft without weeks."""

from datetime import datetime

import msgspec

from hoanhap import publishing
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.demo.staff import workplace
from hoanhap.events import Actor
from hoanhap.publishing import Topic, Words, queries

TOLD, AT_HOME, DRAFT = "am-ngu-tri-lieu", "phuc-hoi-tai-nha", "can-thiep-som"
TRAVEL_MINUTES = 60
WORDS = Words(
    {
        "vi": {
            "cost": "60.000 đồng một buổi. Ai có sổ hộ nghèo thì không phải trả tiền.",
            "bring": ["Giấy khám gần nhất, nếu có"],
            "know": "Người nhà được ngồi cùng trong phòng tập.",
        },
        "en": {
            "cost": "60,000 dong each time. With a poor household book you pay nothing.",
            "bring": ["Your latest medical report, if you have one"],
            "know": "Your family may sit with you.",
        },
    }
)


def say(db: Db, *, by: Actor, now: datetime) -> None:
    """Say it; any number of times, and only where the sample organisations are."""
    place = workplace(db)
    if place is None:
        return
    found = {each.service.slug: each for each in queries.offered_at(db, place.location_id, "vi", today=local_day(now))}
    told, at_home = found[TOLD], found[AT_HOME]
    publishing.say(db, place, told.id, WORDS, told.version(Topic.WORDS), by=by, now=now)
    timing = msgspec.structs.replace(at_home.timing, buffer_minutes=TRAVEL_MINUTES)
    publishing.say(db, place, at_home.id, timing, at_home.version(Topic.TIME), by=by, now=now)
    publishing.add(db, place, DRAFT, by=by, now=now)
