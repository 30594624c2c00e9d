"""What a place offers is added, said, published and paused; nothing of it touches what was promised."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from hoanhap import booking, catalogue, publishing, schedule
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.booking.refusals import NotGiven
from hoanhap.catalogue import Offering, OfferingFeature, Workplace
from hoanhap.events import Event
from hoanhap.publishing import Answers, Approval, Coming, State, Timing, Topic, Words, queries
from hoanhap.publishing.queries import Offered
from hoanhap.publishing.refusals import ChangedMeanwhile, DraftDeleted, NoDraft, NotReady, StillPromised
from hoanhap.publishing.rules import Saying
from hoanhap.schedule import Schedule, SlotUnit
from tests import makers
from tests.makers import NOON, SOMEBODY, TODAY, Place
from tests.states_of_offerings import tell_all

OTHER_SERVICE = "am-ngu-tri-lieu"
COST: dict[str, dict[str, str | list[str]]] = {"vi": {"cost": "50.000 đồng một buổi.", "bring": []}}


def work_at(place: Place) -> Workplace:
    """The place, as those see it who work there."""
    with place.database.reading() as db:
        return catalogue.workplace(db, place.offering.location_slug)


def now_said(place: Place, offering_id: int | None = None) -> Offered:
    """What is offered now."""
    with place.database.reading() as db:
        at = work_at(place).location_id
        return queries.offered(db, at, offering_id or place.offering.id, "vi", today=TODAY)


def say(place: Place, saying: Saying, version: str = "") -> None:
    """Say a topic, as somebody who sees what is said now."""
    topic = {Timing: Topic.TIME, Coming: Topic.PEOPLE, Approval: Topic.APPROVAL, Words: Topic.WORDS}.get(
        type(saying), Topic.NEEDS
    )
    seen = version or now_said(place).version(topic)
    place.database.write_now(publishing.say, work_at(place), place.offering.id, saying, seen, by=SOMEBODY, now=NOON)


def draft(db: Db, place: Place) -> None:
    """It was never published."""
    drafted = update(Offering).where(Offering.id == place.offering.id)
    db.execute(drafted.values(is_draft=True, is_open=False))


def do(place: Place, deed: object, *details: object) -> object:
    """Do something at the place."""
    return place.database.write_now(deed, work_at(place), *details, by=SOMEBODY, now=NOON)  # type: ignore[arg-type]


def test_a_draft_is_added_once_and_nobody_finds_it(database: Database) -> None:
    place = Place(database)

    first, again = (do(place, publishing.add, OTHER_SERVICE) for _ in range(2))

    assert first == again
    assert now_said(place, first).state is State.DRAFT  # type: ignore[arg-type]
    with database.reading() as db:
        assert len(catalogue.offerings_at(db, work_at(place).location_id)) == 1
        service, _ = catalogue.service(db, OTHER_SERVICE, "vi")
        assert catalogue.offerings(db, service.id) == []
    with pytest.raises(Missing):
        do(place, publishing.add, "khong-co")


def test_a_draft_is_deleted_once_with_the_weeks_that_were_planned_for_it(database: Database) -> None:
    place = Place(database)
    database.write_now(draft, place)
    database.write_now(makers.close_day, place.offering)
    say(place, Answers({"lift": True}))

    for _ in range(2):
        do(place, publishing.delete_draft, place.offering.id, makers.SERVICE)

    assert place.events("OfferingDeleted") == 1
    with database.reading() as db:
        left = [db.scalar(select(func.count()).select_from(each)) for each in (Offering, Schedule, SlotUnit)]
    assert left == [0, 0, 0]
    added = do(place, publishing.add, makers.SERVICE)
    assert isinstance(added, int)
    assert now_said(place, added).weeks == queries.Weeks()


def test_of_deleting_and_publishing_only_what_comes_first_is_done(database: Database) -> None:
    place = Place(database)
    database.write_now(draft, place)
    database.write_now(tell_all, place.offering.id)
    other = do(place, publishing.add, OTHER_SERVICE)

    do(place, publishing.publish, place.offering.id)
    with pytest.raises(NoDraft):
        do(place, publishing.delete_draft, place.offering.id, makers.SERVICE)
    do(place, publishing.pause, place.offering.id)
    with pytest.raises(NoDraft):
        do(place, publishing.delete_draft, place.offering.id, makers.SERVICE)
    do(place, publishing.delete_draft, other, OTHER_SERVICE)
    with pytest.raises(DraftDeleted):
        do(place, publishing.publish, other)

    assert now_said(place).state is State.PAUSED


def test_a_form_of_another_draft_deletes_nothing(database: Database) -> None:
    """A number may be given again to what is added later."""
    place = Place(database)
    other = do(place, publishing.add, OTHER_SERVICE)

    for number, service in ((other, makers.SERVICE), (place.offering.id, OTHER_SERVICE), (other, "khong-co")):
        with pytest.raises(Missing):
            do(place, publishing.delete_draft, number, service)

    assert now_said(place, other).state is State.DRAFT  # type: ignore[arg-type]


def test_what_somebody_has_booked_is_not_deleted(database: Database) -> None:
    """No draft can be booked; if one was all the same, it stays."""
    place = Place(database)
    place.book()
    database.write_now(draft, place)

    with pytest.raises(NoDraft):
        do(place, publishing.delete_draft, place.offering.id, makers.SERVICE)


def test_a_draft_takes_no_booking_even_at_its_own_address(database: Database) -> None:
    place = Place(database)
    database.write_now(draft, place)

    with pytest.raises(Missing):
        place.hold()


def test_it_is_published_only_when_all_is_said(database: Database) -> None:
    place = Place(database)
    database.write_now(draft, place)
    with pytest.raises(NotReady):
        do(place, publishing.publish, place.offering.id)

    database.write_now(tell_all, place.offering.id)
    for _ in range(2):
        do(place, publishing.publish, place.offering.id)

    assert now_said(place).state is State.OPEN
    assert place.events("OfferingPublished") == 1
    assert place.book()


def test_pausing_keeps_what_is_booked_and_takes_nothing_new(database: Database) -> None:
    place = Place(database, capacity=3)
    account_id = place.account()
    reference, held = place.book(account_id=account_id), place.ready()

    for _ in range(2):
        do(place, publishing.pause, place.offering.id)

    assert place.lives(reference) == ["booked"]
    assert place.confirm(held)  # its place was kept before
    with pytest.raises(NotGiven):
        place.hold()
    place.move(reference, 1, account_id)
    assert place.events("OfferingPaused") == 1
    assert place.breaches() == []
    do(place, publishing.publish, place.offering.id)  # nothing keeps it closed that was open once
    assert place.hold(2)


def test_a_day_of_what_is_paused_is_closed_like_any_other(database: Database) -> None:
    place = Place(database)
    reference = place.book()
    do(place, publishing.pause, place.offering.id)

    database.write_now(makers.close_day, place.offering)

    assert place.events("BookingDisplaced") == 1
    assert place.lives(reference) == ["booked"]


def test_whoever_has_booked_keeps_the_deadline_the_price_and_the_party(database: Database) -> None:
    place = Place(database, capacity=4, cancel=0)
    say(place, Words(COST))
    account_id = place.account()
    reference = place.book(account_id=account_id, people=3)

    say(place, Timing(60, 60, 0, 30 * 24 * 60, 56))
    say(place, Coming(1, takes_wheelchairs=False))
    say(place, Words({"vi": {"cost": "90.000 đồng một buổi.", "bring": ["Thẻ"]}}))

    with database.reading() as db:
        view = booking.own_view(db, reference, account_id)
    price = view.price("en")
    assert price is not None
    assert (price.words, price.language) == (("50.000 đồng một buổi.",), "vi")
    assert view.bring("vi").words == ("Thẻ",)
    assert view.can_change(NOON)
    assert view.party.people == 3
    place.cancel(reference, account_id)
    assert place.breaches() == []


def test_what_is_kept_free_holds_for_new_bookings_and_lies_within_the_hours(database: Database) -> None:
    place = Place(database, duration=60, step=30)
    first = place.book(0)

    say(place, Timing(60, 30, 0, 0, 56, 30))
    second = place.book(2)

    assert [len(place.lives(each)) for each in (first, second)] == [2, 3]
    with pytest.raises(StillPromised):
        say(place, Timing(60, 30, 0, 0, 56, 210))
    say(place, Timing(60, 30, 0, 0, 56, 180))
    assert place.breaches() == []


def test_a_longer_appointment_holds_for_new_bookings_only(database: Database) -> None:
    place = Place(database, duration=60, step=30)
    account_id = place.account()
    reference = place.book(account_id=account_id)

    say(place, Timing(120, 30, 0, 0, 56))
    place.move(reference, 2, account_id)

    with database.reading() as db:
        view = booking.own_view(db, reference, account_id)
    assert view.ends_at - view.starts_at == timedelta(hours=1)


@pytest.mark.parametrize(
    "saying",
    [Timing(60, 20, 0, 0, 56), Timing(300, 60, 0, 0, 56), Coming(4, takes_wheelchairs=False)],
    ids=["other steps", "longer than open", "no wheelchairs"],
)
def test_what_is_planned_or_promised_is_in_the_way(database: Database, saying: Saying) -> None:
    place = Place(database, wheelchairs=1)
    place.book(people=1, wheelchairs=1)

    with pytest.raises(StillPromised):
        say(place, saying)

    assert place.events("OfferingSaid") == 0


def test_wheelchairs_are_given_up_once_there_is_neither_a_space_nor_a_promise(database: Database) -> None:
    place = Place(database, wheelchairs=1)
    none_left = update(SlotUnit).where(SlotUnit.unit == "wheelchair").values(capacity=0, public_limit=0)
    database.write_now(lambda db: db.execute(none_left))
    database.write_now(
        lambda db: db.execute(
            delete(schedule.ScheduleUnit).where(
                schedule.ScheduleUnit.unit == "wheelchair",
                schedule.ScheduleUnit.schedule_id.in_(
                    select(Schedule.id).where(Schedule.offering_id == place.offering.id)
                ),
            )
        )
    )

    say(place, Coming(4, takes_wheelchairs=False))

    assert now_said(place).saying(Topic.PEOPLE) == Coming(4, takes_wheelchairs=False)


def test_of_two_who_say_the_same_topic_the_second_is_told(database: Database) -> None:
    place = Place(database)
    version = now_said(place).version(Topic.APPROVAL)
    say(place, Approval(needs_approval=True, answer_days=3), version)
    say(place, Approval(needs_approval=True, answer_days=3), version)  # the same sent twice

    with pytest.raises(ChangedMeanwhile):
        say(place, Approval(needs_approval=True, answer_days=5), version)
    say(place, Coming(2, takes_wheelchairs=False))  # another topic is nobody's conflict

    assert place.events("OfferingSaid") == 2


def test_an_answer_has_the_day_on_which_it_was_said(database: Database) -> None:
    place = Place(database)
    say(place, Answers({"lift": True, "parking": None}))
    later = NOON + timedelta(days=3)
    changed = Answers({"lift": True, "parking": False})

    database.write_now(
        publishing.say,
        work_at(place),
        place.offering.id,
        changed,
        now_said(place).version(Topic.NEEDS),
        by=SOMEBODY,
        now=later,
    )

    with database.reading() as db:
        of_it = select(OfferingFeature.feature_code, OfferingFeature.has, OfferingFeature.known_on)
        rows = db.execute(of_it.where(OfferingFeature.offering_id == place.offering.id)).all()
    assert {tuple(row) for row in rows} == {("lift", True, TODAY), ("parking", False, TODAY + timedelta(days=3))}


def test_what_nobody_knows_stands_before_what_is_known_of_the_place(database: Database) -> None:
    place = Place(database)
    say(place, Answers({"lift": True}))
    say(place, Answers({"lift": None}))

    with database.reading() as db:
        assert "lift" not in catalogue.known_features(db, [place.offering])[place.offering.id]
        kinds = db.execute(select(func.count(Event.id)).where(Event.kind == "OfferingSaid")).scalar_one()
    assert now_said(place).answer("lift") == "unknown"
    assert kinds == 2
