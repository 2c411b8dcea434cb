"""A table's rows as articles: fields by the columns that hold them, what is wrong with a row, rows known again."""

import json
from collections.abc import Sequence

from zhixi.assist.documents import Document, Facts, Piece
from zhixi.assist.documents.matching import Known, Match, digest
from zhixi.assist.documents.rows import guessed, mapped
from zhixi.errors import BadInput
from zhixi.hotline.articles.choices import Element
from zhixi.hotline.articles.elements import TOLD
from zhixi.hotline.documents.wishes import Wishes
from zhixi.hotline.imports.articles import article_columns
from zhixi.hotline.imports.columns import Column

_HINTS = {
    "category": "没有这个事项分类",
    "unit": "没有这个责任单位",
    "valid_from": "日期请写成 2026-01-31",
    "valid_to": "日期请写成 2026-01-31",
}
Read = tuple[Piece, dict, str]


def columns_of(document: Document, wishes: Wishes) -> dict[str, str]:
    """Field → column: by hand where it was said, "" for none, else by the column's name. Raises BadInput."""
    named = {column.name: column.label for column in article_columns()}
    for field, column in wishes.columns.items():
        if field not in named:
            raise BadInput(f"没有“{field}”这个字段", field="columns")
        if column and column not in document.header:
            raise BadInput(
                f"表格里没有“{column[:40]}”这一列",
                cure=f"有：{'、'.join(document.header)[:200]}",
                field="columns",
            )
    taken = set(wishes.columns.values())
    guesses = {field: column for field, column in guessed(document.header).items() if column not in taken}
    return {field: column for field, column in {**guesses, **wishes.columns}.items() if column}


def read(document: Document, columns: dict[str, str], wishes: Wishes, facts: Facts) -> list[Read]:
    """Each row as a piece, its fields, and what is wrong with it or ""."""
    fields = {column.name: column for column in article_columns()}
    found, seen = [], set()
    for number, cells in document.rows:
        told = mapped(document.header, cells, columns)
        values, flaw = _values(told, fields)
        given = {
            "category": wishes.category or None,
            "unit": wishes.unit or None,
            "district": wishes.district,
        }
        values = given | {"source": facts.source[:200] if facts.number else ""} | values
        place = (told.get("key") or told.get("title") or f"第{number}行")[:120]
        if place in seen:
            flaw = flaw or f"与前面的行同为“{place[:30]}”"
        seen.add(place)
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        found.append(
            (Piece(place, values.get("clause", ""), values.get("title", ""), text), values, _at(number, flaw))
        )
    return found


def _at(number: int, flaw: str) -> str:
    return f"第{number}行：{flaw}" if flaw else ""


def _values(told: dict[str, str], fields: dict[str, Column]) -> tuple[dict, str]:
    values, flaws = {}, []
    for name in ("title", "body"):
        if not told.get(name):
            flaws.append(
                f"{fields[name].label}是空的" if name in told else f"没有指定哪一列是{fields[name].label}"
            )
    for name, text in told.items():
        if not text:
            continue  # a blank cell says nothing, and leaves what is given for all rows
        try:
            value = fields[name].read(text)
        except ValueError:
            flaws.append(f"{fields[name].label}“{text[:20]}”无效，{_HINTS.get(name, '内容过长')}")
            continue
        values[name] = getattr(value, "code", value)
    flaws += [f"{fields[name].label}超过20000字" for name in TOLD if len(values.get(name, "")) > 20_000]
    return values, "；".join(flaws)


def matched(pieces: Sequence[Piece], known: Sequence[Known]) -> tuple[list[Match], list[Known]]:
    """Rows known again by their number or title, else by an answer that is word for word the same."""
    left = {one.place: one for one in known}
    ofs = [left.pop(piece.place, None) for piece in pieces]
    answers = {digest(body_of(one.text)): one for one in left.values()}
    for at, piece in enumerate(pieces):
        if ofs[at] is None and (one := answers.pop(digest(body_of(piece.body)), None)):
            ofs[at] = left.pop(one.place)
    found = [
        Match(piece, one, one is not None and one.place == piece.place and one.text == piece.body)
        for piece, one in zip(pieces, ofs, strict=True)
    ]
    return found, list(left.values())


def body_of(text: str) -> str:
    """The answer in what a part keeps of a row."""
    return told_in(text)["body"]


def told_in(text: str) -> dict[str, str]:
    """The answer, and the parts that a row has cells for, by field."""
    row = json.loads(text) if text.startswith("{") else {"body": text}
    return {"body": row.get("body", "")} | {part.value: row[part] for part in Element if part in row}
