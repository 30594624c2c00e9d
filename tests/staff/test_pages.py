"""The pages of signing in at work and of inviting others: whole ways, bad days, and what is never shown."""

from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from hoanhap import catalogue, organizations
from hoanhap.base.db import Db
from hoanhap.events import Event
from hoanhap.organizations import MemberRole, Post
from hoanhap.people import account_for
from hoanhap.staff import keys
from hoanhap.web.visitor import CODES_COOKIE, ENTRANCE_COOKIE, UNFINISHED_COOKIE
from tests.journeys import sign_in_as
from tests.makers import NOON, SOMEBODY, employ
from tests.pages import Browser, Site
from tests.staffing import (
    CODES,
    NAME,
    OTHER_PASSWORD,
    PASSWORD,
    PHONE,
    accept,
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
WRONG = "Số điện thoại hoặc mật khẩu chưa đúng. Mời quý vị nhập lại."


def people_at(town: Town) -> str:
    return f"/organization/places/{town.therapy.location_slug}/people"


@pytest.fixture
def phone(site: Site, town: Town) -> str:
    """Somebody at the desk who has both proofs."""
    return site.database.write_now(employ_fully, town.therapy)


@pytest.fixture
def browser(site: Site) -> Browser:
    """The browser of a member of staff."""
    opened = site.browser()
    opened.typed |= {NAME}
    return opened


async def test_from_an_invitation_to_work_and_back_again_the_next_day(site: Site, town: Town, browser: Browser) -> None:
    await invite(site.browser(), town.therapy)
    codes = await accept(browser, site)
    assert codes.h1 == "Mã dự phòng của quý vị"
    assert len(codes.document.of_class("reference")) == 10
    assert (await browser.open(people_at(town), 403)).status == 403  # the desk invites nobody
    site.clock.forward(days=1)

    second = await enter_password(browser, PHONE)
    spoken = codes.document.of_class("reference")[0]
    work = await browser.send(second.form("code"), code="".join(str(spoken.to_text()).split()))

    assert work.address == f"/organization/places/{town.therapy.location_slug}"


@pytest.mark.parametrize("path", ["/organization", "/staff/account", "/staff", "/staff/feedback"])
async def test_pages_of_work_ask_staff_to_sign_in_and_lead_back(path: str, site: Site) -> None:
    page = await site.browser().open(path)

    assert (page.h1, page.value("next")) == ("Nhân viên đăng nhập", path)


@pytest.mark.parametrize("path", ["/bookings", "/calendar"])
async def test_pages_of_people_ask_for_the_phone(path: str, site: Site) -> None:
    page = await site.browser().open(path)

    assert (page.h1, page.value("next")) == ("Đăng nhập bằng số điện thoại", path)


async def test_signing_in_leads_to_where_somebody_wanted_to_go(site: Site, phone: str, browser: Browser) -> None:
    page = await sign_in_at_work(browser, phone, next_page=ACCOUNT)

    assert page.address == ACCOUNT


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"])
async def test_signing_in_never_leads_out_of_the_house(elsewhere: str, phone: str, browser: Browser) -> None:
    page = await sign_in_at_work(browser, phone, next_page=elsewhere)

    assert page.address.startswith("/organization")


async def test_whoever_works_nowhere_and_whoever_mistypes_read_the_same(site: Site, phone: str) -> None:
    pages = [
        await enter_password(site.browser(), *typed, 422)
        for typed in ((phone, OTHER_PASSWORD), ("0912 345 678", PASSWORD), ("0912 345 678", "x" * 5000))
    ]

    assert [each.errors for each in pages] == [[WRONG]] * 3
    assert len({each.text for each in pages}) == 1


async def test_a_missing_account_takes_the_time_of_a_wrong_password(site: Site, phone: str) -> None:
    async def seconds(of_phone: str) -> float:
        browser = site.browser()
        began = perf_counter()
        await browser.request("POST", "/staff/sign-in", fields={"username": of_phone, "password": OTHER_PASSWORD})
        return perf_counter() - began

    await seconds("0912 345 678")
    known = median([await seconds(phone) for _ in range(3)])
    unknown = median([await seconds("0912 345 678") for _ in range(3)])

    assert unknown > known / 3  # without the same work it takes a hundredth


async def test_what_was_typed_is_kept_but_never_a_password(site: Site, phone: str) -> None:
    page = await enter_password(site.browser(), phone, OTHER_PASSWORD, 422)

    assert page.value("username") == phone
    assert page.value("password") == ""


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "１２３４５６", "<b>x</b>", "000000", "1" * 12, "9" * 5000]
)
async def test_a_code_that_is_none_is_said_and_opens_nothing(typed: str, phone: str, browser: Browser) -> None:
    second = await enter_password(browser, phone)

    page = await browser.send(second.form("code"), 422, code=typed)

    assert len(page.errors) == 1
    assert (await browser.open(ACCOUNT)).h1 == "Nhân viên đăng nhập"


