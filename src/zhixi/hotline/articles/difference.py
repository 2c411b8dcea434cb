"""What one text changed of another, so that a person reads it at a glance (版本对比). Pure."""

import difflib
import re
from collections.abc import Iterator

# A clause is compared as a whole; inside one that changed, numbers and words of letters stay whole too.
_CLAUSES = re.compile(r"[^。；，、：！？\n]*[。；，、：！？\n]|[^。；，、：！？\n]+")
_SIGNS = re.compile(r"\d+(?:[.:：]\d+)*|[A-Za-z]+|.", re.DOTALL)
_ALIKE = 0.4  # clauses that share less are shown as gone and new, not as a mixture of characters

Piece = tuple[str, str]  # same | gone | new, and the words


def pieces(before: str, after: str) -> list[Piece]:
    """The new text with what is gone between: joined without "gone" it is `after`, without "new" `before`."""
    return _joined(_compared(_CLAUSES.findall(before), _CLAUSES.findall(after), inside=True))


def _compared(old: list[str], new: list[str], *, inside: bool) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        gone, fresh = "".join(old[a:b]), "".join(new[c:d])
        if what == "equal":
            yield "same", gone
        elif what == "replace" and inside and _alike(gone, fresh):
            yield from _compared(_SIGNS.findall(gone), _SIGNS.findall(fresh), inside=False)
        else:
            yield "gone", gone
            yield "new", fresh


def _alike(one: str, other: str) -> bool:
    if len(one) + len(other) > 2_000:  # the comparison sign by sign grows with the square
        return False
    if one and other and (one in other or other in one):
        return True
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _joined(found: Iterator[Piece]) -> list[Piece]:
    whole: list[list[str]] = []
    for kind, text in found:
        if whole and text and whole[-1][0] == kind:
            whole[-1][1] += text
        elif text:
            whole.append([kind, text])
    return [(kind, text) for kind, text in whole]
