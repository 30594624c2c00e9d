"""What somebody can do is said by the place, kept as long as anybody comes for it, and asked for by those who book."""

import pytest
from sqlalchemy import func, select

from hoanhap import booking, catalogue
from hoanhap.base.clock import whole_days
from hoanhap.base.db import Database, Db
from hoanhap.booking import Booking, Reason
from hoanhap.booking.refusals import NotMetThen
from hoanhap.booking.verbs import say_needs
from hoanhap.capacity import Failing, apply, propose, things
from hoanhap.catalogue import Resource
from hoanhap.events import Event
from hoanhap.planning import queries
from hoanhap.schedule import Opening, Schedule, Slot
from tests import journeys, makers, states_of_skills
from tests.booking.test_skills import SIGNS, Hands
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import Book, SaySkills, SaySkillsUnguarded
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, SOMEBODY, TOMORROW
from tests.pages import Site
from tests.states_of_capacity import at
from tests.states_of_skills import SIGNER, skills, somebody_signs
from tests.stating import Here
from tests.town import Town


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(site, town, site.browser(), monkeypatch)


def known_of(db: Db, resource_id: int) -> frozenset[str]:
    """What somebody can do, as it is written down."""
    return catalogue.skills_of(db, [resource_id]).get(resource_id, frozenset())


def served_by(db: Db, slot_id: int) -> str | None:
    """The name of who serves at a time."""
    found = select(Resource.name).join(Schedule, Schedule.resource_id == Resource.id)
    found = found.join(Opening, Opening.schedule_id == Schedule.id).join(Slot, Slot.opening_id == Opening.id)
    return db.scalar(found.where(Slot.id == slot_id))


def says(db: Db) -> int:
    """How often it was said."""
    return db.execute(select(func.count()).where(Event.kind == "SkillsSaid")).scalar_one()


def of(hands: Hands, *features: str) -> SaySkills:
    """Let the second of the hands be able to do just this."""
    with hands.database.reading() as db:
        version = queries.Hands(hands.hands[1], "person", "", known_of(db, hands.hands[1])).version
    return SaySkills(hands.offering.location_slug, hands.hands[1], features, version)


@pytest.fixture
def hands(database: Database) -> Hands:
    return Hands(database)


async def test_what_is_ticked_is_what_somebody_can_do(here: Here) -> None:
    page = await skills(here)
    assert page.form("version").fields["feature-sign-language"] == "yes"

    said = await here.browser.send(page.form("version"), **{"feature-sign-language": "", "feature-plain-words": "yes"})

    assert "Nhân viên nói chậm, giải thích dễ hiểu" in said.text
    assert "Có người biết ngôn ngữ ký hiệu" not in said.text


async def test_of_a_thing_nothing_is_asked_that_only_people_can_do(here: Here) -> None:
    page = await states_of_skills.what_a_room_has(here)

    assert "Có phòng yên tĩnh" in page.text
    assert "Có người biết ngôn ngữ ký hiệu" not in page.text


async def test_somebody_of_another_place_is_not_there(here: Here) -> None:
    page = await skills(here)
    number = page.address.rsplit("/", 1)[-1]

    await here.browser.open(f"{at(here.town.therapy)}/weeks/resources/{int(number) + 1}", 404)


async def test_what_somebody_comes_for_is_not_taken_away(here: Here) -> None:
    page = await states_of_skills.somebody_is_needed_who_signs(here)

    assert page.errors == ["Còn người hẹn vì điều quý vị vừa bỏ. Đánh dấu lại, hoặc đổi hẹn cho họ trước."]
    assert "1 lịch hẹn cần điều đó, lúc 9 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026." in page.text
    assert "/out-of-order" in " ".join(page.links().values())
    with here.site.database.reading() as db:
        (signer,) = [each.id for each in queries.hands(db, queries.location_of(db, here.town.therapy.id))]
        assert known_of(db, signer) == frozenset(SIGNS)


async def test_two_who_say_it_at_once_see_what_the_other_said(here: Here) -> None:
    first = await skills(here)
    second = await here.browser.open(first.address)
    await here.browser.send(first.form("version"), **{"feature-plain-words": "yes"})

    refused = await here.browser.send(second.form("version"), 409, **{"feature-read-aloud": "yes"})

    assert "Người khác vừa đổi điều này" in refused.text
    assert first.address in refused.links().values()


async def test_the_place_says_that_somebody_signs_at_some_hours(here: Here) -> None:
    page = await states_of_skills.a_place_where_somebody_signs(here)

    group = page.text.split("Có ở một số giờ")[1].split("Điều chưa")[0]
    assert "Có người biết ngôn ngữ ký hiệu" in group
    assert "Chưa rõ có người biết ngôn ngữ ký hiệu" not in page.text


async def test_whoever_needs_it_chooses_among_those_hours_and_is_told_so(here: Here) -> None:
    page = await states_of_skills.times_of_who_signs(here)

    assert "Chỉ hiện những giờ có điều quý vị cần. Có người biết ngôn ngữ ký hiệu." in page.text
    with here.site.database.reading() as db:
        by = {served_by(db, int(slot_id)) for slot_id in page.options("slot")}
    assert by == {SIGNER}


