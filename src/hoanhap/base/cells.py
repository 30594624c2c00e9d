"""Files for spreadsheets: Vietnamese letters are known by their mark, and no cell runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
FULL_WIDTH = str.maketrans("＝＋－＠", "=+-@")
QUOTE = "'"
"""What spreadsheets take for the sign that a text follows, and do not show."""
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What a file begins with, so that spreadsheets know Vietnamese letters."""
MEDIA = "text/csv; charset=utf-8"


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run a text."""
    return cell.lstrip(" ").translate(FULL_WIDTH).startswith(STARTS_A_FORMULA)


def safe_cell(cell: str) -> str:
    """A text that no spreadsheet runs as a formula, whoever wrote it; what is none stays as it is."""
    return f"{QUOTE}{cell}" if is_formula(cell) else cell


def plain_cell(cell: str) -> str:
    """What `safe_cell` was given."""
    return cell.removeprefix(QUOTE) if is_formula(cell.removeprefix(QUOTE)) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A file of these cells; it begins with the mark by which spreadsheets know Vietnamese letters."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
