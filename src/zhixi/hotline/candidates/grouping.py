"""Which questions are alike, among thousands, without comparing each with each (相似问题归并). Pure."""

import collections

from zhixi.hotline.gaps.likeness import ALIKE, core


class Alike:
    """Questions by their pairs of characters."""

    def __init__(self) -> None:
        self._having: dict[str, list[int]] = collections.defaultdict(list)
        self._sizes: dict[int, int] = {}

    def add(self, key: int, question: str) -> None:
        pairs = _pairs(question)
        self._sizes[key] = len(pairs)
        for pair in pairs:
            self._having[pair].append(key)

    def nearest(self, question: str) -> int | None:
        """The key of the most alike, the first of several; None where none is alike enough."""
        pairs = _pairs(question)
        common = collections.Counter(key for pair in pairs for key in self._having.get(pair, ()))
        scores = {key: 2 * n / (len(pairs) + self._sizes[key]) for key, n in common.items()}
        best = max(scores, key=lambda key: (scores[key], -key), default=None)
        return best if best is not None and scores[best] >= ALIKE else None


def _pairs(question: str) -> set[str]:
    text = core(question)
    return {text[n : n + 2] for n in range(len(text) - 1)} or {text}
