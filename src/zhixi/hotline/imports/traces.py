"""What an import leaves in the chain of events."""

from zhixi.hotline.audit.actions import record
from zhixi.hotline.imports.keeping import Kept


def note_import(*, actor, subject: str, key: str, kept: Kept, now) -> None:
    """One event for a whole file: how many rows it added and changed, and which."""
    record(
        actor=actor,
        subject=subject,
        key=key,
        verb="import",
        data={"added": kept.added, "changed": kept.changed, "keys": kept.keys[:200]},
        at=now,
    )
