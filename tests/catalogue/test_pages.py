"""The pages of what is offered: finding a service, and knowing all that matters before booking it."""

import unicodedata
from urllib.parse import quote

import pytest
from sqlalchemy import update

from hoanhap.catalogue import Offering
from tests.pages import Page, Site
from tests.states import MARKUP
from tests.town import Town

DOMAINS, SERVICES = 11, 28


async def test_home_leads_to_every_domain(site: Site) -> None:
    browser = site.browser()
    home = await browser.open("/")
    services = await browser.open("/services")

    wanted = [href for href in home.links().values() if href.startswith("/services#")]

    assert len(wanted) == DOMAINS
    assert all(services.document.by_id(href.partition("#")[2]) for href in wanted)


async def test_all_services_stand_under_their_domain(site: Site) -> None:
    page = await site.browser().open("/services")

    assert len(_services(page)) == SERVICES
    assert len(page.document.of_class("shelf")) == DOMAINS


async def test_every_service_has_a_page_in_both_languages(site: Site) -> None:
    vietnamese, english = site.browser(), site.browser(language="en")
    listed = await vietnamese.open("/services")

    for name, href in _services(listed).items():
        assert (await vietnamese.open(href)).h1 == name
        assert (await english.open(href)).h1 != name


@pytest.mark.parametrize(
    "words",
    ["vật lý trị liệu", "vat ly tri lieu", "VẬT LÝ", "trị liệu vật lý", "  vật   lý  "],
)
async def test_a_search_ignores_accents_case_and_order(words: str, site: Site) -> None:
    browser = site.browser()
    page = await browser.open("/services")

    found = await browser.send(page.form("q"), q=words)

    assert "Vật lý trị liệu" in _services(found)
    assert len(_services(found)) < SERVICES


async def test_a_search_finds_by_what_a_thing_is_for(site: Site) -> None:
    found = await site.browser().open(f"/services?q={quote('xe lan')}")

    assert "Xe đưa đón tận nhà" in _services(found)


async def test_a_search_in_english_finds_english(site: Site) -> None:
    found = await site.browser(language="en").open("/services?q=physiotherapy")

    assert next(iter(_services(found))) == "Physiotherapy"


async def test_a_search_that_finds_nothing_says_so_and_shows_everything(site: Site) -> None:
    found = await site.browser().open(f"/services?q={quote('tàu vũ trụ')}")

    assert "Chưa tìm thấy gì có đủ những từ này." in found.text
    assert len(_services(found)) == SERVICES


async def test_a_search_that_finds_nothing_offers_near_words_that_find_something(site: Site) -> None:
    browser = site.browser()
    found = await browser.open("/services?q=phuk hoi")

    better = await browser.follow(found, "Tìm “phục hồi”")

    assert "Vật lý trị liệu" in _services(better)
    assert len(_services(better)) < SERVICES


async def test_a_search_finds_what_was_typed_with_its_marks_apart(site: Site) -> None:
    browser = site.browser()
    page = await browser.open("/services")

    found = await browser.send(page.form("q"), q=unicodedata.normalize("NFD", "vật lý trị liệu"))

    assert "Vật lý trị liệu" in _services(found)


@pytest.mark.parametrize("words", [MARKUP, "%", "_", "' OR 1=1 --", "x" * 5000, "a" * 100 + " b" * 100, "\\", "*", '"'])
async def test_any_words_can_be_searched_for(words: str, site: Site) -> None:
    browser = site.browser()
    page = await browser.open("/services")

    found = await browser.send(page.form("q"), q=words)

    assert found.value("q") == " ".join(words.split())[:200]


@pytest.mark.parametrize("asked", ["", "?q=", "?q=%20%20", "?q=+", "?words=x", "?q"])
async def test_without_words_everything_is_shown(asked: str, site: Site) -> None:
    page = await site.browser().open(f"/services{asked}")

    assert (page.h1, len(_services(page))) == ("Tất cả dịch vụ", SERVICES)


async def test_a_service_leads_to_its_places(site: Site, town: Town) -> None:
    page = await site.browser().open("/services/vat-ly-tri-lieu")

    assert f"/services/vat-ly-tri-lieu/times?place={town.therapy.id}" in page.links().values()
    assert f"/services/xe-dua-don/times?place={town.ride.id}" not in page.links().values()


async def test_a_place_that_no_longer_gives_a_service_is_not_offered(site: Site, town: Town) -> None:
    closing = update(Offering).where(Offering.id == town.therapy.id).values(is_open=False)
    site.database.write_now(lambda db: db.execute(closing))

    page = await site.browser().open("/services/vat-ly-tri-lieu")

    assert f"/services/vat-ly-tri-lieu/times?place={town.therapy.id}" not in page.links().values()


async def test_a_service_without_places_says_whom_to_call(site: Site) -> None:
    page = await site.browser().open("/services/tro-giup-phap-ly")

    assert "gọi đường dây hỗ trợ" in page.text


def _services(page: Page) -> dict[str, str]:
    """The services on a page, and where they are."""
    return {text: href for text, href in page.links().items() if href.startswith("/services/")}
