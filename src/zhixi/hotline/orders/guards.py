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


def returnable_now(*, now: dt.datetime, until: dt.datetime | None, times: int, most: int) -> None:
    """times: how often this unit has returned this order already."""
    if times >= most:
        raise Conflict(f"本单位已退过本单{times}次，不能再退", cure="请办理，或联系热线中心提请会商")
    if until is not None and now > until:
        raise Conflict("已超过退单时限", cure="请办理，如确需调整请联系派单员")


def duty_is_anothers(duty, own_unit_id) -> None:
    if duty.unit_id == own_unit_id:
        raise BadInput("该项职责由本单位承担，不能据此退单", cure="请改选权责清单条目", field="duty")


def ruled_alone(returned: int, limit: int) -> None:
    """After so many returns the units meet, and the meeting binds one of them (疑难会商)."""
    if returned >= limit:
        raise Conflict(f"本单已退单{returned}次，须会商定责", cure="请提请疑难会商")


def helpers_heard(*, still_asked: list, required: bool) -> None:
    if required and still_asked:
        names = "、".join(unit.name for unit in still_asked)
        raise Conflict(f"{names}尚未提交协办意见", cure="请等待协办意见，或联系派单员取消协办")


def splittable(parts: list[dict], *, already: int, most: int) -> None:
    if not parts:
        raise BadInput("没有要拆分的诉求", cure="请至少填写一项", field="parts")
    one_more_part(already=already, most=most, more=len(parts))
    for part in parts:
        if not (part.get("title") or "").strip():
            raise BadInput("拆分出的每项诉求都须有标题", cure="请填写标题", field="parts.title")


def one_more_part(*, already: int, most: int, more: int = 1) -> None:
    if already + more > most:
        raise BadInput(
            f"一次来电最多拆分为{most}张工单（已有{already}张）", cure="请合并相近的诉求", field="parts"
        )


def mergeable(order, master, master_states) -> None:
    if master.pk == order.pk:
        raise BadInput("不能合并到自己", cure="请选择另一张工单", field="master")
    if master.master_id is not None or master.state not in master_states:
        raise BadInput(
            f"工单 {master.number} 为“{master.get_state_display()}”，不能作为主工单",
            cure="请选择尚未反馈的主工单，或直接办理本单",
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


def extension_within_total(*, days: int, granted: int, total: int) -> None:
    """granted: the working days that the running limit was moved on by already."""
    if granted + days > total:
        raise Conflict(f"延期累计不能超过{total}个工作日（已延期{granted}个）", cure="请按期办理，或提请会商")


def extension_grantable(*, days: int, most: int, own: bool, used_up: bool, who: str) -> None:
    """most: what this person may grant at once; used_up: the unit's own one grant was given before."""
    if own:
        raise Conflict("不能审批本人提出的延期", cure="请由他人审批")
    if days > most:
        raise Conflict(f"{who}一次最多可同意{most}个工作日", cure="请由上一级审批")
    if used_up:
        raise Conflict("承办单位自行延期只能一次", cure="请由热线中心审批")
