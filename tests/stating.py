"""What a state of a page is: how it is reached, the template that shows it, its status, and the routes on the way."""

from collections.abc import Awaitable, Callable

import msgspec
import pytest

from tests.pages import Browser, Page, Site
from tests.town import Town


class Here(msgspec.Struct, frozen=True):
    """What a state is reached with."""

    site: Site
    town: Town
    browser: Browser
    monkeypatch: pytest.MonkeyPatch


Reach = Callable[[Here], Awaitable[Page]]


class State(msgspec.Struct, frozen=True):
    """A page in a state."""

    reach: Reach
    template: str
    routes: tuple[str, ...]
    status: int

    @property
    def name(self) -> str:
        """The state in words."""
        return self.reach.__name__


STATES: list[State] = []


def state(template: str, *routes: str, status: int = 200) -> Callable[[Reach], Reach]:
    """Declare a state: the template that shows it, the routes that are passed on the way, and its status."""

    def declare(reach: Reach) -> Reach:
        STATES.append(State(reach, template, routes, status))
        return reach

    return declare
