"""Passages on disk or in memory: a tantivy index, made whole, versioned, and refused when of another version.

A cache that may be deleted: `Index.build` makes it again from the passages.
"""

import dataclasses
import datetime as dt
import json
import pathlib

import tantivy

from zhixi.assist.knowledge.typed import initials, sounds
from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import pairs, words
from zhixi.errors import Unavailable

VERSION = 2
EVERYWHERE = "*"
_FIRST, _LAST = 0, 4_000_000  # day numbers (proleptic ordinals) for "always" and "for ever"
_HEAP = 64_000_000


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "words", "pairs", "sounds", "initials"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("city", "district"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("row", "first", "last"):
        builder.add_integer_field(name, indexed=True, fast=True, stored=name == "row")
    builder.add_bytes_field("passage", stored=True, indexed=False, fast=False)
    return builder.build()


def write(passages, folder: pathlib.Path | None) -> tantivy.Index:
    """Index all passages; the row of each is its place in the order given."""
    made = tantivy.Index(schema(), path=str(folder) if folder else None)
    writer = made.writer(heap_size=_HEAP, num_threads=1)
    for row, passage in enumerate(passages):
        writer.add_document(_document(row, passage))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    return made


def _document(row: int, passage: Passage) -> tantivy.Document:
    asked = " ".join((passage.title, *passage.variants))
    document = tantivy.Document()
    document.add_text("title", " ".join(words(asked)))
    document.add_text("words", " ".join(words(passage.text)))
    document.add_text("pairs", " ".join(pairs(f"{asked} {passage.text}")))
    document.add_text("sounds", " ".join(sounds(asked)))
    document.add_text("initials", " ".join(initials(asked)))
    document.add_text("city", passage.city or EVERYWHERE)
    document.add_text("district", passage.district or EVERYWHERE)
    document.add_integer("row", row)
    document.add_integer("first", passage.valid_from.toordinal() if passage.valid_from else _FIRST)
    document.add_integer("last", passage.valid_to.toordinal() if passage.valid_to else _LAST)
    document.add_bytes("passage", _to_json(passage).encode())
    return document


def allowed(form: tantivy.Schema, *, on: dt.date | None, city: str, district: str) -> list[tantivy.Query]:
    """Queries that must all hold for a passage to be an answer there and then."""
    must = [
        tantivy.Query.term_set_query(form, "city", sorted({EVERYWHERE, city or EVERYWHERE})),
        tantivy.Query.term_set_query(form, "district", sorted({EVERYWHERE, district or EVERYWHERE})),
    ]
    if on is not None:
        day, integer = on.toordinal(), tantivy.FieldType.Integer
        must.append(tantivy.Query.range_query(form, "first", integer, _FIRST, day))
        must.append(tantivy.Query.range_query(form, "last", integer, day, _LAST))
    return must


def _to_json(passage: Passage) -> str:
    return json.dumps(dataclasses.asdict(passage), ensure_ascii=False, default=dt.date.isoformat)


def from_json(text: bytes) -> Passage:
    values = json.loads(text)
    for name in ("valid_from", "valid_to"):
        values[name] = dt.date.fromisoformat(values[name]) if values[name] else None
    return Passage(**values | {"variants": tuple(values["variants"])})


def about(folder: pathlib.Path) -> dict:
    """What the folder says of itself. Raises Unavailable where there is no index of this version."""
    try:
        told = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unavailable(f"{folder} holds no search index", cure="build it again") from error
    if told.get("version") != VERSION:
        raise Unavailable(
            f"the search index in {folder} is of version {told.get('version')}, not {VERSION}",
            cure="delete the folder and build it again",
        )
    return told
