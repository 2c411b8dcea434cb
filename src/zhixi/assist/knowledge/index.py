"""The index of passages: search where date and place are hard, and answers that may be none."""

import datetime as dt
import functools
import json
import pathlib
from collections.abc import Iterable

import numpy as np
import tantivy

from zhixi.assist.folders import put_folder
from zhixi.assist.knowledge import store
from zhixi.assist.knowledge.embed import Embedder
from zhixi.assist.knowledge.judging import Judge
from zhixi.assist.knowledge.lookup import POOL, Lookup
from zhixi.assist.knowledge.meaning import Meanings
from zhixi.assist.knowledge.rank import Candidate, Question, answered, reranked
from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.knowledge.sentence import best_sentence
from zhixi.assist.knowledge.typed import heard_in
from zhixi.assist.knowledge.values import Answer, Card, Hit, Passage


class Index:
    """Passages to be found by words and, where an embedder was given, by meaning.

    Thread-safe for reading. A folder index is never changed: build another and open that.
    """

    def __init__(self, made: tantivy.Index, size: int, meanings: Meanings | None = None):
        self.size, self._lookup, self._meanings = size, Lookup(made, size), meanings
        self._judges: dict[str, Judge] = {}

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
        meanings = Meanings.of(passages, embedder) if embedder else None
        if folder is None:
            return cls(store.write(passages, None), len(passages), meanings)
        told = {"version": store.VERSION, "size": len(passages), "embedder": embedder and embedder.name}

        def fill(made: pathlib.Path) -> None:
            store.write(passages, made)
            if meanings is not None:
                meanings.write(made)
            (made / "about.json").write_text(json.dumps(told), encoding="utf-8")

        put_folder(folder, fill, mark="about.json")
        return cls.open(folder, embedder=embedder)

    @classmethod
    def open(cls, folder: pathlib.Path, *, embedder: Embedder | None = None) -> "Index":
        """Raises Unavailable where there is no index of this version, or vectors of another embedder."""
        folder = pathlib.Path(folder)
        size = store.about(folder)["size"]
        meanings = Meanings.read(folder, embedder) if embedder else None
        return cls(tantivy.Index.open(str(folder)), size, meanings)

    def search(
        self, query: str, *, on: dt.date | None, city: str = "", district: str = "", limit: int = 10
    ) -> list[Hit]:
        """The nearest passages that hold on that day (None: whenever) and in that place, best first.

        query: as it is typed: words, pinyin, initials, or wrong characters of the right sound.
        """
        where = {"on": on, "city": city, "district": district}
        _, found = self._ranked(query, where)
        sounding = self._lookup.by_sound(query, self._lookup.allowed(**where))
        scores = {c.row: c.score for c in found}
        passages = {c.row: c.passage for c in (*found, *sounding)}
        for row, passage in passages.items():
            scores[row] = scores.get(row, 0.0) + heard_in(query, passage)
        held = [row for row in scores if passages[row].holds(**where)]
        best = sorted((row for row in held if scores[row] > 0), key=lambda row: (-scores[row], row))
        return [Hit(passages[row], scores[row]) for row in best[:limit]]

    def answer(
        self, query: str, *, on: dt.date | None, city: str = "", district: str = "", limit: int = 5
    ) -> Answer:
        """Cards for a question, one an article, or the honest none."""
        question, found = self._ranked(query, {"on": on, "city": city, "district": district})
        cards, seen = [], set()
        for candidate in found:
            if candidate.passage.key not in seen and len(cards) < limit:
                seen.add(candidate.passage.key)
                start, end = best_sentence(candidate.passage.text, question.weights)
                cards.append(Card(candidate.passage, candidate.confidence, start, end))
        sure = cards[0].confidence if cards else 0.0
        return Answer(tuple(cards), answered(found), sure, query)

    def judge(self, witness: Remembering) -> Judge:
        """Who says of this index's passages whether one answers, with that witness; made once."""
        if witness.name not in self._judges:
            rarity = functools.lru_cache(maxsize=20_000)(self._lookup.meant_rarity)
            self._judges[witness.name] = Judge(witness, self._lookup.spread(), rarity, self._lookup.most)
        return self._judges[witness.name]

    def _ranked(self, query: str, where: dict) -> tuple[Question, list[Candidate]]:
        question = self._lookup.question(query)
        must = self._lookup.allowed(**where)
        found = self._lookup.by_words(question, must)
        if self._meanings is not None and query.strip():
            found = self._with_meaning(question, found, must)
        return question, reranked(question, [c for c in found if c.passage.holds(**where)])

    def _with_meaning(
        self, question: Question, found: list[Candidate], must: list[tantivy.Query]
    ) -> list[Candidate]:
        near = self._meanings.near(question.text)
        known = {candidate.row for candidate in found}
        top = [int(row) for row in np.argsort(-near.order)[: 4 * POOL] if int(row) not in known]
        more = self._lookup.by_words(question, must, top) if top else []
        more = sorted(more, key=lambda c: -near.order[c.row])[:POOL]  # some of the nearest hold elsewhere
        return [c.nearer(*near.of(c.row)) for c in (*found, *more)]
