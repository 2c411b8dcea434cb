"""From what the browser sends to what the actions take: codes and numbers become rows."""

import enum

from zhixi.errors import BadInput
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category, Unit

ADDRESS = {
    "text": "address_text",
    "district": "district",
    "street": "street",
    "community": "community",
    "road": "road",
    "number": "address_number",
    "poi": "poi",
}
UNITS = frozenset({"unit", "believed_unit"})


def fields_of(form, actor) -> dict:
    """The fields that a form sets, for `actions.create_draft` and `amend`: what was not sent is left out.

    form: OrderForm or Amendment. A category or related order that does not exist is BadInput.
    """
    sent = form.model_dump(exclude_unset=True, exclude={"version", "reason", "accept", "address"})
    fields = {name: _plain(value) for name, value in sent.items()}
    for name in ("category", "related_order"):
        if name in fields:
            fields[name] = _row(name, fields[name], actor)
    # A missing value of a text or choice means "leave it", not "empty it": only rows may be unset by None.
    kept = {k: v for k, v in fields.items() if v is not None or k in ("category", "related_order")}
    if "address" in form.model_fields_set and form.address is not None:
        kept.update({ADDRESS[k]: v for k, v in form.address.model_dump(exclude_unset=True).items()})
    return kept


def arguments_of(body, actor) -> dict:
    """A verb's body as keyword arguments of its action."""
    arguments = {}
    for name, value in body.model_dump(exclude={"version"}).items():
        if name in UNITS:
            arguments[name] = unit_by_code(value, name) if value else None
        elif name == "assisting":
            arguments[name] = [unit_by_code(code, name) for code in value]
        elif name == "master":
            arguments[name] = order_by_number(value, actor, name)
        else:
            arguments[name] = _plain(value)
    return arguments


def unit_by_code(code: str, field: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise BadInput(f"没有编码为“{code}”的承办单位", cure="请从单位列表中选择", field=field)
    return unit


def order_by_number(number: str, actor, field: str) -> Order:
    order = Order.objects.visible_to(actor).filter(number=number).first()
    if order is None:
        raise BadInput(f"没有工单 {number}", cure="请检查工单编号", field=field)
    return order


def _row(name: str, value, actor):
    if not value:
        return None
    if name == "related_order":
        return order_by_number(value, actor, name)
    category = Category.objects.filter(code=value).first()
    if category is None:
        raise BadInput(f"没有编码为“{value}”的事项分类", cure="请从分类列表中选择", field="category")
    return category


def _plain(value):
    return value.value if isinstance(value, enum.Enum) else value
