"""Past orders like this one, and who handled them (相似工单)."""

import collections
import dataclasses
import datetime as dt
from collections.abc import Iterable

import rjieba
import tantivy

from zhixi.assist.dispatch.values import Precedent

_NEAREST = 8
_YEAR = 365
_TERMS = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """Of `among` alike orders, `handled` by the unit, `returned` by it. share: weighed by likeness, 0..1."""

    among: int
    handled: int
    returned: int
    share: float


class Precedents:
    """An index of past orders in memory; reading it is thread-safe. units: codes of those that handled any."""

    def __init__(self, orders: Iterable[Precedent] = ()):
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_integer_field("day", indexed=True, fast=True)
        for name in ("unit", "returned_from", "assisting"):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", stored=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        self.units: set[str] = set()
        for order in orders:
            writer.add_document(_document(order))
            self.units.add(order.unit)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def alike(self, text: str, on: dt.date) -> dict[str, Alike]:
        """By unit, the most alike orders of the year before `on`; {} where nothing is alike."""
        return self._counted(self._found(text, on))

    def helped(self, text: str, on: dt.date) -> tuple[int, dict[str, int]]:
        """How many orders are alike, and by unit, in how many of them it helped another (协办)."""
        found = self._found(text, on)
        helpers = (code for _, document in found for code in document.get_all("assisting"))
        return len(found), dict(collections.Counter(helpers))

    def _found(self, text: str, on: dt.date) -> list[tuple[float, tantivy.Document]]:
        """(score, document) of the most alike."""
        words = list(dict.fromkeys(w for w in rjieba.cut(text) if len(w) > 1))
        words.sort(key=lambda word: self._searcher.doc_freq("words", word))
        known = [w for w in words if self._searcher.doc_freq("words", w)][:_TERMS]
        if not known:
            return []
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", word)) for word in known
        ]
        day = on.toordinal()
        year = tantivy.Query.range_query(
            self._schema, "day", tantivy.FieldType.Integer, day - _YEAR, day, include_upper=False
        )
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.boolean_query(terms)),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(year, 0.0)),
            ]
        )
        hits = self._searcher.search(query, limit=_NEAREST, count=False).hits
        return [(score, self._searcher.doc(address)) for score, address in hits]

    def _counted(self, found) -> dict[str, Alike]:
        handled, returned, weight = collections.Counter(), collections.Counter(), collections.Counter()
        total = sum(score**2 for score, _ in found) or 1.0
        for score, document in found:
            unit, sent_back = document.get_first("unit"), document.get_first("returned_from")
            handled[unit] += 1
            weight[unit] += score**2 / total
            if sent_back:
                returned[sent_back] += 1
        return {
            unit: Alike(len(found), handled[unit], returned[unit], weight[unit])
            for unit in handled.keys() | returned.keys()
            if unit
        }


def _document(order: Precedent) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("words", " ".join(w for w in rjieba.cut(order.text) if len(w) > 1))
    document.add_integer("day", order.day.toordinal() if order.day else 0)
    document.add_text("unit", order.unit)
    document.add_text("returned_from", order.returned_from)
    for code in order.assisting:
        document.add_text("assisting", code)
    return document
