"""Figures as files for spreadsheets: one line for each number, and no cell that runs as a formula."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

import xlsxwriter

from hoanhap.base import cells
from hoanhap.reports import texts
from hoanhap.reports.figures import Figures

Cell = str | int | date | None
WIDTHS = (24, 14, 44, 40, 24, 12, 14)
NEVER_RUN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


class Kind(StrEnum):
    """A kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_file(kind: Kind, found: Figures, *, place: str, translate: Callable[[str], str]) -> bytes:
    """The figures of a place as a file; without a name, of all places."""
    heads: list[Cell] = [translate(each) for each in texts.COLUMNS]
    rows = [heads, *_lines(found, place or translate(texts.EVERYWHERE), translate)]
    return _as_csv(rows) if kind is Kind.CSV else _as_xlsx(rows, name=translate(texts.SHEET))


def _as_csv(rows: list[list[Cell]]) -> bytes:
    return cells.as_csv([[_plain(cell) for cell in row] for row in rows])


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _as_xlsx(rows: list[list[Cell]], *, name: str) -> bytes:
    """Texts are written as texts: there, a sign in front means nothing."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, NEVER_RUN) as book:
        sheet, days, bold = (
            book.add_worksheet(name),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"bold": True}),
        )
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, days)
                elif isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                elif cell:
                    sheet.write_string(line, column, cell, None if line else bold)
    return out.getvalue()


def _lines(found: Figures, place: str, _: Callable[[str], str]) -> Iterator[list[Cell]]:
    """One line for each number: what it counts, when, where, of which service, of which kind, how many, of how many."""
    for row in found.rows:
        given = found.given[row.offering_id]
        kind = _(texts.unit(row.unit))
        yield [_(texts.USED), row.week, given.place, given.service, kind, row.use.taken, row.use.capacity]
    visits = found.visits
    for what, count, whole in (
        (texts.CAME, visits.came, visits.noted),
        (texts.MISSED, visits.missed, visits.noted),
        (texts.OTHERWISE, visits.otherwise, visits.noted),
        (texts.NOT_NOTED, visits.not_noted, None),
        (texts.CANCELLED, found.cancelled, None),
    ):
        yield [_(texts.VISITS), None, place, None, _(what), count, whole]
    if found.lead is not None:
        days = (texts.FEWEST, found.lead.fewest), (texts.MIDDLE, found.lead.middle), (texts.MOST, found.lead.most)
        for what, count in days:
            yield [_(texts.EARLY), None, place, None, _(what), count, None]
    for each in found.turned:
        for what, count in (
            (texts.FULL, each.full),
            (texts.TOO_LATE, each.too_late),
            (texts.TOO_FAR, each.too_far),
            (texts.UNMET, each.unmet),
        ):
            yield [_(texts.TURNED), None, place, each.service, _(what), count, each.total]
