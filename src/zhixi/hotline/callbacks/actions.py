"""Asking the citizen (回访)."""

from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.choices import Satisfaction
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def start_callback(*, actor, order, now):
    with step("start_callback", actor=actor, order=order, now=now) as taking:
        pass
    return taking.order


def record_callback(
    *, actor, order, now, reached: bool, solved: bool | None = None, satisfaction: str = "", note: str = ""
):
    """One attempt to ask: reached? solved? satisfied? (登记回访). Whoever was reached says whether it is solved;
    how satisfied they are they may keep to themselves."""
    with step("record_callback", actor=actor, order=order, now=now) as taking:
        guards.callback_complete(reached=reached, solved=solved, satisfaction=satisfaction)
        if satisfaction:
            satisfaction = str(Satisfaction(satisfaction))
        attempt = taking.order.callbacks.count() + 1
        Callback.objects.create(
            order=taking.order,
            by=actor,
            at=now,
            attempt=attempt,
            reached=reached,
            solved=solved,
            satisfaction=satisfaction,
            note=note,
        )
        taking.data.update(
            attempt=attempt, reached=reached, solved=solved, satisfaction=satisfaction, note=seal(note)
        )
    return taking.order
