"""pdf → blocks, by where its letters stand: lines joined to paragraphs, columns that hold to tables, page numbers left."""

import pathlib
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from zhixi.assist.documents.facts import is_signature
from zhixi.assist.documents.grids import markdown
from zhixi.assist.documents.kinds import refused
from zhixi.assist.documents.letters import clean, one_line
from zhixi.assist.documents.numbering import ARTICLE, numbered
from zhixi.assist.documents.values import BODY, TABLE, Block, Limits

_LEAST = 12  # letters a page of a document that has text at all
_PAGE_NUMBER = re.compile(r"^[-—－–\s]*第?\s*\d{1,4}\s*(?:页)?(?:\s*[,，/共]*\s*\d{0,4}\s*页?)?[-—－–\s]*$")
_GAP = 1.6  # letters wide: what is further apart stands in another column


@dataclass(slots=True)
class _Line:
    """cells: the stretches of one line, left to right, with where each begins."""

    cells: list[tuple[float, str]]
    left: float
    right: float
    y: float
    size: float

    @property
    def text(self) -> str:
        return one_line(" ".join(text for _, text in self.cells))


def read_pdf(path: pathlib.Path, limits: Limits) -> tuple[list[Block], list[str], int]:
    """Blocks, notes, and how many pages it has. Raises BadInput for what is locked, damaged, or has no text."""
    try:
        with pypdfium2.PdfDocument(path) as file:
            if len(file) > limits.pages:
                raise refused(f"PDF 有 {len(file)} 页，超过 {limits.pages} 页，不能导入", "请拆分后分别导入")
            pages = [_lines(page) for page in file]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refused("PDF 设有打开密码，不能导入", "请去掉密码后另存，再导入") from error
        raise refused("PDF 已损坏，打不开", "请重新获取文件，或用阅读器另存后再导入") from error
    letters = sum(len(line.text) for lines in pages for line in lines)
    if not pages or letters < _LEAST * max(1, len(pages) // 3):
        raise refused("PDF 里没有文字，可能是扫描件", "请提供有文字的版本，或先做文字识别（OCR）再导入")
    bare = sum(1 for lines in pages if not lines)
    notes = [f"有 {bare} 页没有文字，可能是扫描页，没有导入"] if bare else []
    return list(_blocks(_without_margins(pages))), notes, len(pages)


def _lines(page) -> list[_Line]:
    """The lines of a page from the top down."""
    text = page.get_textpage()
    found: list[_Line] = []
    try:
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            words = clean(text.get_text_bounded(left - 0.1, bottom - 0.1, right + 0.1, top + 0.1)).strip()
            if words:
                words = words.replace("\n", "")
                _placed(found, _Line([(left, words)], left, right, (top + bottom) / 2, top - bottom))
    finally:
        text.close()
        page.close()
    for line in found:
        line.cells.sort()
    return sorted(found, key=lambda line: -line.y)


def _placed(found: list[_Line], new: _Line) -> None:
    """Into the line that it stands on, near the end of those found, or as a line of its own."""
    for line in reversed(found[-8:]):
        if abs(line.y - new.y) < 0.5 * max(line.size, new.size):
            _joined(line, new)
            return
    found.append(new)


def _joined(line: _Line, new: _Line) -> None:
    at, words = new.cells[0]
    size = max(line.size, new.size, 1)
    if 0 <= new.left - line.right < _GAP * size:
        near, text = line.cells[-1]
        line.cells[-1] = near, text + (" " if new.left - line.right > 0.3 * size else "") + words
    else:
        line.cells.append((at, words))
    line.left, line.right, line.size = min(line.left, new.left), max(line.right, new.right), size


def _without_margins(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Without page numbers, and without what stands at the top or bottom of most pages."""
    edges = Counter(
        line.text for lines in pages for line in {id(x): x for x in (*lines[:1], *lines[-1:])}.values()
    )
    often = {text for text, n in edges.items() if len(pages) > 3 and n > len(pages) / 2}
    kept = []
    for lines in pages:
        lines = list(lines)
        while lines and (_PAGE_NUMBER.match(lines[-1].text) or lines[-1].text in often):
            lines.pop()
        while lines and (_PAGE_NUMBER.match(lines[0].text) or lines[0].text in often):
            lines.pop(0)
        kept.append(lines)
    return kept


def _blocks(pages: list[list[_Line]]) -> Iterator[Block]:
    lines = [line for page in pages for line in page]
    if not lines:
        return
    edge = (
        statistics.quantiles([line.right for line in lines], n=10)[-1] if len(lines) > 1 else lines[0].right
    )
    lefts = Counter(round(line.left) for line in lines)
    margin = min((left for left, n in lefts.items() if n > 1), default=min(lefts))
    held: list[_Line] = []
    rows: list[_Line] = []
    for line in lines:
        if len(line.cells) > 1:
            yield from _paragraph(held)
            rows.append(line)
            continue
        if rows:
            yield from _table(rows)
        if held and _begins(held[-1], line, edge, margin):
            yield from _paragraph(held)
        held.append(line)
    yield from _table(rows)
    yield from _paragraph(held)


def _begins(before: _Line, line: _Line, edge: float, margin: float) -> bool:
    """Whether a line begins a paragraph: it is set in, or counted, or the line before did not reach the edge."""
    size = max(line.size, 1)
    if abs(before.size - line.size) > 0.2 * size:
        return True
    short = before.right < edge - 2.5 * size
    ended = before.text[-1:] in "。；：:！？"
    inset = line.left > margin + 1.2 * size and (ended or line.left > before.left + 0.8 * size)
    return short or inset or (ended and (numbered(line.text) is not None or is_signature(line.text)))


def _paragraph(held: list[_Line]) -> Iterator[Block]:
    if held:
        text = one_line("".join(_glue(line.text) for line in held))
        number = numbered(text)
        if number and number.rank <= ARTICLE and number.rest:
            text = (
                f"{number.mark}　{number.rest}"  # the blank behind the number, which set letters do not tell
            )
        yield Block(text, BODY, round(statistics.median(line.size for line in held), 1))
        held.clear()


def _glue(text: str) -> str:
    """A line that ends in Latin letters is parted from the next; Chinese is not."""
    return f"{text} " if text[-1:].isascii() and text[-1:].isalnum() else text


def _table(rows: list[_Line]) -> Iterator[Block]:
    """Lines with several stretches, one under the other: a table where at least two agree on their columns."""
    if len(rows) > 1:
        columns = _columns(rows)
        grid = []
        for line in rows:
            cells = [""] * len(columns)
            for at, text in line.cells:
                nearest = min(range(len(columns)), key=lambda i: abs(columns[i] - at))
                cells[nearest] = f"{cells[nearest]} {text}".strip()
            grid.append(cells)
        yield Block(markdown(grid), TABLE)
    elif rows:
        yield Block(rows[0].text, BODY, rows[0].size)
    rows.clear()


def _columns(rows: list[_Line]) -> list[float]:
    """Where columns begin: the places at which cells begin, those close together taken as one."""
    size = statistics.median(line.size for line in rows)
    columns: list[list[float]] = []
    for at in sorted(at for line in rows for at, _ in line.cells):
        if columns and at - columns[-1][-1] < 2 * size:
            columns[-1].append(at)
        else:
            columns.append([at])
    return [statistics.mean(column) for column in columns]
