"""What must hold before a verb, beyond role and state: pure questions on plain values.

Each raises BadInput (something is missing or wrong in what was given), or Conflict (it was right once, and no
longer is), with the words that the person at the screen needs.
"""

import datetime as dt

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.orders.choices import RequestType, ReturnReason

SHORTEST_TEXT = 5
# 投诉、举报 are about somebody, and only that somebody's overseer can answer them.
ANSWERABLE = frozenset({RequestType.ENQUIRY, RequestType.HELP, RequestType.SUGGESTION, RequestType.PRAISE})


def has_text(text: str, field: str, label: str, shortest: int = SHORTEST_TEXT) -> str:
    """The text without its margins; not empty, and not a mere "已办"."""
    text = text.strip()
    if len(text) < shortest:
        raise BadInput(f"{label}不能少于{shortest}个字", cure=f"请写明{label}", field=field)
    return text


def has_reason(text: str, field: str = "reason", label: str = "理由") -> str:
    return has_text(text, field, label, shortest=2)


def ready_to_accept(order) -> None:
    if not (order.description.strip() or order.title.strip()):
        raise BadInput("诉求内容为空，不能受理", cure="请先填写诉求内容", field="description")


def ready_to_dispatch(order) -> None:
    for field, label, value in (
        ("title", "标题", order.title.strip()),
        ("request_type", "诉求类型", order.request_type),
        ("category", "事项分类", order.category_id),
    ):
        if not value:
            raise BadInput(f"派单前须填写{label}", cure=f"请补全{label}", field=field)


def takes_orders(unit, today: dt.date, field: str = "unit") -> None:
    if not unit.open_on(today):
        raise BadInput(f"{unit.name}已停用或尚未启用", cure="请选择其他承办单位", field=field)


def not_returned_by(unit, upheld_units: set[int]) -> None:
    """An order does not go back to a unit whose return was upheld (防止退单拉锯)."""
    if unit.pk in upheld_units:
        raise BadInput(
            f"{unit.name}的退单已被同意，不能再派回", cure="请选择其他单位，或提请会商", field="unit"
        )


def answerable_on_the_spot(order) -> None:
    if not order.request_type:
        raise BadInput("直接解答前须选择诉求类型", cure="请选择诉求类型", field="request_type")
    if order.request_type not in ANSWERABLE:
        raise BadInput(
            f"{order.get_request_type_display()}须转承办单位办理，不能直接解答",
            cure="请受理后派单",
            field="request_type",
        )


def returnable(
    *, reason: str, clause: str, believed_unit, own_unit_id, bound: bool, refused: set[str]
) -> None:
    """refused: the reasons for which this unit's earlier returns of this order were refused."""
    if bound:
        raise Conflict("本单已经会商定责，不能退单", cure="如有异议，请联系热线中心")
    if reason in refused:
        raise Conflict("同一理由的退单已被裁定不成立", cure="请办理，或以新的理由和依据退单")
    if reason == ReturnReason.NOT_OUR_DUTY and not (clause.strip() or believed_unit):
        raise BadInput(
            "以“非本单位职责”退单，须写明职责依据或应承办的单位", cure="请补充其中一项", field="clause"
        )
    if believed_unit is not None and believed_unit.pk == own_unit_id:
        raise BadInput("应承办的单位不能是本单位", cure="请改选", field="believed_unit")


def mergeable(order, master, open_states) -> None:
    if master.pk == order.pk:
        raise BadInput("不能合并到自己", cure="请选择另一张工单", field="master")
    if master.master_id is not None or master.state not in open_states:
        raise BadInput(
            f"工单 {master.number} 为“{master.get_state_display()}”，不能作为主工单",
            cure="请选择仍在办理的主工单",
            field="master",
        )
    if order.merged.exists():
        raise Conflict("本单已有合并进来的工单，不能再合并出去", cure="请把那张工单合并到本单")


def callback_complete(*, reached: bool, solved: bool | None, satisfaction: str) -> None:
    if reached and solved is None:
        raise BadInput("联系上市民时须登记是否解决", cure="请选择已解决或未解决", field="solved")
    if not reached and (solved is not None or satisfaction):
        raise BadInput("未联系上市民，不能登记解决情况或满意度", cure="请清空这两项", field="reached")


def concludable(*, wanted: bool, attempts: list, needed: int, reopened: int, limit: int, note: str) -> None:
    """attempts: the callbacks of this round, oldest first. An unsolved one is reopened, not concluded."""
    if not wanted:
        return
    if not attempts:
        raise BadInput("尚未回访，不能办结", cure="请先回访市民")
    reached = [attempt for attempt in attempts if attempt.reached]
    if not reached and len(attempts) < needed:
        raise BadInput(
            f"未联系上市民，回访满{needed}次方可办结（已{len(attempts)}次）", cure="请换个时段再次回访"
        )
    if reached and reached[-1].solved is False and (reopened < limit or not note.strip()):
        cure = "请重办" if reopened < limit else "重办次数已满，请写明情况后办结"
        raise BadInput("市民表示未解决，不能办结", cure=cure, field="note")


def extension_askable(*, days: int, most: int, pending: bool, due_at, now) -> None:
    if pending:
        raise Conflict("上一次延期申请尚未审批", cure="请等待审批")
    if not 1 <= days <= most:
        raise BadInput(f"延期须为1至{most}个工作日", cure="请改正天数", field="days")
    if due_at is not None and now > due_at:
        raise Conflict("已超过办理期限，不能申请延期", cure="请尽快反馈，并联系督办员")
