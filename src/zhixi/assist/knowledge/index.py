"""The index of passages: search where date and place are hard, and answers that may be none."""

import datetime as dt
import json
import pathlib
from collections.abc import Iterable

import numpy as np
import tantivy

from zhixi.assist.folders import put_folder
from zhixi.assist.knowledge import store
from zhixi.assist.knowledge.embed import Embedder
from zhixi.assist.knowledge.rank import Candidate, Question, reranked
from zhixi.assist.knowledge.sentence import best_sentence
from zhixi.assist.knowledge.typed import heard_in, sounds, typed
from zhixi.assist.knowledge.values import Answer, Card, Hit, Passage
from zhixi.assist.knowledge.words import bare, pairs, telling, words
from zhixi.errors import Unavailable

_TERMS = 150  # of a long letter only the rarest terms are looked up
_POOL = 50
# Where one in ten of the questions that have an article would be refused, without vectors and with them.
ANSWERED, ANSWERED_MEANT = 0.075, 0.069

ANSWERED_TITLED = 0.25  # a title says what an article answers, so more may be asked of it


class Index:
    """Passages to be found by words and, where an embedder was given, by meaning.

    Thread-safe for reading. A folder index is never changed: build another and open that.
    """

    def __init__(self, made: tantivy.Index, size: int, vectors=None, embedder: Embedder | None = None):
        self._index, self._schema, self.size = made, made.schema, size
        self._searcher, self._vectors, self._embedder = made.searcher(), vectors, embedder

    @classmethod
    def build(
        cls,
        passages: Iterable[Passage],
        folder: pathlib.Path | None = None,
        *,
        embedder: Embedder | None = None,
    ) -> "Index":
        """Index all passages, in memory or into a new folder that appears only when it is whole."""
        passages = list(passages)
        vectors = embedder.passages([f"{p.title} {p.text}".strip() for p in passages]) if embedder else None
        if folder is None:
            return cls(store.write(passages, None), len(passages), vectors, embedder)
        told = {"version": store.VERSION, "size": len(passages), "embedder": embedder and embedder.name}

        def fill(made: pathlib.Path) -> None:
            store.write(passages, made)
            if vectors is not None:
                np.save(made / "vectors.npy", vectors)
            (made / "about.json").write_text(json.dumps(told), encoding="utf-8")

        put_folder(folder, fill, mark="about.json")
        return cls.open(folder, embedder=embedder)

    @classmethod
    def open(cls, folder: pathlib.Path, *, embedder: Embedder | None = None) -> "Index":
        """Raises Unavailable where there is no index of this version, or vectors of another embedder."""
        folder = pathlib.Path(folder)
        told = store.about(folder)
        vectors = None
        if embedder is not None and told["embedder"] != embedder.name:
            raise Unavailable(f"{folder} has no vectors of {embedder.name}", cure="build the index again")
        if embedder is not None:
            vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
        return cls(tantivy.Index.open(str(folder)), told["size"], vectors, embedder)

    def search(
        self, query: str, *, on: dt.date | None, city: str = "", district: str = "", limit: int = 10
    ) -> list[Hit]:
        """The nearest passages that hold on that day (None: whenever) and in that place, best first.

        query: as it is typed: words, pinyin, initials, or wrong characters of the right sound.
        """
        _, found = self._ranked(query, "", on, city, district)
        sounding = self._by_sound(query, store.allowed(self._schema, on=on, city=city, district=district))
        scores = {c.row: c.score for c in found}
        passages = {c.row: c.passage for c in (*found, *sounding)}
        for row, passage in passages.items():
            scores[row] = scores.get(row, 0.0) + heard_in(query, passage)
        held = [row for row in scores if passages[row].holds(on=on, city=city, district=district)]
        best = sorted((row for row in held if scores[row] > 0), key=lambda row: (-scores[row], row))
        return [Hit(passages[row], scores[row]) for row in best[:limit]]

    def answer(
        self,
        query: str,
        *,
        on: dt.date | None,
        city: str = "",
        district: str = "",
        limit: int = 5,
        context: str = "",
    ) -> Answer:
        """Cards for a question, one an article, or the honest none.

        context: what was talked of before; it tells the subject of a short question and weighs less.
        """
        question, found = self._ranked(query, context, on, city, district)
        cards, seen = [], set()
        for candidate in found:
            if candidate.passage.key not in seen and len(cards) < limit:
                seen.add(candidate.passage.key)
                start, end = best_sentence(candidate.passage.text, question.weights)
                cards.append(Card(candidate.passage, candidate.confidence, start, end))
        sure = cards[0].confidence if cards else 0.0
        bare = ANSWERED if self._vectors is None else ANSWERED_MEANT
        least = ANSWERED_TITLED if cards and cards[0].passage.title else bare
        return Answer(tuple(cards), sure >= least, sure, query)

    def _ranked(self, query: str, context: str, on, city: str, district: str):
        question = self._question(query, context)
        must = store.allowed(self._schema, on=on, city=city, district=district)
        found = self._by_words(question, must)
        if self._vectors is not None and query.strip():
            found = self._with_meaning(query, found, must)
        held = [c for c in found if c.passage.holds(on=on, city=city, district=district)]
        return question, reranked(question, held)

    def _question(self, query: str, context: str) -> Question:
        """Words with their weight: rare words tell more, words of the talk before less."""
        weights = {word: self._rarity("words", word) for word in telling(query) or words(query)}
        for word in telling(context):
            weights.setdefault(word, 0.4 * self._rarity("words", word))
        grams = set(pairs(bare(query)))
        return Question(query, weights, {gram: self._rarity("pairs", gram) for gram in grams})

    def _rarity(self, field: str, term: str) -> float:
        count = self._searcher.doc_freq(field, term)
        if field == "words":  # "什么时候" stands in many titles and in few answers: it tells nothing
            count = max(count, self._searcher.doc_freq("title", term))
        return float(np.log(1 + (self.size - count + 0.5) / (count + 0.5)))

    def _by_words(self, question: Question, must: list[tantivy.Query]) -> list[Candidate]:
        should = []
        for field, weights in (
            ("words", question.weights),
            ("title", question.weights),
            ("pairs", question.grams),
        ):
            rarest = sorted(weights, key=weights.get, reverse=True)[:_TERMS]
            for term in rarest:
                one = tantivy.Query.term_query(self._schema, field, term)
                share = weights[term] / max(self._rarity(field, term), 1e-6)
                should.append(tantivy.Query.boost_query(one, min(1.0, share)))
        if not should:
            return []
        return self._candidates(
            must, tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in should])
        )

    def _by_sound(self, query: str, must: list[tantivy.Query]) -> list[Candidate]:
        spelt, first = typed(query)
        terms = [("sounds", term) for term in spelt or sounds(query)] + [("initials", term) for term in first]
        wanted = [tantivy.Query.term_query(self._schema, field, term) for field, term in terms[:_TERMS]]
        if not wanted:
            return []
        return self._candidates(
            must, tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in wanted])
        )

    def _candidates(self, must: list[tantivy.Query], wanted: tantivy.Query) -> list[Candidate]:
        filters = [(tantivy.Occur.Must, tantivy.Query.const_score_query(q, 0.0)) for q in must]
        query = tantivy.Query.boolean_query([*filters, (tantivy.Occur.Must, wanted)])
        found = []
        for score, address in self._searcher.search(query, limit=_POOL, count=False).hits:
            document = self._searcher.doc(address)
            passage = store.from_json(bytes(document.get_first("passage")))
            found.append(Candidate(document.get_first("row"), passage, float(score)))
        return found

    def _with_meaning(self, query: str, found: list[Candidate], must) -> list[Candidate]:
        near = np.asarray(self._vectors @ self._embedder.queries([query])[0])
        known = {candidate.row for candidate in found}
        top = [int(row) for row in np.argsort(-near)[: 4 * _POOL] if int(row) not in known]
        rows = [tantivy.Query.term_query(self._schema, "row", row) for row in top]
        if rows:
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in rows])
            more = self._candidates(must, tantivy.Query.const_score_query(wanted, 0.0))
            found = found + [c for c in more if c.row not in known]
        return [c.nearer(float(near[c.row])) for c in found]
