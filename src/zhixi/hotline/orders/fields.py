"""The fields of an order that people edit: which they are, what they may hold, and how they are set."""

import re

from zhixi.errors import BadInput
from zhixi.hotline.orders.choices import Channel, Gender, RequestType, Urgency
from zhixi.hotline.privacy.masking import mask_name, mask_phone, mask_text
from zhixi.hotline.privacy.sealing import digest

TEXTS = {
    "title": 200,
    "subject": 200,
    "demand": 5000,
    "description": 20000,
    "caller_name": 40,
    "caller_phone": 40,
    "address_text": 300,
    "district": 40,
    "street": 40,
    "community": 40,
    "road": 80,
    "address_number": 40,
    "poi": 120,
    "incident_time_text": 120,
    "incident_time": 40,
}
CHOICES = {"channel": Channel, "urgency": Urgency, "request_type": RequestType, "caller_gender": Gender}
MAY_BE_EMPTY = frozenset({"request_type", "caller_gender"})
OTHERS = frozenset({"category", "related_order", "confidential", "anonymous", "callback_wanted"})
EDITABLE = frozenset(TEXTS) | frozenset(CHOICES) | OTHERS
MASKS = {
    "caller_name": mask_name,
    "caller_phone": mask_phone,
    "title": mask_text,
    "subject": mask_text,
    "demand": mask_text,
    "description": mask_text,
    "address_text": mask_text,
}
PHONE = re.compile(r"[0-9+#*转\-() （）,，、/]*")


def check_fields(fields: dict) -> dict:
    """The fields as they may be set; BadInput names the first that may not. Category: a row or None."""
    checked = {}
    for name, value in fields.items():
        if name not in EDITABLE:
            raise BadInput(f"工单没有可填写的字段 {name}", cure="请检查字段名", field=name)
        if name in TEXTS:
            value = (value or "").strip()
            if len(value) > TEXTS[name]:
                raise BadInput(f"内容过长（{len(value)}字）", cure=f"请控制在{TEXTS[name]}字以内", field=name)
        if name in CHOICES:
            value = value or ("" if name in MAY_BE_EMPTY else CHOICES[name](list(CHOICES[name])[0]).value)
            if value not in CHOICES[name].values and not (value == "" and name in MAY_BE_EMPTY):
                raise BadInput(f"没有“{value}”这一选项", cure="请从列表中选择", field=name)
        checked[name] = value
    if not PHONE.fullmatch(checked.get("caller_phone", "")):
        raise BadInput("联系电话含有不能识别的字符", cure="请只填数字、区号和分机", field="caller_phone")
    category = checked.get("category")
    if category is not None and not category.active:
        raise BadInput(f"事项分类“{category.path}”已停用", cure="请选择其他分类", field="category")
    return checked


def set_fields(order, fields: dict) -> None:
    """Set checked fields. A screen sends back the masks that it was given: those leave the value as it is."""
    for name, value in fields.items():
        current = getattr(order, name)
        mask = MASKS.get(name)
        if mask is not None and value != current and current and value == mask(current):
            continue
        if name == "caller_phone" and "*" in value:
            raise BadInput("联系电话含有星号，没有保存", cure="请填写完整号码", field="caller_phone")
        if name == "related_order" and value is not None and value.pk == order.pk:
            raise BadInput("关联工单不能是本单", cure="请选择另一张工单", field="related_order")
        setattr(order, name, value)
    order.caller_phone_digest = phone_digest(order.caller_phone)
    order.calling_number_digest = phone_digest(order.calling_number)


def phone_digest(phone: str) -> str:
    """The digest that the same number has however it is written: digits only, +86 left out."""
    digits = re.sub(r"[^0-9]", "", phone.split("转")[0])
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digest(digits)
