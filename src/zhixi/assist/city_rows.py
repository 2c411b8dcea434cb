"""Rows of a city folder's csv files: UTF-8, named columns, every complaint with file, row and cure."""

import csv
import pathlib
from collections.abc import Iterator

from zhixi.errors import BadInput


def parts(text: str | None) -> tuple[str, ...]:
    """The list in one cell, parted by "|"."""
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())


def read_rows(path: pathlib.Path, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their numbers as a spreadsheet shows them; none where there is no such file. Raises BadInput."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in required if name not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(
                    f"{path}: no column {', '.join(missing)}", cure="see docs/city-folder.md for the columns"
                )
            seen: dict[str, int] = {}
            for number, row in enumerate(reader, 2):
                _check_row(path, number, row, seen)
                empty = [name for name in required if not (row.get(name) or "").strip()]
                if empty:
                    raise BadInput(
                        f"{path}, row {number}: {', '.join(empty)} is empty", cure="fill it or delete the row"
                    )
                yield number, row
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} cannot be read: {error}", cure="save it as CSV, UTF-8") from error


def _check_row(path: pathlib.Path, number: int, row: dict, seen: dict[str, int]) -> None:
    """Refuse a row with a cell too many or too few, and a code that an earlier row has."""
    if None in row or None in row.values():
        raise BadInput(
            f"{path}, row {number}: not as many cells as the first row",
            cure='put a cell that holds a comma between double quotes ("")',
        )
    code = (row.get("code") or "").strip()
    if code and seen.setdefault(code, number) != number:
        raise BadInput(
            f"{path}, row {number}: code {code} is already in row {seen[code]}", cure="give each its own"
        )
