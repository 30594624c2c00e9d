"""The sample people one can sign in as: what they need, said twice, and what they have booked, past and to come."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from hoanhap import booking, catalogue, people, schedule
from hoanhap.base.db import Db
from hoanhap.catalogue import NeedRule, OfferingView, Party, Unit
from hoanhap.events import Actor
from hoanhap.people import Contact, Said
from hoanhap.schedule import Start

FIRST_SAID = timedelta(days=40)
BOOKED_LONG_AGO, BOOKED_LATELY = timedelta(days=6), timedelta(days=1)
EACH_WAY = 2
"""How many bookings each of them has in the past, and how many to come."""
MOST_LOOKED_AT = 40


class Story(msgspec.Struct, frozen=True):
    """A sample person: the phone to sign in with, and what they said they need, first and then."""

    phone: str
    full_name: str
    first: Said
    then: Said


STORIES = (
    Story(
        "+84900000002",
        "Trần Thị Hồng Cúc",
        Said(frozenset({"met-at-door"})),
        Said(frozenset({"met-at-door", "braille"}), contact=Contact.CALL),
    ),
    Story(
        "+84900000003",
        "Lê Minh Nhựt",
        Said(frozenset({"wheelchair", "accessible-toilet"}), home_commune="25459"),
        Said(
            frozenset({"wheelchair", "accessible-toilet", "companion"}),
            extra_minutes=10,
            home_commune="25459",
        ),
    ),
)


def tell(db: Db, offerings: list[OfferingView], *, origin: str, now: datetime, chance: random.Random) -> int:
    """Let each of them say what they need and book what fits, by the verbs that everybody uses; return how often."""
    return sum(_tell(db, story, offerings, origin=origin, now=now, chance=chance) for story in STORIES)


def _tell(
    db: Db, story: Story, offerings: list[OfferingView], *, origin: str, now: datetime, chance: random.Random
) -> int:
    account_id = people.account_for(db, story.phone, language="vi", now=now - FIRST_SAID)
    by = Actor(account_id, people.PERSON_ROLE)
    person = people.person_named(db, account_id, story.full_name, now=now - FIRST_SAID)
    for version, (said, before) in enumerate([(story.first, FIRST_SAID), (story.then, BOOKED_LATELY)]):
        people.save_profile(db, account_id, person.id, said, seen_version=version, by=by, now=now - before)
    rules = [need.rule for need in catalogue.needs(db, "vi") if need.code in story.then.needs]
    made = 0
    for start, offering, party in _choices(db, rules, offerings, now=now, chance=chance):
        choice = booking.Choice(f"{origin}-{story.phone}-{made}", offering.id, start.slot_id, party)
        booking.book(
            db,
            choice,
            account_id=account_id,
            full_name=story.full_name,
            phone=story.phone,
            language="vi",
            by=by,
            now=_made_at("past" if start.starts_at < now else "to come", now),
            origin=origin,
        )
        made += 1
    return made


def _choices(
    db: Db, rules: list[NeedRule], offerings: list[OfferingView], *, now: datetime, chance: random.Random
) -> Iterator[tuple[Start, OfferingView, Party]]:
    """Times on different days, some past and some to come, each at an offering that can take all who come."""
    is_in_chair = any(rule.unit == Unit.WHEELCHAIR for rule in rules)
    fitting = [each for each in offerings if each.takes_wheelchairs or not is_in_chair]
    left = {"past": EACH_WAY, "to come": EACH_WAY}
    days: set[date] = set()
    for offering in chance.sample(fitting, min(len(fitting), MOST_LOOKED_AT)):
        party = catalogue.party_for(rules, party_max=offering.party_max, takes_wheelchairs=offering.takes_wheelchairs)
        when = "past" if left["past"] else "to come"
        starts = [
            each
            for each in schedule.starts(db, booking.wanted_at(offering, party, now=_made_at(when, now)))
            if (each.starts_at < now) == (when == "past") and each.local_date not in days
        ]
        if starts and left[when]:
            start = chance.choice(starts if when == "past" else starts[: len(starts) // 4 + 1])
            left[when] -= 1
            days.add(start.local_date)
            yield start, offering, party


def _made_at(when: str, now: datetime) -> datetime:
    """When a booking was made, for a time that is past or to come."""
    return now - (BOOKED_LONG_AGO if when == "past" else BOOKED_LATELY)
