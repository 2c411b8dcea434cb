"""Units that were renamed, merged, split or closed, applied to past orders before they are learnt (单位沿革)."""

import collections
import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhixi.assist.dispatch.dividing import divided
from zhixi.errors import BadInput


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """From now on `new` answers for what was the orders of `old`; several rows of one `old` are a split (分设).

    new: "" where nobody does: such orders teach nothing. words: only orders in whose text one of them stands; a row
    without words takes what is left. Several rows without words share what is left as their own orders show (`dividing`).
    """

    old: str
    new: str
    words: tuple[str, ...] = ()


class Succession:
    """Built once of all changes. Raises BadInput for a unit that follows itself, and for a rest that somebody and
    nobody has."""

    def __init__(self, changes: Iterable[Change]):
        self._heirs: dict[str, list[Change]] = collections.defaultdict(list)
        for change in changes:
            self._heirs[change.old].append(change)
        self._shared: dict[str, set[str]] = {}
        for old, heirs in self._heirs.items():
            rest = {change.new for change in heirs if not change.words}
            if len(rest) > 1 and "" in rest:
                raise BadInput(
                    f"what was {old}'s goes to {'、'.join(sorted(rest - {''}))} and to nobody",
                    cure="take out the row without a new unit, or give it words",
                )
            if len(rest) > 1:
                self._shared[old] = rest
            self._refuse_circle(old, ())
            heirs.sort(key=lambda change: not change.words)

    def now(self, unit: str, text: str) -> str:
        """The unit that an order of `unit` would belong to today, however often it passed on; "" for none.

        A unit whose rest several share keeps it: whose an order is, only their orders can show.
        """
        while heirs := self._heirs.get(unit):
            heirs = [c for c in heirs if c.words] if unit in self._shared else heirs
            if unit in self._shared and not any(w in text for c in heirs for w in c.words):
                return unit
            unit = next((c.new for c in heirs if not c.words or any(w in text for w in c.words)), "")
        return unit

    def applied(self, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """(text, label) pairs under the labels of today; a pair whose unit has no heir gets the label ""."""
        told = [(text, self.now(label.strip(), text)) for text, label in rows]
        shared = {old: {self.now(new, "") for new in heirs} for old, heirs in self._shared.items()}
        yield from divided(told, shared) if shared else told

    def _refuse_circle(self, unit: str, above: tuple[str, ...]) -> None:
        if unit in above:
            raise BadInput(f"{unit} follows itself: {' → '.join((*above, unit))}", cure="take one row out")
        for change in self._heirs.get(unit, ()):
            self._refuse_circle(change.new, (*above, unit))


def read_changes(rows: Iterable[Mapping[str, str]]) -> Sequence[Change]:
    """Rows with the columns old, new and, if any, words (parted by "|")."""
    return [
        Change(
            row["old"].strip(),
            row["new"].strip(),
            tuple(filter(None, map(str.strip, row.get("words", "").split("|")))),
        )
        for row in rows
    ]
