"""pdf → blocks, by where its letters stand: lines joined to paragraphs, tables by their rules, page numbers left."""

import pathlib
import re
import statistics
from collections import Counter
from collections.abc import Iterator

import pypdfium2

from zhixi.assist.documents.facts import is_signature
from zhixi.assist.documents.grids import is_table, markdown
from zhixi.assist.documents.kinds import refused
from zhixi.assist.documents.letters import one_line
from zhixi.assist.documents.numbering import ARTICLE, numbered
from zhixi.assist.documents.setting import Line, lines_of
from zhixi.assist.documents.values import BODY, TABLE, Block, Limits

_LEAST = 12  # letters a page of a document that has text at all
_PAGE_NUMBER = re.compile(r"^[-—－–\s]*第?\s*\d{1,4}\s*(?:页)?(?:\s*[,，/共]*\s*\d{0,4}\s*页?)?[-—－–\s]*$")


def read_pdf(path: pathlib.Path, limits: Limits) -> tuple[list[Block], list[str], int]:
    """Blocks, notes, and how many pages it has. Raises BadInput for what is locked, damaged, or has no text."""
    try:
        with pypdfium2.PdfDocument(path) as file:
            if len(file) > limits.pages:
                raise refused(f"PDF 有 {len(file)} 页，超过 {limits.pages} 页，不能导入", "请拆分后分别导入")
            pages = [lines_of(page) for page in file]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refused("PDF 设有打开密码，不能导入", "请去掉密码后另存，再导入") from error
        raise refused("PDF 已损坏，打不开", "请重新获取文件，或用阅读器另存后再导入") from error
    letters = sum(len(line.text) + 20 * len(line.grid) for lines in pages for line in lines)
    if not pages or letters < _LEAST * max(1, len(pages) // 3):
        raise refused("PDF 里没有文字，可能是扫描件", "请提供有文字的版本，或先做文字识别（OCR）再导入")
    bare = sum(1 for lines in pages if not lines)
    notes = [f"有 {bare} 页没有文字，可能是扫描页，没有导入"] if bare else []
    return list(_blocks(_without_margins(pages))), notes, len(pages)


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Without page numbers, and without what stands at the top or bottom of most pages. A table is never either."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({line.text for line in (*lines[:1], *lines[-1:]) if not line.grid})
    often = {text for text, n in edges.items() if len(pages) > 3 and n > len(pages) / 2}

    def outside(line: Line) -> bool:
        return not line.grid and bool(_PAGE_NUMBER.match(line.text) or line.text in often)

    kept = []
    for lines in pages:
        lines = list(lines)
        while lines and outside(lines[-1]):
            lines.pop()
        while lines and outside(lines[0]):
            lines.pop(0)
        kept.append(lines)
    return kept


def _blocks(pages: list[list[Line]]) -> Iterator[Block]:
    lines = [line for page in pages for line in page]
    plain = [line for line in lines if not line.grid]
    edge = statistics.quantiles([line.right for line in plain], n=10)[-1] if len(plain) > 1 else 0
    lefts = Counter(round(line.left) for line in plain)
    margin = min((left for left, n in lefts.items() if n > 1), default=min(lefts, default=0))
    held: list[Line] = []
    rows: list[Line] = []
    for line in _whole_tables(lines):
        if line.grid or len(line.cells) > 1:
            yield from _paragraph(held)
            if line.grid:
                yield from _spread(rows)
                yield _block(markdown(line.grid), line.size)
            else:
                rows.append(line)
            continue
        yield from _spread(rows)
        if held and _begins(held[-1], line, edge, margin):
            yield from _paragraph(held)
        held.append(line)
    yield from _spread(rows)
    yield from _paragraph(held)


def _whole_tables(lines: list[Line]) -> Iterator[Line]:
    """A table that goes on on the next page is one, its head told once."""
    held: Line | None = None
    for line in lines:
        if held and line.grid and len(line.grid[0]) == len(held.grid[0]):
            more = line.grid[1:] if line.grid[0] == held.grid[0] else line.grid
            held.grid = [*held.grid, *more]
            continue
        if held:
            yield held
        held = line if line.grid else None
        if not line.grid:
            yield line
    if held:
        yield held


def _begins(before: Line, line: Line, edge: float, margin: float) -> bool:
    """Whether a line begins a paragraph: it is set in, or counted, or the line before did not reach the edge."""
    size = max(line.size, 1)
    if abs(before.size - line.size) > 0.2 * size:
        return True
    if before.right < edge - 2.5 * size:
        return True
    ended = before.text[-1:] in "。；：:！？"
    inset = line.left > margin + 1.2 * size and (ended or line.left > before.left + 0.8 * size)
    return inset or (ended and (numbered(line.text) is not None or is_signature(line.text)))


def _paragraph(held: list[Line]) -> Iterator[Block]:
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
    """A line that ends in Latin letters is parted from the next; Chinese and figures are not."""
    return f"{text} " if text[-1:].isascii() and text[-1:].isalpha() else text


def _spread(rows: list[Line]) -> Iterator[Block]:
    """Lines with several stretches and no rules, one under the other: a table by where the stretches begin."""
    if len(rows) > 1:
        columns = _columns(rows)
        grid = []
        for line in rows:
            cells = [""] * len(columns)
            for at, text in line.cells:
                nearest = min(range(len(columns)), key=lambda i: abs(columns[i] - at))
                cells[nearest] = f"{cells[nearest]} {text}".strip()
            grid.append(cells)
        yield _block(markdown(grid), rows[0].size)
    elif rows:
        yield Block(rows[0].text, BODY, rows[0].size)
    rows.clear()


def _block(text: str, size: float) -> Block:
    return Block(text, TABLE) if is_table(text) else Block(text, BODY, size)


def _columns(rows: list[Line]) -> list[float]:
    """Where columns begin: the places at which cells begin, those close together taken as one."""
    size = statistics.median(line.size for line in rows)
    columns: list[list[float]] = []
    for at in sorted(at for line in rows for at, _ in line.cells):
        if columns and at - columns[-1][-1] < 2 * size:
            columns[-1].append(at)
        else:
            columns.append([at])
    return [statistics.mean(column) for column in columns]
