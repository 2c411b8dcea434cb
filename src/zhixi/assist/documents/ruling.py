"""The rules that a page draws, and the tables that they make: where each begins and ends, and its rows and columns."""

import bisect
import dataclasses

from pypdfium2 import raw

_THIN, _NEAR = 2.5, 4.0  # points: what is thinner is a rule; what lies nearer is the same one
_MOST = 4000  # drawn things of a page: beyond that it is a drawing, and no table


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """ys: of the horizontal rules, from the bottom up; xs: of the vertical ones."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def left(self) -> float:
        return self.xs[0]

    @property
    def right(self) -> float:
        return self.xs[-1]

    @property
    def top(self) -> float:
        return self.ys[-1]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def holds(self, left: float, right: float, y: float) -> bool:
        return self.xs[0] <= (left + right) / 2 <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell(self, left: float, right: float, y: float) -> tuple[int, int]:
        """Row from the top and column from the left, of what the grid holds."""
        column = bisect.bisect_right(self.xs, (left + right) / 2) - 1
        row = bisect.bisect_right(self.ys, y) - 1
        return self.rows - 1 - min(row, self.rows - 1), min(column, self.columns - 1)


Box = tuple[float, float, float, float]  # left, bottom, right, top


def grids_of(page) -> list[Grid]:
    """The tables of a page that have rules on all sides; at least two cells each."""
    boxes = [obj.get_bounds() for obj in _drawn(page)]
    if not boxes or len(boxes) > _MOST:
        return []
    flat, upright = _rules(boxes, page.get_size())
    return [grid for part in _together(flat + upright) if (grid := _grid(part))]


def _drawn(page):
    return page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3)


def _rules(boxes: list[Box], size: tuple[float, float]) -> tuple[list[Box], list[Box]]:
    """Horizontal and vertical rules; the sides of a frame count as rules, that of the whole page does not."""
    flat, upright = [], []
    for left, bottom, right, top in boxes:
        wide, high = right - left, top - bottom
        if wide > 0.97 * size[0] and high > 0.5 * size[1]:
            continue
        if high <= _THIN < wide:
            flat.append((left, bottom, right, top))
        elif wide <= _THIN < high:
            upright.append((left, bottom, right, top))
        elif wide > _THIN and high > _THIN:
            flat += [(left, y, right, y) for y in (bottom, top)]
            upright += [(x, bottom, x, top) for x in (left, right)]
    return flat, upright


def _together(rules: list[Box]) -> list[list[Box]]:
    """Rules that touch one another, directly or over others."""
    parts: list[tuple[Box, list[Box]]] = []
    for rule in sorted(rules):
        mine, bounds, others = [rule], rule, []
        for part_bounds, part in parts:
            if _touch(part_bounds, bounds):
                mine += part
                bounds = _around(bounds, part_bounds)
            else:
                others.append((part_bounds, part))
        parts = [*others, (bounds, mine)]
    return [part for _, part in parts]


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _NEAR
        and other[0] <= one[2] + _NEAR
        and one[1] <= other[3] + _NEAR
        and other[1] <= one[3] + _NEAR
    )


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _grid(rules: list[Box]) -> Grid | None:
    xs = _apart([(box[0] + box[2]) / 2 for box in rules if box[2] - box[0] <= _THIN])
    ys = _apart([(box[1] + box[3]) / 2 for box in rules if box[3] - box[1] <= _THIN])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    return Grid(tuple(xs), tuple(ys))


def _apart(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found
