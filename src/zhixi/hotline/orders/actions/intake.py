"""Taking a request in: draft, accept, amend, answer on the spot, withdraw, supplement (受理)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixi.errors import NotAllowed
from zhixi.hotline.articles import marking
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines import limits, stops
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.filling import written
from zhixi.hotline.orders import guards, rules, snapshot
from zhixi.hotline.orders.actions import following
from zhixi.hotline.orders.actions.pausing import supplemented
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.fields import check_fields, set_fields
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.numbers import next_number
from zhixi.hotline.orders.step import step


def create_draft(
    *,
    actor,
    fields: dict,
    now,
    calling_number: str = "",
    evidence: dict | None = None,
    split_from: Order | None = None,
) -> Order:
    """A new draft (草稿). fields: names of `orders.fields.EDITABLE` → values.

    evidence: field → utterance places of the call, [[n, start, end], …]. split_from: the first order of the same
    call, when this is a further demand of it.
    """
    if actor.role not in rules.INTAKE:
        raise NotAllowed(f"{actor.get_role_display()}不能新建工单", cure="请由话务员或网络业务员新建")
    fields = check_fields(fields)
    with transaction.atomic():
        if split_from is not None:
            guards.one_more_part(already=split_from.parts.count(), most=settings.ORDER_SPLIT_MOST)
        order = Order(
            number=next_number(timezone.localtime(now).date()),
            created_by=actor,
            created_at=now,
            calling_number=calling_number,
            evidence=evidence or {},
            split_from=split_from,
        )
        empty = snapshot.values_of(Order())
        set_fields(order, fields)
        order.save()
        audit.record(
            actor=actor,
            subject="order",
            key=order.number,
            verb="create",
            to_state=State.DRAFT,
            data={"changed": snapshot.changes(empty, order)},
            at=now,
        )
    return order


def create_order(*, actor, fields: dict, now, accepted: bool) -> Order:
    """A draft, and when `accepted` an accepted order: both or neither."""
    with transaction.atomic():
        order = create_draft(actor=actor, fields=fields, now=now)
        return accept(actor=actor, order=order, now=now) if accepted else order


def accept(*, actor, order, now) -> Order:
    """Accept a request (受理): the dispatch clock starts."""
    with step("accept", actor=actor, order=order, now=now) as taking:
        guards.ready_to_accept(taking.order)
        taking.order.accepted_at = now
        limits.start(taking.order, Clock.DISPATCH, now)
        written.learn(order=taking.order, actor=actor, now=now)
    return taking.order


def amend(*, actor, order, now, fields: dict, reason: str = "") -> Order:
    """Correct what was taken down (修改). A masked value that comes back unchanged changes nothing.

    Once accepted, a change needs its reason. A new urgency moves the dispatch limit, counted from acceptance.
    """
    fields = check_fields(fields)
    with step("amend", actor=actor, order=order, now=now, reason=reason) as taking:
        if taking.order.state != State.DRAFT:
            guards.has_reason(reason, label="修改理由")
        urgency = taking.order.urgency
        set_fields(taking.order, fields)
        if taking.order.urgency != urgency and taking.order.state in rules.BEFORE_UNIT:
            limits.start(taking.order, Clock.DISPATCH, taking.order.accepted_at)
    return taking.order


def answer(*, actor, order, now, text: str, article_keys: tuple[str, ...] = ()) -> Order:
    """Answer on the spot and conclude (直接解答). article_keys: the standard answers that were used."""
    with transaction.atomic():
        with step("answer", actor=actor, order=order, now=now) as taking:
            waiting = following.waiting(taking.order)
            guards.answerable_on_the_spot(taking.order)
            taking.order.answer = guards.has_text(text, "text", "解答内容")
            taking.order.answered_on_the_spot = True
            taking.order.concluded_at = now
            taking.data["articles"] = list(article_keys)
            marking.used(actor=actor, keys=article_keys, order=taking.order, now=now)
        following.set_apart(actor=actor, master=taking.order, orders=waiting, now=now)
    return taking.order


def withdraw(*, actor, order, now, reason: str) -> Order:
    """The citizen takes the request back (撤单). Other callers' orders that were merged into it go on by themselves."""
    with transaction.atomic():
        with step("withdraw", actor=actor, order=order, now=now, reason=reason) as taking:
            waiting = following.waiting(taking.order)
            guards.has_reason(reason, label="撤单原因")
            stops.end(taking, actor=actor, now=now)
            taking.order.concluded_at = now
            taking.order.meetings.filter(closed_at=None).update(closed_at=now, result="市民撤单")
        following.set_apart(actor=actor, master=taking.order, orders=waiting, now=now)
    return taking.order


def supplement(*, actor, order, now, text: str) -> Order:
    """Add what the citizen said later (补充); it stands under the first words, dated, and never replaces them.

    An order that waited for it goes on.
    """
    with step("supplement", actor=actor, order=order, now=now) as taking:
        text = guards.has_text(text, "text", "补充内容", shortest=2)
        stamp = timezone.localtime(now).strftime("%Y-%m-%d %H:%M")
        taking.order.description = f"{taking.order.description}\n【{stamp} 补充】{text}".strip()
        supplemented(taking, actor=actor, now=now)
    return taking.order
