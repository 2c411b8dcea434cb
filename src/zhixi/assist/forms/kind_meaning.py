"""Request type by meaning (按语义判断诉求类型): what the words of the tables do not name, by sentence vectors.

It speaks beside the words: a talk whose words are clear keeps their type.
"""

import functools
import json
import math
import pathlib

from zhixi.assist.forms.hearing import Turn

WEIGHTS = pathlib.Path(__file__).with_name("kind_meaning.json")
TURNS, SHORTEST, LONGEST = (
    6,
    8,
    200,
)  # of the caller's utterances that tell something the first; characters of all
WORTH = 6.0  # of a certain meaning: as much as "我要举报"
# A talk that has just begun and names no type: a meaning less likely than this, of so few utterances, tells none.
ALONE, BEGUN = 0.4, 2


class KindMeaning:
    """How likely a talk is a request of each type. Keep one a process: it remembers what it read."""

    def __init__(self, embedder):
        """embedder: `assist.knowledge.Embedder`. Raises ValueError where the weights are of another one's vectors."""
        learnt = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        if embedder.name != learnt["embedder"]:
            raise ValueError(f"{WEIGHTS.name} was learnt with {learnt['embedder']}, not {embedder.name}")
        self._embedder = embedder
        self.kinds: tuple[str, ...] = tuple(learnt["kinds"])
        self.directions: list[list[float]] = learnt["weights"]
        self._offsets: list[float] = learnt["offsets"]
        self._of = functools.lru_cache(maxsize=1024)(self._chances)

    def chances(self, turns: tuple[Turn, ...]) -> dict[str, float]:
        """type → 0 to 1, one together; {} where the caller said nothing of length yet."""
        text = opening(turns)
        return dict(zip(self.kinds, self._of(text), strict=True)) if text else {}

    def _chances(self, text: str) -> tuple[float, ...]:
        vector = [float(x) for x in self._embedder.queries([text])[0]]
        scores = [
            sum(x * w for x, w in zip(vector, row, strict=True)) + offset
            for row, offset in zip(self.directions, self._offsets, strict=True)
        ]
        shares = [math.exp(score - max(scores)) for score in scores]
        return tuple(share / sum(shares) for share in shares)


def opening(turns: tuple[Turn, ...]) -> str:
    """What the caller tells first, as the weights were learnt from it."""
    return "，".join(telling(turns))[:LONGEST]


def telling(turns: tuple[Turn, ...]) -> list[str]:
    return [turn.text for turn in turns if not turn.agent and len(turn.text) >= SHORTEST][:TURNS]
