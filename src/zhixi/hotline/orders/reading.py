"""From what the browser sends to what the actions take: codes and numbers become rows."""

import enum

from zhixi.errors import BadInput
from zhixi.hotline.accounts.models import User
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category, Duty, Unit

ADDRESS = {
    "text": "address_text",
    "district": "district",
    "street": "street",
    "community": "community",
    "road": "road",
    "number": "address_number",
    "poi": "poi",
}
NOT_FIELDS = frozenset({"call", "number"})  # of a NewReport
UNITS = frozenset({"unit", "believed_unit"})
UNIT_LISTS = frozenset({"assisting", "participants"})


def fields_of(form, actor) -> dict:
    """The fields that a form sets, for `actions.create_draft` and `amend`: what was not sent is left out.

    form: OrderForm or Amendment. A category or related order that does not exist is BadInput.
    """
    sent = form.model_dump(
        exclude_unset=True, exclude={"version", "reason", "accept", "address", *NOT_FIELDS}
    )
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
        elif name in UNIT_LISTS:
            arguments[name] = [unit_by_code(code, name) for code in value]
        elif name == "duty":
            arguments[name] = _duty(value) if value else None
        elif name == "parts":
            arguments[name] = [_part(part, actor) for part in value]
        elif name == "leader":
            arguments[name] = _leader(value)
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


def category_by_code(code: str) -> Category:
    category = Category.objects.filter(code=code).first()
    if category is None:
        raise BadInput(f"没有编码为“{code}”的事项分类", cure="请从分类列表中选择", field="category")
    return category


def order_by_number(number: str, actor, field: str) -> Order:
    order = Order.objects.visible_to(actor).filter(number=number).first()
    if order is None:
        raise BadInput(f"没有工单 {number}", cure="请检查工单编号", field=field)
    return order


def _duty(code: str) -> Duty:
    duty = Duty.objects.select_related("unit").filter(code=code).first()
    if duty is None:
        raise BadInput(f"权责清单没有“{code}”这一条", cure="请从权责清单中选择", field="duty")
    return duty


def _part(sent: dict, actor) -> dict:
    part = {name: _plain(value) for name, value in sent.items() if value is not None}
    if "category" in part:
        part["category"] = _row("category", part["category"], actor)
    return part


def _leader(value: int | None) -> User | None:
    if value is None:
        return None
    leader = User.objects.filter(pk=value).first()
    if leader is None:
        raise BadInput("没有这位人员", cure="请从列表中选择", field="leader")
    return leader


def _row(name: str, value, actor):
    if not value:
        return None
    if name == "related_order":
        return order_by_number(value, actor, name)
    return category_by_code(value)


def _plain(value):
    return value.value if isinstance(value, enum.Enum) else value
