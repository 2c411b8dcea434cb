"""A text as it was spoken and as people write it, tied to each other character by character."""

import dataclasses
import re
from collections.abc import Iterable

from zhixi.assist.speech.writing.keeping import KEPT
from zhixi.assist.speech.writing.rules import RULES
from zhixi.assist.speech.writing.shapes import ANY
from zhixi.assist.talk import Mark

_WRITTEN = re.compile(r"\d{1,2}:\d{2}|\d{3,4}-\d{7,8}|\d+\.\d+")
_COUNTING = re.compile(rf"[{ANY}\d]")
LONGEST = 2000  # characters of one utterance that are looked at: more is no speech


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """`spoken` with marks that say what is written for its characters; both forms come out of it."""

    spoken: str
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        """The written form."""
        return "".join(written for _, _, written in self._pieces())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters start..end of the spoken form stand in the written form; a number is never cut."""
        at, found = 0, []
        for left, right, written in self._pieces():
            if right - left == len(written) and self.spoken[left:right] == written:
                inside = range(max(left, start), min(right, end))
                found += [at + inside.start - left, at + inside.stop - left] if inside else []
            elif left < end and start < right:
                found += [at, at + len(written)]
            at += len(written)
        return (min(found), max(found)) if found else (at, at)

    def _pieces(self) -> Iterable[tuple[int, int, str]]:
        at = 0
        for mark in self.marks:
            if at < mark.start:
                yield at, mark.start, self.spoken[at : mark.start]
            yield mark.start, mark.end, mark.written
            at = mark.end
        if at < len(self.spoken):
            yield at, len(self.spoken), self.spoken[at:]


def write(text: str, names: Iterable[str] = ()) -> Written:
    """Numbers of a spoken text as people write them. names: of the city, which keep theirs (五一路).

    Text that is written already stays as it is, so writing twice changes nothing.
    """
    names = tuple(name for name in names if _COUNTING.search(name) and name in text)
    marks = _marks(text[:LONGEST], names)
    while marks:
        written = Written(text, tuple(marks))
        again = _marks(written.text[:LONGEST], names)
        if not again:
            return written
        # What is written now has made a number with its neighbour: without that mark, or without any.
        spans = [written.span(mark.start, mark.end) for mark in marks]
        stays = [
            mark
            for mark, (start, end) in zip(marks, spans, strict=True)
            if not any(start <= other.end and other.start <= end for other in again)
        ]
        marks = stays if len(stays) < len(marks) else []
    return Written(text, ())


def _marks(text: str, names: tuple[str, ...]) -> list[Mark]:
    if not _COUNTING.search(text):
        return []
    taken = [match.span() for pattern in (KEPT, _WRITTEN) for match in pattern.finditer(text)]
    for name in names:
        taken += [match.span() for match in re.finditer(re.escape(name), text)]
    marks: list[Mark] = []
    for rule in RULES:
        for mark in rule(text):
            if any(start < mark.end and mark.start < end for start, end in taken):
                continue
            taken.append((mark.start, mark.end))
            if mark.written != text[mark.start : mark.end]:
                marks.append(mark)
    return sorted(marks, key=lambda mark: mark.start)
