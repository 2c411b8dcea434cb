"""An order taken through its whole life by people of the right roles, without a desk (演示流程).

What the demonstration and the measurements of the whole path do; every step is the same action, with the
same checks, as a person's at a screen.
"""

import dataclasses

from django.utils import timezone

from zhixi.errors import NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rows import last_of
from zhixi.hotline.calls.saving import save_drafted
from zhixi.hotline.orders import actions, recommending
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category, Duty, Unit

REPLY = "已到现场核实并处理，已将办理情况告知市民。"
NOTE = "市民表示问题已经解决"


@dataclasses.dataclass(frozen=True, slots=True)
class Walked:
    """added: what a person had to fill in, label → value, because nothing in the talk said it."""

    order: Order
    recommended: list[dict]
    added: dict[str, str]


def walk(call: Call, *, agent: User) -> Walked:
    """From a played call to the archived order. Raises NotFound where a role has nobody."""
    draft = last_of(call, "draft") or {"fields": {}}
    told = {} if draft["fields"].keys() & {"title", "description"} else {"description": _words(call)}
    order = save_drafted(actor=agent, call=call, draft=draft, added=told, now=_now())
    order, added = _complete(order, agent, last_of(call, "units") or [])
    if told:
        added["诉求内容"] = told["description"]
    found = recommending.for_order(order, timezone.localdate())
    unit = Unit.objects.get(code=found[0]["unit"]["code"]) if found else _any_duty(order.category).unit
    dispatcher, clerk = person(Role.DISPATCHER), person(Role.UNIT_CLERK, unit)
    order = actions.review(actor=dispatcher, order=order, now=_now())
    order = actions.dispatch(actor=dispatcher, order=order, now=_now(), unit=unit)
    order = actions.sign(actor=clerk, order=order, now=_now())
    order = actions.handle(actor=clerk, order=order, now=_now())
    order = actions.reply(actor=clerk, order=order, now=_now(), text=REPLY, contacted=True)
    order = actions.pass_reply(actor=dispatcher, order=order, now=_now())
    order = actions.start_callback(actor=agent, order=order, now=_now())
    order = actions.record_callback(
        actor=agent, order=order, now=_now(), reached=True, solved=True, satisfaction="satisfied", note=NOTE
    )
    order = actions.conclude(actor=agent, order=order, now=_now())
    order = actions.archive(actor=dispatcher, order=order, now=_now())
    return Walked(order, found, added)


def person(role: Role, unit: Unit | None = None) -> User:
    """The first person of a role, of this unit where one is named."""
    people = User.objects.filter(role=role, is_active=True)
    found = (people.filter(unit=unit) if unit else people).order_by("pk").first()
    if found is None:
        where = f" of {unit.code}" if unit else ""
        raise NotFound(f"there is no {role.value}{where}", cure="run zhixi seed --demo")
    return found


def _complete(order: Order, agent: User, units: list[dict]) -> tuple[Order, dict[str, str]]:
    """Fill in what dispatch needs and the talk did not say, as a person at the desk would."""
    fields, added = {}, {}
    if not order.request_type:
        fields["request_type"], added["诉求类型"] = "help", "求助"
    if not order.title:
        fields["title"] = added["标题"] = (order.description or order.demand)[:40]
    if order.category is None:
        codes = [unit["unit"]["code"] for unit in units if not unit.get("part")]
        duty = Duty.objects.filter(unit__code__in=codes[:1]).select_related("category").first()
        category = duty.category if duty else Category.objects.filter(duties__isnull=False).first()
        fields["category"], added["事项分类"] = category, category.path
    if fields:
        order = actions.amend(actor=agent, order=order, now=_now(), fields=fields, reason="补全派单所需要素")
    return order, added


def _words(call: Call) -> str:
    """What the caller said, in the caller's words."""
    return "".join(said.text for said in call.utterances.exclude(leg="agent"))[:1000]


def _any_duty(category: Category) -> Duty:
    duty = Duty.objects.filter(category=category).select_related("unit").first()
    if duty is None:
        raise NotFound(f"no unit answers for {category.path}", cure="add a row to the duty list")
    return duty


def _now():
    return timezone.now()
