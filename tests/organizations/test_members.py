"""Who works for an organisation: appointed once, let go once, and never the last one who can invite others."""

import pytest

from hoanhap import organizations, people
from hoanhap.base.db import Db
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.events import Actor
from hoanhap.organizations import Duty, LastAdmin, MemberRole, Post
from tests.makers import NOON, SOMEBODY, make_organization, number

NAME = "Phạm Thị Bích Thủy"


def account(db: Db) -> int:
    return people.account_for(db, f"+84{number()}", language="vi", now=NOON)


def appoint(db: Db, who: int, organization: int, role: MemberRole) -> int:
    return organizations.appoint(db, who, Post(organization, role), full_name=NAME, by=SOMEBODY, now=NOON)


def test_whoever_is_appointed_may_do_their_duties_and_no_others(db: Db) -> None:
    ours, who = make_organization(db), account(db)
    appoint(db, who, ours, MemberRole.DESK)

    by = organizations.authorize(db, Actor(who, "staff"), Duty.RUN_DAY, organization_id=ours, location_id=1)

    assert by == Actor(who, "desk")
    with pytest.raises(Forbidden):
        organizations.authorize(db, Actor(who, "staff"), Duty.PLAN, organization_id=ours, location_id=1)


def test_being_appointed_twice_is_being_appointed_once(db: Db) -> None:
    ours, who = make_organization(db), account(db)

    assert appoint(db, who, ours, MemberRole.DESK) == appoint(db, who, ours, MemberRole.DESK)
    assert len(organizations.members(db, ours)) == 1


def test_whoever_is_let_go_may_nothing_more_at_once(db: Db) -> None:
    ours, who = make_organization(db), account(db)
    membership = appoint(db, who, ours, MemberRole.DESK)

    organizations.dismiss(db, ours, membership, by=SOMEBODY, now=NOON)
    organizations.dismiss(db, ours, membership, by=SOMEBODY, now=NOON)

    assert organizations.members(db, ours) == []
    with pytest.raises(Forbidden):
        organizations.authorize(db, Actor(who, "staff"), Duty.RUN_DAY, organization_id=ours)


def test_whoever_was_let_go_can_be_appointed_again(db: Db) -> None:
    ours, who = make_organization(db), account(db)
    first = appoint(db, who, ours, MemberRole.DESK)
    organizations.dismiss(db, ours, first, by=SOMEBODY, now=NOON)

    assert appoint(db, who, ours, MemberRole.DESK) != first


def test_the_last_administrator_stays(db: Db) -> None:
    ours, one, other = make_organization(db), account(db), account(db)
    first = appoint(db, one, ours, MemberRole.ADMIN)

    with pytest.raises(LastAdmin):
        organizations.dismiss(db, ours, first, by=SOMEBODY, now=NOON)

    appoint(db, other, ours, MemberRole.ADMIN)
    organizations.dismiss(db, ours, first, by=SOMEBODY, now=NOON)
    assert [each.account_id for each in organizations.members(db, ours)] == [other]


def test_nobody_lets_go_of_others_people(db: Db) -> None:
    ours, others = make_organization(db), make_organization(db)
    membership = appoint(db, account(db), others, MemberRole.DESK)

    with pytest.raises(Missing):
        organizations.dismiss(db, ours, membership, by=SOMEBODY, now=NOON)
