"""Firefox ESR on the same desktop: nothing drives it but keys, and nothing is known of it but what it says."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import APIRequestContext
from typing_extensions import override

from e2e.screenreader.desktop import Desktop, end
from e2e.screenreader.listener import Heard, Reader

PROGRAM = "firefox-esr"
"""Debian's. Ubuntu has Firefox as a snap only, which cannot see a desktop of our own."""
STARTS, IS_THERE = 40.0, 2.5
"""Seconds until its first words at the most, and of silence after which its window is there."""
TYPING = "Insert+a"
"""Orca's key between jumping and typing. Source: Orca's documentation of browse mode and focus mode."""
PREFERENCES: dict[str, bool | int | str] = {
    "accessibility.force_disabled": -1,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.formfill.enable": False,
    "browser.newtabpage.enabled": False,
    "browser.preonboarding.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.translations.enable": False,
    "browser.urlbar.autoFill": False,
    "browser.urlbar.suggest.searches": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "vi-VN, vi",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "signon.rememberSignons": False,
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.enabled": False,
}
"""No first page, no news, no offers to translate or to keep what was typed: each would be read aloud."""


def is_missing() -> bool:
    """Whether this machine has no Firefox that can be started here; the set-up and the checks ask for it."""
    return not shutil.which(PROGRAM)


class FirefoxReader(Reader):
    """A reader in Firefox; `phone` is where the messages arrive."""

    def __init__(self, desktop: Desktop, url: str, phone: APIRequestContext, profile: Path) -> None:
        super().__init__(desktop, url, phone)
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        self._process = subprocess.Popen(
            [PROGRAM, "--no-remote", "--profile", profile, "about:blank"],
            env=desktop.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert self._ear.until_quiet(first=STARTS, quiet=IS_THERE), "Firefox does not speak."

    @override
    def next(self, kind: str) -> Heard:
        """Jump there; a field is opened for typing, else letters would be jumps too."""
        heard = super().next(kind)
        if kind == "field":
            self.presses(TYPING)
        return heard

    @override
    def leaves(self) -> None:
        """End the browser."""
        super().leaves()
        end(self._process)


if __name__ == "__main__":
    sys.exit(f"{PROGRAM}, which Ubuntu does not have" if is_missing() else None)
