"""From recognised words to words for a desk (文字整理): mended by sound, marked, and written as people write."""

import dataclasses
from collections.abc import Iterable

from zhixi.assist.speech.fillers import fillers
from zhixi.assist.speech.mending.digits import mended_digits
from zhixi.assist.speech.mending.mender import Mender
from zhixi.assist.speech.writing import Written, write
from zhixi.assist.talk import Mark

MENDS = frozenset({"name", "digit"})
VAGUE = frozenset({"filler", "repeat"})


@dataclasses.dataclass(frozen=True, slots=True)
class Worded:
    """text: what was said, numbers as they were spoken, names mended. marks: see `Mark`, left to right.

    `written` is for reading; `recognised` is what the engine wrote, before anything was mended.
    """

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def written(self) -> str:
        return written_form(self.text, self.marks).text

    @property
    def recognised(self) -> str:
        return recognised(self.text, self.marks)


def worded(text: str, mender: Mender | None = None, *, calling_number: str = "", before: str = "") -> Worded:
    """before: what the other side said last. calling_number: what the network shows."""
    text, digits = mended_digits(text, calling_number)
    names: tuple[Mark, ...] = ()
    if mender:
        mended = mender.mend(text, before, [(mark.start, mark.end) for mark in digits])
        text, names = mended.text, mended.marks
    numbers = _apart(write(text, mender.numbered if mender else ()).marks, names)
    vague = _apart(fillers(text), (*digits, *names, *numbers))
    return Worded(text, tuple(sorted((*digits, *names, *numbers, *vague), key=lambda m: (m.start, m.end))))


def _apart(marks: Iterable[Mark], others: Iterable[Mark]) -> list[Mark]:
    """Those that no other overlaps."""
    taken = [(mark.start, mark.end) for mark in others]
    return [mark for mark in marks if not any(a < mark.end and mark.start < b for a, b in taken)]


def written_form(text: str, marks: tuple[Mark, ...]) -> Written:
    """The marks that say what is written, with the text that they are of."""
    return Written(text, tuple(mark for mark in marks if mark.written))


def recognised(text: str, marks: tuple[Mark, ...]) -> str:
    """The text as the engine wrote it: each mend undone."""
    for mark in reversed([mark for mark in marks if mark.kind in MENDS]):
        text = text[: mark.start] + mark.said + text[mark.end :]
    return text
