"""Square codes: each dark part is drawn once."""

import pytest

from hoanhap.base.squares import square_code


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000/bookings/12345674", "x"])
def test_a_square_code_draws_every_dark_part_once(text: str) -> None:
    code = square_code(text)

    bars = [each.replace("h-", " -").replace("h", " ").split("v1")[0] for each in code.path.split("M")[1:]]
    dark = [(int(x) + step, int(y)) for x, y, width in map(str.split, bars) for step in range(int(width))]
    assert len(dark) == len(set(dark))
    assert {(0, 0), (6, 6), (code.side - 1, 0), (0, code.side - 1)} <= set(dark)
    assert (1, 1) not in dark
    assert all(0 <= x < code.side and 0 <= y < code.side for x, y in dark)
