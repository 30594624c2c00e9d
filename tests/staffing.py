"""Members of staff for tests: with both proofs, or invited, and on their way in step by step."""

import asyncio
import re
from datetime import datetime
from urllib.parse import urlsplit

import pyotp
from sqlalchemy import insert, select

from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.catalogue import OfferingView
from hoanhap.organizations import MemberRole
from hoanhap.people import Account
from hoanhap.people.pages import DEMO_ACCOUNTS
from hoanhap.settings import DEMO_SECRET
from hoanhap.staff import Invited, keys, verbs
from hoanhap.staff.model import Credential, Passkey
from tests.journeys import sign_in_as
from tests.makers import NOON, SOMEBODY, employ
from tests.pages import Browser, Page, Site

PASSWORD = "con mèo vàng uống trà đá"
OTHER_PASSWORD = "sáng nay trời mưa rất to"
NAME = "Huỳnh Thị Mỹ Duyên"
PHONE, E164 = "0938 111 222", "+84938111222"
SECRET = "23456723" * 7
HASH = asyncio.run(keys.hashed(PASSWORD))
CODES = [f"{number:012d}" for number in range(10)]


def code_at(now: datetime, secret: str = SECRET) -> str:
    """What an authenticator shows."""
    return pyotp.TOTP(secret).at(int(now.timestamp()))


def invited(organization_id: int, role: MemberRole = MemberRole.DESK, *, key: str = "", phone: str = E164) -> Invited:
    """Somebody to be invited to all places of an organisation."""
    return Invited(key or ids.token(), phone, NAME, role.value, organization_id)


def give_credential(db: Db, account_id: int, *, secret: str = DEMO_SECRET, now: datetime = NOON) -> None:
    """Both proofs for an account, and recovery codes: what opens it is `PASSWORD`, `SECRET` and `CODES`."""
    values = {
        "account_id": account_id,
        "full_name": NAME,
        "password_hash": HASH,
        "password_set_at": now,
        "authenticator": keys.locked(SECRET, account_id, key=secret),
        "authenticator_set_at": now,
        "last_step": 0,
    }
    db.execute(insert(Credential), values)
    verbs.make_recovery_codes(db, account_id, CODES, secret=secret, by=SOMEBODY, now=now)


def give_passkey(db: Db, account_id: int, name: str, *, now: datetime = NOON) -> None:
    """A passkey that nobody holds, to be seen."""
    values = {"account_id": account_id, "key_id": ids.token(), "public_key": "", "sign_count": 0}
    db.execute(insert(Passkey), values | {"name": name, "created_at": now})


def employ_fully(db: Db, offering: OfferingView, account: str = "desk", role: MemberRole = MemberRole.DESK) -> str:
    """Let a sample account work for an organisation, with both proofs; its phone, as people type it."""
    employ(db, offering, account, role)
    phone = DEMO_ACCOUNTS[account][0]
    give_credential(db, db.execute(select(Account.id).where(Account.phone == phone)).scalar_one())
    return phone.replace("+84", "0")


async def enter_password(
    browser: Browser, phone: str, password: str = PASSWORD, status: int = 200, *, next_page: str = ""
) -> Page:
    """What comes after phone and password."""
    page = await browser.open(f"/staff/sign-in?next={next_page}")
    return await browser.send(page.form("password"), status, username=phone, password=password)


async def sign_in_at_work(browser: Browser, phone: str, *, next_page: str = "") -> Page:
    """The first page of somebody who has come in by password and authenticator."""
    second = await enter_password(browser, phone, next_page=next_page)
    return await browser.send(second.form("code"), code=code_at(browser.site.clock.now))


async def people_of(browser: Browser, offering: OfferingView) -> Page:
    """Who works at a place, as its administrator sees them."""
    browser.site.database.write_now(employ, offering, "organization-admin", MemberRole.ADMIN)
    browser.typed |= {NAME}
    await sign_in_as(browser, "organization-admin")
    return await browser.open(f"/organization/places/{offering.location_slug}/people")


async def invite(browser: Browser, offering: OfferingView, status: int = 200, **typed: str) -> Page:
    """What comes of inviting somebody."""
    people = await people_of(browser, offering)
    page = await browser.follow(people, "Mời thêm người" if browser.language == "vi" else "Invite somebody")
    given = {"their_name": NAME, "their_phone": PHONE, "role": "desk", "where_at": "here"} | typed
    return await browser.send(page.form("role"), status, **given)


def link_of(site: Site) -> str:
    """The path of the latest invitation that was sent."""
    found = [match[0] for body in site.messages() if (match := re.search(r"http\S+/staff/invitations/\S+", body))]
    return urlsplit(found[-1]).path


async def accept_until_password(browser: Browser, site: Site) -> Page:
    """The page that asks somebody who was invited for a password."""
    browser.typed |= {NAME}
    page = await browser.open(link_of(site))
    code_page = await browser.send(page.form())
    return await browser.send(code_page.form("code"), code=site.code())


async def accept_until_authenticator(browser: Browser, site: Site) -> Page:
    """The page on which somebody who was invited sets up an authenticator."""
    page = await accept_until_password(browser, site)
    return await browser.send(page.form("new_password"), new_password=PASSWORD)


def secret_on(page: Page) -> str:
    """The secret that a page shows for an authenticator."""
    found = re.search(r"(?:[2-7]{2} ){27}[2-7]{2}", page.text)
    assert found, page.text
    return found[0].replace(" ", "")


async def accept(browser: Browser, site: Site) -> Page:
    """The recovery codes of somebody who was invited and has come in."""
    page = await accept_until_authenticator(browser, site)
    return await browser.send(page.form("code"), code=code_at(site.clock.now, secret_on(page)))
