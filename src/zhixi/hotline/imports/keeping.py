"""Rows kept by key: what is new is added, what differs is changed, what is equal is left alone."""

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(slots=True)
class Kept:
    """How many rows of a file were added, changed, and already so; `keys` of the added and changed.

    living: rows that have gone on in this office since, and were left as they are here.
    """

    what: str = ""
    added: int = 0
    changed: int = 0
    same: int = 0
    living: int = 0
    keys: list[str] = dataclasses.field(default_factory=list)

    @property
    def touched(self) -> int:
        return self.added + self.changed

    def __str__(self) -> str:
        living = f", {self.living} left as they have gone on here" if self.living else ""
        return f"{self.what}: {self.added} added, {self.changed} changed, {self.same} unchanged{living}"


def keep(
    model, key: tuple[str, ...], rows: Iterable[dict], *, what: str, extra: tuple[str, ...] = ()
) -> Kept:
    """Add or change rows of `model` so that they hold these values; `key` names the fields that identify one.

    extra: fields that are set when a row is added and else left alone. For tables of a few thousand rows.
    """
    present = {tuple(getattr(row, name) for name in key): row for row in model.objects.all()}
    kept, fresh, stale, fields = Kept(what), [], [], set()
    for values in rows:
        identity = tuple(values[name] for name in key)
        row = present.get(identity)
        if row is None:
            row = present[identity] = model(**values)
            fresh.append(row)
            kept.added += 1
            kept.keys.append("/".join(map(str, identity)))
            continue
        differing = [n for n, v in values.items() if n not in extra and getattr(row, n) != v]
        if not differing:
            kept.same += 1
            continue
        for name in differing:
            setattr(row, name, values[name])
        fields.update(differing)
        stale.append(row)
        kept.changed += 1
        kept.keys.append("/".join(map(str, identity)))
    model.objects.bulk_create(list(fresh), batch_size=500)
    added = {id(row) for row in fresh}
    stale = [row for row in stale if id(row) not in added]
    if stale:
        model.objects.bulk_update(stale, sorted(fields), batch_size=500)
    return kept
