"""Weeks behind the place of the sample staff, so that its figures tell something: who came, who was turned away."""

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import bindparam, select, update

from hoanhap import booking, people, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import Claim, Leg, Life, WhyNot
from hoanhap.catalogue import OfferingView, Party
from hoanhap.demo.staff import WORKPLACE
from hoanhap.events import Actor
from hoanhap.schedule import Start

PAST = timedelta(weeks=13)
EARLIEST, LATEST = 1, 20
"""How many days before the visit people booked, at least and at most."""
MISSED, NOT_NOTED = 0.12, 0.04
SERVICES = ("vat-ly-tri-lieu", "am-ngu-tri-lieu")
FEWEST, MOST, SOME_WEEKS = 0.15, 0.45, (1.0, 0.6, 1.1, 0.9, 1.2, 0.5, 1.0, 1.1, 0.8, 1.0, 0.7, 1.2, 0.9)
"""How likely each place is taken, at first and in the end, and how weeks differ."""
TURNED_AWAY = {WhyNot.FULL: 3, WhyNot.TOO_LATE: 1}
"""How often a week at each offering, at most."""
FEATURES = ("lift", "quiet-room")


def live(
    db: Db, offerings: Iterable[OfferingView], names: list[str], *, origin: str, now: datetime, chance: random.Random
) -> None:
    """Let people have come there, by the verbs that everybody uses; where that place is no sample, nothing happens."""
    here = [each for each in offerings if each.location_slug == WORKPLACE and each.service_slug in SERVICES]
    if not here:
        return
    today = local_day(now)
    schedule.make_openings(db, first=today - PAST, last=today, of=[each.id for each in here])
    for offering in here:
        _book(db, offering, names, origin=origin, now=now, chance=chance)
        _turn_away(db, offering, today, chance)
    _note_who_came(db, here, now=now, chance=chance)


def _book(
    db: Db, offering: OfferingView, names: list[str], *, origin: str, now: datetime, chance: random.Random
) -> None:
    """Some of the times of each day, more of them from week to week."""
    wanted = booking.wanted_at(offering, Party(), now=now - PAST)
    starts = schedule.starts(db, msgspec.structs.replace(wanted, until=now))
    for nth, start in enumerate(starts):
        likely = FEWEST + (MOST - FEWEST) * nth / len(starts) * SOME_WEEKS[nth * len(SOME_WEEKS) // len(starts)]
        for _ in range(int(start.left) + 1):
            if chance.random() < likely:
                _book_one(db, offering, start, chance.choice(names), origin=origin, chance=chance)


def _book_one(
    db: Db, offering: OfferingView, start: Start, full_name: str, *, origin: str, chance: random.Random
) -> None:
    now = start.starts_at - timedelta(days=min(chance.randint(EARLIEST, LATEST), chance.randint(EARLIEST, LATEST)))
    phone = f"+84900{200_000 + chance.randrange(400):06d}"
    account_id = people.account_for(db, phone, language="vi", now=now)
    choice = booking.Choice(f"{origin}-past-{chance.random()}", offering.id, start.slot_id, Party())
    with db.begin_nested() as attempt:
        try:
            booking.book(
                db,
                choice,
                account_id=account_id,
                full_name=full_name,
                phone=phone,
                language="vi",
                by=Actor(None, origin),
                now=now,
                origin=origin,
            )
        except (booking.NotFree, booking.Overlapping):
            attempt.rollback()


def _note_who_came(db: Db, here: list[OfferingView], *, now: datetime, chance: random.Random) -> None:
    past = select(Leg.id).where(Leg.offering_id.in_([each.id for each in here]), Leg.ends_at < now).order_by(Leg.id)
    became: dict[Life, list[int]] = {Life.FULFILLED: [], Life.NOSHOW: []}
    for leg_id in db.scalars(past):
        drawn = chance.random()
        if drawn > NOT_NOTED:
            became[Life.NOSHOW if drawn < NOT_NOTED + MISSED else Life.FULFILLED].append(leg_id)
    its = update(Claim).where(Claim.leg_id.in_(bindparam("of_legs", expanding=True)), Claim.state == Life.BOOKED.value)
    for life, legs in became.items():
        db.execute(its.values(state=life.value), {"of_legs": legs})


def _turn_away(db: Db, offering: OfferingView, today: date, chance: random.Random) -> None:
    """Some got no time, some found nothing near enough, some needed what no place has."""
    for weeks_ago in range(PAST.days // 7):
        day = today - timedelta(weeks=weeks_ago, days=chance.randrange(7))
        for why, most in TURNED_AWAY.items():
            for _ in range(chance.randint(0, most)):
                booking.note_turned_away(db, offering.id, why, day=day)
        if chance.random() < 0.3:
            booking.note_too_far(db, offering.service_id, day=day)
        if chance.random() < 0.2:
            booking.note_unmet(db, offering.service_id, [chance.choice(FEATURES)], day=day)
