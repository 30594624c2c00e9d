"""Two people at the same moment: nobody's words are lost unseen, and no week is planned in steps that change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select, update

from hoanhap import capacity, catalogue, planning, publishing, schedule
from hoanhap.base.db import Database, Db
from hoanhap.capacity import StaleProposal
from hoanhap.catalogue import Offering
from hoanhap.planning import Replanning, Rule
from hoanhap.planning.rules import Places
from hoanhap.publishing import Approval, Timing, Topic, queries, verbs
from hoanhap.publishing.refusals import ChangedMeanwhile, DraftDeleted, NoDraft, StillPromised
from hoanhap.publishing.rules import Saying
from tests import makers
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, SERVICE, SOMEBODY, TODAY, TOMORROW, Place
from tests.states_of_offerings import tell_all

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


def delete(place: Place) -> Callable[[Db], str]:
    """Delete the draft of what it gives."""

    def run(db: Db) -> str:
        work = catalogue.workplace(db, place.offering.location_slug)
        publishing.delete_draft(db, work, place.offering.id, SERVICE, by=SOMEBODY, now=NOON)
        return "deleted"

    return run


def publish(place: Place) -> Callable[[Db], str]:
    """Publish it."""

    def run(db: Db) -> str:
        work = catalogue.workplace(db, place.offering.location_slug)
        publishing.publish(db, work, place.offering.id, by=SOMEBODY, now=NOON)
        return "published"

    return run


def a_draft(database: Database) -> Place:
    """A place whose only service is a draft of which all is told."""
    place = Place(database)
    database.write_now(tell_all, place.offering.id)
    drafted = update(Offering).where(Offering.id == place.offering.id).values(is_draft=True, is_open=False)
    database.write_now(lambda db: db.execute(drafted))
    return place


def test_a_draft_is_published_or_deleted_and_the_other_is_told(postgres: Database) -> None:
    place = a_draft(postgres)
    assert meanwhile(postgres, publish(place), delete(place)) is NoDraft

    other = a_draft(postgres)
    assert meanwhile(postgres, delete(other), publish(other)) is DraftDeleted


def test_a_week_is_not_planned_for_a_draft_that_is_being_deleted(postgres: Database) -> None:
    place = a_draft(postgres)

    assert meanwhile(postgres, delete(place), planning_of(place)) is StaleProposal


def test_openings_that_are_just_being_made_are_deleted_too(postgres: Database) -> None:
    """The worker makes openings by the rules of a draft while it is deleted: it is waited for."""
    place = a_draft(postgres)
    postgres.write_now(makers.make_schedule, place.offering.id, day=TOMORROW + timedelta(days=1), weeks=2)

    def make(db: Db) -> str:
        schedule.make_openings(db, first=TOMORROW, last=TOMORROW + timedelta(days=9))
        return "made"

    assert meanwhile(postgres, make, delete(place)) == "deleted"


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
