"""Units that have a duty text and no orders yet, told by how alike a request is to that text (职责描述)."""

import collections
import dataclasses
import math
from collections.abc import Iterable, Sequence

import rjieba

from zhixi.assist.city import Unit

_ENOUGH = (
    0.25  # of a request's weight in words: shared with a duty text, the request is plainly of its matter
)
_COMMON = frozenset(
    [
        "负责",
        "管理",
        "工作",
        "监督",
        "受理",
        "提出",
        "诉求",
        "建设",
        "组织",
        "本市",
        "全市",
        "相关",
        "问题",
        "投诉",
        "市民",
        "反映",
        "处理",
    ]
)


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """share: 0..1; words: what request and duty text have in common, the rarer first."""

    unit: str
    share: float
    words: tuple[str, ...]


class DutyTexts:
    """Of all units' texts words are weighed (what many do tells little); only `new` ones are named."""

    def __init__(self, units: Sequence[Unit], new: Iterable[str]):
        words = {unit.code: _words(unit.duty) for unit in units if unit.duty.strip()}
        seen = collections.Counter(word for own in words.values() for word in own)
        self._weight = {word: math.log((1 + len(words)) / n) for word, n in seen.items()}
        self._unknown = math.log(1 + len(words))
        self._new = {code: words[code] for code in new if code in words}

    def alike(self, text: str) -> list[Likeness]:
        """The new units whose duty text speaks of what the request speaks of, most alike first."""
        said = _words(text)
        whole = sum(self._weight.get(word, self._unknown) for word in said)
        found = []
        for code, own in self._new.items():
            both = sorted(said & own, key=lambda word: (-self._weight[word], word))
            if both and (weight := sum(self._weight[word] for word in both)):
                found.append(Likeness(code, min(1.0, weight / whole / _ENOUGH), tuple(both)))
        return sorted(found, key=lambda one: (-one.share, one.unit))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in rjieba.cut(text) if len(word) > 1) - _COMMON
