"""How long an order is kept, pure: the narrowest rule counts (保管期限)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Kinds:
    """(request type, category code) → years; "" stands for any. 0 years is for ever."""

    rules: dict[tuple[str, str], int]

    def years(self, request_type: str, category: str) -> int | None:
        """None where no rule speaks of this kind, or one says for ever.

        The category's own rules go first, the deepest node before those above it, and in each the type's.
        """
        parts = category.split(".") if category else []
        for depth in range(len(parts), -1, -1):
            node = ".".join(parts[:depth])
            for kind in (request_type, ""):
                if (kind, node) in self.rules:
                    return self.rules[kind, node] or None
        return None

    def shortest(self) -> int | None:
        """The least number of years after which anything can be past; None where all is kept for ever."""
        return min((years for years in self.rules.values() if years), default=None)


def read(rows: Iterable) -> Kinds:
    """From rows with request_type, category (or None) and years."""
    return Kinds({(row.request_type, row.category.code if row.category else ""): row.years for row in rows})


def passed_on(years: int | None, archived: dt.date) -> dt.date | None:
    """The first day on which it need not be kept any more; None for ever."""
    if years is None:
        return None
    try:
        return archived.replace(year=archived.year + years)
    except ValueError:  # 29 February
        return dt.date(archived.year + years, 3, 1)
