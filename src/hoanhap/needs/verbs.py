"""Saving what the page of needs says; two windows that disagree are shown both."""

from datetime import datetime

from hoanhap import people
from hoanhap.base.db import Db
from hoanhap.events import Actor
from hoanhap.needs.queries import Asking, of_profile, of_said
from hoanhap.people import ProfileChanged, Said


class NeedsChanged(ProfileChanged):
    """Somebody saved in another window; the page shows what stands there and what was chosen here."""

    template = "needs/changed.html"

    def __init__(self, changed: ProfileChanged, stands: Asking, chosen: Asking) -> None:
        super().__init__(changed.stands)
        self.version = changed.stands.version
        self.now_saved, self.chosen = stands, chosen


def save_needs(
    db: Db,
    account_id: int,
    person_id: int,
    said: Said,
    *,
    seen_version: int,
    language: str,
    by: Actor,
    now: datetime,
) -> None:
    """Save what a person needs. Refuses with `NeedsChanged`, in words, when somebody saved since `seen_version`."""
    try:
        people.save_profile(db, account_id, person_id, said, seen_version=seen_version, by=by, now=now)
    except ProfileChanged as changed:
        stands, chosen = of_profile(db, changed.stands, language), of_said(db, said, language)
        raise NeedsChanged(changed, stands, chosen) from changed


def add_person(db: Db, account_id: int, full_name: str, *, by: Actor, now: datetime) -> None:
    """Note a person behind an account, if they are new, and use the account for them."""
    person = people.person_named(db, account_id, full_name, now=now)
    people.choose_person(db, account_id, person.id, by=by, now=now)
