"""Danger heard by meaning (按语义告警): what no word of the tables names, by the sentence vectors that answers are found with.

A second ear beside the words: it says only that something is the matter, never what, so a person decides.
"""

import functools
import json
import math
import pathlib
from collections.abc import Sequence
from typing import Any, Protocol

WEIGHTS = pathlib.Path(__file__).with_name("meaning.json")
SUSPECTED = "suspected"
LABEL = "疑似险情"
SURE = 0.85  # of 330 ordinary utterances of the measuring calls none is raised at it
SHORTEST, LONGEST = 7, 120  # characters: shorter tells too little, longer tells more than one thing
KEPT = 2048


class Embedder(Protocol):
    name: str

    def queries(self, texts: Sequence[str]) -> Any: ...


class Meaning:
    """How likely an utterance tells of a danger to life now. Keep one a process: it remembers what it heard."""

    def __init__(self, embedder: Embedder):
        """Raises ValueError where the weights were learnt with another embedder's vectors."""
        learnt = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        if embedder.name != learnt["embedder"]:
            raise ValueError(f"{WEIGHTS.name} was learnt with {learnt['embedder']}, not {embedder.name}")
        self._embedder = embedder
        self.direction: list[float] = learnt["weights"]
        self._offset = float(learnt["offset"])
        self.chance = functools.lru_cache(maxsize=KEPT)(self._chance)

    def dangerous(self, text: str) -> bool:
        return SHORTEST <= len(text) <= LONGEST and self.chance(text) >= SURE

    def _chance(self, text: str) -> float:
        vector = self._embedder.queries([text])[0]
        score = sum(float(x) * w for x, w in zip(vector, self.direction, strict=True)) + self._offset
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, score))))
