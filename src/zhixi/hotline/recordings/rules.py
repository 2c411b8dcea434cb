"""Who may hear a call, and who may take a copy of it out (录音权限)."""

from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.privacy.masking import mask_text

HEARS = frozenset({Role.TEAM_LEADER, Role.QA_INSPECTOR, Role.TRAINER, Role.SUPERVISOR})
TAKES_OUT = frozenset({Role.QA_INSPECTOR, Role.TEAM_LEADER, Role.TRAINER})
SHORTEST_PURPOSE = 2


def check_hears(actor, call) -> None:
    """The agent who had the call hears it too."""
    if actor.role not in HEARS and call.agent_id != actor.pk:
        raise NotAllowed(f"{actor.get_role_display()}不能听取这通电话的录音", cure="请由班长或质检员听取")


def check_takes_out(actor) -> None:
    if actor.role not in TAKES_OUT:
        raise NotAllowed(f"{actor.get_role_display()}不能导出录音", cure="请由质检员或班长导出")


def purpose_of(text: str) -> str:
    purpose = text.strip()
    if len(purpose) < SHORTEST_PURPOSE:
        raise BadInput("请填写用途", cure="例如：服务质量检查", field="purpose")
    return mask_text(purpose)
