"""Whatever is sent: never a fault of ours, the right status, a way on, and nothing changed."""

import unicodedata
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from sqlalchemy import update

from hoanhap.booking import Booking
from hoanhap.web.look import CHOICES
from tests.journeys import NEEDS, PHONE, ask_for_code, choose, path_of, see_times, sign_in, sign_in_named, times_of
from tests.pages import Browser, Form, Site
from tests.posts import POSTS, Prepare
from tests.states import LONG_NAME, MARKUP
from tests.town import Town

TYPED = [
    "",
    " \t ",
    "\u00a0\u200b",
    "x",
    "-1",
    "0",
    "null",
    "12 34",
    "٠٩١٢",
    "+8491234567890123456",
    "x" * 10_000,
    "9" * 10_000,
    unicodedata.normalize("NFD", "Nguyễn Thị Ánh Tuyết " * 40),
    MARKUP,
    "' OR 1=1; DROP TABLE booking; --",
    "=1+1",
    "../../etc/passwd",
    "%s%n{0}{{7*7}}%(name)s",
    "a\r\nset-cookie: x=1",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
UNREADABLE = [b"%00", b"%ff", b"%C3%28", b"%ED%A0%80", b"%EF%BF%BD", b"%01", b"\xff", b"\x00"]
FORMS: dict[str, tuple[str, ...]] = {
    "display": (*CHOICES, "language"),
    "details": ("full_name", "phone"),
    "code": ("code",),
    "sign in": ("phone",),
    "sign-in code": ("code",),
    "callback": ("full_name", "phone", "suits", "way"),
    "feedback": ("reply",),
}
LONGEST_FORM = 100


async def form_of(name: str, site: Site, town: Town, browser: Browser) -> Form:
    """An empty form, fetched from its page."""
    if name == "display":
        form = (await browser.open("/settings/display")).form("theme")
    elif name == "slot":
        form = (await see_times(browser, town.single)).form("slot")
    elif name == "details":
        form = (await choose(browser, town.single)).form("full_name")
    elif name == "code":
        form = (await ask_for_code(browser, await choose(browser, town.single))).form("code")
    elif name == "callback":
        form = (await browser.open("/help/callback")).form("full_name")
    elif name == "feedback":
        form = (await browser.open("/accessibility/feedback")).form("hard")
    elif name == "sign in":
        form = (await browser.open("/sign-in")).form("phone")
    else:
        form = (await browser.send((await browser.open("/sign-in")).form("phone"), phone=PHONE)).form("code")
    return form


@pytest.mark.parametrize("name", FORMS)
async def test_whatever_is_typed_is_answered_in_words_and_changes_nothing(name: str, site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of(name, site, town, browser)
    before = site.rows()

    for field in FORMS[name]:
        for typed in TYPED:
            page = await browser.post(form.action, form.fields | {field: typed}, 422)
            assert page.errors
    if name == "details":  # a good name beside a bad phone is noted, so that links on the page do not lose it
        site.database.write_now(lambda db: db.execute(update(Booking).values(full_name="")))
    assert site.rows() == before


@pytest.mark.parametrize("name", ["details", "sign in", "code", "sign-in code"])
async def test_what_was_typed_is_still_there(name: str, site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of(name, site, town, browser)
    field = FORMS[name][-1]

    for typed in (" 12 34 ", MARKUP, "x" * 10_000, unicodedata.normalize("NFD", LONG_NAME)):
        browser.typed.add(typed)
        page = await browser.post(form.action, form.fields | {field: typed}, 422)
        assert page.value(field) == typed


@pytest.mark.parametrize("prepare", [pytest.param(POSTS[each], id=each) for each in POSTS])
async def test_what_is_no_text_is_not_read(prepare: Prepare, site: Site, town: Town) -> None:
    browser = site.browser()
    post = await prepare(site, town, browser)
    before = site.rows()

    for odd in UNREADABLE:
        for body in (b"full_name=A" + odd, odd + b"=1", b"code=" + odd):
            answer = await browser.request("POST", post.form.action, body=body)
            assert (answer.status_code, odd) == (400, odd)
    assert site.rows() == before


@pytest.mark.parametrize("prepare", [pytest.param(POSTS[each], id=each) for each in POSTS])
async def test_what_is_no_form_is_refused(prepare: Prepare, site: Site, town: Town) -> None:
    browser = site.browser()
    post = await prepare(site, town, browser)
    action = post.form.action
    before = site.rows()

    for kind in ("multipart/form-data; boundary=x", "application/json", "text/plain", "", "nonsense"):
        answer = await browser.request("POST", action, body=b"code=1", headers={"content-type": kind})
        assert (answer.status_code, kind) == (415, kind)
    assert (await browser.request("POST", action, body=b"a=" + b"x" * 70_000)).status_code == 413
    assert (await browser.request("POST", action, body=b"&".join([b"a=1"] * (LONGEST_FORM + 1)))).status_code == 400
    assert site.rows() == before


@pytest.mark.parametrize("prepare", [pytest.param(POSTS[each], id=each) for each in POSTS])
async def test_fields_that_were_not_asked_for_change_nothing(prepare: Prepare, site: Site, town: Town) -> None:
    post = await prepare(site, town, site.browser())
    roles_before = _roles(site)
    more = {"role": "admin", "account_id": "1", "id": "1", "state": "booked", "reference": "12345674", "is_open": "0"}

    page = await post.browser.post(post.form.action, post.fields | more)

    assert page.h1 == post.leads_to
    assert _roles(site) <= {"person"} | roles_before


def _roles(site: Site) -> set[str]:
    """The roles that accounts have."""
    with site.database.reading() as db:
        return set(db.exec_driver_sql("SELECT DISTINCT role FROM account").scalars())


@pytest.mark.parametrize("prepare", [pytest.param(POSTS[each], id=each) for each in POSTS])
async def test_other_methods_are_not_taken(prepare: Prepare, site: Site, town: Town) -> None:
    browser = site.browser()
    post = await prepare(site, town, browser)
    before = site.rows()

    for method in ("PUT", "PATCH", "DELETE"):
        answer = await browser.request(method, post.form.action, fields=post.fields)
        assert (answer.status_code, method) == (405, method)
        assert "POST" in answer.headers["allow"]
    assert site.rows() == before


async def test_a_name_sent_as_plain_utf_8_is_read_as_such(site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of("details", site, town, browser)
    browser.typed.add("Nguyễn Ánh")

    answer = await browser.request("POST", form.action, body="full_name=Nguyễn Ánh&phone=1".encode())

    assert browser.page(answer).value("full_name") == "Nguyễn Ánh"


@pytest.mark.parametrize("missing", ["full_name", "phone"])
async def test_a_field_that_is_missing_is_asked_for(missing: str, site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of("details", site, town, browser)
    fields = {"full_name": LONG_NAME, "phone": PHONE}
    browser.typed.add(LONG_NAME)
    del fields[missing]

    page = await browser.post(form.action, fields, 422)

    assert len(page.errors) == 1


async def test_of_two_fields_with_one_name_the_first_counts(site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of("sign in", site, town, browser)

    answer = await browser.request("POST", form.action, body=b"phone=0912345678&phone=0987654321")
    page = await browser.open(answer.headers["location"])

    assert "09 12 34 56 78" in page.text


# --- forged choices ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slot", ["999999", "0", "9" * 15, "9" * 16, "-1", "1.0", "1e3", "abc", "", "1,2", "१", " 1"])
async def test_a_time_that_is_not_on_the_page_holds_nothing(slot: str, site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of("slot", site, town, browser)
    before = site.rows()

    answer = await browser.request("POST", form.action, fields=form.fields | {"slot": slot})

    assert answer.status_code in {409, 422}
    assert site.rows() == before


async def test_a_time_of_another_place_holds_nothing(site: Site, town: Town) -> None:
    browser = site.browser()
    form = await form_of("slot", site, town, browser)
    elsewhere = (await see_times(browser, town.therapy)).options("slot")[0]
    before = site.rows()

    await browser.post(form.action, form.fields | {"slot": elsewhere}, 409)

    assert site.rows() == before


@pytest.mark.parametrize(
    ("party", "status"),
    [
        ({"people": "5"}, 409),
        ({"people": "0"}, 409),
        ({"people": "-1"}, 409),
        ({"people": "9" * 15}, 409),
        ({"people": "hai"}, 409),
        ({"people": "1", "wheelchairs": "2"}, 409),
        ({"people": "2", "wheelchairs": "2"}, 409),  # there is one space
    ],
)
async def test_a_party_that_cannot_be_holds_nothing(
    party: Mapping[str, str], status: int, site: Site, town: Town
) -> None:
    browser = site.browser()
    times = await browser.open(f"{times_of(town.ride)}&people=1&wheelchairs=0&day=2026-11-26")
    form = times.form("slot")
    asked = "&".join(f"{name}={value}" for name, value in party.items())
    before = site.rows()

    await browser.post(
        f"{times_of(town.ride)}&{asked}&day=2026-11-26", form.fields | {"slot": times.options("slot")[0]}, status
    )

    after = site.rows()
    del after["turned_away"], before["turned_away"]  # two who found one space are counted
    assert after == before


async def test_a_wheelchair_where_none_can_come_holds_nothing(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await browser.open(f"{times_of(town.walk)}&people=1&day=2026-11-26")
    before = site.rows()

    await browser.post(
        f"{times_of(town.walk)}&people=1&wheelchairs=1",
        times.form("slot").fields | {"slot": times.options("slot")[0]},
        409,
    )

    assert site.rows() == before


@pytest.mark.parametrize("place", ["", "x", "-1", "1.5", "9" * 20])
async def test_a_place_that_is_no_number_leads_back_to_the_places(place: str, site: Site) -> None:
    answer = await site.browser().request("GET", f"/services/vat-ly-tri-lieu/times?place={place}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/services/vat-ly-tri-lieu#places")


@pytest.mark.parametrize("place", ["0", "999999", "9" * 15])
async def test_a_place_that_does_not_exist_is_missing(place: str, site: Site) -> None:
    await site.browser().open(f"/services/vat-ly-tri-lieu/times?place={place}", 404)


async def test_a_place_of_another_service_is_missing(site: Site, town: Town) -> None:
    browser = site.browser()
    wrong = f"/services/xe-dua-don/times?place={town.single.id}"
    before = site.rows()

    await browser.open(wrong, 404)

    assert site.rows() == before


@pytest.mark.parametrize("journey", ["", "x", "x" * 10_000, MARKUP, "' OR 1=1 --", "a&b=c#d"])
async def test_any_key_of_a_journey_is_only_a_key(journey: str, site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.single)

    first = await browser.post(times.address, {"slot": times.options("slot")[0], "journey": journey})
    again = await browser.open(f"{times.address}&journey={quote(journey[:2000])}")

    assert first.h1 == "Xem lại rồi đặt"
    assert again.form("slot").fields["journey"]


@pytest.mark.parametrize("field", ["home", "extra_minutes", "contact"])
async def test_what_nobody_can_need_is_said_at_its_field_and_saves_nothing(field: str, site: Site) -> None:
    browser = site.browser()
    form = (await sign_in_named(browser)).form(NEEDS)
    before = site.rows()

    for typed in (each for each in TYPED if each.strip() and (field, each) != ("extra_minutes", "0")):
        page = await browser.post(form.action, form.fields | {field: typed}, 422)
        assert len(page.errors) == 1
    assert site.rows() == before


async def test_boxes_that_are_not_on_the_page_tick_nothing(site: Site) -> None:
    browser = site.browser()
    form = (await sign_in_named(browser)).form(NEEDS)
    forged = {
        "moving-everything": "yes",
        "moving-parking": "x" * 100,
        "seeing-wheelchair": "yes",
        "needs": "wheelchair",
    }

    await browser.post(form.action, form.fields | forged)

    with site.database.reading() as db:
        assert db.exec_driver_sql("SELECT needs FROM access_profile").scalars().all() == ["[]"]


@pytest.mark.parametrize("person", ["0", "999999", "9" * 15])
async def test_a_person_that_does_not_exist_is_missing(person: str, site: Site) -> None:
    browser = site.browser()
    form = (await sign_in_named(browser)).form(NEEDS)
    before = site.rows()

    await browser.post("/needs", form.fields | {"person": person}, 404)
    await browser.post("/needs/person", {"person": person}, 404)

    assert site.rows() == before


@pytest.mark.parametrize("seen", ["", "x", "-1", "7", "9" * 15, "9" * 400])
async def test_a_version_that_never_was_shows_both(seen: str, site: Site) -> None:
    browser = site.browser()
    form = (await sign_in_named(browser)).form(NEEDS)
    await browser.post("/needs", form.fields | {NEEDS: "yes"})
    before = site.rows()

    await browser.post("/needs", form.fields | {"seen": seen}, 409)

    assert site.rows() == before


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example"]
)
async def test_nobody_is_led_out_of_the_house_after_saying_what_they_need(next_page: str, site: Site) -> None:
    browser = site.browser()

    page = await browser.post("/needs", {NEEDS: "yes", "next": next_page})

    assert page.links()["Quay lại tìm dịch vụ"] == "/services"


# --- addresses ---------------------------------------------------------------------------------------

ODD_ADDRESSES = [
    "/services/%E1%BB%85",
    "/services/..%2f..%2fetc",
    "/services/%2e%2e/x",
    "/services/" + "x" * 5000,
    "/services/vat-ly-tri-lieu%20",
    "/static/..%2f..%2fpyproject.toml",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static//etc/passwd",
    "/book/nobody",
    "/book/nobody/code",
    "/book/" + "x" * 5000,
    "/book/' OR 1=1 --",
    "/sign-in/nobody",
    "/sign-in/%E1%BB%85",
    "//evil.example/",
    "/\\evil.example",
    "/.git/config",
    "/wp-login.php",
]


@pytest.mark.parametrize("address", ODD_ADDRESSES)
async def test_an_address_that_leads_nowhere_says_so(address: str, site: Site) -> None:
    page = await site.browser().open(address, 404)

    assert {"/", "/services", "/bookings", "/help"} <= {href.partition("?")[0] for href in page.links().values()}


@pytest.mark.parametrize(
    "reference", ["1", "12345678", "abc", "%E1%BB%85", "x" * 3000, "1%202", "٤٨٢٧١٩٣٥", "a&b", "a?b"]
)
async def test_a_reference_that_is_none_is_missing(reference: str, site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)

    await browser.open(f"/bookings/{reference}", 404)
    await browser.open(f"/bookings/{reference}/cancellation", 404)


@pytest.mark.parametrize("reference", ["12345678", "%E1%BB%85", "x" * 3000, "a%26b", "a%3Fb"])
async def test_a_visitor_is_asked_to_sign_in_first_whatever_the_reference(reference: str, site: Site) -> None:
    page = await site.browser().open(f"/bookings/{reference}")

    assert page.h1 == "Đăng nhập bằng số điện thoại"


async def test_a_reference_may_be_written_in_groups(site: Site, town: Town) -> None:
    browser = site.browser()
    done = await POSTS["confirm, signed in"](site, town, browser)
    booked = path_of(await done.send())
    digits = booked.rpartition("/")[2]

    page = await browser.open(f"/bookings/{digits[:2]}%20{digits[2:4]}%20{digits[4:6]}%20{digits[6:]}")

    assert path_of(page) == booked


@pytest.mark.parametrize("odd", ["%00", "%ff", "%C3%28", "%ED%A0%80", "%EF%BF%BD", "%07"])
async def test_an_address_that_is_no_text_is_not_read(odd: str, site: Site, town: Town) -> None:
    browser = site.browser()

    for address in (f"/services?q={odd}", f"/services?{odd}=1", f"/services/{odd}", f"/help?language={odd}"):
        page = await browser.open(address, 400)
        assert "/services" in page.links().values()


@pytest.mark.parametrize(
    "odd", ["login=\x80", "login", "=", ";;;", "login=a=b; visitor", "language=\xe1\xbb\x85", "x" * 4000]
)
async def test_any_cookie_is_answered(odd: str, site: Site) -> None:
    answer = await site.browser().request("GET", "/bookings", headers={"cookie": odd})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "kept", ["language=tlh", "theme=plaid", "language=%00; theme=<b>", "display=<b>", "display=.0.x"]
)
async def test_a_preference_that_is_none_is_as_if_it_were_not_there(kept: str, site: Site) -> None:
    answer = await site.browser().request("GET", "/help", headers={"cookie": kept})

    html = site.browser().page(answer).document.all("html")[0]
    assert (html.attrs["lang"], html.attrs["data-theme"]) == ("vi", "device")


@pytest.mark.parametrize("name", ["part", "weekday", "within"])
@pytest.mark.parametrize("typed", TYPED)
async def test_any_filter_in_the_address_is_answered(name: str, typed: str, site: Site, town: Town) -> None:
    path = "/services/vat-ly-tri-lieu?near=25489" if name == "within" else times_of(town.therapy)

    answer = await site.browser().request("GET", f"{path}&{name}={quote(typed[:3000])}")

    assert answer.status_code in {200, 400}
