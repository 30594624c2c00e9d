"""The ways in which stories are told: a language, and whether the browser runs JavaScript.

On every change each story is told in two ways, so that each language and each kind of browser has its turn; the main
story is told in all four, and so is every other where everything is run.
"""

from typing import NamedTuple

import pytest


class Way(NamedTuple):
    """How somebody goes."""

    language: str
    scripts: bool

    @property
    def name(self) -> str:
        """The way in words."""
        return f"{self.language}-{'scripts' if self.scripts else 'no-scripts'}"


USUAL = (Way("vi", scripts=True), Way("en", scripts=False))
OTHER = (Way("vi", scripts=False), Way("en", scripts=True))
WAYS = [
    *(pytest.param(each, id=each.name) for each in USUAL),
    *(pytest.param(each, id=each.name, marks=pytest.mark.thorough) for each in OTHER),
]
EVERY_WAY = pytest.mark.parametrize(
    "way", [pytest.param(each, id=each.name) for each in (*USUAL, *OTHER)], indirect=True
)
"""For the main story."""
EITHER_WAY = pytest.mark.parametrize("way", [pytest.param(each, id=each.name) for each in OTHER], indirect=True)
"""For the rarer stories: each language and each kind of browser once, and no more where everything is run."""
