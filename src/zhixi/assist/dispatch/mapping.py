"""Units that were renamed, merged, split or closed, applied to past orders before they are learnt (单位沿革)."""

import collections
import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhixi.errors import BadInput


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """From now on `new` answers for what was the orders of `old`; several rows of one `old` are a split (分设).

    new: "" where nobody does: such orders teach nothing. words: only orders in whose text one of them stands; a row
    without words takes what is left.
    """

    old: str
    new: str
    words: tuple[str, ...] = ()


class Succession:
    """Built once of all changes. Raises BadInput for a unit that follows itself and for two heirs of the rest."""

    def __init__(self, changes: Iterable[Change]):
        self._heirs: dict[str, list[Change]] = collections.defaultdict(list)
        for change in changes:
            self._heirs[change.old].append(change)
        for old, heirs in self._heirs.items():
            if len({change.new for change in heirs if not change.words}) > 1:
                raise BadInput(
                    f"what was {old}'s goes to two units", cure="give the words that tell whose an order is"
                )
            self._refuse_circle(old, ())
            heirs.sort(key=lambda change: not change.words)

    def now(self, unit: str, text: str) -> str:
        """The unit that an order of `unit` would belong to today, however often it passed on; "" for none."""
        while heirs := self._heirs.get(unit):
            unit = next((c.new for c in heirs if not c.words or any(w in text for w in c.words)), "")
        return unit

    def applied(self, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """(text, label) pairs under the labels of today; a pair whose unit has no heir gets the label ""."""
        for text, label in rows:
            yield text, self.now(label.strip(), text)

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
