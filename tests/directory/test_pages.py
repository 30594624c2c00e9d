"""The pages of places and organisations, and the order of what is near."""

import pytest

from hoanhap import organizations
from tests import makers
from tests.documents import inside, words
from tests.pages import Page, Site
from tests.states import TAN_NINH
from tests.town import Town
from tests.web.test_bad_input import TYPED

THERAPY = "/services/vat-ly-tri-lieu"
TAN_AN = "27712"
PAGES = {
    "/": 1,
    "/services": 2,
    "/services?q=xe%20lan": 1,
    "/services?q=phuk%20hoi": 4,
    THERAPY: 6,
    "/organizations": 1,
}


def places_on(page: Page) -> list[str]:
    """The places on the page of a service, in order."""
    return [href for href in page.links().values() if href.startswith("/places/")]


async def test_a_place_says_what_is_there_what_is_not_and_what_nobody_knows(site: Site, town: Town) -> None:
    site.database.write_now(makers.know_features, town.therapy)

    page = await site.browser().open(f"/places/{town.therapy.location_slug}")

    assert _group(page, "Điều thuận tiện") == ["Lối vào không có bậc", "Có người biết ngôn ngữ ký hiệu"]
    assert _group(page, "Điều chưa thuận tiện") == ["Phải đi cầu thang"]
    assert "Chưa rõ có chỗ đậu xe gần cửa hay không" in _group(page, "Điều chưa rõ")
    assert "Biết từ Thứ Tư, ngày 1 tháng 4 năm 2026." in page.text
    assert "Xuống xe buýt ở trạm gần chợ." in page.text


async def test_a_place_leads_to_the_times_of_what_is_given_there(site: Site, town: Town) -> None:
    page = await site.browser().open(f"/places/{town.therapy.location_slug}")

    assert f"{THERAPY}/times?place={town.therapy.id}" in page.links().values()
    assert "tel:02760000101" in page.links().values()


async def test_a_service_leads_to_its_places_and_each_link_says_which(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await browser.open(THERAPY)

    place = await browser.follow(page, f"Xem nơi này có gì, {town.therapy.place}")

    assert place.h1 == town.therapy.place


async def test_all_organizations_are_listed_ten_at_a_time(site: Site, town: Town) -> None:
    site.database.write_now(lambda db: [makers.make_organization(db) for _ in range(4)])
    browser = site.browser()

    first = await browser.open("/organizations")
    second = await browser.follow(first, "Trang sau")

    assert (len(_organizations(first)), len(_organizations(second))) == (10, 3)
    assert not set(_organizations(first)) & set(_organizations(second))
    assert (await browser.follow(second, "Trang trước")).address == "/organizations"


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 30, "1.5", "", "²"])
async def test_a_page_that_there_is_not_is_the_nearest_one(page: str, site: Site) -> None:
    found = await site.browser().open(f"/organizations?page={page}")

    assert found.h1 == "Các đơn vị và tổ chức"
    assert _organizations(found)


async def test_a_kind_that_there_is_not_is_all(site: Site) -> None:
    assert (await site.browser().open("/organizations?kind=x")).h1 == "Các đơn vị và tổ chức"


# --- near -------------------------------------------------------------------------------------------------------


async def test_where_somebody_is_by_an_old_name_puts_near_places_first(site: Site, town: Town) -> None:
    await _move(site, town.strict.location_slug, 10.53, 106.41)  # to Tân An
    browser = site.browser()
    before = await browser.open(THERAPY)

    near_tan_an = await browser.send(before.form("where"), where="thành phố Tân An, phường 7")
    near_tay_ninh = await browser.open(f"{THERAPY}?near={TAN_NINH}")

    there, here = (f"/places/{each.location_slug}" for each in (town.strict, town.therapy))
    assert places_on(near_tan_an)[0] == there
    assert places_on(near_tay_ninh).index(here) < places_on(near_tay_ninh).index(there)
    assert "cách dưới 2 ki-lô-mét" in near_tay_ninh.text
    assert sorted(places_on(near_tan_an)) == sorted(places_on(before))


async def test_where_somebody_is_is_kept_until_the_browser_closes(site: Site) -> None:
    browser = site.browser()

    answer = await browser.request("GET", f"/services?near={TAN_NINH}")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"near={TAN_NINH};")
    assert "max-age" not in cookie.casefold()
    assert "expires" not in cookie.casefold()
    assert "Nơi gần phường Tân Ninh đứng trước." in (await browser.open(THERAPY)).text


async def test_where_somebody_is_can_be_forgotten_at_once(site: Site) -> None:
    browser = site.browser()
    await browser.open(f"/services?near={TAN_NINH}")

    await browser.follow(await browser.open("/near?back=/services"), "Quên phường Tân Ninh ngay bây giờ")

    assert not browser.cookie("near")
    assert "đứng trước" not in (await browser.open(THERAPY)).text


@pytest.mark.parametrize("near", ["99999", "x", "", "1" * 500, "25459'", "٢٥٤٥٩"])
async def test_a_commune_that_there_is_not_is_nowhere(near: str, site: Site) -> None:
    assert "đứng trước" not in (await site.browser().open(f"{THERAPY}?near={near}")).text


