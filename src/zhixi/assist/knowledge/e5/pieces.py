"""The tokenizer's pieces that texts in Chinese are cut into, with frequent Latin words; kept beside the converted weights.

The model knows a hundred languages: a quarter of a million pieces, of which these are a fifth, and two thirds of its
weights are a row for each. A text whose characters are all kept is cut as before, save rare foreign words, which fall into shorter pieces;
other scripts become the unknown piece.
"""

import dataclasses
import json
import pathlib
import re

from zhixi.assist.knowledge.e5.packed import Packed

FILE = "pieces.json"
FREQUENT = 60_000  # pieces stand in the order of their frequency
SHORT = 4  # characters; every one of these is kept, so that no word is lost
_KEPT = re.compile(
    "[\u2581\x20-\x7e\xb0-\xb7\xd7\xf7\u2000-\u206f\u2100-\u214f\u2460-\u2473\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]*"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Pieces:
    """begin, end, unknown: numbers of pieces. width: of the vectors. plain: character → its plain form, by code point."""

    begin: int
    end: int
    unknown: int
    width: int
    texts: tuple[str, ...]
    scores: tuple[float, ...]
    plain: dict[int, str]


def rows_for_chinese(packed: Packed) -> list[int]:
    """Numbers of the pieces that are kept, in their order."""
    signs = {packed.begin, packed.end, packed.unknown}
    return [n for n, text in enumerate(packed.pieces) if n in signs or _wanted(n, text)]


def _wanted(number: int, text: str) -> bool:
    if not _KEPT.fullmatch(text):
        return False
    return number < FREQUENT or not text.lstrip("\u2581").isascii() or len(text.strip("\u2581")) <= SHORT


def write(packed: Packed, rows: list[int], folder: pathlib.Path) -> None:
    kept = Pieces(
        begin=rows.index(packed.begin),
        end=rows.index(packed.end),
        unknown=rows.index(packed.unknown),
        width=packed.width,
        texts=tuple(packed.pieces[row] for row in rows),
        scores=tuple(float(packed.scores[row]) for row in rows),
        plain=packed.plain,
    )
    (folder / FILE).write_text(json.dumps(dataclasses.asdict(kept), ensure_ascii=False), encoding="utf-8")


def load(folder: pathlib.Path) -> Pieces:
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    told["plain"] = {int(letter): plain for letter, plain in told["plain"].items()}
    return Pieces(**told)