@pytest.mark.parametrize("spaced", ["{} {}", " {}{} ", "{}  {}"])
async def test_spaces_in_a_code_do_not_matter(spaced: str, site: Site, phone: str, browser: Browser) -> None:
    second = await enter_password(browser, phone)
    code = code_at(site.clock.now)

    page = await browser.send(second.form("code"), code=spaced.format(code[:3], code[3:]))

    assert page.status == 200


async def test_a_recovery_code_opens_once(site: Site, phone: str, browser: Browser) -> None:
    second = await enter_password(browser, phone)
    await browser.send(second.form("code"), code=CODES[0])
    assert "Còn 9 mã chưa dùng." in (await browser.open(ACCOUNT)).text

    other = site.browser()
    page = await other.send((await enter_password(other, phone)).form("code"), 422, code=CODES[0])
    assert page.errors == ["Mã chưa đúng hoặc đã dùng. Đợi mã mới hiện ra rồi nhập lại."]


async def test_whoever_tries_too_often_waits_and_is_never_locked_out(site: Site, phone: str) -> None:
    for _ in range(10):
        await enter_password(site.browser(), phone, OTHER_PASSWORD, 422)

    page = await enter_password(site.browser(), phone, PASSWORD, 422)

    assert page.errors == ["Quý vị đã thử nhiều lần. Mời quý vị đợi 15 phút rồi thử lại."]
    site.clock.forward(minutes=15)
    assert (await enter_password(site.browser(), phone)).h1 == "Nhập mã trong ứng dụng xác thực"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "Nhập mật khẩu mới."),
        ("ngắn", "Mật khẩu còn ngắn. Nhập ít nhất 15 ký tự, ví dụ bốn từ không liên quan đến nhau."),
        (
            f"{NAME} 2026",
            "Mật khẩu này dễ đoán. Chọn những từ không liên quan đến quý vị, đến nơi làm việc hay đến nhau.",
        ),
        ("ă" * 201, "Mật khẩu dài quá. Nhập nhiều nhất 200 ký tự."),
    ],
)
async def test_a_password_that_will_not_do_says_why(
    password: str, says: str, site: Site, town: Town, browser: Browser
) -> None:
    await invite(site.browser(), town.therapy)
    page = await accept_until_password(browser, site)

    page = await browser.send(page.form("new_password"), 422, new_password=password)

    assert page.errors == [says]
    assert page.value("new_password") == ""


@pytest.mark.parametrize(
    "password", ["  khoảng trắng ở hai đầu  ", "🌾🌾🌻🌻🌳 lúa vàng đồng xanh", "dài" * 60, "<b>một hai ba</b> &"]
)
async def test_a_password_may_hold_anything(password: str, site: Site, town: Town, browser: Browser) -> None:
    await invite(site.browser(), town.therapy)
    page = await accept_until_password(browser, site)
    page = await browser.send(page.form("new_password"), new_password=password)
    await browser.send(page.form("code"), code=code_at(site.clock.now, secret_on(page)))

    again = await enter_password(site.browser(), PHONE, password)
    await enter_password(site.browser(), PHONE, password.strip(), 200 if password == password.strip() else 422)

    assert again.h1 == "Nhập mã trong ứng dụng xác thực"


async def test_the_authenticator_page_says_the_same_secret_three_times_and_again(
    site: Site, town: Town, browser: Browser
) -> None:
    await invite(site.browser(), town.therapy)
    page = await accept_until_authenticator(browser, site)
    again = await browser.open("/staff/welcome/authenticator")

    assert secret_on(page) == secret_on(again)
    assert secret_on(page) in page.links()["Mở ứng dụng xác thực"]
    assert page.document.of_class("square-code")[0].attrs["role"] == "img"


async def test_steps_cannot_be_left_out(site: Site, town: Town, browser: Browser) -> None:
    await invite(site.browser(), town.therapy)
    await accept_until_password(browser, site)

    page = await browser.open("/staff/welcome/authenticator")

    assert page.h1 == "Chọn mật khẩu"
    assert (await browser.open("/staff/sign-in/second-step")).status == 200
    await browser.post("/staff/sign-in/second-step", {"code": "123456"}, 409)


async def test_a_way_in_belongs_to_its_browser(site: Site, town: Town, phone: str) -> None:
    await enter_password(site.browser(), phone)

    page = await site.browser().open("/staff/sign-in/second-step", 409)

    assert page.h1 == "Mời quý vị bắt đầu lại"
    assert "Nhân viên đăng nhập" in page.links()


