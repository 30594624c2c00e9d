"""Every page, in every state, in both languages and both widths, passes every check.

On every change each state is seen as most people meet it, in Vietnamese on a phone, and every fifth one also in one of
the three other ways, in turn; the report looks at every state in all four.
"""

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from e2e.accessibility import axe, bearing, keyboard, pixels, room
from e2e.accessibility.all_states import STATES
from e2e.accessibility.conftest import Sights
from e2e.accessibility.gate import CHECKS, look_at
from e2e.accessibility.viewer import NARROW, WIDE, Viewer

assert {axe, pixels, room, bearing, keyboard}  # each of them puts its checks on the list


class Seen(NamedTuple):
    """A state, and the way in which it is looked at."""

    name: str
    language: str
    width: int


MOST = ("vi", NARROW)
OTHERS = (("vi", WIDE), ("en", NARROW), ("en", WIDE))
"""The ways of looking at a state: a language and a width."""
EVERY = 5
"""So many states for each that is seen in another way too."""


def _in_turn() -> Iterator[object]:
    for number, name in enumerate(STATES):
        turn, is_no_turn = divmod(number, EVERY)
        now = {MOST} if is_no_turn else {MOST, OTHERS[turn % len(OTHERS)]}
        for language, width in (MOST, *OTHERS):
            marks = () if (language, width) in now else (pytest.mark.thorough,)
            yield pytest.param(Seen(name, language, width), id=f"{name}-{language}-{width}", marks=marks)


@pytest.mark.parametrize("seen", list(_in_turn()))
def test_every_check_is_passed(
    seen: Seen, sights: Sights, viewer: Viewer, record_property: Callable[[str, object], None]
) -> None:
    found = look_at(viewer, sights(seen.language)[seen.name], seen.width)

    looks = {name: len(findings) for name, findings in found.items() if findings is not None}
    record_property("looks", json.dumps(looks))
    assert set(found) == {name for name, each in CHECKS.items() if seen.width in each.widths}
    assert not [f"{name}: {each}" for name, findings in found.items() for each in findings or ()]
