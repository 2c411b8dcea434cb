"""An invented office with many orders, made in bulk for `million.py`: a year of them, the newest still open."""

import datetime as dt
import itertools
import random

from django.db import connection
from django.utils import timezone

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.orders.choices import Channel, RequestType, Satisfaction, State, Urgency
from zhixi.hotline.orders.fields import phone_digest
from zhixi.hotline.orders.models import Assisting, Order
from zhixi.hotline.units.models import Category, Unit

DAYS = 365
CHUNK = 2000
PLACES = [
    a + b
    for a in "东西南北上下新旧前后"
    for b in ("河路", "湖街", "门巷", "桥路", "苑小区", "山村", "塘社区")
]
THINGS = [
    *(
        "路灯不亮",
        "井盖缺失",
        "占道经营",
        "噪音扰民",
        "停水",
        "停电",
        "垃圾清运",
        "油烟扰民",
        "违章停车",
        "漏水",
        "公交晚点",
    ),
    *(
        "物业收费",
        "欠薪",
        "居住证办理",
        "医保报销",
        "学位申请",
        "树木倒伏",
        "积水",
        "施工扬尘",
        "电梯故障",
        "燃气泄漏",
    ),
    *("流浪犬", "广告牌松动", "快递丢失", "退款难"),
]
WISHES = [
    "请尽快修复",
    "请核实处理",
    "希望明确答复时限",
    "要求回电说明",
    "建议加强巡查",
    "请有关单位到场处理",
]
OPEN = [State.ACCEPTED, State.REVIEWED, State.DISPATCHED, State.SIGNED, State.HANDLING, State.SUSPENDED]
OPEN += [State.RETURNED, State.HARD_CASE, State.REPLIED, State.REPLY_REVIEWED, State.CALLBACK]
OPEN_WEIGHTS = [2, 2, 10, 12, 50, 3, 3, 1, 8, 5, 4]
CLOSED = [State.ARCHIVED, State.CONCLUDED, State.WITHDRAWN, State.MERGED, State.UNREASONABLE]
CLOSED_WEIGHTS = [930, 40, 15, 10, 5]
STAGES = ("accepted_at", "dispatched_at", "signed_at", "replied_at", "concluded_at", "archived_at")
HOURS = (0.1, 0.6, 6, 80, 100, 140)
REACHED = {  # how many stages lie behind an order in a state
    State.ACCEPTED: 1, State.REVIEWED: 1, State.DISPATCHED: 2, State.SIGNED: 3, State.HANDLING: 3,
    State.SUSPENDED: 3, State.RETURNED: 2, State.HARD_CASE: 2, State.REPLIED: 4, State.REPLY_REVIEWED: 4,
    State.CALLBACK: 4, State.CONCLUDED: 5, State.ARCHIVED: 6, State.WITHDRAWN: 1, State.MERGED: 1,
    State.UNREASONABLE: 1,
}  # fmt: skip


def make_office(dice: random.Random) -> dict:
    """Twelve districts with nine offices each, thirty city units, 525 categories, two hundred agents."""
    tops = [Unit.objects.create(code=f"d{n}", name=f"第{n}区政府", district=f"第{n}区") for n in range(12)]
    units = [Unit.objects.create(code=f"c{n}", name=f"市属单位{n}") for n in range(30)]
    for top, n in itertools.product(tops, range(9)):
        name = f"{top.district}承办单位{n}"
        units.append(
            Unit.objects.create(code=f"{top.code}-{n}", name=name, parent=top, district=top.district)
        )
    dice.shuffle(units)
    leaves = []
    for a, b, c in itertools.product(range(15), range(6), range(5)):
        if b == c == 0:
            top = Category.objects.create(code=f"{a:02}", name=f"大类{a}", path=f"大类{a}")
        if c == 0:
            code, path = f"{a:02}.{b}", f"{top.path}/中类{b}"
            middle = Category.objects.create(code=code, name=f"中类{b}", path=path, parent=top)
        code, path = f"{middle.code}.{c}", f"{middle.path}/小类{c}"
        leaves.append(Category.objects.create(code=code, name=f"小类{c}", path=path, parent=middle))
    people = {
        str(role): _person(str(role), role)
        for role in Role
        if role not in (Role.UNIT_CLERK, Role.DISTRICT_ADMIN)
    }
    people["big_clerk"] = _person("big_clerk", Role.UNIT_CLERK, units[0])
    people["small_clerk"] = _person("small_clerk", Role.UNIT_CLERK, units[-1])
    people["district_admin"] = _person("district_admin", Role.DISTRICT_ADMIN, tops[0])
    agents = [_person(f"agent{n}", Role.AGENT) for n in range(200)]
    weights = [1 / (n + 1) for n in range(len(units) - 1)] + [0.0005]  # a few large units, one tiny one
    return {"units": units, "weights": weights, "leaves": leaves, "agents": [people["agent"], *agents]}


