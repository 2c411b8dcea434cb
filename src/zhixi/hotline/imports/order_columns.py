"""The columns of past orders, and how a line of them becomes the rows of one order."""

from zhixi.hotline.imports.columns import Column, choice, flag, moment, one_of, short
from zhixi.hotline.imports.naming import known_categories, known_units
from zhixi.hotline.orders.choices import Channel, Gender, RequestType, Satisfaction, State, Urgency
from zhixi.hotline.orders.fields import phone_digest
from zhixi.hotline.orders.models import Order

IMPORTABLE = frozenset(State) - {State.DRAFT, State.MERGED, State.SUSPENDED, State.HARD_CASE}
CLOSED = frozenset({State.CONCLUDED, State.ARCHIVED})
# Columns that are an order's own; the rest (reply, satisfaction, …) stand in rows beside it.
PLAIN = (
    "channel", "request_type", "urgency", "category", "title", "subject", "demand", "description",
    "caller_name", "caller_gender", "caller_phone", "confidential", "address_text", "district", "street",
    "community", "road", "poi", "unit", "state", "dispatched_at", "signed_at", "replied_at",
)  # fmt: skip


def order_columns() -> tuple[Column, ...]:
    unit = one_of(known_units(), "unit", "")
    return (
        Column("number", "工单编号", short(32), required=True),
        Column("received_at", "来电时间", moment, required=True),
        Column("description", "诉求内容", required=True),
        Column("title", "标题", short(200)),
        Column("channel", "渠道", choice(Channel), empty=Channel.PHONE),
        Column("request_type", "诉求类型", choice(RequestType)),
        Column("urgency", "紧急程度", choice(Urgency), empty=Urgency.NORMAL),
        Column("category", "事项分类", one_of(known_categories(), "category", ""), empty=None),
        Column("subject", "诉求对象", short(200)),
        Column("demand", "诉求目的"),
        Column("caller_name", "姓名", short(80)),
        Column("caller_gender", "性别", choice(Gender)),
        Column("caller_phone", "联系电话", short(40)),
        Column("confidential", "要求保密", flag, empty=False),
        Column("address_text", "地址", short(300)),
        Column("district", "区县", short(40)),
        Column("street", "街道", short(40)),
        Column("community", "社区", short(40)),
        Column("road", "道路", short(80)),
        Column("poi", "地点", short(120)),
        Column("unit", "承办单位", unit, empty=None),
        Column("dispatched_at", "派单时间", moment, empty=None),
        Column("signed_at", "签收时间", moment, empty=None),
        Column("replied_at", "反馈时间", moment, empty=None),
        Column("reply", "办理反馈"),
        Column("state", "状态", choice([s for s in State if s in IMPORTABLE]), empty=State.ARCHIVED),
        Column("returned_from", "退单单位", unit, empty=None),
        Column("satisfied", "满意度", choice(Satisfaction)),
        Column("solved", "是否解决", flag, empty=None),
    )


def order_of(values: dict, actor) -> Order:
    """The order that a line describes. What its file does not tell is left empty, or follows from its state."""
    plain = {name: values[name] for name in PLAIN if name in values}
    order = Order(number=values["number"], created_by=actor, created_at=values["received_at"], **plain)
    order.state = order.state if "state" in plain else State.ARCHIVED
    order.accepted_at = values["received_at"]
    order.caller_phone_digest = phone_digest(order.caller_phone)
    order.returned = 1 if values.get("returned_from") or order.state == State.RETURNED else 0
    if order.state in CLOSED:
        order.concluded_at = order.replied_at or order.created_at
        order.archived_at = order.concluded_at if order.state == State.ARCHIVED else None
        if order.unit is None and values.get("reply"):
            order.answered_on_the_spot, order.answer = True, values["reply"]
    return order


def contradiction(order: Order) -> tuple[str, str, str] | None:
    """(field, what is wrong, cure) where a line cannot be true, or None."""
    times = [("received_at", order.created_at), ("dispatched_at", order.dispatched_at)]
    times += [("signed_at", order.signed_at), ("replied_at", order.replied_at)]
    known = [(name, at) for name, at in times if at]
    for (before, earlier), (after, later) in zip(known, known[1:], strict=False):
        if later < earlier:
            return after, f"it lies before {before}", "correct one of the two times"
    if order.unit is None and order.state not in CLOSED | {State.ACCEPTED, State.REVIEWED, State.WITHDRAWN}:
        return "unit", f"an order in state {order.get_state_display()} without a unit", "name the unit"
    return None
