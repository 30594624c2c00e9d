"""One desktop with a screen reader for all stories that are heard; each story has a browser of its own on it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Playwright

from e2e.costs import Record
from e2e.person import PATIENCE_MS
from e2e.screenreader.desktop import Desktop, missing
from e2e.screenreader.listener import Listener
from e2e.site import Site

ARGUMENTS = ["--no-sandbox", "--force-renderer-accessibility", "--disable-gpu", "--no-first-run", "--test-type"]
HIDDEN = "--disable-renderer-accessibility"
"""What Playwright would turn off."""
PREFERENCES = {"translate": {"enabled": False}, "intl": {"accept_languages": "vi-VN,vi"}}
"""Without the first, Orca would read the bubble that offers a translation."""
Opener = Callable[[], Listener]


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    """A desktop on which Orca speaks Vietnamese."""
    if lacking := missing():
        pytest.fail(f"There is no screen reader on this machine, without {', '.join(lacking)}.")
    folder = Path(tempfile.mkdtemp(prefix="heard-"))  # a short path: sockets are made in it
    try:
        with Desktop(folder) as started:
            yield started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def open_window(
    desktop: Desktop, playwright: Playwright, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Opener:
    """Opens a window of a browser that nobody used before."""
    chromium = shutil.which("chromium")
    assert chromium

    def open_one() -> Listener:
        profile = tmp_path_factory.mktemp("profile")
        (profile / "Default").mkdir()
        (profile / "Default" / "Preferences").write_bytes(msgspec.json.encode(PREFERENCES))
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            headless=False,
            env=dict(desktop.environment),
            args=ARGUMENTS,
            ignore_default_args=[HIDDEN],
            no_viewport=True,
            locale="vi-VN",
        )
        context.set_default_timeout(PATIENCE_MS)
        return Listener(context, desktop, site.url)

    return open_one


@pytest.fixture
def listener(open_window: Opener, record_property: Record) -> Iterator[Listener]:
    """Somebody who hears, in a browser of their own."""
    somebody = open_window()
    yield somebody
    record_property("utterances", somebody.utterances)
    somebody.leaves()
