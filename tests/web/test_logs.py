"""What is logged: that something happened, never who, what was typed, or where it can be found."""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog
from sqlalchemy import text
from structlog._config import BoundLoggerLazyProxy
from structlog.testing import LogCapture

from hoanhap.base.db import Db
from hoanhap.people import verbs as people_verbs
from hoanhap.web.logs import PRIVATE, without_private_fields
from tests.journeys import OTHER_PHONE, PHONE, ask_for_code, book_signed_in, choose, confirm, path_of, sign_in
from tests.makers import NAME
from tests.pages import Site
from tests.town import Town

Lines = list[MutableMapping[str, Any]]
QUERY = "tìm bác sĩ"


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Every line that is logged, however low its level, with its faults written out."""
    capture = LogCapture()
    before = structlog.get_config()
    _forget_first_uses()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, capture],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        cache_logger_on_first_use=False,
    )
    yield capture.entries
    structlog.configure(**before)
    _forget_first_uses()


def _forget_first_uses() -> None:
    """Let every logger look at the settings again: a command that another test ran may have had them remembered."""
    for name, module in list(sys.modules.items()):
        log = getattr(module, "log", None) if name.startswith("hoanhap") else None
        if isinstance(log, BoundLoggerLazyProxy):
            vars(log).pop("bind", None)


async def test_a_whole_journey_leaves_no_trace_of_anybody(lines: Lines, site: Site, town: Town) -> None:
    browser = site.browser(says_where_from=False)
    await browser.open(f"/services?q={QUERY}")
    check = await choose(browser, town.therapy)
    await browser.send(check.form("full_name"), 422, full_name=NAME, phone="12")
    code_page = await ask_for_code(browser, check)
    code = site.code()
    done = await confirm(browser, code_page)
    await book_signed_in(browser, town.single, nth=3)
    question = await browser.open(f"{path_of(done)}/cancellation")
    await browser.send(question.form())
    await browser.open("/bookings/12345678", 404)
    await sign_in(site.browser(), phone=OTHER_PHONE)
    site.work()

    reference, token = path_of(done).rpartition("/")[2], path_of(check).rpartition("/")[2]
    private = {NAME, *NAME.split()[-2:], reference, token, code, code.replace(" ", ""), QUERY, "12345678"}
    phones = {PHONE, OTHER_PHONE, "912345678", "987654321", "09 12 34 56 78"}
    cookies = {cookie.value for cookie in browser.http.cookies.jar if cookie.value}
    written = "\n".join(map(str, lines))
    assert len(lines) > 20
    assert [each for each in private | phones | cookies if each in written] == []


async def test_a_fault_is_logged_without_what_was_typed(
    lines: Lines, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(db: Db, phone: str, **_: Any) -> str:
        values = {"phone": phone, "role": NAME}
        db.execute(text("INSERT INTO account (phone, role, language) VALUES (:phone, :role, 'vi')"), values)
        return ""

    monkeypatch.setattr(people_verbs, "request_code", fail)
    page = await site.browser().open("/sign-in")

    await site.browser().send(page.form("phone"), 500, phone=PHONE)

    failed = next(line for line in lines if line["event"] == "failed")
    assert "IntegrityError" in failed["exception"]
    assert NAME not in failed["exception"]
    assert "912345678" not in failed["exception"]


async def test_every_answer_is_one_line_with_the_name_of_its_page(lines: Lines, site: Site) -> None:
    await site.browser().open("/help")
    await site.browser().open("/khong/co", 404)

    answered = [(line["page"], line["status"]) for line in lines if line["event"] == "answered"]
    assert answered == [("help", 200), ("unknown", 404)]


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_the_value_of_a_private_field_is_taken_away(name: str) -> None:
    line = without_private_fields(None, "info", {"event": "x", name: "secret"})

    assert line == {"event": "x", name: "…"}
