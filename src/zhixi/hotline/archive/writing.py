"""Writing orders into an xlsx row by row: memory does not grow with the number of rows."""

import datetime as dt
import os
import pathlib

from cryptography.hazmat.primitives import hashes
from django.db.models import QuerySet

from zhixi.hotline.archive.columns import BESIDE, COLUMNS, guarded

CHUNK = 1000
WIDTHS = {"title": 36, "description": 60, "reply": 60, "category": 28}


def write(orders: QuerySet, columns: list[str], about: list[tuple[str, str]], path: pathlib.Path) -> int:
    """The rows that were written. The file appears whole or not at all. about: lines of the second sheet."""
    import xlsxwriter  # loaded where somebody exports

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
    try:
        with xlsxwriter.Workbook(str(beside), options) as book:
            rows = _orders_sheet(book, orders, columns)
            sheet = book.add_worksheet("说明")
            sheet.set_column(0, 0, 16)
            sheet.set_column(1, 1, 80)
            for n, (name, value) in enumerate([*about, ("行数", str(rows))]):
                sheet.write_string(n, 0, name)
                sheet.write_string(n, 1, guarded(value))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return rows


def digest(path: pathlib.Path) -> str:
    """The SM3 of the file, so that a copy found elsewhere can be told to be this one."""
    made = hashes.Hash(hashes.SM3())
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            made.update(part)
    return made.finalize().hex()


def _orders_sheet(book, orders: QuerySet, columns: list[str]) -> int:
    sheet, bold = book.add_worksheet("工单"), book.add_format({"bold": True})
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.freeze_panes(1, 0)
    for n, name in enumerate(columns):
        sheet.set_column(n, n, WIDTHS.get(name, 18))
        sheet.write_string(0, n, COLUMNS[name][0], bold)
    readers, row = [COLUMNS[name][1] for name in columns], 0
    wanted = sorted({BESIDE[name] for name in columns if name in BESIDE})
    found = orders.select_related("unit", "category", "created_by").prefetch_related(*wanted)
    for row, order in enumerate(found.iterator(chunk_size=CHUNK), start=1):
        for n, read in enumerate(readers):
            value = guarded(read(order))
            if isinstance(value, dt.datetime):
                sheet.write_datetime(row, n, value, when)
            elif isinstance(value, int):
                sheet.write_number(row, n, value)
            elif value:
                sheet.write_string(row, n, value)
    return row
