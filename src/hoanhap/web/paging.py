"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

from hoanhap.web.pages import own_address
from hoanhap.web.visitor import Asked

T = TypeVar("T")
AT_ONCE = 10


class Part(msgspec.Struct, Generic[T], frozen=True):
    """The part of a list that is shown, which one it is, and the addresses of its neighbours."""

    items: Sequence[T]
    number: int
    total: int
    before: str | None
    after: str | None


def part_of(request: Asked, items: Sequence[T], *, at_once: int = AT_ONCE, without: Sequence[str] = ()) -> Part[T]:
    """The part that the address asks for by `page`; the nearest there is, if there is no such part.

    What the address says of this part alone, named in `without`, is left out of the addresses of its neighbours.
    """
    left_out = dict.fromkeys(without)
    total = max(1, -(-len(items) // at_once))
    number = min(max(1, _whole(request.query_params.get("page", ""))), total)
    return Part(
        items[(number - 1) * at_once : number * at_once],
        number,
        total,
        own_address(request, **left_out, page=number - 1 if number > 2 else None) if number > 1 else None,
        own_address(request, **left_out, page=number + 1) if number < total else None,
    )


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
