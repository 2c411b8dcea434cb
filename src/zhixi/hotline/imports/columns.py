"""How the cells of a person's table become values: one `Column` a field, every complaint with row and column."""

import dataclasses
import datetime as dt
import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from zhixi.assist.tables import read_table
from zhixi.errors import BadInput

YES = frozenset({"1", "是", "有", "true", "yes", "y", "保密"})
NO = frozenset({"", "0", "否", "无", "false", "no", "n"})


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A field that may be imported. `label` is the Chinese name, under which a file may have it as well.

    read: text of the cell, stripped → value; raises ValueError with the cure. `empty` stands for a blank cell.
    """

    name: str
    label: str
    read: Callable[[str], Any] = str
    required: bool = False
    empty: Any = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A row of the file as values by field name; only the fields that the file has a column for."""

    number: int
    values: dict[str, Any]


def mapping(pairs: list[str], columns: tuple[Column, ...]) -> dict[str, str]:
    """`字段=列` pairs of the command line → our field name → the file's column."""
    names = {c.label: c.name for c in columns} | {c.name: c.name for c in columns}
    chosen = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not sign or not column.strip():
            raise BadInput(
                f"--map {pair}: not of the form 字段=列", cure="write for example --map 标题=工单标题"
            )
        if field.strip() not in names:
            known = "、".join(f"{c.label}({c.name})" for c in columns)
            raise BadInput(f"--map {pair}: there is no field {field}", cure=f"the fields are {known}")
        chosen[names[field.strip()]] = column.strip()
    return chosen


class Table:
    """A file opened with its mapping. Iterate `lines()`; `wrong()` makes an error that names row and column."""

    def __init__(
        self, path: pathlib.Path | str, columns: tuple[Column, ...], chosen: dict[str, str] | None = None
    ):
        self.path, self.columns, self.chosen = pathlib.Path(path), columns, dict(chosen or {})
        self.rows = read_table(self.path, columns=tuple(self.chosen.values()))

    def lines(self, on_error: Callable[[BadInput], None] | None = None) -> Iterator[Line]:
        """Rows as values. A bad cell raises, or is told to `on_error` and its row passed over."""
        found = None
        for row in self.rows:
            found = found or self._found(row.values)
            try:
                yield Line(
                    row.number,
                    {c.name: self._value(row, c, found[c.name]) for c in self.columns if c.name in found},
                )
            except BadInput as error:
                if on_error is None:
                    raise
                on_error(error)

    def wrong(self, number: int, field: str, message: str, cure: str) -> BadInput:
        column = self.chosen.get(field, field)
        return BadInput(f"{self.path}, row {number}, column {column}: {message}", cure=cure, field=field)

    def _found(self, values: dict[str, str]) -> dict[str, str]:
        """Field → column of this file: as mapped, else our own name, else the Chinese label."""
        found = dict(self.chosen)
        for column in self.columns:
            for name in (column.name, column.label):
                if column.name not in found and name in values:
                    found[column.name] = name
        missing = [c for c in self.columns if c.required and c.name not in found]
        if missing:
            fields = "、".join(f"{c.label}({c.name})" for c in missing)
            raise BadInput(
                f"{self.path}: no column for {fields}; it has {'、'.join(values)}"[:600],
                cure=f"say which column it is: --map {missing[0].label}=列名",
            )
        self.chosen = found
        return found

    def _value(self, row, column: Column, name: str) -> Any:
        text = row.values[name].strip()
        if not text:
            if column.required:
                raise self.wrong(
                    row.number, column.name, f"{column.label} is empty", "fill it or delete the row"
                )
            return column.empty
        try:
            return column.read(text)
        except ValueError as error:
            raise self.wrong(
                row.number, column.name, f"{text[:40]!r} is no {column.label}", str(error)
            ) from None


def short(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"at most {limit} characters; this has {len(text)}")
        return text

    return read


def listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|｜]", text) if part.strip()]


def flag(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError("write 1 or 0, 是 or 否")


def date(text: str) -> dt.date:
    match = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?", text)
    try:
        return dt.date(*map(int, match.groups()))
    except (AttributeError, ValueError):
        raise ValueError("write the date as 2026-01-31") from None


def moment(text: str) -> dt.datetime:
    """A date with time, in the city's time where no offset is written."""
    plain = re.sub(r"[年月/.](?=\d)", "-", text, count=2).replace("日", " ").strip()
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(.*)", plain, re.DOTALL)
    try:
        year, month, day, rest = match.groups()
        rest = re.sub(r"^[ T]*(\d):", r"T0\1:", rest) if rest.strip() else ""
        value = dt.datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}{rest}")
    except (AttributeError, ValueError):
        raise ValueError("write the time as 2026-01-31 09:05") from None
    return value if value.tzinfo else timezone.make_aware(value)


def choice(choices) -> Callable[[str], str]:
    """One of a set of choices, by value or by its Chinese label."""
    known = {str(c.label): c.value for c in choices} | {c.value: c.value for c in choices}

    def read(text: str) -> str:
        if text not in known:
            raise ValueError("one of " + "、".join(f"{c.label}({c.value})" for c in choices))
        return known[text]

    return read


def one_of(known: dict[str, Any], what: str, cure: str) -> Callable[[str], Any]:
    """Something that is already known, by code, name or alias."""

    def read(text: str) -> Any:
        if text not in known:
            raise ValueError(cure or f"give the code or name of a known {what}")
        return known[text]

    return read