def make_orders(office: dict, count: int, dice: random.Random, now: dt.datetime, told) -> None:
    """Rows as the office's own actions would leave them, without their events: lists do not read those."""
    phones = [(phone, phone_digest(phone)) for phone in (f"1390000{n:04}" for n in range(2000))]
    for start in range(0, count, CHUNK):
        orders = [
            _order(office, n, count, dice, now, phones) for n in range(start, min(start + CHUNK, count))
        ]
        Order.objects.bulk_create(orders)
        Assisting.objects.bulk_create(
            Assisting(order=order, unit=dice.choice(office["units"]))
            for order in orders
            if dice.random() < 0.05
        )
        Callback.objects.bulk_create(
            _callback(order, dice) for order in orders if order.concluded_at and dice.random() < 0.7
        )
        told(start + len(orders))


def multiply(times: int) -> None:
    """Let every order, its helpers and its callbacks stand `times` times, beside each other, under other numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM orders_order")
        last = cursor.fetchone()[0]
        copies = f"(WITH RECURSIVE t(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM t WHERE k < {times - 1}) SELECT k FROM t)"
        key = f"{last} + ({{}} - 1) * {times - 1} + k"
        for model in (Order, Assisting, Callback):
            table = model._meta.db_table
            names = [
                field.column for field in model._meta.concrete_fields if field.column not in ("id", "number")
            ]
            values = [key.format("order_id") if name == "order_id" else f'"{name}"' for name in names]
            if model is Order:
                names, values = ["id", "number", *names], [key.format("id"), "number || '-' || k", *values]
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} "
                f"FROM {table} CROSS JOIN {copies} AS copies ORDER BY {table}.id, k"
            )


def _order(office: dict, n: int, count: int, dice: random.Random, now: dt.datetime, phones) -> Order:
    at = now - dt.timedelta(days=DAYS * (1 - (n + 1) / (count + 1)))
    age = (now - at).days
    still_open = dice.random() < (0.75 if age < 30 else 0.002)
    state = dice.choices(OPEN, OPEN_WEIGHTS)[0] if still_open else dice.choices(CLOSED, CLOSED_WEIGHTS)[0]
    thing, place = dice.choice(THINGS), dice.choice(PLACES)
    unit = dice.choices(office["units"], office["weights"])[0] if REACHED[state] > 1 else None
    phone, digest = dice.choice(phones)
    order = Order(
        number=f"{timezone.localtime(at):%Y%m%d}-{n:07}", state=state, version=9, created_at=at,
        created_by=dice.choice(office["agents"]), category=dice.choice(office["leaves"]), unit=unit,
        channel=dice.choices(Channel.values, [80, 8, 8, 4])[0],
        request_type=dice.choices(RequestType.values, [38, 20, 30, 5, 5, 2])[0],
        urgency=dice.choices(Urgency.values, [93, 6, 1])[0],
        district=f"第{min(int(dice.expovariate(0.25)), 11)}区",
        title=f"关于{place}{thing}的反映",
        description=f"市民反映{place}{dice.randrange(1, 400)}号附近{thing}，已持续{dice.randrange(1, 60)}天，"
        f"此前向{dice.choice(PLACES)}反映过未解决，{dice.choice(THINGS)}的情况也时有发生，{dice.choice(WISHES)}。",
        demand=dice.choice(WISHES), address_text=f"{place}{dice.randrange(1, 400)}号",
        caller_phone=phone, caller_phone_digest=digest,
        important=dice.random() < 0.005, held=dice.random() < 0.001, confidential=dice.random() < 0.03,
        returned=int(dice.random() < 0.06), reopened=int(dice.random() < 0.03),
    )  # fmt: skip
    for name, hours in list(zip(STAGES, HOURS, strict=True))[: REACHED[state]]:
        setattr(order, name, min(now, at + dt.timedelta(hours=hours * dice.uniform(0.5, 1.5))))
    if order.accepted_at:
        order.dispatch_due_at = order.accepted_at + dt.timedelta(minutes=30)
    if order.dispatched_at:
        order.sign_due_at = order.dispatched_at + dt.timedelta(days=1)
        order.due_at = order.dispatched_at + dt.timedelta(days=dice.choice((2, 10, 15, 15)) * 1.4)
    if order.replied_at:
        order.callback_due_at = order.replied_at + dt.timedelta(days=5)
    return order


def _callback(order: Order, dice: random.Random) -> Callback:
    said = dice.choices(Satisfaction.values, [40, 35, 17, 6, 2])[0]
    solved = said not in (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED)
    return Callback(
        order=order, by=order.created_by, at=order.concluded_at, attempt=1, reached=True, solved=solved,
        satisfaction=said,
    )  # fmt: skip


def _person(name: str, role, unit=None) -> User:
    return User.objects.create(username=name, name=name, role=role, unit=unit, password="!")
