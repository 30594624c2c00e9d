"""Saying what one needs by way of the pages: for one search, for good, for several people, and in two windows."""

import pytest
from sqlalchemy import event

from hoanhap import needs
from hoanhap.base.db import Database
from hoanhap.needs import Asking, Source
from hoanhap.web.login import Speaker
from hoanhap.web.visitor import NEEDS_COOKIE
from tests.documents import attribute
from tests.journeys import (
    NEEDS,
    OTHER_PHONE,
    book,
    book_signed_in,
    path_of,
    save_needs,
    sign_in,
    sign_in_as,
    sign_in_named,
    tick_needs,
)
from tests.makers import NAME
from tests.pages import Browser, Page, Site
from tests.town import Town

QUIET, SIGNS = "calm-quiet-room", "hearing-sign-language"
SERVICE = "/services/vat-ly-tri-lieu"


def ticked(page: Page) -> set[str]:
    """The boxes that are ticked."""
    boxes = [each for each in page.document.controls() if attribute(each, "type") == "checkbox"]
    return {attribute(each, "name") for each in boxes if "checked" in each.attrs}


async def asking_of(browser: Browser, account_id: int | None = None) -> Asking:
    """What this browser's pages look for."""
    speaker = Speaker(account_id, browser.cookie(NEEDS_COOKIE) or "")
    with browser.site.database.reading() as db:
        return needs.asking(db, speaker, "vi")


# --- a visitor ---------------------------------------------------------------------------------------


async def test_a_visitor_says_it_for_one_search(site: Site) -> None:
    browser = site.browser()

    answer = await browser.request("POST", "/needs", fields={NEEDS: "yes", QUIET: "yes", "next": SERVICE})
    page = await browser.open(answer.headers["location"])

    kept = answer.headers["set-cookie"].split("; ")
    assert kept[0] == "needs=quiet-room.wheelchair"
    assert "Max-Age" not in answer.headers["set-cookie"]
    assert ticked(page) == {NEEDS, QUIET}
    assert page.links()["Quay lại tìm dịch vụ"] == SERVICE


async def test_what_is_needed_is_said_on_the_service_page(site: Site) -> None:
    browser = site.browser()
    before = await browser.open(SERVICE)
    await tick_needs(browser, NEEDS, QUIET)

    page = await browser.open(SERVICE)

    assert "Đang tìm" not in before.text
    assert "Đang tìm theo nhu cầu. Ngồi nguyên trên xe lăn. Cần chỗ yên tĩnh." in page.text
    assert page.links()["Đổi nhu cầu"] == f"/needs?next={SERVICE}"


async def test_one_press_removes_it(site: Site) -> None:
    browser = site.browser()
    page = await tick_needs(browser, NEEDS)

    page = await browser.send(page.forms()[-1])

    assert ticked(page) == set()
    assert not browser.cookie(NEEDS_COOKIE)


async def test_unticking_every_box_removes_it_too(site: Site) -> None:
    browser = site.browser()
    await tick_needs(browser, NEEDS)

    await browser.post("/needs", {})

    assert not browser.cookie(NEEDS_COOKIE)


async def test_signing_out_leaves_nothing_for_the_next_one(site: Site) -> None:
    browser = site.browser()
    await tick_needs(browser, NEEDS)
    page = await sign_in(browser)

    await browser.send(page.forms()[-1])

    assert not browser.cookie(NEEDS_COOKIE)


@pytest.mark.parametrize("kept", ["", "nobody", "..", "WHEELCHAIR", "x" * 3000, "a." * 2000, "%00"])
async def test_what_no_page_of_ours_wrote_counts_for_nothing(kept: str, site: Site) -> None:
    answer = await site.browser().request("GET", SERVICE, headers={"cookie": f"needs={kept}"})

    assert "Đang tìm" not in site.browser().page(answer).text


# --- the profile -------------------------------------------------------------------------------------


