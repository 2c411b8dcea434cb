"""What whoever imports a document decides: how it is cut, what it is, what of it is taken. Pure."""

import dataclasses
import datetime as dt

from zhixi.assist.documents import Facts


@dataclasses.dataclass(frozen=True, slots=True)
class Wishes:
    """cut: None as it was the last time, or as it suggests itself. facts: fields of `Facts` that are set by hand.

    columns: of a table, field → column. skip: places that are left out. overwrite: places whose article was edited
    by hand since and is changed all the same. spare: keys of articles whose part is gone and that stay as they are.
    as_new: it is another document, although its number or title is known. digest: of the file that was looked at.
    """

    cut: str | None = None
    depth: int | None = None
    facts: dict[str, str | dt.date | None] = dataclasses.field(default_factory=dict)
    columns: dict[str, str] = dataclasses.field(default_factory=dict)
    category: str = ""
    unit: str = ""
    district: str = ""
    skip: frozenset[str] = frozenset()
    overwrite: frozenset[str] = frozenset()
    spare: frozenset[str] = frozenset()
    as_new: bool = False
    digest: str = ""

    def of(self, read: Facts) -> Facts:
        """The facts that were read, and what was set by hand in their place."""
        return dataclasses.replace(read, **self.facts)
