"""The fields of a form that a suggestion fills as one, and their values: as the form takes them, checked, compared."""

import json
from typing import Any

from pydantic import ValidationError

from zhixi.errors import BadInput
from zhixi.hotline.orders.forms import OrderForm
from zhixi.hotline.privacy.sealing import digest

SLOTS = (
    "request_type",
    "urgency",
    "category",
    "title",
    "subject",
    "demand",
    "description",
    "caller_name",
    "caller_gender",
    "caller_phone",
    "confidential",
    "anonymous",
    "callback_wanted",
    "address",
    "incident_time",
    "related_order",
)
LABELS = {
    "request_type": "诉求类型",
    "urgency": "紧急程度",
    "category": "事项分类",
    "title": "标题",
    "subject": "诉求对象",
    "demand": "诉求目的",
    "description": "诉求内容",
    "caller_name": "姓名",
    "caller_gender": "性别",
    "caller_phone": "联系电话",
    "confidential": "要求保密",
    "anonymous": "要求匿名",
    "callback_wanted": "需要回访",
    "address": "地址",
    "incident_time": "发生时间",
    "related_order": "关联工单",
}
PARTS = {"incident_time": ("incident_time_text", "incident_time")}


def form_parts(field: str, value) -> dict[str, Any]:
    """A suggested value as the parts of an `OrderForm`."""
    if field == "incident_time":
        return {"incident_time_text": value["text"], "incident_time": value.get("normalised") or ""}
    if field == "category":
        return {"category": value["code"]}
    if field == "address":
        return {"address": {part: text or "" for part, text in value.items()}}
    return {field: value}


def checked(field: str, change: dict) -> dict[str, Any]:
    """What a person wrote in one field, as the form takes it; BadInput where it cannot be in it."""
    if field not in SLOTS:
        raise BadInput("工单没有这个字段", cure="请刷新页面后再试", field="field")
    names = PARTS.get(field, (field,))
    if set(change) - set(names):
        raise BadInput("一次只能修改一个字段", cure="请刷新页面后再试", field="change")
    if field == "address" and not isinstance(change.get(field), dict):
        raise BadInput("地址填写有误", cure="请刷新页面后再试", field=field)
    try:
        form = OrderForm.model_validate(change)
    except ValidationError as error:
        raise BadInput(f"“{LABELS[field]}”填写有误", cure="请改正后重试", field=field) from error
    return form.model_dump(mode="json", include=set(names))


def stored(value) -> str:
    """JSON in which equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def read(text: str):
    return json.loads(text) if text else None


def is_empty(value) -> bool:
    """Whether nothing stands there, in none of its parts. An unticked box says nothing either."""
    return all(is_empty(part) for part in value.values()) if isinstance(value, dict) else not value


def digest_of(field: str, value: str) -> str:
    """By which a suggestion is known again; it says nothing of the value."""
    return digest(f"{field}\n{value}")
