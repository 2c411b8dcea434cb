"""`/api/language-model`: which language model puts texts into better words. Its key is never given."""

from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.filling import refining
from zhixi.hotline.filling.models import LanguageModel
from zhixi.hotline.http import Line, answers

router = Router()
Seconds = Annotated[int, Field(ge=1, le=60)]


class ModelBody(Schema):
    """url: up to and with /v1. key: "" leaves it as it is. internal: nothing need be covered."""

    url: Line
    model: Annotated[Line, Field(max_length=80)]
    key: Line = ""
    internal: bool = False
    active: bool = False
    seconds: Seconds = 8


class ModelRow(Schema):
    url: str
    model: str
    has_key: bool
    internal: bool
    active: bool
    seconds: int


@router.get("", response=answers(ModelRow | None), operation_id="language_model")
def model(request):
    if request.user.role not in (Role.SYSTEM_ADMIN, Role.LEADER):
        raise NotAllowed(f"{request.user.get_role_display()}不能查看大模型设置", cure="请由系统管理员查看")
    row = LanguageModel.objects.filter(pk=1).first()
    return row and _row(row)


@router.put("", response=answers(ModelRow), operation_id="set_language_model")
def set_model(request, body: ModelBody):
    return _row(refining.set_model(actor=request.user, now=timezone.now(), **body.model_dump()))


def _row(row: LanguageModel) -> dict:
    kept = ("url", "model", "internal", "active", "seconds")
    return {name: getattr(row, name) for name in kept} | {"has_key": bool(row.key)}
