"""Rows of an exported table as (text, label) pairs, oldest first, with what was seen of them on the way."""

import dataclasses
import pathlib
import re
from collections.abc import Mapping, Sequence

from zhixi.assist.tables import read_table

_DATE = re.compile(r"(?:19|20)\d\d\D?(?:0?[1-9]|1[0-2])\D?(?:0?[1-9]|[12]\d|3[01])")
_LOOKED_AT = 200


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """pairs: (text, label), oldest first. ordered_by: the column that told the order, "" for the file's own."""

    pairs: list[tuple[str, str]]
    ordered_by: str


def together(values: Mapping[str, str], columns: Sequence[str]) -> str:
    """What some columns of a row say, one after the other; a column named twice counts twice."""
    return "。".join(said for name in columns if (said := values[name].strip()))


def read_history(path: pathlib.Path, *, text: Sequence[str], label: str, time: str = "") -> History:
    """Read a table of past orders. Raises BadInput naming file, row and cure. text: columns, read together.

    Confidence must be learnt on later orders than the rest, so the order of time matters: by the column `time`,
    else by a column whose every value begins with a date (an order number often does), else as the file goes.
    """
    columns = tuple(filter(None, (*text, label, time)))
    rows, first = [], []
    for row in read_table(path, columns=columns):
        if len(first) < _LOOKED_AT:
            first.append(row.values)
            if len(first) == _LOOKED_AT:
                time = time or dated_column(first)
                rows = [
                    (moment(values.get(time, "")), together(values, text), values[label]) for values in first
                ]
            continue
        rows.append((moment(row.values.get(time, "")), together(row.values, text), row.values[label]))
    if not rows:
        time = time or dated_column(first)
        rows = [(moment(values.get(time, "")), together(values, text), values[label]) for values in first]
    if time:
        rows.sort(key=lambda row: row[0])
    return History([(said, unit) for _, said, unit in rows], time)


def dated_column(rows: list[dict[str, str]]) -> str:
    """The first column whose every value begins with a date of not always the same day, or ""."""
    for name in rows[0] if rows else ():
        values = [row[name].strip() for row in rows]
        if all(len(v) <= 40 and _DATE.match(v) for v in values) and len({moment(v)[:3] for v in values}) > 1:
            return name
    return ""


def moment(value: str) -> tuple[int, ...]:
    """The numbers of a moment, so that 2018/2/9 stands before 2018/10/1 and 20180209… beside 20180210…"""
    value = value.strip()
    if re.match(r"(?:19|20)\d{6}", value):
        value = f"{value[:4]} {value[4:6]} {value[6:8]} {value[8:]}"
    return tuple(int(number[:18]) for number in re.findall(r"\d+", value)[:7])