async def test_somebody_new_is_asked_their_name_first(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)

    asked = await browser.open(f"/needs?next={SERVICE}")
    page = await browser.send(asked.form("full_name"), full_name=NAME)

    assert (asked.h1, path_of(asked)) == ("Dành cho ai?", "/needs/person")
    assert (page.h1, page.form(NEEDS).fields["next"]) == ("Nhu cầu của tôi", SERVICE)
    assert NAME in page.text


async def test_what_is_saved_is_there_on_another_day(site: Site) -> None:
    browser = site.browser()
    await sign_in_named(browser)
    await save_needs(browser, **{NEEDS: "yes", "extra_minutes": "20", "home": "tan ninh", "contact": "message"})

    site.clock.forward(days=1)
    page = await browser.open("/needs")

    fields = page.form(NEEDS).fields
    assert ticked(page) == {NEEDS}
    assert (fields["extra_minutes"], fields["home"], fields["contact"]) == ("20", "phường Tân Ninh", "message")
    assert "12 giờ, Thứ Tư, ngày 25 tháng 11 năm 2026" in page.text


async def test_every_question_can_be_left_open(site: Site) -> None:
    browser = site.browser()
    await sign_in_named(browser)

    page = await save_needs(browser)

    assert "Đã lưu" in page.text
    assert page.form(NEEDS).fields["extra_minutes"] == "0"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Tân Ninh", "phường Tân Ninh"),
        (" phuong  TAN NINH ", "phường Tân Ninh"),
        ("Tân Thạnh", "xã Tân Thạnh"),
        ("xã Tân Thành", "xã Tân Thành"),
    ],
)
async def test_a_commune_is_found_as_people_write_it(typed: str, found: str, site: Site) -> None:
    browser = site.browser()
    await sign_in_named(browser)

    page = await save_needs(browser, home=typed)

    assert page.value("home") == found


async def test_a_profile_is_looked_for_with_its_name(site: Site) -> None:
    browser = site.browser()
    await sign_in_named(browser)
    await save_needs(browser, **{QUIET: "yes"})

    page = await browser.open(SERVICE)

    assert f"Đang tìm cho {NAME}. Cần chỗ yên tĩnh." in page.text


async def test_what_was_chosen_before_signing_in_is_offered_and_never_saved_by_itself(site: Site) -> None:
    browser = site.browser()
    await tick_needs(browser, NEEDS)
    page = await sign_in_named(browser)
    untouched = ticked(page)

    offered = await browser.follow(page, "Đánh dấu thêm các nhu cầu này")
    versions_before = site.counts()["access_profile"]
    saved = await browser.send(offered.form(NEEDS))

    assert (untouched, ticked(offered), ticked(saved)) == (set(), {NEEDS}, {NEEDS})
    assert (versions_before, site.counts()["access_profile"]) == (0, 1)
    assert not browser.cookie(NEEDS_COOKIE)


async def test_whoever_is_signed_in_no_more_loses_no_tick(site: Site) -> None:
    browser = site.browser()
    page = await sign_in_named(browser)
    site.clock.forward(days=8)

    asked = await browser.send(page.form(NEEDS), **{NEEDS: "yes"})
    await sign_in(browser)

    assert asked.h1 == "Đăng nhập bằng số điện thoại"
    assert "ngồi nguyên trên xe lăn" in (await browser.open("/needs")).text


async def test_two_windows_are_shown_both_and_one_press_saves_the_later(site: Site) -> None:
    browser = site.browser()
    page = await sign_in_named(browser)
    await save_needs(browser, **{NEEDS: "yes"})

    both = await browser.send(page.form(NEEDS), 409, **{SIGNS: "yes", "home": "tan ninh"})
    saved = await browser.send(both.form())

    assert "Ngồi nguyên trên xe lăn" in both.text
    assert "Dùng ngôn ngữ ký hiệu" in both.text
    assert ticked(saved) == {SIGNS}
    assert saved.value("home") == "phường Tân Ninh"


