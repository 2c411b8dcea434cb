"""What merged orders do when their master does something: one reply goes to all, and each has its own callback.

Each function takes the merged orders that `waiting` or `answered` locked while the master's own step was under
way: rows first, the chain's head last, as everywhere. Whoever took the master's step is the actor.
"""

from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import rules
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order, Reply
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def waiting(master: Order) -> list[Order]:
    """The orders that wait for this one's reply, locked."""
    return _locked(master, State.MERGED)


def answered(master: Order, *states: State) -> list[Order]:
    """The orders that got its reply and stand where that can still be changed for all, locked."""
    return _locked(master, *states)


def share_reply(*, actor, master: Order, orders: list[Order], now) -> None:
    """Give each merged order the master's last reply; its callback clock starts (随主工单反馈)."""
    said = master.replies.last()
    for order in orders:
        with step("share_reply", actor=actor, order=order, now=now) as taking:
            mine = taking.order
            Reply.objects.create(
                order=mine, unit=said.unit, by=said.by, at=now, text=said.text, contacted=said.contacted
            )
            mine.unit = mine.unit or said.unit
            mine.replied_at = now
            limits.start(mine, Clock.CALLBACK, now)
            taking.data.update(master=master.number, text=seal(said.text), contacted=said.contacted)


def share_pass(*, actor, master: Order, orders: list[Order], now, note: str) -> None:
    """The reply was reviewed once, for all (随主工单反馈审核通过)."""
    for order in orders:
        with step("share_pass", actor=actor, order=order, now=now) as taking:
            _judge(taking.order, True, note)
            taking.data["master"] = master.number


def share_recall(*, actor, master: Order, orders: list[Order], now, note: str) -> None:
    """The reply does not hold; those whose callers were not asked yet wait for the next one."""
    for order in orders:
        with step("share_recall", actor=actor, order=order, now=now, reason=note) as taking:
            mine = taking.order
            _judge(mine, False, note)
            if mine.state_before in rules.BEFORE_UNIT:
                mine.unit = None
            mine.replied_at = mine.callback_due_at = None
            taking.data["master"] = master.number


def set_apart(*, actor, master: Order, orders: list[Order], now) -> None:
    """The master came to an end without a reply: each goes on by itself, from where it was merged."""
    for order in orders:
        with step("set_apart", actor=actor, order=order, now=now) as taking:
            taking.data["master"] = master.number
            leave(taking)


def leave(taking) -> None:
    """Out of the master, back to where it was."""
    taking.to = taking.order.state_before or State.ACCEPTED
    taking.order.state_before, taking.order.master = "", None


def _locked(master: Order, *states: State) -> list[Order]:
    found = Order.objects.select_for_update().filter(master=master.pk, state__in=states)
    return list(found.order_by("pk"))


def _judge(order: Order, accepted: bool, note: str) -> None:
    last = order.replies.last()
    last.accepted, last.review_note = accepted, note
    last.save()
