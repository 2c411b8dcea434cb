"""From a call to its order (立单): one transaction saves the order, ties it to the call, and keeps the lessons."""

import json

from django.db import transaction

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls import rules
from zhixi.hotline.calls.actions import locked
from zhixi.hotline.calls.choices import CallState, SuggestionState
from zhixi.hotline.calls.drafts import as_fields, order_fields
from zhixi.hotline.calls.models import Call, Suggestion
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category

DECISIONS = ("accept", "answer")


@transaction.atomic
def save_order(
    *, actor, call_id, fields: dict, decision: str, answer_text: str = "", article_keys=(), now
) -> Order:
    """Save what came of a call, and take it in or answer it on the spot. A call has one order by this way.

    fields: as `orders.fields.EDITABLE`; category and related_order as rows or None. Raises Conflict when the
    call already has its order.
    """
    if decision not in DECISIONS:
        raise BadInput(f"没有“{decision}”这种处理方式", cure="请选择受理或直接解答", field="decision")
    call = locked(call_id)
    rules.check_own(actor, call, "立单")
    if call.state == CallState.WAITING:
        raise Conflict("电话还没有接听，不能立单", cure="请先接听")
    if call.order_id:
        raise Conflict(f"这通电话已立单：{call.order.number}", cure="请在该工单上补充或修改")
    evidence = _decide(call, fields)
    order = orders.create_draft(
        actor=actor, fields=fields, now=now, calling_number=call.calling_number, evidence=evidence
    )
    order = orders.accept(actor=actor, order=order, now=now)
    if decision == "answer":
        order = orders.answer(
            actor=actor, order=order, now=now, text=answer_text, article_keys=tuple(article_keys)
        )
    call.order = order
    call.save(update_fields=["order"])
    record(
        actor=actor,
        subject="call",
        key=str(call.pk),
        verb="save_order",
        from_state=call.state,
        to_state=call.state,
        data={"order": order.number},
        at=now,
    )
    return order


def save_drafted(*, actor, call: Call, draft: dict, now, added: dict | None = None) -> Order:
    """The order as the seat itself would have it, for a call that plays with nobody at the desk.

    added: fields that a person fills in besides, because nothing was suggested for them.
    """
    fields = order_fields(draft) | (added or {})
    fields["category"] = Category.objects.filter(code=fields.get("category") or "").first()
    related = fields.get("related_order") or ""
    fields["related_order"] = Order.objects.visible_to(actor).filter(number=related).first()
    return save_order(actor=actor, call_id=call.pk, fields=fields, decision="accept", now=now)


def _decide(call: Call, fields: dict) -> dict[str, list]:
    """Say of each suggestion whether it was taken as it stood, changed or refused; give the evidence of those taken."""
    plain = {name: _plain(value) for name, value in fields.items()}
    suggestions, evidence = list(call.suggestions.all()), {}
    for suggestion in suggestions:
        proposed = as_fields(suggestion.field, json.loads(suggestion.value))
        final = {name: plain.get(name) for name in proposed}
        suggestion.state = _judged(proposed, final)
        suggestion.final_value = json.dumps(final, ensure_ascii=False, sort_keys=True)
        if suggestion.state == SuggestionState.ACCEPTED:
            evidence[suggestion.field] = suggestion.evidence
    Suggestion.objects.bulk_update(suggestions, ["state", "final_value"])
    return evidence


def _plain(value):
    """A row by what identifies it, so that it can be compared with what was suggested."""
    if isinstance(value, Category):
        return value.code
    return value.number if isinstance(value, Order) else value


def _judged(proposed: dict, final: dict) -> SuggestionState:
    if all((proposed[name] or "") == (final[name] or "") for name in proposed):
        return SuggestionState.ACCEPTED
    return SuggestionState.EDITED if any(final.values()) else SuggestionState.REJECTED
