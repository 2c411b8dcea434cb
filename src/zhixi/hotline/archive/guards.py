"""What must hold before an order is frozen or set free: pure questions on plain values."""

from zhixi.errors import Conflict


def may_hold(held: bool) -> None:
    if held:
        raise Conflict("工单已经冻结", cure="请刷新后再试")


def may_release(held: bool) -> None:
    if not held:
        raise Conflict("工单没有冻结", cure="请刷新后再试")