async def test_the_same_form_sent_again_saves_once(site: Site) -> None:
    browser = site.browser()
    page = await sign_in_named(browser)

    for _ in range(3):
        await browser.send(page.form(NEEDS), **{NEEDS: "yes"})

    assert site.counts()["access_profile"] == 1


async def test_every_version_is_told(site: Site) -> None:
    browser = site.browser()
    await sign_in_named(browser)
    await save_needs(browser, **{NEEDS: "yes"})
    await save_needs(browser, contact="call")

    page = await browser.open("/needs/history")

    headings = [each.to_text().strip() for each in page.document.all("h2")]
    assert [each[:5] for each in headings] == ["Lần 2", "Lần 1"]


# --- for whom ----------------------------------------------------------------------------------------


async def test_a_mother_keeps_her_children_apart(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in_named(browser, full_name="Bé An")
    await save_needs(browser, **{NEEDS: "yes"})
    page = await browser.open("/needs/person")
    page = await browser.send(page.form("full_name"), person="other", full_name="Bé Bình")
    of_the_second = ticked(page)
    await save_needs(browser, **{QUIET: "yes"})

    asked = await browser.open("/needs/person")
    page = await browser.send(asked.form("person"), person=asked.options("person")[0])

    assert of_the_second == set()
    assert ticked(page) == {NEEDS}
    assert "Bé An" in page.text


async def test_an_account_used_for_several_is_asked_for_whom_first(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.therapy, full_name="Bé An")
    await book_signed_in(browser, town.therapy, full_name="Bé Bình", nth=9)

    page = await browser.open("/needs")

    assert path_of(page) == "/needs/person"
    assert len(page.options("person")) == 3


async def test_nobody_saves_for_somebody_elses_person(site: Site) -> None:
    browser, other = site.browser(), site.browser()
    theirs = (await sign_in_named(browser)).form(NEEDS).fields["person"]
    mine = (await sign_in_named(other, phone=OTHER_PHONE)).form(NEEDS)
    before = site.rows()

    await other.post("/needs", mine.fields | {"person": theirs}, 404)
    await other.post("/needs/person", {"person": theirs}, 404)
    await other.post("/needs", mine.fields | {"person": "999999"}, 404)

    assert site.rows() == before


# --- one answer for every page -------------------------------------------------------------------------


async def test_a_profile_comes_before_what_the_browser_keeps(site: Site) -> None:
    browser = site.browser()
    await tick_needs(browser, NEEDS)
    as_visitor = await asking_of(browser)
    await sign_in_as(browser, "person")
    account_id = site.rows()["account"][0][0]
    signed_in = await asking_of(browser, account_id)
    page = await browser.open("/needs/person")
    await browser.send(page.form("full_name"), full_name=NAME)
    await browser.post("/needs", (await browser.open("/needs")).form(NEEDS).fields | {QUIET: "yes"})

    known = await asking_of(browser, account_id)

    assert (as_visitor.source, as_visitor.needs) == (Source.VISITOR, frozenset({"wheelchair"}))
    assert signed_in == as_visitor
    assert (known.source, known.needs, known.name) == (Source.PROFILE, frozenset({"quiet-room"}), NAME)


@pytest.mark.parametrize(
    ("kept", "account_id", "most"), [("", None, 0), ("wheelchair", None, 1), ("", 1, 2), ("wheelchair", 1, 2)]
)
def test_asking_is_cheap(sqlite_database: Database, kept: str, account_id: int | None, most: int) -> None:
    statements: list[str] = []
    with sqlite_database.reading() as db:
        event.listen(db, "before_cursor_execute", lambda *given: statements.append(given[2]))
        needs.asking(db, Speaker(account_id, kept), "vi")

    assert len([each for each in statements if each != "BEGIN"]) <= most
