"""The tokens of a style sheet as a browser has them: which rule wins for a root element, and what `var()` gives."""

import re
from collections.abc import Iterator, Mapping

import msgspec

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ATTRIBUTE = re.compile(r'\[data-(\w+)="([\w-]+)"\]')
_VAR = re.compile(r"var\((--[\w-]+)(?:,((?:[^()]|\([^()]*\))*))?\)")
LETTERS = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


class Rule(msgspec.Struct, frozen=True):
    """One selector with what it declares, and the media it is for."""

    media: str
    selector: str
    declared: dict[str, str]

    def is_for(self, chosen: Mapping[str, str], media: frozenset[str]) -> bool:
        """Whether it applies to a root element with these data attributes, where these media hold."""
        asked = [f'[data-{name}="{value}"]' for name, value in _ATTRIBUTE.findall(self.selector)]
        has = [f'[data-{name}="{value}"]' for name, value in chosen.items()]
        fits = any(each in has for each in asked) if ":is(" in self.selector else all(each in has for each in asked)
        return fits and (not self.media or self.media in media)

    @property
    def strength(self) -> bool:
        """An attribute, or the choice of several, makes it stronger than the root alone."""
        return "[" in self.selector


def rules(sheet: str) -> Iterator[Rule]:
    """Every rule for the root element, in order."""
    plain = _COMMENT.sub("", sheet)
    media = ""
    for match in re.finditer(r"@media ([^{]+){|(:root[^{]*){([^}]*)}|}|@font-face {[^}]*}|@layer[^{]*{", plain):
        if match[1]:
            media = match[1].strip()
        elif match[2]:
            declared = dict(re.findall(r"(--[\w-]+):\s*([^;]*?)\s*;", match[3] + ";"))
            yield Rule(media, match[2].strip(), declared)
        elif match[0] == "}":
            media = ""


def tokens(sheet: str, chosen: Mapping[str, str], *media: str) -> dict[str, str]:
    """Every token as declared for a root element with these data attributes."""
    applying = [each for each in rules(sheet) if each.is_for(chosen, frozenset(media))]
    declared: dict[str, str] = {}
    for each in sorted(applying, key=lambda rule: rule.strength):
        declared |= each.declared
    return declared


def value(declared: Mapping[str, str], name: str) -> str:
    """What a token comes to; a token set to `initial` is as if it were not there."""

    def replaced(match: re.Match[str]) -> str:
        found = declared.get(match[1], "initial")
        return value(declared, match[1]) if found != "initial" else (match[2] or "").strip()

    text = declared[name]
    while _VAR.search(text):
        text = _VAR.sub(replaced, text)
    return text.strip()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 reckons it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
