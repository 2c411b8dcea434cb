"""A page of a PDF as the lines that a reader sees: letters put together by where they stand, tables by their rules."""

import dataclasses
import re
import statistics

from pypdfium2 import raw

from zhixi.assist.documents.letters import clean, one_line
from zhixi.assist.documents.ruling import Grid, grids_of

_COLUMN, _BLANK, _WORD = (
    1.6,
    0.7,
    0.2,
)  # of a letter's height: how far apart columns, blanks and Latin words stand
_TWICE = 0.35  # a letter set again so close to itself is one, printed bold
_TIGHT = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、！？（）《》〔〕“”]) (?=[\d，。；：、！？）》〕”])|(?<=[\d（《〔“]) (?=[\u4e00-\u9fff，。；：、）》])"
)


@dataclasses.dataclass(slots=True)
class Letter:
    sign: str
    left: float
    right: float
    y: float
    size: float


@dataclasses.dataclass(slots=True)
class Line:
    """cells: the stretches of one line, left to right, with where each begins. grid: the rows of a ruled table instead."""

    cells: list[tuple[float, str]]
    left: float
    right: float
    y: float
    size: float
    grid: list[list[str]] = dataclasses.field(default_factory=list)

    @property
    def text(self) -> str:
        return one_line(" ".join(text for _, text in self.cells))


def lines_of(page) -> list[Line]:
    """The lines and tables of a page, from the top down."""
    letters = _letters(page)
    found: list[Line] = []
    for grid in grids_of(page):
        inside = [letter for letter in letters if grid.holds(letter.left, letter.right, letter.y)]
        if inside:
            letters = [letter for letter in letters if not grid.holds(letter.left, letter.right, letter.y)]
            found.append(_ruled(grid, inside))
    found += [_line(row) for row in _rows(letters)]
    page.close()
    return sorted((line for line in found if line.grid or line.cells), key=lambda line: -line.y)


def _letters(page) -> list[Letter]:
    text = page.get_textpage()
    found = []
    try:
        for at in range(text.count_chars()):
            sign = clean(chr(raw.FPDFText_GetUnicode(text, at)))
            if raw.FPDFText_IsGenerated(text, at) == 1 or not sign or sign in "\n\t":
                continue
            left, bottom, right, top = text.get_charbox(at, loose=True)
            found.append(Letter(sign, left, right, (top + bottom) / 2, max(top - bottom, 0.1)))
    finally:
        text.close()
    return found


def _rows(letters: list[Letter]) -> list[list[Letter]]:
    """Letters that stand on one line; most come in order, so the lines begun last are looked at first."""
    rows: list[list[Letter]] = []
    for letter in letters:
        for row in reversed(rows[-12:]):
            if abs(row[0].y - letter.y) < 0.4 * max(row[0].size, letter.size):
                row.append(letter)
                break
        else:
            rows.append([letter])
    return rows


def _line(row: list[Letter]) -> Line:
    row.sort(key=lambda letter: letter.left)
    size = statistics.median(letter.size for letter in row)
    cells: list[tuple[float, str]] = []
    last: Letter | None = None
    for letter in row:
        blank = letter.sign in " \u3000"
        if last and letter.sign == last.sign and letter.left - last.left < _TWICE * size and not blank:
            continue
        gap = letter.left - last.right if last else 0.0
        if blank:
            if cells:
                cells[-1] = cells[-1][0], cells[-1][1] + " "
            continue
        if not cells or gap > _COLUMN * size:
            cells.append((letter.left, letter.sign))
        else:
            cells[-1] = cells[-1][0], cells[-1][1] + _between(last, letter, gap, size) + letter.sign
        last = letter
    told = [(at, _TIGHT.sub("", one_line(text))) for at, text in cells]
    seen = [letter for letter in row if letter.sign not in " \u3000"]
    ends = (seen[0].left, seen[-1].right) if seen else (0.0, 0.0)
    return Line([cell for cell in told if cell[1]], *ends, statistics.median(x.y for x in row), size)


def _between(last: Letter, letter: Letter, gap: float, size: float) -> str:
    latin = last.sign.isascii() and letter.sign.isascii() and last.sign.isalnum() and letter.sign.isalnum()
    return " " if gap > (_WORD if latin else _BLANK) * size else ""


def _ruled(grid: Grid, letters: list[Letter]) -> Line:
    """The letters of a table, each in its cell; a cell's lines are one text."""
    cells: dict[tuple[int, int], list[Letter]] = {}
    for letter in letters:
        cells.setdefault(grid.cell(letter.left, letter.right, letter.y), []).append(letter)
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for (row, column), inside in cells.items():
        lines = sorted((_line(one) for one in _rows(inside)), key=lambda line: -line.y)
        rows[row][column] = "".join(line.text for line in lines)
    return Line([], grid.left, grid.right, grid.top, statistics.median(x.size for x in letters), rows)
