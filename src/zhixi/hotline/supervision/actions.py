"""The three rungs of the ladder by hand, and important orders (催办, 督办, 通报, 重要来电来信)."""

from zhixi.errors import BadInput
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.notifications.actions import tell_people
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.step import step
from zhixi.hotline.supervision.choices import Rung
from zhixi.hotline.supervision.models import Important, Notice

MAY_LEAD = frozenset({Role.LEADER, Role.SUPERVISOR, Role.UNIT_LEAD, Role.DISTRICT_ADMIN})


def remind(*, actor, order, now, text: str):
    """Ask the unit to hurry (催办)."""
    return _push("remind", Rung.REMIND, actor=actor, order=order, now=now, text=text)


def supervise(*, actor, order, now, text: str):
    """Put the order under supervision (督办)."""
    return _push("supervise", Rung.SUPERVISE, actor=actor, order=order, now=now, text=text)


def circulate(*, actor, order, now, text: str):
    """Name the unit before the others (通报)."""
    return _push("circulate", Rung.CIRCULATE, actor=actor, order=order, now=now, text=text)


def mark_important(*, actor, order, now, leader=None, note: str = ""):
    """Mark an order that must not go wrong (重要来电来信), and name the leader who answers for it, or another one."""
    with step("mark_important", actor=actor, order=order, now=now, reason=note) as taking:
        taking.order.important = True
        if leader is not None:
            _may_lead(taking.order, leader)
            Important.objects.update_or_create(
                order=taking.order, defaults={"leader": leader, "by": actor, "at": now}
            )
            taking.data["leader"] = leader.pk
            tell_people(users=[leader], kind="important", order=taking.order, text=note, now=now)
    return taking.order


def _may_lead(order, leader) -> None:
    """A leader who works, of the centre or of a unit that has the order: nobody is named who may not see it."""
    seen = type(order).objects.visible_to(leader).filter(pk=order.pk).exists()
    if not leader.is_active or leader.role not in MAY_LEAD or not seen:
        raise BadInput(
            "此人不能牵头督办本单", cure="请选择领导、督办员或本单所在单位的负责人", field="leader"
        )


def _push(verb: str, rung: Rung, *, actor, order, now, text: str):
    with step(verb, actor=actor, order=order, now=now, reason=text) as taking:
        text = guards.has_reason(text, "text", "要求")
        unit = taking.order.unit
        Notice.objects.create(order=taking.order, unit=unit, rung=rung, by=actor, at=now, text=text)
        taking.data.update(unit=unit.code, rung=str(rung))
        tell_people(unit=unit, kind=str(rung), order=taking.order, text=text, now=now)
    return taking.order
