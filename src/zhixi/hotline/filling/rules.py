"""Who may do what to a draft (填单权限)."""

from zhixi.errors import Conflict, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.rules import check_own
from zhixi.hotline.filling.models import TEACHERS, Filed

EXPORTS = frozenset({Role.QA_INSPECTOR, Role.TRAINER, Role.TEAM_LEADER, Role.SUPERVISOR})


def check_draft(actor, call, part: int) -> None:
    """The call's own agent, while the order of this demand is not saved."""
    check_own(actor, call, "填写工单")
    if call.state == CallState.WAITING:
        raise Conflict("电话还没有接听", cure="请先接听")
    if Filed.objects.filter(call=call, part=part).exists():
        raise Conflict("这一项诉求已经立单", cure="请在工单上修改")


def check_lessons(actor) -> None:
    if actor.role not in TEACHERS | {Role.AGENT, Role.WEB_AGENT}:
        raise NotAllowed(f"{actor.get_role_display()}不能查看填单质量", cure="请由质检员、培训员或班长查看")


def check_export(actor) -> None:
    if actor.role not in EXPORTS:
        raise NotAllowed(f"{actor.get_role_display()}不能导出填单记录", cure="请由质检员或培训员导出")
