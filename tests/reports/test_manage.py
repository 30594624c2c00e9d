"""The pages of figures: for those who may see them, in the period they ask for, and as files that hold the same."""

import pytest

from hoanhap.organizations import MemberRole
from tests.all_states import Here
from tests.journeys import path_of, sign_in_as
from tests.makers import employ
from tests.pages import Browser, Page, Site
from tests.states_of_figures import THIS_WEEK, figures_of_a_place
from tests.town import Town


async def figures_page(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> tuple[Browser, Page]:
    browser = site.browser()
    return browser, await figures_of_a_place(Here(site, town, browser, monkeypatch))


async def manager(site: Site, town: Town) -> Browser:
    browser = site.browser()
    site.database.write_now(employ, town.therapy, "capacity", MemberRole.CAPACITY)
    await sign_in_as(browser, "capacity")
    return browser


async def test_the_chart_and_the_table_say_the_same(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = await figures_page(site, town, monkeypatch)

    (chart,) = [each for each in page.document.all("div") if each.attrs.get("role") == "img"]
    assert str(chart.attrs["aria-label"]).startswith("Biểu đồ. Chỗ, theo tuần. Đã có người đặt")
    assert "phần trăm số chỗ." in page.text
    assert "Không còn giờ trống" in page.text
    assert "Phải đi cầu thang" in page.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("span=own", "Nhập ngày đầu."),
        (THIS_WEEK.replace("until-day=29", "until-day=2"), "Ngày cuối phải sau ngày đầu."),
        (THIS_WEEK.replace("from-year=2026", "from-year=2024"), "Chọn nhiều nhất một năm."),
        (THIS_WEEK.replace("from-day=23", "from-day=31"), "Tháng 11 năm 2026 chỉ có 30 ngày."),
        (THIS_WEEK.replace("from-day=23", "from-day=%3Cb%3E"), "Nhập ngày từ 1 đến 31."),
    ],
)
async def test_days_that_cannot_be_are_said_and_kept(site: Site, town: Town, asked: str, said: str) -> None:
    browser = await manager(site, town)

    page = await browser.open(f"/organization/places/{town.therapy.location_slug}/figures?{asked}", 422)

    assert said in page.text


@pytest.mark.parametrize("asked", ["", "span=4", "span=nothing"])
async def test_four_whole_weeks_are_shown_where_nothing_else_is_asked(site: Site, town: Town, asked: str) -> None:
    browser = await manager(site, town)

    page = await browser.open(f"/organization/places/{town.therapy.location_slug}/figures?{asked}")

    assert "từ Thứ Hai, ngày 26 tháng 10 năm 2026 đến Chủ Nhật, ngày 22 tháng 11 năm 2026" in page.text


@pytest.mark.parametrize(
    ("kind", "media"), [("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.openxmlformats")]
)
async def test_the_files_hold_the_period_that_is_shown(
    site: Site, town: Town, monkeypatch: pytest.MonkeyPatch, kind: str, media: str
) -> None:
    browser, page = await figures_page(site, town, monkeypatch)
    (address,) = [href for href in page.links().values() if f"/figures/{kind}" in href]

    answer = await browser.request("GET", address)

    assert THIS_WEEK in address
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert "2026-11-23-2026-11-29" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    assert kind == "xlsx" or "2026-11-23" in answer.text


@pytest.mark.parametrize("kind", ["pdf", "CSV", "csv.exe"])
async def test_there_is_no_other_kind_of_file(site: Site, town: Town, kind: str) -> None:
    browser = await manager(site, town)

    await browser.open(f"/organization/places/{town.therapy.location_slug}/figures/{kind}", 404)


async def test_a_place_that_is_not_there_has_no_figures(site: Site, town: Town) -> None:
    browser = await manager(site, town)

    await browser.open("/organization/places/nowhere/figures", 404)


async def test_whoever_sees_all_places_comes_there_from_the_list(site: Site, town: Town) -> None:
    browser = site.browser()
    places = await sign_in_as(browser, "agency")

    page = await browser.follow(places, "Xem số liệu của mọi nơi")

    assert path_of(page) == "/agency/figures"
