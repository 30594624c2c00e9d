"""Square codes (ISO/IEC 18004), which the camera of a phone reads."""

from collections.abc import Iterable
from itertools import groupby

import msgspec
import segno


class SquareCode(msgspec.Struct, frozen=True):
    """A square code as one line drawing: its side in units, and the path of its dark parts."""

    side: int
    path: str


def square_code(text: str) -> SquareCode:
    """The code a phone's camera reads as this text."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return SquareCode(len(matrix), "".join(_bars(y, row) for y, row in enumerate(matrix)))


def _bars(y: int, row: Iterable[int]) -> str:
    """The dark parts of a row, each run of them as one bar."""
    path, x = "", 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        path += f"M{x} {y}h{width}v1h-{width}z" if is_dark else ""
        x += width
    return path
