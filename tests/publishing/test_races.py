"""Two people at the same moment: nobody's words are lost unseen, and no week is planned in steps that change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select

from hoanhap import capacity, catalogue, planning, publishing
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import Offering
from hoanhap.planning import Replanning, Rule
from hoanhap.planning.rules import Places
from hoanhap.publishing import Approval, Timing, Topic, queries, verbs
from hoanhap.publishing.refusals import ChangedMeanwhile, StillPromised
from hoanhap.publishing.rules import Saying
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, SOMEBODY, TODAY, TOMORROW, Place

pytestmark = pytest.mark.postgres
UNLOCKED = select(Offering.id).where(Offering.id == bindparam("of_offering"))
SHORTER = Timing(duration_minutes=60, step_minutes=30, notice_minutes=0, cancel_minutes=0, horizon_days=56)


class Says:
    """Say a topic, as somebody who opened its form before anything happened."""

    def __init__(self, place: Place, saying: Saying, topic: Topic) -> None:
        self.place, self.saying = place, saying
        with place.database.reading() as db:
            self.work = catalogue.workplace(db, place.offering.location_slug)
            found = queries.offered(db, self.work.location_id, place.offering.id, "vi", today=TODAY)
        self.version = found.version(topic)

    def __call__(self, db: Db) -> str:
        publishing.say(db, self.work, self.place.offering.id, self.saying, self.version, by=SOMEBODY, now=NOON)
        return "said"


def plan_a_week(place: Place) -> Replanning:
    """The first week of a place, which began to be planned by the old steps."""
    rule = Rule(place.offering.id, TOMORROW.weekday(), 480, 720, (Places("place", 2, 2),), TOMORROW)
    return Replanning(place.offering.id, TOMORROW, begins=(rule,))


def planning_of(place: Place) -> Callable[[Db], str]:
    """Plan it, after a look at what it would do."""
    change = plan_a_week(place)

    def plan(db: Db) -> str:
        planning.plan(db, change, capacity.propose(db, change, now=NOON).version, by=SOMEBODY, now=NOON)
        return "planned"

    return plan


def without_weeks(database: Database) -> Place:
    """A place that was open weeks ago, and for which nothing is planned."""
    return Place(database, day=TODAY - timedelta(weeks=3))


def test_of_two_who_say_something_else_the_second_is_told(postgres: Database) -> None:
    place = Place(postgres)
    three, five = (Says(place, Approval(needs_approval=True, answer_days=days), Topic.APPROVAL) for days in (3, 5))

    assert meanwhile(postgres, three, five) is ChangedMeanwhile
    assert place.events("OfferingSaid") == 1


def test_steps_do_not_change_while_a_week_is_planned_in_them(postgres: Database) -> None:
    place = without_weeks(postgres)

    assert meanwhile(postgres, planning_of(place), Says(place, SHORTER, Topic.TIME)) is StillPromised


def test_without_waiting_the_first_is_overwritten_unseen(postgres: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the guard is for."""
    monkeypatch.setattr(verbs, "_LOCKED", UNLOCKED)
    place = Place(postgres)
    three, five = (Says(place, Approval(needs_approval=True, answer_days=days), Topic.APPROVAL) for days in (3, 5))

    assert meanwhile(postgres, three, five) == "said"
    assert place.events("OfferingSaid") == 2


def test_without_waiting_a_week_has_steps_that_are_no_more(postgres: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the guard is for."""
    monkeypatch.setattr(verbs, "_LOCKED", UNLOCKED)
    place = without_weeks(postgres)

    assert meanwhile(postgres, planning_of(place), Says(place, SHORTER, Topic.TIME)) == "said"
