"""A document cut into pieces, each an article to be (按条、按标题、整篇), with its headings and clause kept. Pure."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator

from zhixi.assist.documents import facts as saying
from zhixi.assist.documents.letters import one_line
from zhixi.assist.documents.numbering import (
    ANNEX,
    ARTICLE,
    CHAPTER,
    ITEM,
    PART,
    SECTION,
    is_regulation,
    numbered,
)
from zhixi.assist.documents.parting import PARTS, bare
from zhixi.assist.documents.trimming import inner
from zhixi.assist.documents.values import BODY, TABLE, Block, Document, Piece

CUTS = ("clause", "heading", "whole")
TITLE_MOST, THEME_MOST, PLACE_MOST, CLAUSE_MOST, HEADING_MOST = 120, 32, 80, 80, 60
PREFACE = "前言"
LEAST = 20  # letters of a preface that is more than a greeting
_THEME = re.compile(r"^[【\[（(]([^】\]）)]{2,20})[】\]）)]")


@dataclasses.dataclass(slots=True)
class _Open:
    """A piece while its lines are gathered. above: the headings that it stands under."""

    mark: str
    head: str
    above: tuple[str, ...]
    lines: list[str] = dataclasses.field(default_factory=list)


def suggested(document: Document) -> str:
    """By what one would cut it: a regulation by its 条, a guide to one service not at all, else by headings."""
    texts = [b.text for b in document.blocks if b.level != TABLE]
    if is_regulation(texts):
        return "clause"
    bounds = _boundaries(inner(document), 1)
    told = {PARTS[name] for _, _, head in bounds.values() if (name := bare(head)) in PARTS}
    return "heading" if len(bounds) > 1 and len(told) < 2 else "whole"


def cut(document: Document, *, by: str, depth: int = 1, title: str = "") -> tuple[Piece, ...]:
    """The pieces, in their order. depth: how many ranks of headings cut, from the highest that the document uses.
    title: what an editor calls the document, where it is not the title that was read.

    A document that has no such clause or heading is one piece.
    """
    blocks = inner(document)
    title = _titled(title or document.facts.title, by)
    if by == "clause":
        opened = _by_clause(blocks)
    elif by == "heading":
        opened = _by_heading(blocks, depth)
    else:
        opened = [_Open("", "", (), [_line(b) for b in blocks])]
    found = [_piece(one, title) for one in opened]
    return tuple(_numbered_apart([piece for piece in found if piece is not None]))


def _by_clause(blocks: list[Block]) -> list[_Open]:
    """One piece a 条. A chapter's heading belongs to the clauses below it; an annex is a piece of its own."""
    opened, above = [_Open("", "", ())], {}
    for block in blocks:
        number = numbered(block.text) if block.level != TABLE else None
        rank = number.rank if number else None
        if rank in (PART, CHAPTER, SECTION) and len(block.text) <= HEADING_MOST:
            above = {r: text for r, text in above.items() if r < rank} | {rank: one_line(block.text)}
        elif rank in (ARTICLE, ANNEX):
            if rank == ANNEX:
                above = {}
            opened.append(
                _Open(number.mark, number.rest, tuple(above[r] for r in sorted(above)), [_line(block)])
            )
        else:
            opened[-1].lines.append(_line(block))
    return opened


def _by_heading(blocks: list[Block], depth: int) -> list[_Open]:
    bounds = _boundaries(blocks, depth)
    opened, above = [_Open("", "", ())], {}
    for at, block in enumerate(blocks):
        if at not in bounds:
            opened[-1].lines.append(_line(block))
            continue
        rank, mark, head = bounds[at]
        above = {r: text for r, text in above.items() if r < rank}
        opened.append(_Open(mark, head, tuple(above[r] for r in sorted(above)), []))
        if len(one_line(block.text)) > HEADING_MOST or one_line(block.text).endswith(("。", "；")):
            opened[-1].lines.append(_line(block))  # a heading that runs into its paragraph
        above[rank] = one_line(f"{mark}{head}")
    return opened


def _boundaries(blocks: list[Block], depth: int) -> dict[int, tuple[int, str, str]]:
    """Where a piece begins: position → its rank, number and heading. Marked headings go before numbers."""
    found = {at: rank for at, block in enumerate(blocks) if (rank := _rank(block)) is not None}
    marked = {rank for rank in found.values() if rank >= 100}
    ranks = sorted(marked) if len(_at(found, marked)) > 1 else sorted(set(found.values()) - marked)
    ranks = [rank for rank in ranks if rank != ANNEX]
    while len(ranks) > 1 and len(_at(found, {ranks[0]})) < 2 and ranks[0] >= 100:
        ranks.pop(0)  # a single heading above all others is the title
    cutting = {*ranks[:depth], ANNEX}
    return {at: (rank, *_headed(blocks[at])) for at, rank in found.items() if rank in cutting}


def _at(found: dict[int, int], ranks: set[int]) -> list[int]:
    return [at for at, rank in found.items() if rank in ranks]


def _rank(block: Block) -> int | None:
    if block.level == TABLE:
        return None
    if block.level > BODY:
        return 100 + block.level
    number = numbered(block.text)
    if number is None or number.rank > ITEM + 2:
        return None
    return number.rank


def _headed(block: Block) -> tuple[str, str]:
    number = numbered(block.text)
    return (number.mark, number.rest) if number else ("", one_line(block.text))


def _line(block: Block) -> str:
    if block.level == TABLE:
        return f"\n{block.text}\n"
    return (
        f"{'#' * min(block.level + 1, 4)} {one_line(block.text)}"
        if block.level > BODY
        else block.text.strip()
    )


def _piece(one: _Open, title: str) -> Piece | None:
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in one.lines if line.strip())).strip()
    if not one.mark and not one.head:
        if len(re.sub(r"\s", "", body)) < LEAST:
            return None
        return Piece(PREFACE if one.lines and title else "", "", title or body[:40], body)
    theme = _theme(one)
    place = one.mark if one.mark.startswith("第") else one_line(f"{one.mark}{theme}")
    heading = f"{one.mark} {theme}".strip() if one.mark.startswith("第") else one_line(f"{one.mark}{theme}")
    chapter = "".join(n.mark for text in one.above if (n := numbered(text)))
    return Piece(
        place=(place or theme)[:PLACE_MOST],
        clause=(f"{chapter}{one.mark}" if one.mark.startswith("第") else " ".join((*one.above, heading)))[
            :CLAUSE_MOST
        ],
        title=f"{title}：{heading}"[:TITLE_MOST] if title else heading[:TITLE_MOST],
        body=body,
    )


def _theme(one: _Open) -> str:
    """What a clause is about, in a few words: its own caption, its heading, or how it begins."""
    text = one_line(one.head)
    if caption := _THEME.match(text):
        return caption[1]
    if not text and one.lines[1:]:
        text = one_line(one.lines[1])
    first = re.split(r"[。；：:]", text)[0]
    while len(first) > THEME_MOST and "，" in first:
        first = first.rpartition("，")[0]
    return first[:THEME_MOST]


def _titled(title: str, by: str) -> str:
    if by == "clause":
        title = saying.issued(title) or title
    return title.strip("《》")[:70]


def _numbered_apart(pieces: list[Piece]) -> Iterator[Piece]:
    """The same place twice, as where an annex counts its own 条 from one: the second is told apart."""
    seen: Counter[str] = Counter()
    for piece in pieces:
        if not piece.body:
            continue
        place = piece.place or PREFACE
        seen[place] += 1
        again = f"（{seen[place]}）" if seen[place] > 1 else ""
        yield dataclasses.replace(piece, place=f"{place}{again}")
