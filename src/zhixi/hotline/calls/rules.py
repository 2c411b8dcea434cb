"""Who may do what with a call (通话权限)."""

from zhixi.errors import Conflict, NotAllowed
from zhixi.hotline.accounts.choices import Role as R
from zhixi.hotline.calls.choices import CallState

SEATS = frozenset({R.AGENT, R.TEAM_LEADER})  # who takes calls
HEARERS = SEATS | {R.QA_INSPECTOR, R.TRAINER, R.SUPERVISOR}  # whose desk is told of calls


def check_seat(actor) -> None:
    if actor.role not in SEATS:
        raise NotAllowed(f"{actor.get_role_display()}不能接听电话", cure="请由话务员接听")


def check_own(actor, call, doing: str) -> None:
    """Only who took the call may act on it."""
    check_seat(actor)
    if call.agent_id != actor.pk:
        raise NotAllowed(f"不能{doing}：这通电话由其他话务员接听", cure="请由接听的话务员办理")


def check_waiting(call) -> None:
    if call.state == CallState.TALKING:
        raise Conflict("这通电话已由其他坐席接听", cure="请接听下一通")
    if call.state != CallState.WAITING:
        raise Conflict("市民已经挂断，这通电话不能再接听", cure="请接听下一通")
