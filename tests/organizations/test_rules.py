"""Who may do what, and where: by role, by organisation, by location."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hoanhap.organizations import Duty, MemberRole, Post
from hoanhap.organizations.rules import DUTIES, HOUSE_DUTIES, acting_as, duties_at, reach

OURS, OTHERS, HERE, THERE = 1, 2, 11, 12

roles = some.sampled_from(list(MemberRole))
ours = some.builds(Post, some.just(OURS), roles, some.sampled_from([None, HERE, THERE]))
others = some.builds(Post, some.just(OTHERS), roles)
posts = some.lists(ours | others, max_size=4)
duties = some.sampled_from(list(Duty))
house_roles = some.sampled_from(["staff", *HOUSE_DUTIES])


def test_every_role_has_its_duties() -> None:
    assert {role: sorted(found) for role, found in DUTIES.items()} == {
        MemberRole.DRIVER: ["see-own-day"],
        MemberRole.THERAPIST: ["see-own-day"],
        MemberRole.DESK: ["book", "decide", "run-day", "see-own-day"],
        MemberRole.CAPACITY: ["book", "decide", "offer", "plan", "run-day", "see-figures", "see-own-day"],
        MemberRole.ADMIN: sorted(set(Duty) - {Duty.CONFIRM_HOLIDAYS}),
    }


@pytest.mark.parametrize("role", MemberRole)
def test_a_post_counts_in_its_organisation_only(role: MemberRole) -> None:
    for duty in Duty:
        assert acting_as([Post(OTHERS, role)], duty, organization_id=OURS, location_id=HERE) is None


def test_a_post_at_one_place_counts_at_no_other() -> None:
    here = [Post(OURS, MemberRole.DESK, HERE)]

    assert acting_as(here, Duty.RUN_DAY, organization_id=OURS, location_id=HERE) == "desk"
    assert acting_as(here, Duty.RUN_DAY, organization_id=OURS, location_id=THERE) is None
    assert acting_as(here, Duty.RUN_DAY, organization_id=OURS, location_id=None) is None


def test_nobody_acts_as_more_than_the_deed_asks_for() -> None:
    both = [Post(OURS, MemberRole.ADMIN), Post(OURS, MemberRole.DESK)]

    assert acting_as(both, Duty.RUN_DAY, organization_id=OURS, location_id=HERE) == "desk"
    assert acting_as(both, Duty.APPOINT, organization_id=OURS, location_id=None) == "admin"


@given(posts, duties, house_roles)
def test_who_may_do_something_somewhere_is_told_the_same_in_every_way(
    held: list[Post], duty: Duty, house_role: str
) -> None:
    for organization_id, location_id in [(OURS, HERE), (OURS, THERE), (OTHERS, None)]:
        may = acting_as(held, duty, organization_id=organization_id, location_id=location_id, house_role=house_role)
        found = reach(held, duty, house_role=house_role)
        is_reached = found.is_everywhere or organization_id in found.organizations or location_id in found.locations
        known = duties_at(held, organization_id=organization_id, location_id=location_id, house_role=house_role)

        assert (may is not None) == is_reached == (duty in known)


@given(posts, duties)
def test_whoever_holds_nothing_reaches_nothing(held: list[Post], duty: Duty) -> None:
    assert reach([], duty).is_nowhere
    assert reach(held, duty).is_nowhere == (not any(duty in DUTIES[post.role] for post in held))
