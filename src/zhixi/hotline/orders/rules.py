"""Who may take an order from where to where: one table (工单流转规则).

The table is data: the actions, the API, the buttons of the screen and the documents are all read from it.
`side` says whose order it must be: "centre" any order, "lead" the actor's unit leads it, "helper" the actor's
unit assists, "unit" it does either, "party" the centre or either of them, "district" the lead unit lies in the
actor's district, "lead_or_centre" either of the first two. `to` "" keeps
the state.
"""

import dataclasses

from zhixi.errors import IllegalStep, NotAllowed
from zhixi.hotline.accounts.choices import Role as R
from zhixi.hotline.orders.choices import State as S

INTAKE = frozenset({R.AGENT, R.WEB_AGENT, R.TEAM_LEADER})
DESK = frozenset({R.DISPATCHER, R.TEAM_LEADER})
CLERK = frozenset({R.UNIT_CLERK, R.UNIT_LEAD})
CALLERS_BACK = frozenset({R.AGENT, R.WEB_AGENT, R.TEAM_LEADER, R.DISPATCHER})
WATCH = frozenset({R.SUPERVISOR, R.TEAM_LEADER})
PAUSES = frozenset({R.SUPERVISOR, R.DISPATCHER})
GRANTS = PAUSES | {R.UNIT_LEAD, R.LEADER}  # how much each: settings.ORDER_EXTENSION_GRANTS
KEEPERS = frozenset({R.SUPERVISOR, R.SYSTEM_ADMIN})

