"""The same first booking in Firefox, with nothing but keys and ears."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from e2e.costs import Record
from e2e.given import a_phone
from e2e.screenreader.desktop import Desktop
from e2e.screenreader.firefox import FirefoxReader, is_missing
from e2e.screenreader.steps import (
    then_the_errors_come_first,
    when_they_choose_what_comes_first,
    when_they_say_who_comes,
)
from e2e.screenreader.test_mistakes import NO_NAME, NO_PHONE
from e2e.site import Site


@pytest.fixture
def reader(
    desktop: Desktop, playwright: Playwright, site: Site, tmp_path: Path, record_property: Record
) -> Iterator[FirefoxReader]:
    """Somebody who hears, in a Firefox that nobody used before."""
    if is_missing():
        pytest.fail("There is no Firefox ESR on this machine.")
    phone = playwright.request.new_context()
    somebody = FirefoxReader(desktop, site.url, phone, tmp_path)
    yield somebody
    record_property("utterances", somebody.utterances)
    somebody.leaves()
    phone.dispose()


def test_a_first_booking_by_the_short_way(reader: FirefoxReader) -> None:
    reader.opens("/")

    when_they_choose_what_comes_first(reader)
    reader.next("button")
    then_the_errors_come_first(reader.follows(), "Cần sửa 2 chỗ", NO_NAME, NO_PHONE)
    when_they_say_who_comes(reader, a_phone())
