"""Every page, in every state, in both languages and both widths, passes every check."""

import json
from collections.abc import Callable

import pytest

from e2e.accessibility import axe, bearing, keyboard, pixels, room
from e2e.accessibility.gate import CHECKS, look_at
from e2e.accessibility.viewer import NARROW, WIDE, Viewer
from e2e.accessibility.walking import Sight

assert {axe, pixels, room, bearing, keyboard}  # each of them puts its checks on the list


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_check_is_passed(
    sight: Sight, width: int, viewer: Viewer, record_property: Callable[[str, object], None]
) -> None:
    found = look_at(viewer, sight, width)

    looks = {name: len(findings) for name, findings in found.items() if findings is not None}
    record_property("looks", json.dumps(looks))
    assert set(found) == {name for name, each in CHECKS.items() if width in each.widths}
    assert not [f"{name}: {each}" for name, findings in found.items() for each in findings or ()]
