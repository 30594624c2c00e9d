"""What a sample place says of its services: one in its own words, and a draft that waits for its weeks."""

from datetime import datetime

from hoanhap import publishing
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.demo.staff import workplace
from hoanhap.events import Actor
from hoanhap.publishing import Topic, Words, queries

TOLD, DRAFT = "am-ngu-tri-lieu", "can-thiep-som"
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
    found = queries.offered_at(db, place.location_id, "vi", today=local_day(now))
    told = next(each for each in found if each.service.slug == TOLD)
    publishing.say(db, place, told.id, WORDS, told.version(Topic.WORDS), by=by, now=now)
    publishing.add(db, place, DRAFT, by=by, now=now)
