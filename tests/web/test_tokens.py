"""The colours of every theme: text stands out by 7 to 1, whatever else means something by 3 to 1."""

import pytest

from hoanhap.web.assets import folder
from hoanhap.web.look import CHOICES
from tests.stylesheets import LETTERS, contrast, tokens, value

SHEET = (folder("static") / "css" / "tokens.css").read_text("utf-8")
SCREEN, DARK, MORE = "screen", "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
LOOKS = {
    **{theme: ({"theme": theme}, (SCREEN,)) for theme in CHOICES["theme"]},
    "device, dark": ({"theme": "device"}, (SCREEN, DARK)),
    **{f"{theme}, more contrast": ({"theme": theme}, (SCREEN, MORE)) for theme in CHOICES["theme"]},
    "device, dark, more contrast": ({"theme": "device"}, (SCREEN, DARK, MORE)),
}
PURE = ("yellow-on-black", "black-on-yellow")
TEXT, MEANING = 7.0, 3.0

GROUNDS = ("page", "surface", "tint")
TEXTS = [
    *[(text, ground) for text in ("ink", "muted", "brand", "link", "error") for ground in GROUNDS],
    *[(state, "surface") for state in ("ok", "caution")],
    *[("ink", "glow"), ("muted", "glow"), ("link", "glow")],
    *[("on-brand", "brand"), ("on-error", "error"), ("on-ground", "ground"), ("edge", "sun")],
]
"""Every text with every ground it stands on."""
GRAPHICS = [
    *[(edge, ground) for edge in ("line", "brand", "error", "ink") for ground in GROUNDS],
    *[("line", "glow"), ("sun", "edge")],
]
"""Edges, marks and the two tones of the focus."""
DECORATION = {"hair", "hill", "cloth", "sunlight", "contour", "pen", "paper"}
"""What nobody needs to see: lines between lines, and the drawings."""


def faults(sheet: str, look: str) -> list[str]:
    """Every pair of a look that is too faint."""
    chosen, media = LOOKS[look]
    declared = tokens(sheet, chosen, *media)
    asked = [*[(pair, TEXT) for pair in TEXTS], *[(pair, MEANING) for pair in GRAPHICS]]
    found = [(one, other, least, _contrast(declared, one, other)) for (one, other), least in asked]
    faint = [f"{one} on {other}: {got:.2f}, not {least}" for one, other, least, got in found if got < least]
    seen = max(_contrast(declared, tone, "page") for tone in ("sun", "edge"))
    return faint if seen >= MEANING else [*faint, f"the focus on the page: {seen:.2f}"]


@pytest.mark.parametrize("look", LOOKS)
def test_text_and_graphics_stand_out(look: str) -> None:
    assert faults(SHEET, look) == []


@pytest.mark.parametrize("theme", PURE)
def test_a_pure_theme_has_two_colours(theme: str) -> None:
    declared = tokens(SHEET, {"theme": theme}, SCREEN)
    colours = {name: value(declared, name) for name in declared if LETTERS.fullmatch(value(declared, name))}

    assert set(colours.values()) == {"#000", "#ffe600"}
    assert {name.removeprefix("--") for name in colours} >= {part for pair in [*TEXTS, *GRAPHICS] for part in pair}


def test_every_colour_is_in_a_pair_or_is_decoration() -> None:
    declared = tokens(SHEET, {"theme": "yellow-on-black"}, SCREEN)
    colours = {name.removeprefix("--") for name in declared if LETTERS.fullmatch(value(declared, name))}

    assert colours == {part for pair in [*TEXTS, *GRAPHICS] for part in pair} | DECORATION


def test_every_theme_is_another_one() -> None:
    pages = {look: (_value(look, "page"), _value(look, "ink")) for look in ("light", "dark", *PURE)}

    assert len(set(pages.values())) == len(pages)


def test_the_device_decides_between_light_and_dark_until_somebody_chooses() -> None:
    assert _value("device", "page") == _value("light", "page")
    assert _value("device, dark", "page") == _value("dark", "page")


@pytest.mark.parametrize("size", CHOICES["text"])
def test_every_text_size_is_what_it_says(size: str) -> None:
    larger = value(tokens(SHEET, {"text": size}), "--larger")

    assert float(larger) * 100 == float(size)


@pytest.mark.parametrize(
    ("look", "was", "broken"),
    [
        ("light", "#3f4850", "#5f6b72"),  # 5.2 to 1: enough for AA, not for us
        ("dark", "#c9d1d6", "#8a979e"),
        ("device, dark", "#1b2327", "#5b6367"),
        ("light", "--when-light, #5f6b72", "--when-light, #a0a8ac"),
        ("light", "--edge: #111", "--edge: #fc2"),
        ("yellow-on-black", "--pen: #ffe600; --paper: #000", "--pen: #665c00; --paper: #000"),
        ("black-on-yellow", "--error: var(--pen)", "--error: #c00"),
        ("black-on-yellow", "--on-brand: var(--paper)", "--on-brand: var(--pen)"),
        ("light, more contrast", "--muted: var(--ink)", "--muted: #777"),
    ],
)
def test_a_faint_colour_would_be_found(look: str, was: str, broken: str) -> None:
    assert was in SHEET

    assert faults(SHEET.replace(was, broken), look)


def _value(look: str, name: str) -> str:
    chosen, media = LOOKS[look]
    return value(tokens(SHEET, chosen, *media), f"--{name}")


def _contrast(declared: dict[str, str], one: str, other: str) -> float:
    return contrast(value(declared, f"--{one}"), value(declared, f"--{other}"))
