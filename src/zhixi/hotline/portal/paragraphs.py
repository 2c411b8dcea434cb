"""An article's Markdown as blocks that a template writes: everything in it is text, and stays text. Pure."""

import dataclasses
import re

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_RULE = re.compile(r"^\|[\s:|-]+\|$")


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """kind: heading, text, list or table. runs: (words, strong) of a heading or text. rows: lists of runs, or of cells."""

    kind: str
    runs: tuple = ()
    rows: tuple = ()


def paragraphs(markdown: str) -> list[Block]:
    found: list[Block] = []
    for part in re.split(r"\n{2,}", markdown):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        while lines:
            found.append(_taken(lines))
    return found


def _taken(lines: list[str]) -> Block:
    """The block that the lines begin with; its lines are taken off."""
    first = lines[0]
    if first.startswith("#"):
        return Block("heading", _runs(lines.pop(0).lstrip("# ")))
    for kind, sign in (("table", "|"), ("list", ("- ", "* "))):
        if first.startswith(sign):
            own = _while(lines, sign)
            if kind == "list":
                return Block(kind, rows=tuple(_runs(line[2:]) for line in own))
            cells = [
                [_runs(c.strip()) for c in line.strip("|").split("|")]
                for line in own
                if not _RULE.match(line)
            ]
            return Block(kind, rows=tuple(cells))
    return Block("text", _runs(lines.pop(0)))


def _while(lines: list[str], sign) -> list[str]:
    own = []
    while lines and lines[0].startswith(sign):
        own.append(lines.pop(0))
    return own


def _runs(text: str) -> tuple[tuple[str, bool], ...]:
    text = _LINK.sub(r"\1", text)
    pieces = _BOLD.split(text)
    return tuple((piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece)
