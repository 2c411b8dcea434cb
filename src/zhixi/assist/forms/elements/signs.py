"""Characters → numbers: for each place of an address what stands there, beside it and in its word."""

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import rjieba

# One table each; number 0 is what was not seen in learning.
TABLES = ("character", "pair", "word", "hint")
# What stands in the columns of a place: itself, the pairs to its left and right, its word and the words beside
# it, the next ending of a name ahead, and the run of figures that it is in.
COLUMNS = ("character", "pair", "pair", "word", "word", "word", "hint", "hint")
# Yes-or-no signs of a place: five kinds of character, begins a word, ends a word; and of the pairs at its left and
# its right whether they stand once more before or behind: of a place named twice, one is superfluous.
MARKS = 11
EDGE = "\n"
_ENDINGS = "省市区县镇乡村路街道巷弄号幢栋楼层室单元苑园城厦场店厂"
_FAR = 6
_RUN = re.compile(r"[0-9a-z#-]+")
_CHINESE_FIGURES = "一二三四五六七八九十"


@dataclasses.dataclass(frozen=True, eq=False)
class Signs:
    """tables: for each of TABLES, sign → number from 1."""

    tables: dict[str, dict[str, int]]

    @classmethod
    def learn(cls, texts: Sequence[str], *, least: dict[str, int]) -> "Signs":
        counts = {name: Counter() for name in TABLES}
        for text in texts:
            for line in _columns(plain(text)):
                for name, sign in zip(COLUMNS, line, strict=True):
                    counts[name][sign] += 1
        tables = {}
        for name, counter in counts.items():
            kept = sorted(sign for sign, times in counter.items() if times >= least[name])
            tables[name] = {sign: number for number, sign in enumerate(kept, 1)}
        return cls(tables)

    def numbers(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """((len, len(COLUMNS)) int64 numbers, (len, MARKS) float32 marks)."""
        text = plain(text)
        found = np.array(
            [
                [self.tables[name].get(sign, 0) for name, sign in zip(COLUMNS, line, strict=True)]
                for line in _columns(text)
            ],
            dtype=np.int64,
        ).reshape(len(text), len(COLUMNS))
        return found, _marks(text)


def plain(text: str) -> str:
    """As long as the text: full-width forms and capitals made one."""
    made = [unicodedata.normalize("NFKC", c).lower() for c in text]
    return "".join(m if len(m) == 1 else c for m, c in zip(made, text, strict=True))


def _columns(text: str) -> list[tuple[str, ...]]:
    framed = EDGE + text + EDGE
    words, word_of = _words(text)
    ahead, runs = _endings_ahead(text), _runs(text)
    lines = []
    for at, character in enumerate(text):
        word = word_of[at]
        before = words[word - 1] if word else EDGE
        after = words[word + 1] if word + 1 < len(words) else EDGE
        pairs = framed[at : at + 2], framed[at + 1 : at + 3]
        lines.append((character, *pairs, words[word], before, after, ahead[at], runs[at]))
    return lines


def _words(text: str) -> tuple[list[str], list[int]]:
    words = [word for word in rjieba.cut(text) if word]
    if "".join(words) != text:
        words = list(text)
    return words, [number for number, word in enumerate(words) for _ in word]


def _endings_ahead(text: str) -> list[str]:
    """For each place the next ending of a name, and how far: 路3."""
    found, ending, distance = [""] * len(text), EDGE, 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] in _ENDINGS:
            ending, distance = text[at], 0
        found[at] = f"{ending}{min(distance, _FAR)}"
        distance += 1
    return found


def _runs(text: str) -> list[str]:
    """For each place in a run of figures or letters: its shape, what follows, and how far in; "" elsewhere."""
    found = [""] * len(text)
    for run in _RUN.finditer(text):
        shape = re.sub("[a-z]", "a", re.sub("[0-9]", "0", run.group()))[:6]
        after = text[run.end() : run.end() + 1] or EDGE
        for at in range(run.start(), run.end()):
            found[at] = f"{shape}{after}{min(at - run.start(), _FAR)}"
    return found


def _marks(text: str) -> np.ndarray:
    marks = np.zeros((len(text), MARKS), dtype=np.float32)
    _, word_of = _words(text)
    for at, c in enumerate(text):
        marks[at, _kind(c)] = 1
        marks[at, 5] = at == 0 or word_of[at - 1] != word_of[at]
        marks[at, 6] = at + 1 == len(text) or word_of[at + 1] != word_of[at]
        for n, pair in enumerate((text[max(at - 1, 0) : at + 1], text[at : at + 2])):
            if len(pair) == 2 and not pair.isdigit():
                marks[at, 7 + 2 * n] = pair in text[: max(at - 1 + n, 0)]
                marks[at, 8 + 2 * n] = pair in text[at + 1 + n :]
    return marks


def _kind(character: str) -> int:
    if character.isdigit():
        return 0
    if character in _CHINESE_FIGURES:
        return 1
    return 2 if character.isascii() and character.isalpha() else 3 if character.isalnum() else 4
