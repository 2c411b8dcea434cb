"""Past orders as rows to learn categories from: (text, path from the top), oldest first, of one tree only."""

import dataclasses
import itertools
import pathlib
from collections.abc import Sequence

from zhixi.assist.city import City
from zhixi.assist.dispatch.history import dated_column, moment
from zhixi.assist.forms.category import leaves_of
from zhixi.assist.tables import read_table
from zhixi.errors import BadInput

FEWEST = 50
_LOOKED_AT = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """rows: what can be learnt. empty: rows without a text or a category; foreign: of a node the tree lacks; double."""

    rows: list[tuple[str, tuple[str, ...]]]
    empty: int
    foreign: int
    double: int


def read_past(
    tables: Sequence[pathlib.Path],
    *,
    text: str,
    levels: Sequence[str],
    time: str = "",
    city: City | None = None,
) -> Past:
    """Read tables of past orders. Raises BadInput naming file, row and cure, or that too few rows are left.

    levels: the columns of the category from the top down, or one column of codes where the city is given. city: rows
    whose node is none of its leaves are left out, so that an older tree does not speak for the present one.
    """
    leaves = leaves_of(city) if city else {}
    by_code = {node.code: path for path, node in leaves.items()}
    found, seen = [], set()
    empty = foreign = double = 0
    for when, said, names in itertools.chain.from_iterable(_dated(t, text, levels, time) for t in tables):
        path = by_code.get(names[0], names) if len(names) == 1 else names
        if not said or not path:
            empty += 1
        elif city and path not in leaves:
            foreign += 1
        elif (said, path) in seen:
            double += 1
        else:
            seen.add((said, path))
            found.append((when, said, path))
    found.sort(key=lambda row: row[0])
    if len(found) < FEWEST:
        told = f"; {foreign} are of nodes that the city's tree does not have" if foreign else ""
        raise BadInput(
            f"only {len(found)} rows have a text and a category{told}",
            cure=f"give at least {FEWEST}, better 5,000",
        )
    return Past([row[1:] for row in found], empty, foreign, double)


def _dated(table: pathlib.Path, text: str, levels: Sequence[str], time: str):
    """(moment, text, names of the levels) of each row; a gap in the levels is BadInput."""
    rows = read_table(table, columns=tuple(filter(None, (text, *levels, time))))
    first = list(itertools.islice(rows, _LOOKED_AT))
    time = time or dated_column([row.values for row in first])
    for row in itertools.chain(first, rows):
        names = tuple(row.values[level].strip() for level in levels)
        filled = tuple(name for name in names if name)
        if names[: len(filled)] != filled:
            raise BadInput(
                f"{table}, row {row.number}: a level is empty above a filled one",
                cure="fill the levels from the top, and name them in --levels from the top",
            )
        yield moment(row.values[time]) if time else (), row.values[text].strip(), filled
