"""Finding orders: boxes, filters, the caller's other orders. Always within `visible_to`."""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.accounts.choices import CENTRE, UNIT_SIDE, Role
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import overdue_q
from zhixi.hotline.orders.fields import phone_digest
from zhixi.hotline.orders.filters import OrderFilter, narrow
from zhixi.hotline.orders.models import Assisting, Order, by_key, units_of

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
    "answering": "首接跟踪",
    "replied": "待反馈审核",
    "callback": "待回访",
    "overdue": "已超期",
    "reopened": "重办",
    "concluded": "已办结",
    "archived": "已归档",
}
CENTRE_BOXES = ("all", "overdue", "reopened", "concluded", "archived")
UNIT_BOXES = (
    "to_sign",
    "in_hand",
    "assisting",
    "answering",
    "returned",
    "overdue",
    "reopened",
    "concluded",
    "all",
)
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
    Role.TEAM_LEADER: tuple(box for box in BOXES if box not in ("assisting", "answering")),
    Role.SUPERVISOR: ("overdue", "in_hand", "to_sign", "returned", "hard_case", "replied", "reopened", "all"),
}


class Listing(NamedTuple):
    """by: the column that the list is sorted by, newest first; notice: what to know of what was found; counted: the
    same orders in the order in which they are counted soonest."""

    found: QuerySet
    by: str
    notice: str
    counted: QuerySet


def boxes_for(user) -> tuple[str, ...]:
    return ROLE_BOXES.get(user.role, UNIT_BOXES if user.role in UNIT_SIDE else CENTRE_BOXES)


def box_q(box: str, user, now: dt.datetime) -> Q:
    """What lies in a box of this person's."""
    if box not in BOXES:
        raise BadInput(f"没有“{box}”这个列表", cure="可用：" + "、".join(BOXES), field="box")
    if box == "assisting":
        return by_key(Assisting.objects.filter(unit=user.unit_id, removed_at=None).values_list("order"))
    return {
        "all": Q(),
        "mine": Q(created_by=user),
        "to_review": Q(state=State.ACCEPTED),
        "to_dispatch": Q(state__in=(State.ACCEPTED, State.REVIEWED)),
        "returned": Q(state=State.RETURNED),
        "hard_case": Q(state=State.HARD_CASE),
        "to_sign": Q(state=State.DISPATCHED) & _led_by(user),
        "in_hand": Q(state__in=(State.SIGNED, State.HANDLING, State.SUSPENDED)) & _led_by(user),
        "answering": Q(responsible_unit=user.unit_id) if user.unit_id else Q(pk__in=()),
        "replied": Q(state=State.REPLIED),
        "callback": Q(state__in=(*REPLIED, State.CALLBACK)),
        "overdue": overdue_q(now),
        "reopened": Q(reopened__gt=0),
        "concluded": Q(state=State.CONCLUDED),
        "archived": Q(state=State.ARCHIVED),
    }[box]


def find(user, wanted: OrderFilter, now: dt.datetime) -> Listing:
    """The orders of a list page, newest first, with what a row shows."""
    boxed = Order.objects.visible_to(user).filter(box_q(wanted.box, user, now))
    found, notice = narrow(boxed, wanted, user, now)
    by = f"{wanted.stage}_at" if wanted.stage else "created_at"
    found = found.order_by(*_newest(user, by, few=bool(wanted.q)))
    # A unit's orders, and what citizens said, lie evenly among old and new: counted soonest from their own side.
    evenly = bool(wanted.satisfaction) or wanted.solved is not None or user.role not in CENTRE
    return Listing(
        found.select_related("unit", "category"), by, notice, found.order_by() if evenly else found
    )


def _newest(user, by: str, few: bool = False) -> tuple:
    """Newest first. Among a few orders by an expression, so that the database sorts them: left to guess, it may walk
    the whole list to find them in order."""
    return (Coalesce(by, by).desc() if few or _sees_few(user) else f"-{by}", "-pk")


def _sees_few(user) -> bool:
    if user.role in CENTRE:
        return False
    few = settings.VISIBLE_BY_KEY
    return Order.objects.filter(unit__in=units_of(user)).order_by()[: few + 1].count() <= few


def one(user, number: str) -> Order:
    """An order that this person may see; NotFound otherwise, whether or not it exists."""
    seen = Order.objects.visible_to(user).select_related(
        *("unit", "category", "created_by", "related_order", "master", "responsible_unit", "split_from")
    )
    # PostgreSQL refuses to look for what no number can hold.
    order = seen.filter(number=number).first() if number.isprintable() else None
    if order is None:
        raise NotFound(f"没有工单 {number}", cure="请检查工单编号，或确认它是否由您的单位办理")
    return order


def _led_by(user) -> Q:
    """For a unit's people its own; others see no other orders than those that are theirs to look after."""
    return Q(unit=user.unit_id) if user.role in (Role.UNIT_CLERK, Role.UNIT_LEAD) else Q()


def phone_q(phone: str) -> Q:
    """Orders of one caller, by the digest of the number; the number itself is in no query and no log."""
    value = phone_digest(phone)
    if not value:
        raise BadInput("电话号码为空", cure="请填写号码", field="phone")
    return Q(caller_phone_digest=value) | Q(calling_number_digest=value)


def of_phone(user, phone: str) -> QuerySet:
    return Order.objects.visible_to(user).filter(phone_q(phone)).select_related("unit", "category")


def similar(user, order: Order, limit: int = 10) -> list[Order]:
    """The same caller's other orders, for the centre alone: a unit is not told who else a caller wrote to."""
    digests = {d for d in (order.caller_phone_digest, order.calling_number_digest) if d}
    if not digests or not user.in_centre:
        return []
    same = Q(caller_phone_digest__in=digests) | Q(calling_number_digest__in=digests)
    others = Order.objects.visible_to(user).filter(same).exclude(pk=order.pk)
    return list(others.select_related("unit", "category")[:limit])
