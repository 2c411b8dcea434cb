"""`/api/calls/{id}/fields`: what an agent does to the fields of a draft."""

import uuid

from django.utils import timezone
from ninja import Router

from zhixi.errors import NotFound
from zhixi.hotline.calls.models import Call
from zhixi.hotline.filling import actions
from zhixi.hotline.filling.presenting import fields_out
from zhixi.hotline.filling.schemas import FieldDecision, FieldDecisions, FieldEdit, PartFields
from zhixi.hotline.http import answers

of_call = Router()


@of_call.post("/{uuid:id}/fields/accept", response=answers(list[PartFields]), operation_id="field_accept")
def accept(request, id: uuid.UUID, body: FieldDecision):
    return _do(actions.accept, request, id, **body.model_dump())


@of_call.post(
    "/{uuid:id}/fields/accept-all", response=answers(list[PartFields]), operation_id="fields_accept"
)
def accept_all(request, id: uuid.UUID, body: FieldDecisions):
    return _do(actions.accept_all, request, id, **body.model_dump())


@of_call.post("/{uuid:id}/fields/reject", response=answers(list[PartFields]), operation_id="field_reject")
def reject(request, id: uuid.UUID, body: FieldDecision):
    return _do(actions.reject, request, id, **body.model_dump())


@of_call.post("/{uuid:id}/fields/edit", response=answers(list[PartFields]), operation_id="field_edit")
def edit(request, id: uuid.UUID, body: FieldEdit):
    return _do(actions.edit, request, id, **body.model_dump())


def _do(action, request, id: uuid.UUID, **arguments) -> list[dict]:
    if not Call.objects.visible_to(request.user).filter(pk=id).exists():
        raise NotFound("没有这通电话", cure="请刷新后再试")
    return fields_out(action(actor=request.user, call_id=id, now=timezone.now(), **arguments))