async def test_the_message_tells_neither_where_nor_as_what(site: Site, town: Town) -> None:
    await invite(site.browser(), town.therapy)

    (message,) = site.messages()
    assert "Trạm Y tế" not in message
    assert "Tiếp đón" not in message
    assert NAME not in message


async def test_an_invitation_is_good_once(site: Site, town: Town, browser: Browser) -> None:
    await invite(site.browser(), town.therapy)
    link = link_of(site)
    await accept(browser, site)

    assert (await site.browser().open(link, 410)).h1 == "Lời mời này không còn dùng được"


async def test_a_form_sent_when_the_sign_in_had_run_out_goes_on_after_both_proofs(
    site: Site, town: Town, browser: Browser
) -> None:
    phone = site.database.write_now(employ_fully, town.therapy, "organization-admin", MemberRole.ADMIN)
    await sign_in_at_work(browser, phone)
    form = (await browser.open(f"{people_at(town)}/new")).form("role")
    site.clock.forward(minutes=31)

    asked = await browser.send(form, their_name=NAME, their_phone=PHONE, role="desk", where_at="here")
    second = await browser.send(asked.form("password"), username=phone, password=PASSWORD)
    unfinished = await browser.send(second.form("code"), code=code_at(site.clock.now))

    assert asked.h1 == "Nhân viên đăng nhập"
    assert "Mời một người vào làm việc." in unfinished.text
    done = await browser.send(unfinished.form())
    assert "Đã gửi lời mời đến điện thoại của người đó." in done.text


async def test_a_form_with_a_password_is_never_kept(site: Site, phone: str, browser: Browser) -> None:
    await sign_in_at_work(browser, phone)
    form = (await browser.open(f"{ACCOUNT}/password")).form("new_password")
    site.clock.forward(minutes=31)

    asked = await browser.send(form, password=PASSWORD, new_password=OTHER_PASSWORD)

    assert asked.h1 == "Nhân viên đăng nhập"
    assert site.counts()["kept_form"] == 0
    assert browser.cookie(UNFINISHED_COOKIE) is None


async def test_whoever_is_let_go_while_working_gets_a_sentence_and_does_nothing_more(
    site: Site, town: Town, browser: Browser
) -> None:
    phone = site.database.write_now(employ_fully, town.therapy, "organization-admin", MemberRole.ADMIN)
    await sign_in_at_work(browser, phone)
    form = (await browser.open(f"{people_at(town)}/new")).form("role")
    admin = site.browser()
    admin.typed |= {"Phạm Thị Bích Thủy"}
    await sign_in_as(admin, "admin")
    site.database.write_now(employ, town.therapy, "capacity", MemberRole.ADMIN)
    people = await admin.open(people_at(town))
    theirs = next(href for href in people.links().values() if href.endswith("/removal"))
    await admin.send((await admin.open(theirs)).form())

    page = await browser.send(form, 403, their_name=NAME, their_phone=PHONE, role="desk", where_at="here")

    assert page.h1 == "Quý vị không có quyền xem trang này"
    assert site.counts()["invitation"] == 0
    await enter_password(site.browser(), phone, PASSWORD, 422)


async def test_changing_the_password_signs_the_others_out_and_counts_at_once(
    site: Site, phone: str, browser: Browser
) -> None:
    other = site.browser()
    await sign_in_at_work(other, phone)
    site.clock.forward(minutes=1)
    await sign_in_at_work(browser, phone)
    form = (await browser.open(f"{ACCOUNT}/password")).form("new_password")

    wrong = await browser.send(form, 422, password="sai", new_password=OTHER_PASSWORD)
    page = await browser.send(form, password=PASSWORD, new_password=OTHER_PASSWORD)

    assert wrong.errors == ["Mật khẩu hiện tại chưa đúng. Mời quý vị nhập lại."]
    assert "Đã đổi mật khẩu." in page.text
    assert (await other.open(ACCOUNT)).h1 == "Nhân viên đăng nhập"
    await enter_password(site.browser(), phone, PASSWORD, 422)
    assert (await enter_password(site.browser(), phone, OTHER_PASSWORD)).status == 200


async def test_one_sign_in_or_all_others_can_be_ended(site: Site, phone: str, browser: Browser) -> None:
    others = [site.browser() for _ in range(3)]
    for each in others:
        await sign_in_at_work(each, phone)
        site.clock.forward(minutes=1)
    await sign_in_at_work(browser, phone)
    page = await browser.open(ACCOUNT)

    page = await browser.send(page.form("which"))
    assert [(await each.open(ACCOUNT)).h1 for each in others].count("Nhân viên đăng nhập") == 1
    await browser.post(f"{ACCOUNT}/sign-ins", {"which": "others"})

    assert {(await each.open(ACCOUNT)).h1 for each in others} == {"Nhân viên đăng nhập"}
    assert (await browser.open(ACCOUNT)).h1 == "Tài khoản của quý vị"


