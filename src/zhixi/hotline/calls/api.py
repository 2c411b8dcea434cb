"""`/api/calls`: the calls that a person may see, taking and ending them, and the order that comes of one."""

import dataclasses
import uuid

from django.conf import settings
from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import NotFound
from zhixi.hotline.calls import actions, demo, rules, saving, sending
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rows import call_detail, call_row
from zhixi.hotline.calls.schemas import (
    CallDetail,
    CallOrder,
    CallPage,
    CallRow,
    DemoCall,
    DemoChoice,
    FormToCheck,
    SentAnswer,
    ToSend,
)
from zhixi.hotline.calls.schemas_draft import FindingOut
from zhixi.hotline.filling import checking
from zhixi.hotline.http import Line, answers
from zhixi.hotline.orders import present, queries
from zhixi.hotline.orders.reading import fields_of
from zhixi.hotline.orders.schemas import OrderDetail
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.privacy.masking import mask_phone

router = Router()


@router.get("", response=answers(CallPage), operation_id="calls")
def calls(request, page: Page = Query(...), state: Line = ""):
    found = Call.objects.visible_to(request.user).select_related("agent", "order")
    if state:
        found = found.filter(state=state)
    return page_of(found, page, lambda rows: [call_row(row, request.user) for row in rows])


@router.get("/demo", response=answers(list[DemoCall]), operation_id="demo_calls")
def demo_calls(request):
    _demonstration()
    return demo.choices()


@router.post("/demo", response=answers(CallRow), operation_id="demo_ring")
def demo_ring(request, body: DemoChoice):
    """Offer a written call; it starts to speak when somebody answers it."""
    _demonstration()
    rules.check_seat(request.user)
    return call_row(demo.ring(body.id), request.user)


@router.get("/{uuid:id}", response=answers(CallDetail), operation_id="call")
def call(request, id: uuid.UUID):
    return call_detail(_seen(request.user, id), request.user)


@router.post("/{uuid:id}/answer", response=answers(CallRow), operation_id="call_answer")
def answer(request, id: uuid.UUID):
    taken = actions.answer_call(actor=request.user, call_id=id, now=timezone.now())
    return call_row(taken, request.user)


@router.post("/{uuid:id}/hang-up", response=answers(CallRow), operation_id="call_hang_up")
def hang_up(request, id: uuid.UUID):
    ended = actions.hang_up(actor=request.user, call_id=id, now=timezone.now())
    return call_row(ended, request.user)


@router.post("/{uuid:id}/put-away", response=answers(CallRow), operation_id="call_put_away")
def put_away(request, id: uuid.UUID):
    away = actions.put_away(actor=request.user, call_id=id, now=timezone.now())
    return call_row(away, request.user)


@router.post("/{uuid:id}/check", response=answers(list[FindingOut]), operation_id="call_check")
def check(request, id: uuid.UUID, body: FormToCheck):
    """What to look at before this form is saved; nothing is kept. A POST: the form holds personal values."""
    call = _seen(request.user, id)
    rules.check_own(request.user, call, "立单")
    fields = fields_of(body.form, request.user)
    found = checking.findings(actor=request.user, call=call, fields=fields, now=timezone.now())
    return [dataclasses.asdict(one) for one in found]


@router.post("/{uuid:id}/order", response=answers(OrderDetail), operation_id="call_order")
def save_order(request, id: uuid.UUID, body: CallOrder):
    """Save what came of the call, and take it in or answer it on the spot; suggestions learn what became of them."""
    now = timezone.now()
    order = saving.save_order(
        actor=request.user,
        call_id=_seen(request.user, id).pk,
        fields=fields_of(body.form, request.user),
        decision=body.decision,
        answer_text=body.answer_text,
        article_keys=body.article_keys,
        part=body.part,
        versions=body.versions,
        reasons=body.reasons,
        now=now,
    )
    return present.detail(queries.one(request.user, order.number), request.user, now)


@router.post("/{uuid:id}/send-answer", response=answers(SentAnswer), operation_id="call_send_answer")
def send_answer(request, id: uuid.UUID, body: ToSend):
    """Send an article to the number that called, by text message; the same text goes once a call."""
    call = _seen(request.user, id)
    fresh = sending.send_answer(actor=request.user, call_id=call.pk, key=body.key, now=timezone.now())
    return {"to": mask_phone(call.calling_number), "fresh": fresh}


def _seen(user, id: uuid.UUID) -> Call:
    found = Call.objects.visible_to(user).select_related("agent", "order").filter(pk=id).first()
    if found is None:
        raise NotFound("没有这通电话", cure="请刷新后再试")
    return found


def _demonstration() -> None:
    if not settings.DEMO:
        raise NotFound("没有找到", cure="只有演示环境可以播放演示来电")
