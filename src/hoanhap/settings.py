"""Every setting, read once from the environment; `docs/operations.md` explains each, and a test checks that it does."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

DEMO_SECRET = "demo-secret-not-for-production"  # noqa: S105 - production refuses to start with it
SHORTEST_SECRET = 32


class BadSettings(Exception):
    """The settings contradict each other; the sentences say how to mend them."""


class Settings(msgspec.Struct, frozen=True):
    """How this installation runs."""

    env: str = "demo"
    """`demo` (sample accounts, nothing is sent out) or `production`."""
    database_url: str = "sqlite+aiosqlite:///var/hoanhap.db"
    """`sqlite+aiosqlite:///FILE` or `postgresql+psycopg://USER@HOST/NAME`; the driver's name is not looked at."""
    secret_key: str = DEMO_SECRET
    """What fingerprints are sealed with: at least 32 characters, known to nobody."""
    base_url: str = "http://127.0.0.1:8000"
    """Where people reach this installation; links in messages begin with it."""
    hotline: str = "19 00 00 00"
    """The hotline's number as it is shown, in groups of two."""
    overseer: str = "Sở Y tế tỉnh Tây Ninh"
    """The agency to which people complain about the service, as it is called in Vietnamese."""
    overseer_phone: str = ""
    """Its number, in groups of two; without one, people are told to ask at their commune's office."""
    trusted_proxies: str = ""
    """Addresses of proxies whose `X-Forwarded-For` is believed, separated by commas."""
    sign_videos: str = ""
    """The file that names the videos in sign language; without one, no page has any."""
    state: str = "var"
    """The folder for everything that is not the program."""

    @property
    def is_demo(self) -> bool:
        """Whether sample accounts exist and messages go nowhere."""
        return self.env == "demo"

    @property
    def is_https(self) -> bool:
        """Whether cookies may be marked as secure."""
        return self.base_url.startswith("https://")


PREFIX = "HOANHAP_"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment; raises `BadSettings` when production would not be safe."""
    given = {
        name: environment[variable]
        for name in Settings.__struct_fields__
        if (variable := f"{PREFIX}{name.upper()}") in environment
    }
    settings = Settings(**given)
    faults = list(_faults(settings))
    if faults:
        raise BadSettings("\n".join(faults))
    if settings.database_url.startswith("sqlite"):
        Path(settings.state).mkdir(parents=True, exist_ok=True)
    return settings


def _faults(settings: Settings) -> list[str]:
    if settings.env not in {"demo", "production"}:
        return [f"{PREFIX}ENV must be demo or production, not {settings.env}."]
    if settings.is_demo:
        return []
    faults = []
    if settings.secret_key == DEMO_SECRET or len(settings.secret_key) < SHORTEST_SECRET:
        faults.append(f"{PREFIX}SECRET_KEY must be a secret of at least {SHORTEST_SECRET} characters.")
    if not settings.is_https:
        faults.append(f"{PREFIX}BASE_URL must begin with https:// in production.")
    return faults
