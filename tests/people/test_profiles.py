"""What people need: said in versions, for the right person, noted in the log without a word of it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from hoanhap import people
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.events import Actor, Event
from hoanhap.people import AccessProfile, Contact, ProfileChanged, ProfileView, Said
from tests import makers
from tests.makers import NAME, NOON, PHONE, SOON

CHAIR = Said(frozenset({"wheelchair", "companion"}), 10, "25459", Contact.CALL)
QUIET = Said(frozenset({"quiet-room"}))
BY = Actor(1, "person")


class Family:
    """An account, and the persons behind it; everything it does is a transaction of its own."""

    def __init__(self, database: Database, *names: str) -> None:
        self.database = database
        self.account_id = database.write_now(makers.make_account, PHONE)
        self.persons = [self.add(name) for name in names or (NAME,)]

    def add(self, name: str) -> int:
        return self.database.write_now(people.person_named, self.account_id, name, now=NOON).id

    def save(self, said: Said, *, seen: int = 0, person: int = 0) -> int:
        person_id = self.persons[person]
        return self.database.write_now(
            people.save_profile, self.account_id, person_id, said, seen_version=seen, by=BY, now=NOON
        )

    def profile(self) -> ProfileView:
        with self.database.reading() as db:
            found = people.profile(db, self.account_id)
        assert found
        return found

    def facts(self) -> list[tuple[str, dict[str, object]]]:
        with self.database.reading() as db:
            rows = db.execute(select(Event.kind, Event.facts).order_by(Event.id)).all()
        return [(kind, facts) for kind, facts in rows]


def test_an_account_without_anybody_needs_nothing(database: Database) -> None:
    account_id = database.write_now(makers.make_account)

    with database.reading() as db:
        assert people.profile(db, account_id) is None
        assert people.persons(db, account_id) == []


def test_somebody_of_whom_nothing_was_said_is_at_version_nought(database: Database) -> None:
    found = Family(database).profile()

    assert (found.full_name, found.version, found.needs, found.contact) == (NAME, 0, frozenset(), Contact.ANY)


def test_what_was_said_is_what_stands(database: Database) -> None:
    family = Family(database)

    version = family.save(CHAIR)

    found = family.profile()
    assert (version, found.version, found.saved_at) == (1, 1, NOON)
    assert Said(found.needs, found.extra_minutes, found.home_commune, found.contact) == CHAIR


def test_the_newest_version_counts_and_the_others_stay(database: Database) -> None:
    family = Family(database)
    family.save(CHAIR)

    family.save(QUIET, seen=1)

    with database.reading() as db:
        versions = people.profile_versions(db, family.persons[0])
    assert [(each.version, each.needs) for each in versions] == [(2, QUIET.needs), (1, CHAIR.needs)]
    assert family.profile().needs == QUIET.needs


def test_the_same_sent_again_changes_nothing(database: Database) -> None:
    family = Family(database)
    family.save(CHAIR)
    before = family.facts()

    assert [family.save(CHAIR) for _ in range(3)] == [1, 1, 1]
    assert family.facts() == before


def test_that_nothing_is_needed_can_be_saved_too(database: Database) -> None:
    assert Family(database).save(Said()) == 1


def test_what_somebody_saved_meanwhile_is_not_written_over(database: Database) -> None:
    family = Family(database)
    family.save(CHAIR)

    with pytest.raises(ProfileChanged) as refused:
        family.save(QUIET)

    assert (refused.value.status, refused.value.stands.needs) == (409, CHAIR.needs)
    assert family.profile().needs == CHAIR.needs


@pytest.mark.parametrize("seen", [-1, 1, 9_999])
def test_a_version_that_never_was_is_refused(database: Database, seen: int) -> None:
    with pytest.raises(ProfileChanged):
        Family(database).save(CHAIR, seen=seen)


def test_the_log_holds_the_version_and_never_the_needs(database: Database) -> None:
    family = Family(database)

    family.save(CHAIR)

    assert family.facts() == [("ProfileSaved", {"person_id": family.persons[0], "version": 1})]
    with database.reading() as db:
        assert db.execute(select(AccessProfile.created_by)).scalar_one() == BY.account_id


def test_a_saved_profile_is_of_whom_the_account_is_used_for(database: Database) -> None:
    family = Family(database, "An", "Bình")
    before = family.profile().full_name

    family.save(CHAIR)

    assert (before, family.profile().full_name) == ("Bình", "An")
    with database.reading() as db:
        assert people.latest_name(db, family.account_id) == "An"


def test_a_new_name_on_a_booking_does_not_take_the_place_of_the_person_chosen(database: Database) -> None:
    family = Family(database)
    family.save(CHAIR)

    family.add("Người mới")

    assert family.profile().needs == CHAIR.needs


def test_the_account_is_used_for_the_person_chosen(database: Database) -> None:
    family = Family(database, "An", "Bình")
    for _ in range(2):
        database.write_now(people.choose_person, family.account_id, family.persons[0], by=BY, now=NOON)

    with database.reading() as db:
        known = people.persons(db, family.account_id)
    assert [(each.full_name, each.is_chosen) for each in known] == [("An", True), ("Bình", False)]
    assert family.facts() == [("PersonChosen", {"person_id": family.persons[0]})]


def test_somebody_elses_person_is_missing(database: Database) -> None:
    family = Family(database)
    other = database.write_now(makers.make_account)

    for verb, more in ((people.choose_person, ()), (people.save_profile, (CHAIR,))):
        versions = {"seen_version": 0} if more else {}
        with pytest.raises(Missing):
            database.write_now(verb, other, family.persons[0], *more, **versions, by=BY, now=NOON)  # type: ignore[arg-type]
    assert family.facts() == []


def test_every_look_by_staff_is_noted(database: Database) -> None:
    family = Family(database)
    family.save(CHAIR)

    seen = database.write_now(people.look_at_profile, family.persons[0], by=Actor(7, "admin"), now=NOON + SOON)

    assert seen.needs == CHAIR.needs
    assert family.facts()[-1] == ("ProfileSeen", {"person_id": family.persons[0], "version": 1})
    with pytest.raises(Missing):
        database.write_now(people.look_at_profile, 999_999, by=BY, now=NOON)


def test_how_somebody_wants_to_be_told_is_found_by_their_name(database: Database) -> None:
    family = Family(database, "Nguyễn Thị Ánh", "Bình")
    family.save(CHAIR)

    with database.reading() as db:
        told = [people.contact_of(db, family.account_id, name) for name in ("nguyen thi anh", "Bình", "Ai đó")]
    assert told == [Contact.CALL, Contact.ANY, Contact.ANY]


# --- two at once ---------------------------------------------------------------------------------------


def test_of_two_windows_one_is_saved(database: Database) -> None:
    family = Family(database)

    with ThreadPoolExecutor(2) as windows:
        ended = list(windows.map(lambda said: _ending(family, said), (CHAIR, QUIET)))

    assert sorted(ended) == ["1", "ProfileChanged"]
    with database.reading() as db:
        assert db.execute(select(func.count(AccessProfile.id))).scalar_one() == 1


@pytest.mark.postgres
def test_a_save_under_way_is_waited_for(postgres_url: str) -> None:
    database = Database(postgres_url)
    family = Family(database)
    arguments = (family.account_id, family.persons[0])
    is_blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")

    with ThreadPoolExecutor(1) as other, database.writing() as db:
        people.save_profile(db, *arguments, CHAIR, seen_version=0, by=BY, now=NOON)
        second = other.submit(_ending, family, QUIET)
        with database.reading() as looking:
            while not second.done() and not looking.execute(is_blocked).scalar_one():
                time.sleep(0.002)
        db.commit()
        ended = second.result()

    assert (ended, family.profile().needs) == ("ProfileChanged", CHAIR.needs)
    database.close()


def _ending(family: Family, said: Said) -> str:
    """The version that was saved, or the kind of the refusal."""
    try:
        return str(family.save(said))
    except ProfileChanged as refused:
        return type(refused).__name__
