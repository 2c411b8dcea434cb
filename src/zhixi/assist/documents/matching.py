"""Which piece of a document that comes again is which of the last time (再次导入), though numbers have moved. Pure."""

import dataclasses
import hashlib
import re
from collections.abc import Sequence

from zhixi.assist.documents.numbering import numbered
from zhixi.assist.documents.values import Piece

_ALIKE_AT_PLACE, _ALIKE = 0.2, 0.5  # share of neighbouring characters: at the same number, and anywhere

_MOST = 250_000  # comparisons; of documents that changed throughout, only what stands at the same place is compared


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """A piece of the last time: its place, and its text as it was imported."""

    key: str
    place: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """of: the known piece that it goes on, None of a new one. same: text and place are what they were."""

    piece: Piece
    of: Known | None
    same: bool = False


def digest(text: str) -> str:
    """The same whatever blanks the file has, which differ between a docx and its pdf."""
    return hashlib.sha256(bare(text).encode()).hexdigest()


def bare(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "", text)


def match(pieces: Sequence[Piece], known: Sequence[Known]) -> tuple[list[Match], list[Known]]:
    """Each piece with what it goes on, and what of the last time is gone. Nothing is matched twice."""
    found: dict[int, Known] = {}
    left = {k.key: k for k in known}

    def take(at: int, one: Known | None) -> None:
        if one is not None:
            found[at] = left.pop(one.key)

    by_text: dict[tuple, Known] = {}
    for one in known:
        by_text.setdefault((one.place, digest(one.text)), one)
        by_text.setdefault(("", _wording(one.text)), one)
    for place in (True, False):
        for at, piece in enumerate(pieces):
            key = (piece.place, digest(piece.body)) if place else ("", _wording(piece.body))
            one = by_text.get(key)
            if at not in found and one is not None and one.key in left:
                take(at, one)
    pairs = {n: _pairs(piece.body) for n, piece in enumerate(pieces) if n not in found}
    _by_likeness(pieces, found, left, take, pairs)
    matched = [
        Match(piece, (one := found.get(at)), one is not None and _is_same(piece, one))
        for at, piece in enumerate(pieces)
    ]
    return matched, list(left.values())


def _by_likeness(pieces, found, left, take, pairs: dict[int, set[str]]) -> None:
    """At the same place a text that shares something, then the likest anywhere."""
    known = {key: _pairs(one.text) for key, one in left.items()}
    places = {one.place: one for one in left.values()}
    likest = []
    far = len(pairs) * len(known) <= _MOST
    for at, signs in pairs.items():
        near = places.get(pieces[at].place)
        for key in known if far else [near.key] if near is not None else []:
            others = known[key]
            alike = len(signs & others) / (len(signs | others) or 1)
            least = _ALIKE_AT_PLACE if near is not None and near.key == key else _ALIKE
            if alike >= least:
                likest.append((-alike, at, key))
    for _, at, key in sorted(likest):
        if at not in found and key in left:
            take(at, left[key])
    for at in pairs:
        one = places.get(pieces[at].place)
        if at not in found and one is not None and one.key in left and not numbered(one.place):
            take(at, one)  # a heading that is worded alike is the same part, whatever now stands below it


def _is_same(piece: Piece, one: Known) -> bool:
    return piece.place == one.place and digest(piece.body) == digest(one.text)


def _wording(text: str) -> str:
    """The text without its own number."""
    number = numbered(text)
    return digest(number.rest + text.partition("\n")[2] if number else text)


def _pairs(text: str) -> set[str]:
    text = bare(text)
    number = numbered(text)
    text = text[len(number.mark) :] if number and text.startswith(number.mark) else text
    return {text[n : n + 2] for n in range(len(text) - 1)} or {text}
