"""What the unit does: sign, handle, reply, give an opinion as a helper (签收, 办理, 反馈)."""

from zhixi.errors import Conflict
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.models import Order, Reply
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def sign(*, actor, order, now) -> Order:
    """Take the order (签收). The clock has been running since dispatch."""
    with step("sign", actor=actor, order=order, now=now) as taking:
        taking.order.signed_at = now
    return taking.order


def handle(*, actor, order, now, note: str = "") -> Order:
    """Begin the work (开始办理)."""
    with step("handle", actor=actor, order=order, now=now, reason=note) as taking:
        pass
    return taking.order


def reply(*, actor, order, now, text: str, contacted: bool = False) -> Order:
    """Say what was done and what the citizen is told (办理反馈). Every reply is kept."""
    with step("reply", actor=actor, order=order, now=now) as taking:
        text = guards.has_text(text, "text", "反馈内容")
        Reply.objects.create(
            order=taking.order, unit=actor.unit, by=actor, at=now, text=text, contacted=contacted
        )
        taking.order.replied_at = now
        taking.order.callback_due_at = limits.due(taking.order, Clock.CALLBACK, now)
        taking.data.update(text=seal(text), contacted=contacted)
    return taking.order


def assist_reply(*, actor, order, now, text: str) -> Order:
    """A helper's opinion to the lead (协办意见)."""
    with step("assist_reply", actor=actor, order=order, now=now) as taking:
        text = guards.has_text(text, "text", "协办意见")
        asked = taking.order.assisting.filter(unit=actor.unit).first()
        if asked.reply:
            raise Conflict("本单位已提交协办意见", cure="如需补充，请联系主办单位")
        asked.reply, asked.replied_at = text, now
        asked.save()
        taking.data.update(unit=actor.unit.code, text=seal(text))
    return taking.order
