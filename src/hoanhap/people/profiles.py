"""Saying what somebody needs: choosing for whom, saving a version, and looking at one, which is always noted."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, exists, insert, or_, update

from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Missing, Refusal
from hoanhap.events import Actor, Fact, record
from hoanhap.people import queries
from hoanhap.people.model import AccessProfile, Account, Person
from hoanhap.people.queries import ProfileView
from hoanhap.people.rules import Contact


class Said(msgspec.Struct, frozen=True):
    """What somebody says they need; whatever was left open is as if it were not needed."""

    needs: frozenset[str] = frozenset()
    extra_minutes: int = 0
    home_commune: str | None = None
    contact: Contact = Contact.ANY


class ProfileChanged(Refusal):
    """Somebody saved in the meantime; the refusal carries what stands now."""

    heading = N_("Nhu cầu vừa được lưu ở một nơi khác")
    sentence = N_("Những gì quý vị vừa chọn vẫn còn ở đây. Mời quý vị chọn phần muốn giữ.")

    def __init__(self, stands: ProfileView) -> None:
        super().__init__(self.heading)
        self.stands = stands


class PersonChosen(Fact, frozen=True):
    """An account is used for this person from now on."""

    announced = False
    person_id: int


class ProfileSaved(Fact, frozen=True):
    """Somebody said anew what a person needs; what it is stands in the profile and never in the log."""

    announced = False
    person_id: int
    version: int


class ProfileSeen(Fact, frozen=True):
    """Somebody of the staff looked at what a person needs."""

    announced = False
    person_id: int
    version: int


_BELONGS = exists().where(Person.id == bindparam("person"), Person.account_id == bindparam("of_account"))
_CHOOSE = (
    update(Account)
    .where(Account.id == bindparam("of_account"), _BELONGS)
    .where(or_(Account.current_person_id.is_(None), Account.current_person_id != bindparam("person")))
    .values(current_person_id=bindparam("person"))
)
_NEW_VERSION = insert(AccessProfile).inline()


def choose_person(db: Db, account_id: int, person_id: int, *, by: Actor, now: datetime) -> None:
    """Use the account for this person from now on; somebody else's person is `Missing`."""
    _own_profile(db, account_id, person_id)
    if _choose(db, account_id, person_id):
        record(db, PersonChosen(person_id), by=by, at=now)


def save_profile(
    db: Db, account_id: int, person_id: int, said: Said, *, seen_version: int, by: Actor, now: datetime
) -> int:
    """Keep what a person needs as a new version, use the account for them, and return the version.

    What stands already, sent again, changes nothing. Refuses with `ProfileChanged` when somebody saved since
    `seen_version`; of two who save at once the database lets one through. Somebody else's person is `Missing`.
    """
    stands = _own_profile(db, account_id, person_id)
    if stands.is_saved and said == _said(stands):
        return stands.version
    if stands.version != seen_version:
        raise ProfileChanged(stands)
    version = seen_version + 1
    row = {"person_id": person_id, "version": version, "needs": sorted(said.needs), "contact": said.contact.value}
    more = {"extra_minutes": said.extra_minutes, "home_commune": said.home_commune}
    db.execute(_NEW_VERSION, row | more | {"created_at": now, "created_by": by.account_id})
    _choose(db, account_id, person_id)
    record(db, ProfileSaved(person_id, version), by=by, at=now)
    return version


def look_at_profile(db: Db, person_id: int, *, by: Actor, now: datetime) -> ProfileView:
    """What a person needs, for the staff who serve them; that they looked is noted with it."""
    seen = queries.profile_of(db, person_id)
    record(db, ProfileSeen(person_id, seen.version), by=by, at=now)
    return seen


def _own_profile(db: Db, account_id: int, person_id: int) -> ProfileView:
    if all(each.id != person_id for each in queries.persons(db, account_id)):
        raise Missing
    return queries.profile_of(db, person_id)


def _choose(db: Db, account_id: int, person_id: int) -> bool:
    return db.execute(_CHOOSE, {"of_account": account_id, "person": person_id}).rowcount > 0


def _said(stands: ProfileView) -> Said:
    return Said(stands.needs, stands.extra_minutes, stands.home_commune, stands.contact)
