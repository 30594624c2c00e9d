"""Settings: read from the environment, documented one by one, and refused where they would not be safe."""

import re
from pathlib import Path

import pytest

from hoanhap.settings import DEMO_SECRET, PREFIX, BadSettings, Settings, read_settings

OPERATIONS = Path(__file__).parent.parent / "docs" / "operations.md"
SAFE = {
    "HOANHAP_ENV": "production",
    "HOANHAP_SECRET_KEY": "x" * 32,
    "HOANHAP_BASE_URL": "https://hoanhap.example",
    "HOANHAP_DATABASE_URL": "postgresql://hoanhap@db/hoanhap",
}


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    default = getattr(Settings(), name)
    line = next(line for line in OPERATIONS.read_text("utf-8").splitlines() if f"`{PREFIX}{name.upper()}`" in line)

    shown = line.split("|")[2].strip()
    assert shown in {f"`{default}`", "none" if not default else "", "the demo's" if default == DEMO_SECRET else ""}
    assert len(line.split("|")[3].strip()) > 10


def test_no_setting_is_documented_that_does_not_exist() -> None:
    documented = set(re.findall(rf"`{PREFIX}([A-Z_]+)`", OPERATIONS.read_text("utf-8")))

    assert documented == {name.upper() for name in Settings.__struct_fields__}


def test_every_setting_can_be_given(tmp_path: Path) -> None:
    given = {f"{PREFIX}{name.upper()}": f"{tmp_path}/{name}" for name in Settings.__struct_fields__ if name != "env"}

    settings = read_settings({**given, "HOANHAP_ENV": "demo"})

    assert [getattr(settings, name) for name in Settings.__struct_fields__ if name != "env"] == list(given.values())


def test_without_an_environment_it_is_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert read_settings({}) == Settings()
    assert (tmp_path / "var").is_dir()


def test_a_safe_production_starts() -> None:
    settings = read_settings(SAFE)

    assert (settings.is_demo, settings.is_https) == (False, True)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("HOANHAP_SECRET_KEY", DEMO_SECRET, "HOANHAP_SECRET_KEY"),
        ("HOANHAP_SECRET_KEY", "x" * 31, "32 characters"),
        ("HOANHAP_SECRET_KEY", "", "HOANHAP_SECRET_KEY"),
        ("HOANHAP_BASE_URL", "http://hoanhap.example", "https://"),
        ("HOANHAP_BASE_URL", "hoanhap.example", "https://"),
        ("HOANHAP_ENV", "prod", "demo or production, not prod"),
        ("HOANHAP_ENV", "", "demo or production"),
        ("HOANHAP_ENV", "Production", "not Production"),
    ],
)
def test_an_unsafe_production_does_not_start(setting: str, value: str, said: str) -> None:
    with pytest.raises(BadSettings, match=re.escape(said)):
        read_settings(SAFE | {setting: value})


@pytest.mark.parametrize("missing", ["HOANHAP_SECRET_KEY", "HOANHAP_BASE_URL"])
def test_production_has_no_defaults_for_what_must_be_its_own(missing: str) -> None:
    with pytest.raises(BadSettings, match=missing):
        read_settings({name: value for name, value in SAFE.items() if name != missing})


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadSettings) as said:
        read_settings({"HOANHAP_ENV": "production"})

    assert len(str(said.value).splitlines()) == 2