WITH_UNIT = frozenset({S.DISPATCHED, S.SIGNED, S.HANDLING})
IN_HAND = frozenset({S.SIGNED, S.HANDLING})
BEFORE_UNIT = frozenset({S.ACCEPTED, S.REVIEWED})
OPEN = frozenset(S) - {S.DRAFT, S.CONCLUDED, S.ARCHIVED, S.MERGED, S.WITHDRAWN, S.UNREASONABLE}
# A merged order is not closed: it waits for its master's reply, or for being taken out again.
CLOSED = frozenset({S.CONCLUDED, S.WITHDRAWN, S.UNREASONABLE})
MASTERS = BEFORE_UNIT | WITH_UNIT | {S.SUSPENDED, S.RETURNED, S.HARD_CASE}  # what is merged awaits one reply


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One verb: its Chinese label, the states it may start from, where it leads, and who may do it."""

    verb: str
    label: str
    start: frozenset
    to: str
    roles: frozenset
    side: str = "centre"
    danger: bool = False


def _s(verb, label, start, to, roles, side="centre", danger=False) -> Step:
    start = frozenset({start}) if isinstance(start, S) else frozenset(start)
    return Step(verb, label, start, to, frozenset(roles), side, danger)


STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        # intake (受理)
        _s("accept", "受理", S.DRAFT, S.ACCEPTED, INTAKE),
        _s("amend", "修改", {S.DRAFT, S.ACCEPTED, S.REVIEWED, S.RETURNED}, "", INTAKE | DESK),
        _s("answer", "直接解答", S.ACCEPTED, S.CONCLUDED, INTAKE | DESK),
        _s("withdraw", "撤单", OPEN | {S.MERGED}, S.WITHDRAWN, INTAKE | DESK, danger=True),
        # review and dispatch (审核, 派单)
        _s("review", "审核通过", S.ACCEPTED, S.REVIEWED, DESK),
        _s("dispatch", "派单", BEFORE_UNIT, S.DISPATCHED, DESK),
        _s("split", "拆分诉求", BEFORE_UNIT, "", INTAKE | DESK),
        _s("assist", "增加协办", WITH_UNIT | BEFORE_UNIT, "", DESK),
        _s("remove_assist", "取消协办", WITH_UNIT | BEFORE_UNIT, "", DESK),
        _s("change_lead", "调换主办", WITH_UNIT, S.DISPATCHED, DESK),
        # the unit (承办单位)
        _s("sign", "签收", S.DISPATCHED, S.SIGNED, CLERK, "lead"),
        _s("handle", "开始办理", S.SIGNED, S.HANDLING, CLERK, "lead"),
        _s("send_back", "退单", {S.DISPATCHED, S.SIGNED}, S.RETURNED, CLERK, "lead", danger=True),
        _s("reply", "办理反馈", IN_HAND, S.REPLIED, CLERK, "lead"),
        _s("assist_reply", "协办意见", WITH_UNIT, "", CLERK, "helper"),
        _s("delegate", "转下级办理", WITH_UNIT, S.DISPATCHED, {R.DISTRICT_ADMIN}, "district"),
        _s("take_up", "收回本级", WITH_UNIT, S.DISPATCHED, {R.DISTRICT_ADMIN}, "district"),
        # returns (裁定)
        _s("uphold_return", "同意退单并改派", S.RETURNED, S.DISPATCHED, DESK),
        _s("refuse_return", "不同意退单", S.RETURNED, S.DISPATCHED, DESK),
        _s("convene", "疑难会商", {S.RETURNED, S.HANDLING, S.REPLIED, S.CALLBACK}, S.HARD_CASE, DESK | WATCH),
        _s("bind", "会商定责", S.HARD_CASE, S.DISPATCHED, DESK | WATCH),
        # attachments (附件): of the centre, and of units for their reply or opinion
        _s("attach", "添加附件", {S.DRAFT, S.MERGED} | OPEN, "", INTAKE | DESK | WATCH),
        _s("attach_evidence", "提交佐证", WITH_UNIT, "", CLERK, "unit"),
        _s(
            "withdraw_attachment",
            "撤回附件",
            {S.DRAFT, S.MERGED} | OPEN,
            "",
            INTAKE | DESK | WATCH | CLERK,
            "party",
        ),
        # time (延期, 挂起, 补充)
        _s("ask_extension", "申请延期", IN_HAND, "", CLERK, "lead"),
        _s("grant_extension", "同意延期", IN_HAND, "", GRANTS, "lead_or_centre"),
        _s("refuse_extension", "不同意延期", IN_HAND, "", GRANTS, "lead_or_centre"),
        _s("suspend", "挂起", WITH_UNIT | {S.SUSPENDED}, S.SUSPENDED, PAUSES),
        _s("ask_suspension", "申请挂起", IN_HAND, "", CLERK, "lead"),
        _s("grant_suspension", "同意挂起", IN_HAND, S.SUSPENDED, PAUSES),
        _s("refuse_suspension", "不同意挂起", IN_HAND, "", PAUSES),
        _s("resume", "恢复办理", S.SUSPENDED, "", PAUSES),
        _s("ask_supplement", "请市民补充", IN_HAND | {S.SUSPENDED}, S.SUSPENDED, CLERK, "lead"),
        _s("supplement", "补充诉求", OPEN, "", INTAKE | DESK),
        # the end (反馈审核, 回访, 办结, 归档)
        _s("pass_reply", "反馈审核通过", S.REPLIED, S.REPLY_REVIEWED, DESK | {R.SUPERVISOR}),
        _s("reject_reply", "退回重办", S.REPLIED, S.HANDLING, DESK | {R.SUPERVISOR}, danger=True),
        _s("start_callback", "开始回访", {S.REPLIED, S.REPLY_REVIEWED}, S.CALLBACK, CALLERS_BACK),
        _s("send_callback_link", "发送评价链接", S.CALLBACK, "", CALLERS_BACK),
        _s("record_callback", "登记回访", S.CALLBACK, "", CALLERS_BACK),
        _s("conclude", "办结", {S.CALLBACK, S.REPLY_REVIEWED}, S.CONCLUDED, CALLERS_BACK),
        _s("reopen", "重办", {S.CALLBACK, S.CONCLUDED}, S.DISPATCHED, CALLERS_BACK | {R.SUPERVISOR}),
        _s("archive", "归档", CLOSED, S.ARCHIVED, DESK | {R.SUPERVISOR, R.SYSTEM_ADMIN}),
        # whatever became of it: frozen and set free (冻结)
        _s("hold", "冻结", frozenset(S) - {S.DRAFT}, "", KEEPERS),
        _s("release", "解除冻结", frozenset(S) - {S.DRAFT}, "", KEEPERS),
        # side ways
        _s("merge", "合并到主工单", BEFORE_UNIT | {S.DISPATCHED}, S.MERGED, DESK),
        _s("unmerge", "取消合并", S.MERGED, "", DESK),
        _s(
            "rule_unreasonable",
            "认定不合理诉求",
            OPEN - {S.SUSPENDED, S.HARD_CASE},
            S.UNREASONABLE,
            {R.SUPERVISOR},
            danger=True,
        ),
        _s("mark_important", "标为重要", OPEN, "", DESK | WATCH),
        # supervision (催办, 督办, 通报)
        _s("remind", "催办", WITH_UNIT | {S.SUSPENDED}, "", DESK | WATCH | INTAKE),
        _s("supervise", "督办", WITH_UNIT | {S.SUSPENDED}, "", WATCH),
        _s("circulate", "通报", WITH_UNIT | {S.SUSPENDED}, "", {R.SUPERVISOR}, danger=True),
    )
}

# What happens to an order because of another thing that somebody had the right to do: its master's verb, the row of
# automatic dispatch that a supervisor switched on, the succession of a unit, or the citizen's own answer by a one-time link. No screen offers these; the right was checked in the same transaction.
FOLLOWING: dict[str, Step] = {
    step.verb: step
    for step in (
        _s("auto_dispatch", "自动派单", BEFORE_UNIT, S.DISPATCHED, ()),
        _s("share_reply", "随主工单反馈", S.MERGED, S.REPLIED, ()),
        _s("share_pass", "随主工单反馈审核通过", S.REPLIED, S.REPLY_REVIEWED, ()),
        _s("share_recall", "主工单重新办理，等待新的反馈", {S.REPLIED, S.REPLY_REVIEWED}, S.MERGED, ()),
        _s("set_apart", "主工单已终止，恢复单独办理", S.MERGED, "", ()),
        _s("citizen_answer", "市民评价", S.CALLBACK, "", ()),
        _s("citizen_reopen", "市民评价后重办", S.CALLBACK, S.DISPATCHED, ()),
        _s("transfer", "随单位沿革移交", OPEN | {S.MERGED}, "", ()),
    )
}


def may(actor, order, verb: str) -> bool:
    """Whether this person may do this verb to this order now."""
    step = STEPS[verb]
    return order.state in step.start and actor.role in step.roles and _on_side(actor, order, step.side)


def check(actor, order, verb: str) -> Step:
    """The step, or NotAllowed for the wrong role or unit, or IllegalStep for the wrong state."""
    step = STEPS.get(verb)
    if step is None:
        return _from_state(order, FOLLOWING[verb])
    if actor.role not in step.roles:
        raise NotAllowed(f"{actor.get_role_display()}不能{step.label}", cure="请由有权限的岗位办理")
    if not _on_side(actor, order, step.side):
        raise NotAllowed(f"工单 {order.number} 不由您的单位办理", cure="如需调整，请联系派单员")
    return _from_state(order, step)


def _from_state(order, step: Step) -> Step:
    if order.state not in step.start:
        raise IllegalStep(
            f"工单 {order.number} 当前为“{order.get_state_display()}”，不能{step.label}", cure="请刷新后再试"
        )
    return step


def verbs_for(actor, order) -> list[Step]:
    """What this person may do with this order now, in the order of the table."""
    return [step for step in STEPS.values() if may(actor, order, step.verb)]


def _on_side(actor, order, side: str) -> bool:
    if side == "centre" or (side in ("lead_or_centre", "party") and actor.in_centre):
        return actor.in_centre
    if actor.unit_id is None:
        return False
    if side in ("lead", "lead_or_centre"):
        return order.unit_id == actor.unit_id
    if side in ("unit", "party") and order.unit_id == actor.unit_id:
        return True
    if side in ("helper", "unit", "party"):
        return order.helpers.filter(unit=actor.unit_id).exists()
    return order.unit_id is not None and actor.unit.has_in_district(order.unit)
