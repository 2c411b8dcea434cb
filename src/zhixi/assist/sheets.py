"""The first sheet of an xlsx file as rows of text, read as a stream."""

import datetime as dt
import pathlib
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from zhixi.errors import BadInput


def read_sheet(path: pathlib.Path) -> Iterator[tuple[int, list[str]]]:
    """Row number (from 1) and cells of every row that is not wholly blank. Raises BadInput."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    # What comes through of a damaged archive; a compression that zipfile does not know is one, too.
    damaged = (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError),
        *(InvalidFileException, ParseError, KeyError, ValueError),
    )
    number, width = 0, 0
    try:
        with path.open("rb") as file:  # as a file: openpyxl refuses a path by its ending
            sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # exporters often write A1 here, and only one cell would be read
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                cells = [_text(value) for value in values]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    # A sheet leaves out the blank cells at the end of a row: that is no damage.
                    width = width or len(cells)
                    yield number, cells + [""] * (width - len(cells))
    except (*damaged, IndexError) as error:
        raise BadInput(
            f"{path}, row {number + 1}: not a readable xlsx file ({error})",
            cure="open it in a spreadsheet program and save it again as .xlsx or CSV UTF-8",
        ) from error


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
