"""The three rungs of the ladder: remind, supervise, circulate (催办, 督办, 通报)."""

from zhixi.hotline.orders import guards
from zhixi.hotline.orders.step import step
from zhixi.hotline.supervision.choices import Rung
from zhixi.hotline.supervision.models import Notice


def remind(*, actor, order, now, text: str):
    """Ask the unit to hurry (催办)."""
    return _push("remind", Rung.REMIND, actor=actor, order=order, now=now, text=text)


def supervise(*, actor, order, now, text: str):
    """Put the order under supervision (督办)."""
    return _push("supervise", Rung.SUPERVISE, actor=actor, order=order, now=now, text=text)


def circulate(*, actor, order, now, text: str):
    """Name the unit before the others (通报)."""
    return _push("circulate", Rung.CIRCULATE, actor=actor, order=order, now=now, text=text)


def _push(verb: str, rung: Rung, *, actor, order, now, text: str):
    with step(verb, actor=actor, order=order, now=now, reason=text) as taking:
        text = guards.has_reason(text, "text", "要求")
        unit = taking.order.unit
        Notice.objects.create(order=taking.order, unit=unit, rung=rung, by=actor, at=now, text=text)
        taking.data.update(unit=unit.code, rung=str(rung))
    return taking.order
