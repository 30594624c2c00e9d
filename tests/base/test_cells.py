"""Cells of files for spreadsheets: no text of anybody's runs as a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base import cells


@pytest.mark.parametrize(
    "cell", ["=1+1", "+84912345678", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", '=HYPERLINK("x")']
)
def test_what_a_spreadsheet_would_run_is_quoted(cell: str) -> None:
    assert cells.safe_cell(cell) == f"'{cell}"


@given(st.text(max_size=50))
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    found = cells.safe_cell(cell)

    assert not found.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert found in (cell, f"'{cell}")


def test_ordinary_words_stay_as_they_are() -> None:
    assert [cells.safe_cell(each) for each in ("Nắng Ấm", "", "a=b", "2026-11-25")] == [
        "Nắng Ấm",
        "",
        "a=b",
        "2026-11-25",
    ]


@given(st.text(max_size=50).filter(lambda cell: not cell.startswith(cells.QUOTE)))
def test_what_was_quoted_is_read_as_it_was(cell: str) -> None:
    assert cells.plain_cell(cells.safe_cell(cell)) == cell
