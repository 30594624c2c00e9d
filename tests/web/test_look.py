"""How pages look, written in one word: nothing is lost on the way, and nothing odd is ever an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.web.look import CHOICES, Look, look_of, read_look

looks = st.builds(Look, **{name: st.sampled_from(among) for name, among in CHOICES.items()})
json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_every_part_can_be_chosen() -> None:
    assert list(Look().parts) == list(CHOICES)
    assert Look().parts == {name: among[0] for name, among in CHOICES.items()}


@given(looks)
def test_a_look_is_read_as_it_was_written(look: Look) -> None:
    assert read_look(look.written()) == look_of(look.parts) == look
    assert look_of(look.changed) == look


@given(looks, st.sampled_from(sorted(CHOICES)), st.text(st.characters(exclude_characters=".")))
def test_a_part_that_is_none_falls_back_alone(look: Look, name: str, odd: str) -> None:
    parts = look.parts | {name: odd if odd not in CHOICES[name] else "?"}

    assert read_look(".".join(parts.values())).parts == look.parts | {name: CHOICES[name][0]}


@given(st.text())
def test_whatever_a_cookie_says_there_is_a_look(written: str) -> None:
    look = read_look(written)

    assert all(value in CHOICES[name] for name, value in look.parts.items())


@given(st.dictionaries(st.sampled_from([*CHOICES, "other"]), json))
def test_whatever_an_account_holds_there_is_a_look(kept: dict[str, object]) -> None:
    look = look_of(kept)

    assert all(value in CHOICES[name] for name, value in look.parts.items())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_cookies_are_still_read(theme: str) -> None:
    assert read_look(theme) == Look(theme=theme)


def test_letters_that_a_cookie_may_hold() -> None:
    """No cookie needs quotes, and no address needs escapes."""
    words = {value for among in CHOICES.values() for value in among}

    assert all(word.replace("-", "").isalnum() and word.isascii() for word in words)
