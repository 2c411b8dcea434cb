"""Markdown and plain text → blocks: its headings, its tables, and a paragraph a line or a stretch of lines."""

import re
from collections.abc import Iterator

from zhixi.assist.documents.grids import markdown
from zhixi.assist.documents.numbering import numbered
from zhixi.assist.documents.values import BODY, TABLE, Block, Facts

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_FRONT = re.compile(r"^---\n(.*?)\n---\n", re.DOTALL)


def read_text(text: str) -> tuple[list[Block], Facts]:
    """Blocks, and the title that front matter between two lines of --- names."""
    told = Facts()
    if front := _FRONT.match(text):
        text = text[front.end() :]
        title = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front[1], re.MULTILINE)
        told = Facts(title=title[1] if title else "")
    return [block for block in _blocks(text.split("\n")) if block.text], told


def _blocks(lines: list[str]) -> Iterator[Block]:
    held: list[str] = []  # lines of a paragraph that an editor wrapped
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        bare = line.strip(" \t\u3000")
        if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
            yield from _paragraph(held)
            if not _RULE.match(bare):
                rows.append([cell.strip() for cell in bare.strip("|").split("|")])
            continue
        if rows:
            yield Block(markdown(rows), TABLE)
            rows = []
        if heading := _HEADING.match(bare):
            yield from _paragraph(held)
            yield Block(heading[2].strip("*"), len(heading[1]))
        elif not bare:
            yield from _paragraph(held)
        else:
            if held and (_begins(line, bare) or _ended(held[-1])):
                yield from _paragraph(held)
            held.append(bare)


def _begins(line: str, bare: str) -> bool:
    return (
        line.startswith(("\u3000", "    "))
        or numbered(bare) is not None
        or bare.startswith(("- ", "* ", "> "))
    )


def _ended(line: str) -> bool:
    return line.endswith(("。", "；", "：", "！", "？", ":", "）", "】")) or len(line) < 30


def _paragraph(held: list[str]) -> Iterator[Block]:
    if held:
        yield Block("".join(held), BODY)
        held.clear()
