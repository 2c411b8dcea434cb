"""Walking the chain from its first row to its head (审计链校验)."""

import dataclasses

from zhixi.hotline.audit import chain
from zhixi.hotline.audit.models import ChainHead, Event


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """ok, how many rows were found sound, and the first place that is not: its n and what is wrong there."""

    ok: bool
    events: int
    broken_at: int | None = None
    fault: str = ""


def verify() -> Verdict:
    """Recompute every hash in order, in memory that does not grow with the chain."""
    sound, previous = 0, chain.FIRST
    for event in Event.objects.order_by("n").iterator(chunk_size=1000):
        if fault := _fault(event, sound + 1, previous):
            return Verdict(False, sound, sound + 1, fault)
        sound, previous = event.n, event.hash
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(pk=1)
    if head.n > sound:
        return Verdict(False, sound, sound + 1, f"链尾缺失：应有 {head.n} 条，只有 {sound} 条")
    if head.n < sound or head.hash != previous:
        return Verdict(False, sound, sound, "链尾与记录不符")
    return Verdict(True, sound)


def _fault(event: Event, expected: int, previous: str) -> str:
    if event.n != expected:
        return f"第 {expected} 条缺失"
    if event.previous != previous:
        return f"第 {expected} 条与前一条不相连"
    if chain.link(previous, event.as_row()) != event.hash:
        return f"第 {expected} 条被改动"
    return ""
