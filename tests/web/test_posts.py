"""Every post: from other sites nothing gets in, a database that is away loses nothing, and twice is as good as once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from hoanhap.app import ROUTES
from hoanhap.base.errors import Unavailable
from hoanhap.web import security
from tests import (
    posts_of_failing,
    posts_of_holidays,
    posts_of_moving,
    posts_of_offerings,
    posts_of_photos,
    posts_of_requests,
    posts_of_staff,
    posts_of_weeks,
    posts_of_wide_closures,
)
from tests.pages import BASE, Site
from tests.posts import POSTS, Post, Prepare
from tests.town import Town

__all__ = [
    "posts_of_failing",
    "posts_of_holidays",
    "posts_of_moving",
    "posts_of_offerings",
    "posts_of_photos",
    "posts_of_requests",
    "posts_of_staff",
    "posts_of_weeks",
    "posts_of_wide_closures",
]
FOREIGN: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": BASE},
    {"sec-fetch-site": "nonsense"},
]
FOREIGN_ORIGINS = [
    "https://evil.example",
    "null",
    "",
    f"{BASE}.evil.example",
    BASE.rpartition(":")[0],
    f"{BASE}@evil.example",
]
ASK_NOTHING = ("/settings/display", "/needs/removal")
"""Where a post asks the database nothing."""
WITH_A_FILE = {"add a photo"}
"""No page carries a picture along: whoever meets a database that is away chooses it again."""
ONCE = {"ask for a code", "check the code", "answer an invitation", "sign in with a passkey"}
every_post = pytest.mark.parametrize("prepare", [pytest.param(POSTS[each], id=each) for each in POSTS])
repeatable_post = pytest.mark.parametrize(
    # Whoever asks for a code twice gets two; and what a code or a key has signed signs in once.
    "prepare",
    [pytest.param(POSTS[each], id=each) for each in POSTS if each not in ONCE],
)


def test_every_route_that_takes_a_post_has_one_here() -> None:
    taking = {route.name for route in ROUTES if "POST" in route.http_methods}

    assert taking == {name.partition(",")[0] for name in POSTS}


def test_no_route_takes_anything_but_get_and_post() -> None:
    assert {method for route in ROUTES for method in route.http_methods} == {"GET", "POST"}


@every_post
async def test_a_post_from_another_site_changes_nothing(prepare: Prepare, site: Site, town: Town) -> None:
    browser = site.browser()
    post = await prepare(site, town, browser)
    before = site.rows()

    for headers in FOREIGN:
        answer = await browser.request("POST", post.form.action, fields=post.fields, headers=headers)
        assert (answer.status_code, headers) == (403, headers)
    assert site.rows() == before
    assert (await post.send()).h1 == post.leads_to


@every_post
async def test_an_older_browser_gets_in_by_the_token_of_its_own_form_only(
    prepare: Prepare, site: Site, town: Town
) -> None:
    older, stranger = site.browser(says_where_from=False), site.browser(says_where_from=False)
    post = await prepare(site, town, older)
    theirs = (await stranger.open("/sign-in")).form("phone").fields[security.TOKEN_FIELD]
    without = {name: value for name, value in post.fields.items() if name != security.TOKEN_FIELD}
    before = site.rows()

    for fields in (without, {**without, security.TOKEN_FIELD: ""}, {**without, security.TOKEN_FIELD: theirs}):
        await older.post(post.form.action, fields, 403)
    for origin in FOREIGN_ORIGINS:
        answer = await older.request("POST", post.form.action, fields=post.fields, headers={"origin": origin})
        assert (answer.status_code, origin) == (403, origin)
    assert site.rows() == before
    assert (await post.send()).h1 == post.leads_to


@every_post
async def test_a_browser_that_says_its_origin_gets_in_without_a_token(prepare: Prepare, site: Site, town: Town) -> None:
    browser = site.browser()
    post = await prepare(site, town, browser)
    browser.says_where_from = False

    answer = await browser.request("POST", post.form.action, fields=post.fields, headers={"origin": BASE})

    assert answer.status_code == 303


@pytest.mark.parametrize("prepare", [pytest.param(POSTS[each], id=each) for each in POSTS if each not in WITH_A_FILE])
async def test_a_post_can_be_sent_once_more_when_the_database_was_away(
    prepare: Prepare, site: Site, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = await prepare(site, town, site.browser())
    before = site.counts()

    call, answer = 1, await _send_while_away(post, 1, site, monkeypatch)
    while answer.status_code == 503:
        page = post.browser.page(answer)
        assert (page.h1, answer.headers["retry-after"]) == ("Hệ thống đang bận", "5")
        assert page.form().fields.items() >= post.fields.items()
        assert site.counts() == before
        post = post._replace(form=page.form())
        call += 1
        answer = await _send_while_away(post, call, site, monkeypatch)

    assert call > 1 or post.form.action.endswith(ASK_NOTHING)
    assert (await post.browser.arrive(answer)).h1 == post.leads_to


@repeatable_post
async def test_the_same_post_sent_twice_leads_to_the_same_place(prepare: Prepare, site: Site, town: Town) -> None:
    post = await prepare(site, town, site.browser())
    first = await post.send()
    after_one = site.counts()

    second = await post.send()

    assert second.address.partition("?")[0] == first.address.partition("?")[0]
    assert site.counts()["claim"] == after_one["claim"]
    assert site.counts()["booking"] == after_one["booking"]


@repeatable_post
async def test_the_same_post_sent_four_times_at_once_has_one_effect(prepare: Prepare, site: Site, town: Town) -> None:
    post = await prepare(site, town, site.browser())

    answers = await asyncio.gather(
        *(post.browser.request("POST", post.form.action, fields=post.fields) for _ in range(4))
    )

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"].partition("?")[0] for answer in answers}) == 1


async def _send_while_away(post: Post, call: int, site: Site, monkeypatch: pytest.MonkeyPatch) -> httpx.Response:
    """Send a post; the database is away for one call, counted from the first."""
    made = 0

    def away_once(real: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def ask(*args: Any, **kwargs: Any) -> Any:
            nonlocal made
            made += 1
            if made == call:
                raise Unavailable("away")
            return await real(*args, **kwargs)

        return ask

    with monkeypatch.context() as patch:
        for name in ("read", "write"):
            patch.setattr(site.database, name, away_once(getattr(site.database, name)))
        return await post.browser.request("POST", post.form.action, fields=post.fields)
