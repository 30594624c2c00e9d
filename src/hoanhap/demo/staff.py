"""The sample people who work for organisations: where, and as what."""

from datetime import datetime

from sqlalchemy import select

from hoanhap import catalogue, organizations, people
from hoanhap.base.db import Db
from hoanhap.catalogue import Location, Workplace
from hoanhap.events import Actor
from hoanhap.organizations import MemberRole, Organization, Post

HOUSE = Actor(None, "demo")
WORKPLACE, CAPACITY_PHONE = "trung-tam-nang-am", "+84900000005"
"""Where most of them work, and who looks after its places."""
STAFF = (
    ("+84900000004", "Phạm Thị Bích Thủy", WORKPLACE, MemberRole.DESK),
    (CAPACITY_PHONE, "Huỳnh Quốc Bảo", WORKPLACE, MemberRole.CAPACITY),
    ("+84900000006", "Đặng Văn Tư", "xe-bong-trang", MemberRole.DRIVER),
    ("+84900000007", "Võ Thị Kim Ngân", WORKPLACE, MemberRole.ADMIN),
)
"""Phone, name, organisation and role; `people.pages.DEMO_ACCOUNTS` signs in to most of them."""


def appoint(db: Db, *, now: datetime) -> None:
    """Let the sample people work where they work; any number of times.

    An organisation that is not part of the sample data has no sample people.
    """
    for phone, full_name, slug, role in STAFF:
        organization_id = db.scalar(select(Organization.id).where(Organization.slug == slug))
        if organization_id is None:
            continue
        account_id = people.account_for(db, phone, language="vi", now=now)
        organizations.appoint(db, account_id, Post(organization_id, role), full_name=full_name, by=HOUSE, now=now)


def workplace(db: Db) -> Workplace | None:
    """The place where most of them work; None where it is not part of the sample data."""
    is_there = db.scalar(select(Location.id).where(Location.slug == WORKPLACE)) is not None
    return catalogue.workplace(db, WORKPLACE) if is_there else None
