"""Tables that people export from elsewhere, read strictly; lines of JSON, written all or not at all.

`read_table` takes csv (UTF-8 with or without BOM, UTF-16 with BOM, GB18030; comma, semicolon or tab) and
xlsx, told apart by their first bytes because the ending often lies. `write_lines` writes beside the target
and puts the file in its place only when everything is written.
"""

import codecs
import csv
import dataclasses
import io
import itertools
import pathlib
from collections.abc import Iterator

from zhixi.assist.lines import write_lines
from zhixi.assist.sheets import read_sheet
from zhixi.errors import BadInput

__all__ = ["Row", "read_table", "write_lines"]

_CHUNK = 1 << 20
_PLAINLY_UTF8 = 8  # so many whole multi-byte characters before a wrong byte: text in UTF-8, damaged
_NOT_TABLES = {
    b"\xd0\xcf\x11\xe0": (
        "an old .xls file or an encrypted one",
        "save it without a password as .xlsx or CSV",
    ),
    b"%PDF": ("a PDF", "export the table as .xlsx or CSV"),
    b"RIFF": ("a sound or picture file", "give a .xlsx or CSV file"),
    b"\x89PNG": ("a picture", "give a .xlsx or CSV file"),
    b"\x1f\x8b": ("a compressed file", "unpack it first"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row as text. `number` counts as a spreadsheet does: the header is 1, the row under it 2."""

    number: int
    values: dict[str, str]


def read_table(path: pathlib.Path | str, *, columns: tuple[str, ...] = ()) -> Iterator[Row]:
    """Open a table and give its rows one by one; values are whole, as they stand in the file.

    Raises BadInput naming file, row and cure: at once for a missing file, no table, no header or a missing
    column; while rows are taken for a damaged row, or at the end when there was none. Wholly blank rows are
    passed over, and still counted.
    """
    path = pathlib.Path(path)
    start = _first_bytes(path)
    records = read_sheet(path) if start.startswith(b"PK\x03\x04") else _records(path, _encoding(path, start))
    header = next(records, None)
    if header is None:
        raise BadInput(f"{path} is empty", cure="give a table with a header and at least one row")
    names = [name.strip() for name in header[1]]
    _check_header(path, names, columns)
    return _rows(path, names, records)


def _rows(path: pathlib.Path, names: list[str], records) -> Iterator[Row]:
    seen = False
    for number, cells in records:
        if len(cells) > len(names) and not any(cells[len(names) :]):
            cells = cells[: len(names)]
        if len(cells) != len(names):
            raise BadInput(
                f"{path}, row {number}: {len(cells)} fields where the header has {len(names)}",
                cure="look for a missing quote or an extra separator in this row and the one above it",
            )
        seen = True
        yield Row(number, {name: cell for name, cell in zip(names, cells, strict=True) if name})
    if not seen:
        raise BadInput(f"{path} has a header and no rows", cure="give a table with at least one row")


def _check_header(path: pathlib.Path, names: list[str], columns: tuple[str, ...]) -> None:
    present = "、".join(name for name in names if name) or "none"
    missing = [name for name in columns if name not in names]
    if missing:
        raise BadInput(
            f"{path}: no column {'、'.join(missing)}; it has {_short(present)}",
            cure="name the right column, or give the first row these names",
        )
    double = sorted({name for name in names if name and names.count(name) > 1})
    if double:
        raise BadInput(f"{path}: two columns are called {'、'.join(double)}", cure="rename one of them")


def _first_bytes(path: pathlib.Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16)
    except FileNotFoundError as error:
        raise BadInput(f"{path}: no such file", cure="check the path") from error
    except OSError as error:
        raise BadInput(
            f"{path} cannot be opened: {error.strerror}", cure="give a file you may read"
        ) from error
    if not start.strip():
        raise BadInput(f"{path} is empty", cure="give a table with a header and at least one row")
    for magic, (what, cure) in _NOT_TABLES.items():
        if start.startswith(magic):
            raise BadInput(f"{path} is not a table but {what}", cure=cure)
    if b"\0" in start and not start.startswith((b"PK\x03\x04", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadInput(f"{path} is not a table: it holds zero bytes", cure="give a .xlsx or CSV file")
    return start


def _encoding(path: pathlib.Path, start: bytes) -> str:
    """Decode the whole file once, in pieces, so that a damaged file is refused before its first row."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    else:
        tried = ["utf-8-sig", "gb18030"]
    first = None
    for encoding in tried:
        line, foreign = _undecodable(path, encoding)
        if not line:
            return encoding
        first = max(first or 0, line)  # the encoding that got furthest is the likelier one
        if encoding == "utf-8-sig" and foreign >= _PLAINLY_UTF8:
            break
    raise BadInput(
        f"{path}, line {first}: bytes that are neither UTF-8 nor GB18030",
        cure="save the file again as CSV UTF-8; the line was damaged on its way",
    )


def _undecodable(path: pathlib.Path, encoding: str) -> tuple[int, int]:
    """The line (from 1) of the first wrong byte, 0 for none, and the multi-byte characters before it."""
    decoder, lines, foreign = codecs.getincrementaldecoder(encoding)(), 1, 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode(encoding)
                return lines + good.count("\n"), foreign + sum(not c.isascii() for c in good)
            if not chunk:
                return 0, foreign
            lines += text.count("\n")
            foreign += 0 if text.isascii() else sum(not c.isascii() for c in text)


def _records(path: pathlib.Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        while first and not first.strip():
            first = file.readline()
        delimiter = max(",\t;", key=first.count)
        lines = itertools.chain(io.StringIO(first, newline=""), file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                if any(cells) or len(cells) > 1:
                    yield number, cells
        except csv.Error as error:
            raise BadInput(
                f"{path}, row {number + 1} (near line {reader.line_num}): the row is broken: {error}",
                cure='close the quote that opens in this row, and write a quote inside a cell as ""',
            ) from error


def _short(text: str, limit: int = 300) -> str:
    return text if len(text) <= limit else text[:limit] + "…"