async def test_a_name_with_two_meanings_is_asked_about_and_then_leads_back(site: Site) -> None:
    browser = site.browser()
    question = await browser.send((await browser.open(THERAPY)).form("where"), where="phuong 3")

    assert "Phường 3, Thành phố Tân An" in question.text
    back = await browser.send(question.form("commune"), commune=TAN_NINH)

    assert "Nơi gần phường Tân Ninh đứng trước." in back.text
    assert back.address == f"{THERAPY}?near={TAN_NINH}"


async def test_a_search_stays_a_search_when_somebody_says_where_they_are(site: Site) -> None:
    browser = site.browser()
    page = await browser.open("/services?q=duong hoa su")

    near = await browser.send(page.form("where"), where="xã Tân Biên")

    assert near.value("q") == "duong hoa su"
    assert "ki-lô-mét" in near.text


@pytest.mark.parametrize(
    "back", ["https://example.org", "//example.org", "/\\example.org", "javascript:1", "", "x" * 900]
)
async def test_nobody_is_sent_out_of_the_house(back: str, site: Site) -> None:
    browser = site.browser()

    answer = await browser.request("GET", f"/near?where=x%C3%A3%20T%C3%A2n%20Bi%C3%AAn&back={back}")

    assert answer.headers["location"].startswith("/services?near=")


@pytest.mark.parametrize("typed", TYPED)
async def test_whatever_is_typed_as_a_commune_is_answered_in_words(typed: str, site: Site) -> None:
    browser = site.browser()
    form = (await browser.open("/near?back=/services")).form("where")
    before = site.rows()

    is_a_ward = bool(organizations.find_communes(typed))
    page = await browser.send(form, 200 if is_a_ward else 422, where=typed)

    assert is_a_ward or (page.errors and page.value("where").split() == typed.split())
    assert site.rows() == before


@pytest.mark.parametrize("typed", ["99999", "x", "' OR 1=1"])
async def test_a_commune_that_was_not_offered_is_not_taken(typed: str, site: Site) -> None:
    browser = site.browser()
    page = await browser.send((await browser.open(THERAPY)).form("where"), where="phuong 3")

    assert (await browser.send(page.form("commune"), 422, commune=typed)).errors == ["Chọn xã, phường của quý vị."]


async def test_a_commune_of_another_province_is_said_to_be_unknown_and_near_names_are_offered(site: Site) -> None:
    browser = site.browser()
    page = await browser.send((await browser.open(THERAPY)).form("where"), 422, where="xã Tân Bin")

    assert page.errors == ["Chúng tôi chỉ biết 96 xã, phường của tỉnh Tây Ninh. Nhập tên một nơi trong số đó."]
    assert page.value("where") == "xã Tân Bin"
    assert "Nơi gần xã Tân Biên đứng trước." in (await browser.follow(page, "xã Tân Biên")).text


# --- searching --------------------------------------------------------------------------------------------------


async def test_a_search_finds_a_commune_by_its_old_name(site: Site) -> None:
    browser = site.browser()
    found = await browser.open("/services?q=phuong 3 tay ninh")

    near = await browser.follow(found, "Nơi gần phường Tân Ninh")

    assert "Phường 3, Thành phố Tây Ninh" in found.text
    assert near.h1 == "Các đơn vị và tổ chức"
    assert "Nơi gần phường Tân Ninh đứng trước." in near.text


async def test_a_search_for_a_commune_of_elsewhere_says_which_ones_we_know(site: Site) -> None:
    found = await site.browser().open("/services?q=xa tan bin")

    assert "Chúng tôi chỉ biết 96 xã, phường" in found.text
    assert found.links()["Nơi gần xã Tân Biên"] == "/organizations?near=25486"


@pytest.mark.postgres
async def test_postgresql_finds_the_same(site: Site, postgres_site: tuple[Site, Town]) -> None:
    for typed in ("xe lan", "phuc hoi", "Hoà", "vat ly tri", "trạm y tế tân ninh"):
        pages = [await each.browser().open(f"/services?q={typed}") for each in (site, postgres_site[0])]
        found = [
            [name for name, href in each.links().items() if href.startswith(("/services/", "/places/"))]
            for each in pages
        ]
        assert found[0] == found[1] != []


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_asks_as_often_however_much_there_is(path: str, site: Site, town: Town) -> None:
    browser = site.browser()
    before = await browser.statements(path)
    site.database.write_now(lambda db: [makers.make_offering(db) for _ in range(3)])

    assert before == await browser.statements(path) == PAGES[path]


async def test_a_place_asks_as_often_however_much_is_given_there(site: Site, town: Town) -> None:
    path = f"/places/{town.therapy.location_slug}"
    before = await site.browser().statements(path)
    site.database.write_now(makers.know_features, town.therapy)

    assert before == await site.browser().statements(path) == 11


async def _move(site: Site, slug: str, latitude: float, longitude: float) -> None:
    site.database.write_now(
        lambda db: db.exec_driver_sql(
            "UPDATE location SET latitude = ?, longitude = ? WHERE slug = ?", (latitude, longitude, slug)
        )
    )


def _organizations(page: Page) -> list[str]:
    return [href for href in page.links().values() if href.startswith("/organizations/")]


def _group(page: Page, heading: str) -> list[str]:
    """The facts under a heading."""
    names = ["Điều thuận tiện", "Điều chưa thuận tiện", "Điều chưa rõ"]
    lists = dict(zip([name for name in names if name in page.text], page.document.of_class("facts"), strict=True))
    return [words(each) for each in inside(lists[heading]) if each.name == "p"]
