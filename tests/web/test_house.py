"""The pages of the house: languages, files, health."""

import gzip

import pytest

from hoanhap import __version__
from tests.pages import Site


@pytest.mark.parametrize("path", ["/", "/services?q=xe+l%C4%83n", "/help", "/khong/co"])
async def test_the_same_page_in_the_other_language_is_one_press_away(path: str, site: Site) -> None:
    browser = site.browser()
    status = 404 if path == "/khong/co" else 200
    page = await browser.open(path, status)

    english = await browser.open(page.links()["English"], status)
    vietnamese = await browser.open(english.links()["Tiếng Việt"], status)

    assert english.template == vietnamese.template == page.template
    assert vietnamese.h1 == page.h1 != english.h1


async def test_the_language_that_was_pressed_stays(site: Site) -> None:
    browser = site.browser()
    await browser.open("/help?language=en")

    page = await browser.open("/")

    assert page.document.all("html")[0].attrs["lang"] == "en"


async def test_a_language_we_do_not_speak_changes_nothing(site: Site) -> None:
    page = await site.browser().open("/help?language=tlh")

    assert page.document.all("html")[0].attrs["lang"] == "vi"


async def test_a_file_is_kept_for_a_year_under_its_own_name(site: Site) -> None:
    path = site.app.state.assets.path("app.css")

    answer = await site.browser().request("GET", path)

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert b"@layer" in answer.content


async def test_a_file_comes_as_it_is_to_those_who_cannot_unzip(site: Site) -> None:
    path = site.app.state.assets.path("app.css")

    zipped = await site.browser().request("GET", path)
    plain = await site.browser().request("GET", path, headers={"accept-encoding": "identity"})

    assert "content-encoding" not in plain.headers
    assert plain.content == zipped.content


async def test_pages_are_zipped_for_those_who_can_unzip(site: Site) -> None:
    zipped = await site.browser().request("GET", "/help")
    plain = await site.browser().request("GET", "/help", headers={"accept-encoding": "identity"})

    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert len(gzip.compress(plain.content)) < len(plain.content)


async def test_health_tells_what_runs(site: Site) -> None:
    browser = site.browser()

    live = await browser.request("GET", "/health/live")
    ready = await browser.request("GET", "/health/ready")

    assert live.json() == {"status": "live", "version": __version__}
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


async def test_health_says_when_the_tables_are_not_there_yet(site: Site) -> None:
    site.database.write_now(lambda db: db.exec_driver_sql("DELETE FROM alembic_version"))

    ready = await site.browser().request("GET", "/health/ready")

    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
