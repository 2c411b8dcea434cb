"""How the office speaks HTTP: who is signed in, how an error looks, how moments and texts are written.

Every error has one shape: {"error": {"kind", "message", "cure", "field"}} and the status of its class.
"""

import datetime as dt
import unicodedata
from typing import Annotated

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from zhixi.errors import NotAllowed, NotFound, ZhixiError


class Fault(Schema):
    kind: str
    message: str
    cure: str
    field: str


class Problem(Schema):
    """The body of every answer that is not a success."""

    error: Fault


def answers(schema) -> dict:
    """The responses of an endpoint: what it gives, and the one shape of an error."""
    return {200: schema, **dict.fromkeys((401, 403, 404, 409, 422), Problem)}


def problem(error: ZhixiError) -> dict:
    return {
        "error": {
            "kind": type(error).__name__,
            "message": error.message,
            "cure": error.cure,
            "field": error.field,
        }
    }


def refusal(error: ZhixiError) -> JsonResponse:
    return JsonResponse(problem(error), status=error.status, json_dumps_params={"ensure_ascii": False})


def locked_out(request: HttpRequest, response=None, credentials=None) -> JsonResponse:
    """What a locked account is told, whichever door it tried (等保2.0 8.1.4.1)."""
    return refusal(NotAllowed("登录失败次数过多，账号已锁定", cure="请15分钟后再试，或联系系统管理员"))


@csrf_exempt  # it does nothing that could be forged, and a page of HTML would help nobody
def nothing_here(request: HttpRequest) -> JsonResponse:
    """The answer to an address below /api/ that no endpoint has."""
    return refusal(NotFound("没有这个地址", cure="请检查地址"))


def _clean(text: str) -> str:
    for sign in text:
        if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t":
            raise ValueError("含有不可见的控制字符")
    return text


def _line_ends(value):
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _local(moment: dt.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


Moment = Annotated[
    dt.datetime,
    PlainSerializer(_local, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Key = Annotated[int, Field(ge=1, lt=2**63)]  # of a row
Line = Annotated[
    str,
    BeforeValidator(_line_ends),
    StringConstraints(strip_whitespace=True, max_length=200),
    AfterValidator(_clean),
]
Text = Annotated[
    str,
    BeforeValidator(_line_ends),
    StringConstraints(strip_whitespace=True, max_length=5000),
    AfterValidator(_clean),
]
Long = Annotated[
    str,
    BeforeValidator(_line_ends),
    StringConstraints(strip_whitespace=True, max_length=20_000),
    AfterValidator(_clean),
]
Said = Annotated[Text, StringConstraints(min_length=1)]
