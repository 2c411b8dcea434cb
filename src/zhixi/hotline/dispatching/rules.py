"""Who may do what with the dispatch models and with automatic dispatch."""

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role

CHANGES = frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN})
JUDGES = frozenset({Role.DISPATCHER, Role.TEAM_LEADER, Role.SUPERVISOR})
READS = CHANGES | JUDGES | {Role.LEADER, Role.ANALYST}


def may_change(actor) -> None:
    _one_of(actor, CHANGES, "设置派单模型和自动派单", "请联系督办员或系统管理员")


def may_judge(actor) -> None:
    _one_of(actor, JUDGES, "判断抽查的派单", "请由审核派单员、班长或督办员判断")


def may_read(actor) -> None:
    _one_of(actor, READS, "查看派单模型", "请联系督办员")


def _one_of(actor, roles: frozenset, what: str, cure: str) -> None:
    if actor.role not in roles:
        raise NotAllowed(f"{actor.get_role_display()}不能{what}", cure=cure)