@pytest.mark.parametrize("which", ["", "x", "-1", "1.5", "9" * 30])
async def test_what_is_no_sign_in_cannot_be_ended(which: str, phone: str, browser: Browser) -> None:
    await sign_in_at_work(browser, phone)

    await browser.post(f"{ACCOUNT}/sign-ins", {"which": which}, 404)


async def test_recovery_codes_are_seen_again_until_somebody_signs_out(site: Site, phone: str, browser: Browser) -> None:
    await sign_in_at_work(browser, phone)
    page = await browser.open(f"{ACCOUNT}/recovery-codes")
    await browser.send(page.form("password"), password=PASSWORD)
    again = await browser.open(f"{ACCOUNT}/recovery-codes")
    assert again.h1 == "Mã dự phòng của quý vị"
    assert browser.cookie(CODES_COOKIE)

    await browser.post("/sign-out", {})
    site.clock.forward(minutes=1)
    await sign_in_at_work(browser, phone)

    assert browser.cookie(CODES_COOKIE) is None
    assert (await browser.open(f"{ACCOUNT}/recovery-codes")).h1 == "Mã dự phòng"


async def test_the_seed_of_somebody_elses_codes_shows_nothing(site: Site, phone: str, browser: Browser) -> None:
    await sign_in_at_work(browser, phone)
    browser.keep(CODES_COOKIE, "somebody else's")

    assert (await browser.open(f"{ACCOUNT}/recovery-codes")).h1 == "Mã dự phòng"


async def test_signing_out_ends_the_way_in_too(phone: str, browser: Browser) -> None:
    await sign_in_at_work(browser, phone)
    assert browser.cookie(ENTRANCE_COOKIE)

    await browser.post("/sign-out", {})

    assert browser.cookie(ENTRANCE_COOKIE) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"their_name": ""}, "Nhập họ và tên."),
        ({"their_name": "123 <>"}, "Nhập họ và tên bằng chữ."),
        ({"their_name": "ă" * 201}, "Nhập họ và tên ngắn hơn, nhiều nhất 200 chữ cái."),
        ({"their_phone": "12"}, "Số này còn thiếu. Nhập đủ 10 chữ số, ví dụ 09 12 34 56 78."),
        ({"role": "owner"}, "Chọn công việc của người này."),
        ({"where_at": "nowhere"}, "Chọn nơi người này làm việc."),
    ],
)
async def test_an_invitation_that_lacks_something_says_what(
    typed: dict[str, str], says: str, site: Site, town: Town
) -> None:
    browser = site.browser()
    browser.typed |= set(typed.values()) - {""}

    page = await invite(browser, town.therapy, 422, **({"their_name": NAME} | typed))

    assert page.errors == [says]
    assert site.counts()["invitation"] == 0


async def test_whoever_reads_names_and_phones_of_others_is_written_down(site: Site, town: Town) -> None:
    browser = site.browser()
    await people_of(browser, town.therapy)

    with site.database.reading() as db:
        seen = db.execute(select(Event.facts).where(Event.kind == "MembersSeen")).scalar_one()
    assert seen["members"] == [1]


async def test_an_administrator_of_one_place_invites_to_that_place_only(site: Site, town: Town) -> None:
    def employ_here(db: Db) -> None:
        place = catalogue.workplace(db, town.therapy.location_slug)
        who = account_for(db, "+84900000007", language="vi", now=NOON)
        post = Post(place.organization_id, MemberRole.ADMIN, place.location_id)
        organizations.appoint(db, who, post, full_name=NAME, by=SOMEBODY, now=NOON)

    site.database.write_now(employ_here)
    browser = site.browser()
    browser.typed |= {NAME}
    await sign_in_as(browser, "organization-admin")

    page = await browser.open(f"{people_at(town)}/new")
    fields = {"their_name": NAME, "their_phone": PHONE, "role": "desk", "where_at": "everywhere"}
    await browser.send(page.form("role"), **fields)

    assert "where_at" not in page.form("role").choices
    people = await browser.open(people_at(town))
    assert people.text.count("Ở nơi này.") == 2


async def test_production_has_staff_but_no_samples(production: Site) -> None:
    page = await production.browser().open("/organization")

    assert page.h1 == "Nhân viên đăng nhập"
    assert "Bản dùng thử" not in page.text


async def test_a_hash_of_other_parameters_is_made_anew(
    site: Site, phone: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "is_outdated", lambda _: True)
    before = site.rows()["credential"]

    await sign_in_at_work(browser, phone)

    assert site.rows()["credential"] != before
    site.clock.forward(minutes=1)
    assert (await enter_password(site.browser(), phone)).status == 200
