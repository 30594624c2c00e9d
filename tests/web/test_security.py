"""Where requests come from, where people are sent, and what stands between the house and the world."""

import asyncio
from typing import Any

import pytest

from hoanhap.web import security
from hoanhap.web.security import Edge, Origin, is_safe_path, origin_of
from tests.pages import Site

BASE = "https://hoanhap.example"


@pytest.mark.parametrize(
    "path", ["/", "/bookings", "/bookings/48271935?new=yes", "/services#places", "/%09/evil.example"]
)
def test_a_path_of_ours_is_safe(path: str) -> None:
    assert is_safe_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "bookings",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/x\\y",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\tevil",
        "/\revil",
        "/\nevil",
        "/\x00evil",
        "/\u2028evil",
        "/é",
        " /",
    ],
)
def test_everything_else_is_not(path: str) -> None:
    assert not is_safe_path(path)


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"sec-fetch-site": "same-origin"}, Origin.OURS),
        ({"sec-fetch-site": "none"}, Origin.OURS),
        ({"sec-fetch-site": "same-site"}, Origin.FOREIGN),
        ({"sec-fetch-site": "cross-site"}, Origin.FOREIGN),
        ({"sec-fetch-site": "cross-site", "origin": BASE}, Origin.FOREIGN),
        ({"sec-fetch-site": ""}, Origin.FOREIGN),
        ({"origin": BASE}, Origin.OURS),
        ({"origin": "https://HOANHAP.example"}, Origin.OURS),
        ({"origin": "http://127.0.0.1:8000", "host": "127.0.0.1:8000"}, Origin.OURS),
        ({"origin": "https://evil.example", "host": "hoanhap.example"}, Origin.FOREIGN),
        ({"origin": "https://hoanhap.example.evil.example"}, Origin.FOREIGN),
        ({"origin": "https://hoanhap.example@evil.example"}, Origin.FOREIGN),
        ({"origin": "https://hoanhap.example:8443"}, Origin.FOREIGN),
        ({"origin": "null"}, Origin.FOREIGN),
        ({"origin": ""}, Origin.FOREIGN),
        ({"origin": "null", "host": "hoanhap.example"}, Origin.FOREIGN),
        ({}, Origin.SILENT),
        ({"host": "hoanhap.example"}, Origin.SILENT),
    ],
)
def test_where_a_request_comes_from(headers: dict[str, str], origin: Origin) -> None:
    assert origin_of(headers, BASE) is origin


@pytest.mark.parametrize("missing", [name.decode() for name, _ in security.HEADERS])
async def test_an_answer_without_its_protection_is_caught(
    missing: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaker = [(name, value) for name, value in security.HEADERS if name.decode() != missing]
    monkeypatch.setattr(site._guarded, "_headers", weaker)

    with pytest.raises(AssertionError):
        await site.browser().request("GET", "/health/live")


async def test_nothing_inline_can_run() -> None:
    policy = dict(part.strip().split(" ", 1) for part in security.CONTENT_POLICY.split(";"))

    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "form-action")} == {"'self'"}
    assert {policy[name] for name in ("base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in security.CONTENT_POLICY


async def test_a_body_that_never_comes_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "BODY_SECONDS", 0.01)
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(30)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [
        (b"host", b"127.0.0.1:8000"),
        (b"sec-fetch-site", b"same-origin"),
        (b"content-length", b"10"),
        (b"content-type", b"application/x-www-form-urlencoded"),
    ]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/sign-in",
        "raw_path": b"/sign-in",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("203.0.113.7", 1),
        "server": ("127.0.0.1", 8000),
    }

    await site.served(scope, receive, send)

    assert sent[0]["status"] == 400


async def test_what_is_neither_a_request_nor_the_life_of_the_server_is_let_go() -> None:
    called = False

    async def app(*_: Any) -> None:
        nonlocal called
        called = True

    async def nothing(*_: Any) -> Any:
        return {}

    await Edge(app, is_https=True)({"type": "websocket"}, nothing, nothing)  # type: ignore[arg-type]

    assert not called


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ("", "198.51.100.1", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1, 203.0.113.7", "192.0.2.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1", "203.0.113.7"),
    ],
)
def test_a_proxy_is_believed_only_when_it_is_ours(trusted: str, forwarded: str, address: str) -> None:
    from types import SimpleNamespace

    from hoanhap.settings import Settings
    from hoanhap.web.pages import address_of

    request: Any = SimpleNamespace(
        client=SimpleNamespace(host="203.0.113.7"),
        headers={"x-forwarded-for": forwarded},
        app=SimpleNamespace(state=SimpleNamespace(settings=Settings(trusted_proxies=trusted))),
    )

    assert address_of(request) == address