async def test_whoever_needs_nothing_chooses_among_all_hours(here: Here) -> None:
    here.site.database.write_now(somebody_signs, here.town.therapy)

    page = await journeys.see_times(here.browser, here.town.therapy)

    assert "Chỉ hiện những giờ" not in page.text
    assert len(page.options("slot")) > 8


async def test_at_the_desk_the_hours_are_told_when_nobody_signs_and_the_needs_stay_ticked(here: Here) -> None:
    page = await states_of_skills.who_signs_at_the_desk(here)

    assert page.form("their_name").fields["hearing-sign-language"] == "yes"
    booked = await here.browser.send(page.form("their_name"), their_name=makers.NAME)
    assert makers.NAME in booked.text
    with here.site.database.reading() as db:
        assert db.scalars(select(Booking.gaps)).one() == []


def test_saying_it_twice_says_it_once(hands: Hands) -> None:
    deed = of(hands, *SIGNS, "plain-words")

    for _ in range(2):
        assert hands.database.write_now(deed.run) == "said"

    with hands.database.reading() as db:
        assert known_of(db, hands.hands[1]) == frozenset({*SIGNS, "plain-words"})
        assert says(db) == 1


def test_whoever_lost_their_time_because_of_it_still_needs_it_until_that_is_solved(hands: Hands) -> None:
    """The way that the page shows: what does not work is said, and whoever came for it is displaced and told."""
    account_id = hands.account()
    with hands.database.writing() as db:
        choice = makers.make_choice(hands.offering, hands.signed[0], needs=SIGNS)
        reference = makers.book(db, choice, account_id=account_id)

    with hands.database.writing() as db:
        where = queries.location_of(db, hands.offering.id)
        change = Failing(where, SIGNS[0], 0, whole_days(TOMORROW, TOMORROW), Reason.STAFF_ILL)
        proposal = propose(db, change, now=NOON)
        apply(db, change, proposal.version, by=SOMEBODY, now=NOON)

    assert len(proposal.displaced) == 1
    assert hands.database.write_now(of(hands).run) == "still needed"

    hands.database.write_now(booking.cancel, reference, account_id=account_id, by=SOMEBODY, now=NOON)

    assert hands.database.write_now(of(hands).run) == "said"


def test_what_only_somebody_can_do_can_fail_at_the_place(hands: Hands) -> None:
    with hands.database.reading() as db:
        found = things(db, queries.location_of(db, hands.offering.id), "vi", today=TOMORROW)

    assert [each.value for each in found if each.feature] == ["feature-sign-language"]


def test_who_was_told_that_it_is_missing_is_not_among_those_who_need_it(hands: Hands) -> None:
    with hands.database.writing() as db:
        token = makers.hold(db, makers.make_choice(hands.offering, hands.slots[0]))
        say_needs(db, token, SIGNS, 0, language="vi", now=NOON)
        assert booking.depending(db, hands.hands[1], SIGNS, now=NOON) == []


def test_nobody_is_promised_what_is_taken_away_meanwhile(hands: Hands, database_url: str, crew: Crew) -> None:
    taking = of(hands)
    giving = [
        Book(makers.make_choice(hands.offering, each, needs=SIGNS), hands.account()) for each in hands.signed[:-1]
    ]

    results = crew.at_once(database_url, [taking], *[giving] * (PROCESSES - 1))

    with hands.database.reading() as db:
        can_sign = bool(known_of(db, hands.hands[1]))
        gaps = db.scalars(select(Booking.gaps).where(Booking.reference.is_not(None))).all()
    assert {each.fault for outcomes in results for each in outcomes} <= {"", "SlotFull", "NotMetThen"}
    assert results[0][0].answer == ("still needed" if can_sign else "said")
    assert can_sign or all([gap["feature"] for gap in each] == [*SIGNS] for each in gaps)


@pytest.mark.postgres
def test_a_booking_under_way_keeps_what_it_is_promised(postgres: Database) -> None:
    hands = Hands(postgres)
    first = Book(makers.make_choice(hands.offering, hands.signed[0], needs=SIGNS), hands.account())

    assert meanwhile(postgres, first.run, of(hands).run) == "still needed"


@pytest.mark.postgres
def test_without_waiting_somebody_is_promised_what_nobody_can_do(postgres: Database) -> None:
    """The control: what the guard is for."""
    hands = Hands(postgres)
    first = Book(makers.make_choice(hands.offering, hands.signed[0], needs=SIGNS), hands.account())
    careful = of(hands)
    careless = SaySkillsUnguarded(careful.place, careful.resource_id, careful.features, careful.version)

    assert meanwhile(postgres, first.run, careless.run) == "said"


@pytest.mark.postgres
def test_what_is_being_taken_away_is_waited_for(postgres: Database) -> None:
    hands = Hands(postgres)
    second = Book(makers.make_choice(hands.offering, hands.signed[0], needs=SIGNS), hands.account())

    assert meanwhile(postgres, of(hands).run, second.run) is NotMetThen
