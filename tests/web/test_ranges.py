"""Parts of files, as players ask for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.web.ranges import NoSuchPart, part_of


@pytest.mark.parametrize("asked", [None, "", "lines=1-2", "bytes=0-1,4-5"])
def test_who_asks_for_no_one_part_is_given_everything(asked: str | None) -> None:
    assert part_of(asked, 10) is None


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 9),
        ("bytes=9-", 9, 9),
        ("bytes=3-3", 3, 3),
        ("bytes=3-99", 3, 9),
        ("bytes=-1", 9, 9),
        ("bytes=-99", 0, 9),
    ],
)
def test_a_part_is_what_was_asked_for_as_far_as_there_is_one(asked: str, first: int, last: int) -> None:
    assert part_of(asked, 10) == range(first, last + 1)


@pytest.mark.parametrize(
    "asked", ["bytes=10-", "bytes=5-4", "bytes=-0", "bytes=-", "bytes=a-b", "bytes=1", "bytes=٣-٤"]
)
def test_a_part_that_there_is_not_is_refused(asked: str) -> None:
    with pytest.raises(NoSuchPart):
        part_of(asked, 10)


@given(st.text(), st.integers(0, 1000))
def test_whatever_is_asked_for_no_part_is_outside_the_file(asked: str, size: int) -> None:
    try:
        part = part_of(f"bytes={asked}", size)
    except NoSuchPart:
        return
    assert part is None or 0 <= part.start < part.stop <= size
