"""From a call to its order (立单): one transaction saves the order, ties it to the call, and keeps the lessons."""

from django.db import transaction

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls import feed, rules
from zhixi.hotline.calls.actions import locked
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.drafts import order_fields
from zhixi.hotline.calls.models import Call
from zhixi.hotline.filling import checking, lessons
from zhixi.hotline.filling.actions import check_versions
from zhixi.hotline.filling.models import Filed
from zhixi.hotline.gaps import hearing
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.privacy.sealing import seal
from zhixi.hotline.units.models import Category

DECISIONS = ("accept", "answer")
UNATTENDED = "由系统按通话填写，没有话务员核对"


@transaction.atomic
def save_order(
    *,
    actor,
    call_id,
    fields: dict,
    decision: str,
    answer_text: str = "",
    article_keys=(),
    part: int = 0,
    versions: dict[str, int] | None = None,
    reasons: dict[str, str] | None = None,
    now,
) -> Order:
    """Save what came of a call, and take it in or answer it on the spot. Each of its demands has one order this way.

    fields: as `orders.fields.EDITABLE`; category and related_order as rows or None. part: which of the demands.
    versions: the draft's fields as the page knew them. reasons: what was found before saving (`filling.checking`) and
    confirmed, kind → why. Raises Conflict when the demand already has its order, when another page of the agent wrote
    something that this one has not seen, and for what was found and not confirmed.
    """
    if decision not in DECISIONS:
        raise BadInput(f"没有“{decision}”这种处理方式", cure="请选择受理或直接解答", field="decision")
    call = locked(call_id)
    _check_open(actor, call, part)
    check_versions(call, part, versions or {})
    found = checking.check(actor=actor, call=call, fields=fields, reasons=reasons or {}, now=now)
    evidence = lessons.close(call=call, part=part, fields=fields, actor=actor, now=now)
    order = orders.create_draft(
        actor=actor,
        fields=fields,
        now=now,
        calling_number=call.calling_number,
        evidence=evidence,
        split_from=call.order,
    )
    _keep_reasons(actor, order, found, reasons or {}, now)
    order = orders.accept(actor=actor, order=order, now=now)
    if decision == "answer":
        order = orders.answer(
            actor=actor, order=order, now=now, text=answer_text, article_keys=tuple(article_keys)
        )
    _tie(actor, call, part, order, now)
    hearing.note(actor=actor, call=call, order=order, article_keys=article_keys, now=now)
    return order


def _check_open(actor, call: Call, part: int) -> None:
    rules.check_own(actor, call, "立单")
    if call.state == CallState.WAITING:
        raise Conflict("电话还没有接听，不能立单", cure="请先接听")
    filed = Filed.objects.filter(call=call, part=part).select_related("order").first()
    if filed is not None:
        raise Conflict(f"这项诉求已立单：{filed.order.number}", cure="请在该工单上补充或修改")


def _keep_reasons(actor, order: Order, found: list[checking.Finding], reasons: dict[str, str], now) -> None:
    """What was saved against a finding stands in the order's events: which, of what words, and why."""
    for kind in dict.fromkeys(one.kind for one in found):
        words = [f"{one.field}：{one.words}" for one in found if one.kind == kind and one.words]
        record(
            actor=actor,
            subject="order",
            key=order.number,
            verb="saved_against",
            to_state=order.state,
            reason=mask_text(reasons[kind]),
            data={"finding": kind, "words": seal("；".join(words))},
            at=now,
        )


def _tie(actor, call: Call, part: int, order: Order, now) -> None:
    """The order to its demand, and the first one to the call; the desks learn of it."""
    Filed.objects.create(call=call, part=part, order=order)
    if call.order_id is None:
        call.order = order
        call.save(update_fields=["order"])
    feed.append(call, "filed", {"part": part, "order": order.number}, at=now)
    record(
        actor=actor,
        subject="call",
        key=str(call.pk),
        verb="save_order",
        from_state=call.state,
        to_state=call.state,
        data={"order": order.number, "suggestions": lessons.counted(call, part)},
        at=now,
    )


def save_drafted(*, actor, call: Call, draft: dict, now, added: dict | None = None) -> Order:
    """The order as the seat itself would have it, for a call that plays with nobody at the desk.

    added: fields that a person fills in besides, because nothing was suggested for them.
    """
    fields = order_fields(draft) | (added or {})
    fields["category"] = Category.objects.filter(code=fields.get("category") or "").first()
    related = fields.get("related_order") or ""
    fields["related_order"] = Order.objects.visible_to(actor).filter(number=related).first()
    found = checking.findings(actor=actor, call=call, fields=fields, now=now)
    reasons = {one.kind: UNATTENDED for one in found}
    return save_order(
        actor=actor, call_id=call.pk, fields=fields, decision="accept", reasons=reasons, now=now
    )
