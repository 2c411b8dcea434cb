"""Finding orders: boxes, filters, the caller's other orders. Always within `visible_to`."""

import datetime as dt
from typing import Annotated

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.accounts.choices import UNIT_SIDE, Role
from zhixi.hotline.http import Line
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import overdue_q
from zhixi.hotline.orders.fields import phone_digest
from zhixi.hotline.orders.models import Order

REPLIED = (State.REPLIED, State.REPLY_REVIEWED)
BOXES: dict[str, str] = {
    "all": "全部",
    "mine": "我受理的",
    "to_review": "待审核",
    "to_dispatch": "待派单",
    "returned": "退单待裁定",
    "hard_case": "疑难会商",
    "to_sign": "待签收",
    "in_hand": "办理中",
    "assisting": "协办",
    "replied": "待反馈审核",
    "callback": "待回访",
    "overdue": "已超期",
    "reopened": "重办",
    "concluded": "已办结",
    "archived": "已归档",
}
CENTRE_BOXES = ("all", "overdue", "reopened", "concluded", "archived")
UNIT_BOXES = ("to_sign", "in_hand", "assisting", "returned", "overdue", "reopened", "concluded", "all")
ROLE_BOXES: dict[str, tuple[str, ...]] = {
    Role.AGENT: ("mine", "callback", *CENTRE_BOXES),
    Role.WEB_AGENT: ("mine", "callback", *CENTRE_BOXES),
    Role.DISPATCHER: (
        "to_review",
        "to_dispatch",
        "returned",
        "hard_case",
        "replied",
        "callback",
        *CENTRE_BOXES,
    ),
    Role.TEAM_LEADER: tuple(box for box in BOXES if box != "assisting"),
    Role.SUPERVISOR: ("overdue", "in_hand", "to_sign", "returned", "hard_case", "replied", "reopened", "all"),
}


class OrderFilter(Schema):
    """from, to: local days, both counted in. q: part of a number, title or text; never a phone number."""

    box: Line = "all"
    state: list[State] = []
    request_type: Line = ""
    urgency: Line = ""
    channel: Line = ""
    category: Line = ""
    unit: Line = ""
    district: Line = ""
    q: Line = ""
    first: Annotated[dt.date | None, Field(alias="from")] = None
    last: Annotated[dt.date | None, Field(alias="to")] = None
    overdue: bool | None = None
    important: bool | None = None


def boxes_for(user) -> tuple[str, ...]:
    return ROLE_BOXES.get(user.role, UNIT_BOXES if user.role in UNIT_SIDE else CENTRE_BOXES)


def box_q(box: str, user, now: dt.datetime) -> Q:
    """What lies in a box of this person's."""
    if box not in BOXES:
        raise BadInput(f"没有“{box}”这个列表", cure="可用：" + "、".join(BOXES), field="box")
    return {
        "all": Q(),
        "mine": Q(created_by=user),
        "to_review": Q(state=State.ACCEPTED),
        "to_dispatch": Q(state__in=(State.ACCEPTED, State.REVIEWED)),
        "returned": Q(state=State.RETURNED),
        "hard_case": Q(state=State.HARD_CASE),
        "to_sign": Q(state=State.DISPATCHED),
        "in_hand": Q(state__in=(State.SIGNED, State.HANDLING, State.SUSPENDED)),
        "assisting": Q(assisting__unit=user.unit_id) if user.unit_id else Q(pk__in=()),
        "replied": Q(state=State.REPLIED),
        "callback": Q(state__in=(*REPLIED, State.CALLBACK)),
        "overdue": overdue_q(now),
        "reopened": Q(reopened__gt=0),
        "concluded": Q(state=State.CONCLUDED),
        "archived": Q(state=State.ARCHIVED),
    }[box]


def counts(user, now: dt.datetime) -> list[dict]:
    """The boxes that matter to the role, each with its count, in one query."""
    boxes = boxes_for(user)
    seen = Order.objects.visible_to(user)
    totals = seen.aggregate(
        **{box: Count("pk", filter=box_q(box, user, now), distinct=True) for box in boxes}
    )
    return [{"box": box, "label": BOXES[box], "count": totals[box]} for box in boxes]


def find(user, wanted: OrderFilter, now: dt.datetime) -> QuerySet:
    """The orders of a list page, newest first, with what a row shows."""
    found = Order.objects.visible_to(user).filter(box_q(wanted.box, user, now))
    for field in ("request_type", "urgency", "channel", "district"):
        if value := getattr(wanted, field):
            found = found.filter(**{field: value})
    if wanted.state:
        found = found.filter(state__in=[state.value for state in wanted.state])
    if wanted.category:
        found = found.filter(
            Q(category__code=wanted.category) | Q(category__code__startswith=f"{wanted.category}.")
        )
    if wanted.unit:
        found = found.filter(unit__code=wanted.unit)
    if wanted.important is not None:
        found = found.filter(important=wanted.important)
    if wanted.overdue is not None:
        late = overdue_q(now)
        found = found.filter(late) if wanted.overdue else found.exclude(late)
    found = _within(found, wanted.first, wanted.last)
    if wanted.q:
        found = found.filter(
            Q(number__startswith=wanted.q) | Q(title__icontains=wanted.q) | Q(description__icontains=wanted.q)
        )
    return found.select_related("unit", "category")


def one(user, number: str) -> Order:
    """An order that this person may see; NotFound otherwise, whether or not it exists."""
    seen = Order.objects.visible_to(user).select_related(
        "unit", "category", "created_by", "related_order", "master"
    )
    # PostgreSQL refuses to look for what no number can hold.
    order = seen.filter(number=number).first() if number.isprintable() else None
    if order is None:
        raise NotFound(f"没有工单 {number}", cure="请检查工单编号，或确认它是否由您的单位办理")
    return order


def of_phone(user, phone: str) -> QuerySet:
    """Orders of one caller, by the digest of the number; the number itself is in no query and no log."""
    value = phone_digest(phone)
    if not value:
        raise BadInput("电话号码为空", cure="请填写号码", field="phone")
    same = Q(caller_phone_digest=value) | Q(calling_number_digest=value)
    return Order.objects.visible_to(user).filter(same).select_related("unit", "category")


def similar(user, order: Order, limit: int = 10) -> list[Order]:
    """The same caller's other orders, for the centre alone: a unit is not told who else a caller wrote to."""
    digests = {d for d in (order.caller_phone_digest, order.calling_number_digest) if d}
    if not digests or not user.in_centre:
        return []
    same = Q(caller_phone_digest__in=digests) | Q(calling_number_digest__in=digests)
    others = Order.objects.visible_to(user).filter(same).exclude(pk=order.pk)
    return list(others.select_related("unit", "category")[:limit])


def _within(found: QuerySet, first: dt.date | None, last: dt.date | None) -> QuerySet:
    zone = timezone.get_current_timezone()
    if first:
        found = found.filter(created_at__gte=dt.datetime.combine(first, dt.time(), zone))
    if last:
        next_day = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
        found = found.filter(created_at__lt=next_day)
    return found
