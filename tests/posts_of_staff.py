"""One good post for every route of signing in at work, and of inviting others."""

from hoanhap.organizations import MemberRole
from tests.makers import employ
from tests.pages import Browser, Site
from tests.passkeys import NAME as KEY_NAME
from tests.passkeys import NEW, Key, add, asked_on
from tests.posts import Post, post
from tests.staffing import (
    NAME,
    OTHER_PASSWORD,
    PASSWORD,
    PHONE,
    accept_until_authenticator,
    accept_until_password,
    code_at,
    employ_fully,
    enter_password,
    invite,
    link_of,
    people_of,
    secret_on,
    sign_in_at_work,
)
from tests.town import Town

ACCOUNT = "/staff/account"


@post("check a password")
async def password(site: Site, town: Town, browser: Browser) -> Post:
    phone = site.database.write_now(employ_fully, town.therapy)
    page = await browser.open("/staff/sign-in")
    typed = {"username": phone, "password": PASSWORD}
    return Post(browser, page.form("password"), typed, "Nhập mã trong ứng dụng xác thực")


@post("check a second step")
async def second_step(site: Site, town: Town, browser: Browser) -> Post:
    phone = site.database.write_now(employ_fully, town.therapy)
    page = await enter_password(browser, phone)
    return Post(
        browser, page.form("code"), {"code": code_at(site.clock.now)}, "Trạm Y tế phường Tân Ninh (dữ liệu mẫu)"
    )


@post("answer an invitation")
async def invitation(site: Site, town: Town, browser: Browser) -> Post:
    await _invite(site, town, browser)
    page = await browser.open(link_of(site))
    return Post(browser, page.form(), {}, "Nhập mã")


@post("check the code of an invitation")
async def code_of_an_invitation(site: Site, town: Town, browser: Browser) -> Post:
    await _invite(site, town, browser)
    page = await browser.open(link_of(site))
    code_page = await browser.send(page.form())
    return Post(browser, code_page.form("code"), {"code": site.code()}, "Chọn mật khẩu")


@post("choose a first password")
async def first_password(site: Site, town: Town, browser: Browser) -> Post:
    await _invite(site, town, browser)
    page = await accept_until_password(browser, site)
    return Post(browser, page.form("new_password"), {"new_password": PASSWORD}, "Cài ứng dụng xác thực")


@post("set up a first authenticator")
async def first_authenticator(site: Site, town: Town, browser: Browser) -> Post:
    await _invite(site, town, browser)
    page = await accept_until_authenticator(browser, site)
    typed = {"code": code_at(site.clock.now, secret_on(page))}
    return Post(browser, page.form("code"), typed, "Mã dự phòng của quý vị")


@post("end sign-ins")
async def sign_ins(site: Site, town: Town, browser: Browser) -> Post:
    phone = site.database.write_now(employ_fully, town.therapy)
    await sign_in_at_work(site.browser(), phone)
    site.clock.forward(minutes=1)
    await _come_in(browser, phone)
    page = await browser.open(ACCOUNT)
    return Post(browser, page.form("which"), {}, "Tài khoản của quý vị")


@post("change one's password")
async def own_password(site: Site, town: Town, browser: Browser) -> Post:
    await _come_in(browser, site.database.write_now(employ_fully, town.therapy))
    page = await browser.open(f"{ACCOUNT}/password")
    typed = {"password": PASSWORD, "new_password": OTHER_PASSWORD}
    return Post(browser, page.form("new_password"), typed, "Tài khoản của quý vị")


@post("change one's authenticator")
async def own_authenticator(site: Site, town: Town, browser: Browser) -> Post:
    await _come_in(browser, site.database.write_now(employ_fully, town.therapy))
    page = await browser.open(f"{ACCOUNT}/authenticator")
    typed = {"code": code_at(site.clock.now, secret_on(page)), "password": PASSWORD}
    return Post(browser, page.form("code"), typed, "Tài khoản của quý vị")


@post("make recovery codes")
async def recovery_codes(site: Site, town: Town, browser: Browser) -> Post:
    await _come_in(browser, site.database.write_now(employ_fully, town.therapy))
    page = await browser.open(f"{ACCOUNT}/recovery-codes")
    return Post(browser, page.form("password"), {"password": PASSWORD}, "Mã dự phòng của quý vị")


@post("sign in with a passkey")
async def way_in_by_a_passkey(site: Site, town: Town, browser: Browser) -> Post:
    key, other = Key(), site.browser()
    await _come_in(other, site.database.write_now(employ_fully, town.therapy))
    await add(other, key)
    page = await browser.open("/staff/sign-in")
    answer = {"answer": key.sign(asked_on(page)["options"])}
    return Post(browser, page.form("ticket"), answer, "Trạm Y tế phường Tân Ninh (dữ liệu mẫu)")


@post("add a passkey")
async def new_passkey(site: Site, town: Town, browser: Browser) -> Post:
    await _come_in(browser, site.database.write_now(employ_fully, town.therapy))
    browser.typed.add(KEY_NAME)
    page = await browser.open(NEW)
    answer = Key().make(asked_on(page)["options"])
    typed = {"passkey_name": KEY_NAME, "password": PASSWORD, "answer": answer}
    return Post(browser, page.form("ticket"), typed, "Tài khoản của quý vị")


@post("remove a passkey")
async def passkey_to_remove(site: Site, town: Town, browser: Browser) -> Post:
    await _come_in(browser, site.database.write_now(employ_fully, town.therapy))
    page = await add(browser, Key())
    return Post(browser, page.form("which"), {}, "Tài khoản của quý vị")


@post("invite somebody")
async def somebody(_: Site, town: Town, browser: Browser) -> Post:
    people = await people_of(browser, town.therapy)
    page = await browser.follow(people, "Mời thêm người")
    typed = {"their_name": NAME, "their_phone": PHONE, "role": "desk", "where_at": "here"}
    return Post(browser, page.form("role"), typed, "Người làm việc ở đây")


@post("let somebody go")
async def letting_go(site: Site, town: Town, browser: Browser) -> Post:
    member = site.database.write_now(employ, town.therapy, "desk", MemberRole.DESK)
    await people_of(browser, town.therapy)
    page = await browser.open(f"{_people(town)}/{member}/removal")
    return Post(browser, page.form(), {}, "Người làm việc ở đây")


@post("invite anew")
async def anew(site: Site, town: Town, browser: Browser) -> Post:
    member = site.database.write_now(employ, town.therapy, "desk", MemberRole.DESK)
    await people_of(browser, town.therapy)
    page = await browser.open(f"{_people(town)}/{member}/invitation")
    return Post(browser, page.form("key"), {}, "Người làm việc ở đây")


@post("withdraw an invitation")
async def withdrawing(_: Site, town: Town, browser: Browser) -> Post:
    page = await invite(browser, town.therapy)
    return Post(browser, page.form(), {}, "Người làm việc ở đây")


async def _invite(site: Site, town: Town, browser: Browser) -> None:
    """Somebody else is asked, in a browser of the administrator's own."""
    browser.typed |= {NAME}
    await invite(site.browser(), town.therapy)


async def _come_in(browser: Browser, phone: str) -> None:
    browser.typed |= {NAME}
    await sign_in_at_work(browser, phone)


def _people(town: Town) -> str:
    return f"/organization/places/{town.therapy.location_slug}/people"
