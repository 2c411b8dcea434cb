"""`/api/filling/written`: what a written request suggests for its form; `/api/orders/{number}/written-advice`: for
the order that it became."""

from typing import Any

from django.utils import timezone
from ninja import Router, Schema

from zhixi.errors import NotAllowed
from zhixi.hotline.calls.schemas_draft import OneDraft
from zhixi.hotline.filling import advising, written
from zhixi.hotline.http import Long, answers
from zhixi.hotline.orders import queries
from zhixi.hotline.orders.rules import INTAKE, STEPS

router = Router()
of_order = Router()


class WrittenText(Schema):
    text: Long


class WrittenAdvice(Schema):
    """parts: of an OrderForm, to be sent with `amend`. now: what stands there, "" where nothing does. words: of the
    citizen, on which it rests."""

    field: str
    label: str
    parts: dict[str, Any]
    text: str
    now: str
    words: list[str]
    confidence: float


@router.post("/written", response=answers(OneDraft), operation_id="written_suggestions")
def suggestions(request, body: WrittenText):
    """Nothing is kept. A POST: the text holds personal values."""
    if request.user.role not in INTAKE:
        raise NotAllowed(f"{request.user.get_role_display()}不能登记诉求", cure="请由话务员或网络业务员登记")
    return written.suggestions(body.text, timezone.now())


@of_order.get(
    "/{number}/written-advice", response=answers(list[WrittenAdvice]), operation_id="written_advice"
)
def advice(request, number: str):
    """For who may amend the order; nothing is kept."""
    order = queries.one(request.user, number)
    if request.user.role not in STEPS["amend"].roles:
        raise NotAllowed(f"{request.user.get_role_display()}不能修改工单", cure="请由话务员或审核派单员核对")
    return advising.beside(order=order, viewer=request.user)
