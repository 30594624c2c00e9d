"""Finding a commune by whatever people call it: today's name, or a ward, commune or district of before July 2025."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from hoanhap.base import text
from hoanhap.organizations.communes import Commune, communes

LONGEST = 200
SOUNDS_ALIKE = 0.6
_KINDS = ("thanh pho", "thi tran", "thi xa", "phuong", "huyen", "xa")
_SHORT = {
    "f": "phuong",
    "h": "huyen",
    "p": "phuong",
    "tp": "thanh pho",
    "tt": "thi tran",
    "tx": "thi xa",
    "x": "xa",
}
_SHORT_WARD = re.compile(r"[pf](\d+)")

Was = dict[str, str]
"""The codes of communes, and what each was when it went by the name that was asked for; nothing if it still does."""
Name = tuple[str, str, str]
"""A name, the code of the commune it leads to, and what that was."""


def find_communes(words: str) -> list[Commune]:
    """The communes that go by this name, or once did: several where a name was used twice or a district was divided."""
    return [communes()[code] for code in what_they_were(words)]


def what_they_were(words: str) -> Was:
    """The same by their codes, each with what it was."""
    asked = _plain(words)
    parts = asked.split()
    for start in range(len(parts)):
        rest = " ".join(parts[start:])
        # What stands before it is a street or a hamlet; but then the name must say what it names.
        if (start == 0 or rest.startswith(_KINDS)) and rest in _by_name():
            return _as_spelled(words, _by_name()[rest])
    return {}


def near_communes(words: str, most: int = 5) -> list[Commune]:
    """The communes whose name, of today or of before, begins or sounds most like this."""
    asked = _without_kind(_plain(words))[1]
    if not asked:
        return []
    likeness = {code: [_likeness(asked, name) for name in names] for code, names in _names_of().items()}
    best = sorted(likeness, key=lambda code: (max(likeness[code]), likeness[code][0]), reverse=True)
    return [communes()[code] for code in best[:most] if max(likeness[code]) >= SOUNDS_ALIKE]


def speaks_of_a_commune(words: str) -> bool:
    """Whether the words begin like the name of an administrative unit: "xã ...", "huyện ..."."""
    return bool(_without_kind(_plain(words))[0])


def _as_spelled(words: str, found: Was) -> Was:
    """Those that have most of the marks that were typed: "Hòa Thành" is not "Hòa Thạnh"."""
    typed = text.words(words)
    marked = {word for word in typed if word != text.fold(word)}
    closeness: dict[str, tuple[bool, int]] = {}
    for code, was in found.items():
        name = text.words(was or _todays_name(communes()[code]))
        closeness[code] = " ".join(typed) in " ".join(name), len(marked.intersection(name))
    return {code: was for code, was in found.items() if closeness[code] == max(closeness.values())}


def _todays_name(each: Commune) -> str:
    return ", ".join([each.full_name, *each.districts])


def _likeness(asked: str, name: str) -> float:
    if name.startswith(asked) and len(asked) > 2:
        return 1.0
    matcher = SequenceMatcher(None, asked, name, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SOUNDS_ALIKE else 0.0


def _plain(words: str) -> str:
    """Folded, with what people shorten spelled out: "P.3, TP Tây Ninh" becomes "phuong 3 thanh pho tay ninh"."""
    folded = text.words(text.fold(words[:LONGEST]))
    spelled = [_SHORT.get(each) or _SHORT_WARD.sub(r"phuong \1", each) for each in folded]
    return re.sub(r"\b0+(?=\d)", "", " ".join(spelled))


def _without_kind(name: str) -> tuple[str, str]:
    """What a name says it names, and the rest."""
    for kind in _KINDS:
        if name.startswith(f"{kind} "):
            return kind, name.removeprefix(f"{kind} ")
    return "", name


@cache
def _by_name() -> dict[str, Was]:
    """Every name a commune can be called by; today's names first, then old communes, then old districts."""
    found: dict[str, Was] = {}
    for name, code, was in (*_todays_names(), *_old_names(), *_district_names()):
        found.setdefault(name, {}).setdefault(code, was)
    return found


def _todays_names() -> Iterator[Name]:
    for each in communes().values():
        around = [name for district in each.districts for name in _with_and_without_kind(_plain(district))]
        around += _provinces("Tây Ninh", each.former_province)
        yield from ((name, each.code, "") for name in _named(each.full_name, around))


def _old_names() -> Iterator[Name]:
    for each in communes().values():
        for old in each.old_units:
            around = [*_with_and_without_kind(_plain(old.district)), *_provinces(each.former_province)]
            yield from ((name, each.code, old.full_name) for name in _named(old.name, around))


def _district_names() -> Iterator[Name]:
    """Of the communes of a district, the one that took over its name comes first."""
    pairs = [(district, each) for each in communes().values() for district in each.districts]
    for district, each in sorted(pairs, key=lambda pair: not pair[0].endswith(f" {pair[1].name}")):
        was = f"{district}, tỉnh {each.former_province}"
        yield from ((name, each.code, was) for name in _named(district, _provinces(each.former_province)))


def _named(name: str, around: list[str]) -> Iterator[str]:
    """A name with and without what it names, alone or followed by what is around it."""
    for own in _with_and_without_kind(_plain(name)):
        yield own
        yield from (f"{own} {each}" for each in around)


def _with_and_without_kind(name: str) -> tuple[str, str]:
    return name, _without_kind(name)[1]


def _provinces(*names: str) -> list[str]:
    return [each for name in map(text.fold, names) for each in (name, f"tinh {name}")]


@cache
def _names_of() -> dict[str, list[str]]:
    """The bare names of each commune: today's, then those of before."""
    return {
        each.code: [
            _without_kind(_plain(name))[1]
            for name in [each.full_name, *each.districts, *(old.name for old in each.old_units)]
        ]
        for each in communes().values()
    }
