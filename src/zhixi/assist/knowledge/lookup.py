"""Which passages hold the words, the sounds or the rows looked for, among those that may be an answer (tantivy)."""

import numpy as np
import tantivy

from zhixi.assist.knowledge import store
from zhixi.assist.knowledge.judging import spread
from zhixi.assist.knowledge.rank import Candidate, Question
from zhixi.assist.knowledge.synonyms import alike
from zhixi.assist.knowledge.typed import sounds, typed
from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import bare, pairs, telling, words

POOL = 50
_TERMS = 150  # of a long letter only the rarest terms are looked up
_HANDFUL = 5  # words


class Lookup:
    """Thread-safe for reading."""

    def __init__(self, made: tantivy.Index, size: int):
        self._schema, self._searcher, self._size = made.schema, made.searcher(), size

    def allowed(self, **where) -> list[tantivy.Query]:
        return store.allowed(self._schema, **where)

    def question(self, query: str) -> Question:
        """Words and pairs with their weight: rare ones tell more."""
        weights = {word: self._rarity("words", word) for word in telling(query) or words(query)}
        grams = {gram: self._rarity("pairs", gram) for gram in pairs(bare(query))}
        return Question(query, weights, grams, self.most)

    def by_words(
        self, question: Question, must: list[tantivy.Query], rows: list[int] | None = None
    ) -> list[Candidate]:
        """The best by words, or how good those rows are by words."""
        fields = (("words", question.weights), ("title", question.weights), ("pairs", question.grams))
        terms = [
            (field, term)
            for field, weights in fields
            for term in sorted(weights, key=weights.get, reverse=True)[:_TERMS]
        ]
        should = [self._term(field, term) for field, term in terms]
        if rows is None:
            return self._found(must, self._any(should)) if should else []
        wanted = self._any([self._term("row", row) for row in rows])
        return self._found([*must, wanted], self._any(should) if should else None, optional=len(rows))

    def by_sound(self, query: str, must: list[tantivy.Query]) -> list[Candidate]:
        spelt, first = typed(query)
        terms = [("sounds", term) for term in spelt or sounds(query)] + [("initials", term) for term in first]
        wanted = [self._term(field, term) for field, term in terms[:_TERMS]]
        return self._found(must, self._any(wanted)) if wanted else []

    def meant_rarity(self, field: str, term: str) -> float:
        """How much a term tells where all words of its meaning are the same."""
        counts = [self._count(field, word) for word in (alike(term) if field == "words" else (term,))]
        return self._told_by(min(sum(counts), self._size))

    def spread(self) -> list[Passage]:
        """Some passages from all through the index."""
        wanted = [self._term("row", row) for row in spread(self._size)]
        return [c.passage for c in self._found([self._any(wanted)], None, len(wanted))] if wanted else []

    @property
    def most(self) -> float:
        """What a handful of words scores when nobody else has them: the measure of a strong match."""
        return _HANDFUL * float(np.log1p(self._size + 1))

    def _rarity(self, field: str, term: str) -> float:
        return self._told_by(self._count(field, term))

    def _count(self, field: str, term: str) -> int:
        count = self._searcher.doc_freq(field, term)
        if field == "words":  # "什么时候" stands in many titles and in few answers: it tells nothing
            count = max(count, self._searcher.doc_freq("title", term))
        return count

    def _told_by(self, count: int) -> float:
        return float(np.log(1 + (self._size - count + 0.5) / (count + 0.5)))

    def _term(self, field: str, term: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    @staticmethod
    def _any(queries: list[tantivy.Query]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _found(
        self, must: list[tantivy.Query], wanted: tantivy.Query | None, optional: int = 0
    ) -> list[Candidate]:
        """optional: how many are wanted where `wanted` only counts and does not choose."""
        parts = [(tantivy.Occur.Must, tantivy.Query.const_score_query(q, 0.0)) for q in must]
        if wanted is not None:
            parts.append((tantivy.Occur.Should if optional else tantivy.Occur.Must, wanted))
        query, found = tantivy.Query.boolean_query(parts), []
        for score, address in self._searcher.search(query, limit=optional or POOL, count=False).hits:
            document = self._searcher.doc(address)
            passage = store.from_json(bytes(document.get_first("passage")))
            found.append(Candidate(document.get_first("row"), passage, float(score)))
        return found
