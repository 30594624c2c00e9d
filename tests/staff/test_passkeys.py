"""Passkeys: real keys that sign, and everything else that might be sent in their place."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hoanhap import organizations
from hoanhap.base.db import Database, Db
from hoanhap.events import Actor
from hoanhap.organizations import Membership
from hoanhap.people import Account
from hoanhap.people.pages import DEMO_ACCOUNTS
from hoanhap.staff import ceremonies, passkeys, queries, rules
from hoanhap.staff.ceremonies import Ceremony, Made, Site
from hoanhap.staff.rules import Check
from tests import makers
from tests.makers import NOON
from tests.pages import BASE, Browser
from tests.pages import Site as House
from tests.passkeys import DOMAIN, NEW, ODD, Key, add, asked_on
from tests.staffing import NAME, OTHER_PASSWORD, employ_fully, sign_in_at_work
from tests.town import Town

ACCOUNT, IN = "/staff/account", "/staff/sign-in/passkey"
REFUSED = "Khóa này chưa mở được tài khoản"


@pytest.fixture
def browser(site: House) -> Browser:
    """The browser of a member of staff."""
    opened = site.browser()
    opened.typed |= {NAME}
    return opened


@pytest.fixture
async def phone(site: House, town: Town, browser: Browser) -> str:
    """Somebody at the desk who has come in by both proofs."""
    found = site.database.write_now(employ_fully, town.therapy)
    await sign_in_at_work(browser, found)
    return found


async def come_in(browser: Browser, key: Key, **odd: Any) -> dict[str, str]:
    """What a browser sends that comes in by a passkey."""
    asked = asked_on(await browser.open("/staff/sign-in"))
    return {"ticket": asked["ticket"], "answer": key.sign(asked["options"], **odd)}


async def test_a_passkey_is_added_opens_and_is_removed(site: House, phone: str, browser: Browser) -> None:
    key, other = Key(), site.browser()
    page = await add(browser, key)
    assert "Đã thêm khóa." in page.text
    assert "Chưa dùng lần nào." in page.text

    await other.post(IN, await come_in(other, key))
    assert (await other.open(ACCOUNT)).address == ACCOUNT

    page = await browser.open(ACCOUNT)
    assert "Dùng gần nhất lúc" in page.text
    page = await browser.send(page.form("which"))
    assert "Khóa đó không còn mở được tài khoản." in page.text
    assert (await other.post(IN, await come_in(other, key), 403)).h1 == REFUSED


async def test_whose_way_in_has_changed_is_told_so(site: House, town: Town, phone: str, browser: Browser) -> None:
    page = await add(browser, Key())
    await browser.send(page.form("which"))
    with site.database.reading() as db:
        where = db.execute(select(Membership.organization_id, Membership.id)).one()
    site.database.write_now(organizations.dismiss, *where, by=makers.SOMEBODY, now=site.clock.now)

    told = site.messages()[-3:]
    assert [each.split(". ")[0].removeprefix("Hòa Nhập: ") for each in told] == [
        "tài khoản làm việc của quý vị vừa có thêm một khóa truy cập",
        "một khóa truy cập của quý vị vừa được gỡ",
        "có một nơi quý vị không còn làm việc nữa",
    ]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(next(iter(odd))))
async def test_a_key_that_answers_something_else_is_neither_kept_nor_let_in(
    odd: dict[str, Any], site: House, phone: str, browser: Browser
) -> None:
    key, other = Key(), site.browser()
    page = await add(browser, key, status=422, **odd)
    assert page.errors == ["Trình duyệt chưa tạo được khóa. Mời quý vị thử lại."]
    await add(browser, key)

    assert (await other.post(IN, await come_in(other, key, **odd), 403)).h1 == REFUSED
    assert (await other.open(ACCOUNT)).address.startswith("/staff/sign-in")


async def test_what_was_signed_once_opens_nothing_a_second_time_nor_in_another_browser(
    site: House, phone: str, browser: Browser
) -> None:
    key, first, second = Key(), site.browser(), site.browser()
    await add(browser, key)
    sent = await come_in(first, key)
    await second.open("/staff/sign-in")

    assert (await second.post(IN, sent, 403)).h1 == REFUSED
    await first.post(IN, sent)
    assert (await first.post(IN, sent, 403)).h1 == REFUSED


async def test_a_copy_that_has_fallen_behind_opens_nothing(site: House, phone: str, browser: Browser) -> None:
    key, other = Key(), site.browser()
    await add(browser, key)
    await other.post(IN, await come_in(other, key))

    assert (await other.post(IN, await come_in(other, key, count=1), 403)).h1 == REFUSED


async def test_another_key_that_says_it_is_this_one_opens_nothing(site: House, phone: str, browser: Browser) -> None:
    key, foreign, other = Key(), Key(), site.browser()
    await add(browser, key)
    unknown = await come_in(other, foreign)
    foreign.id = key.id

    for sent in (unknown, await come_in(other, foreign)):
        assert (await other.post(IN, sent, 403)).h1 == REFUSED


async def test_an_hour_later_the_page_asks_anew(site: House, phone: str, browser: Browser) -> None:
    key, other = Key(), site.browser()
    await add(browser, key)
    sent = await come_in(other, key)
    site.clock.forward(minutes=61)

    assert (await other.post(IN, sent, 403)).h1 == REFUSED


async def test_a_browser_left_open_adds_no_key_without_the_password(phone: str, browser: Browser) -> None:
    page = await add(browser, Key(), password=OTHER_PASSWORD, status=422)

    assert page.errors == ["Mật khẩu hiện tại chưa đúng. Mời quý vị nhập lại."]


async def test_nobody_removes_the_key_of_somebody_else(site: House, town: Town, phone: str, browser: Browser) -> None:
    await add(browser, Key())
    other = site.browser()
    await sign_in_at_work(other, site.database.write_now(employ_fully, town.therapy, "driver"))

    await other.post(f"{ACCOUNT}/passkeys", {"which": "1"})

    assert "Gỡ khóa này" in (await browser.open(ACCOUNT)).text


async def test_where_browsers_make_no_keys_none_is_offered(
    site: House, phone: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_an_address = ceremonies.site_of("http://127.0.0.1:8000")
    monkeypatch.setattr(ceremonies, "site_of", lambda _: at_an_address)

    assert "Khóa truy cập" not in (await browser.open(ACCOUNT)).text
    await browser.open(NEW, 404)
    sign_in = await site.browser().open("/staff/sign-in")
    assert [each.action for each in sign_in.forms() if each.action == IN] == []


def test_a_key_is_kept_once_and_each_ticket_and_each_count_is_taken_once(database: Database) -> None:
    account_id = database.write_now(_employed)
    by, made = Actor(account_id, "staff"), Made("key", "public", 0)

    def add_one(db: Db, is_right: bool = True) -> Check | None:
        found = queries.credential(db, account_id)
        assert found
        return passkeys.add(db, found, made, "máy", is_right=is_right, by=by, now=NOON)

    assert database.write_now(add_one, is_right=False) is Check.WRONG
    assert [database.write_now(add_one) for _ in range(2)] == [Check.ACCEPTED] * 2
    kept = database.write_now(passkeys.known, "key")

    def enter(ticket: str, count: int | None) -> Check:
        more: dict[str, Any] = {"address": "", "secret": "s", "instead_of": None, "now": NOON}
        return database.write_now(passkeys.enter, kept, count, ticket, **more).check

    assert [enter("1.a", 1), enter("1.a", 2), enter("1.b", 2), enter("1.c", None)] == [
        Check.ACCEPTED,
        Check.WRONG,  # the ticket was used
        Check.WRONG,  # somebody else moved the counter on meanwhile
        Check.WRONG,
    ]
    with database.reading() as db:
        assert [each.name for each in queries.passkeys(db, account_id)] == ["máy"]


@given(st.text() | st.dictionaries(st.text(), st.text()).map(str), st.binary(max_size=80))
@settings(max_examples=40)
def test_whatever_is_sent_it_is_read_or_is_none(answer: str, signed: bytes) -> None:
    one = Ceremony(Site(DOMAIN, BASE), signed)
    odd = Key().make('{"challenge": "AAAA"}').replace("A", answer[:1] or "B")

    for each in (answer, odd):
        assert ceremonies.made(one, each) is None
        assert ceremonies.shown(one, each, Made("key", "AAAA", 0)) is None
        assert isinstance(ceremonies.key_id_of(each), str)


@given(st.integers(-10_000, 10_000), st.text(max_size=5))
def test_a_ticket_is_fresh_for_an_hour(seconds: int, more: str) -> None:
    given_at = NOON.timestamp() - seconds
    life = rules.ENTRANCE_LIFE.total_seconds()

    assert ceremonies.is_fresh(f"{given_at:.0f}.{more}", now=NOON) == (0 <= seconds <= life)
    assert not ceremonies.is_fresh(more.removeprefix(f"{given_at:.0f}"), now=NOON)


def _employed(db: Db) -> int:
    employ_fully(db, makers.make_offering(db))
    return db.execute(select(Account.id).where(Account.phone == DEMO_ACCOUNTS["desk"][0])).scalar_one()
