"""Who may see what of a caller (个人信息保护法 第六条：最小必要).

Everybody sees masks. Whoever must speak with the citizen may look behind one, with a purpose, and each look
is logged. A unit looks only at its own open order; of a confidential or anonymous caller it learns
nothing at all.
"""

from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.accounts.choices import UNIT_SIDE, Role
from zhixi.hotline.orders.rules import OPEN
from zhixi.hotline.privacy.masking import FIELD_MASKS, HIDDEN, mask_text, without_caller

SPEAKS_WITH_CITIZENS = frozenset({Role.AGENT, Role.WEB_AGENT, Role.TEAM_LEADER, Role.DISPATCHER})
WATCHES = frozenset({Role.SUPERVISOR, Role.QA_INSPECTOR})
UNIT_STAFF = frozenset({Role.UNIT_CLERK, Role.UNIT_LEAD})
FIELDS: dict[str, tuple[str, frozenset]] = {
    "caller_name": ("姓名", SPEAKS_WITH_CITIZENS | WATCHES | UNIT_STAFF),
    "caller_phone": ("联系电话", SPEAKS_WITH_CITIZENS | WATCHES | UNIT_STAFF),
    # The line that a call came in on is the centre's own evidence: units need only the number to ring back.
    "calling_number": ("来电号码", frozenset({Role.AGENT, Role.TEAM_LEADER}) | WATCHES),
}
MAY_AMEND = SPEAKS_WITH_CITIZENS  # they edit the texts, so they read them whole


def hides_caller(viewer, order) -> bool:
    """Whether the caller of this order is kept from this person altogether (保密, 匿名)."""
    return (order.confidential or order.anonymous) and viewer.role in UNIT_SIDE


def shown(viewer, order, field: str) -> str:
    """A personal field as this person sees it without asking: masked, or 保密."""
    value = getattr(order, field)
    if not value:
        return ""
    return HIDDEN if hides_caller(viewer, order) else FIELD_MASKS[field](value)


def text_shown(viewer, order, text: str) -> str:
    """A free text of the order: whole for those who edit it, without numbers for the rest."""
    if hides_caller(viewer, order):
        return without_caller(text, order.caller_name, order.caller_phone, order.calling_number)
    return text if viewer.role in MAY_AMEND else mask_text(text)


def check_reveal(viewer, order, field: str) -> str:
    """The field's label, or why this person may not look behind its mask."""
    if field not in FIELDS:
        raise BadInput("没有这个可查看的字段", cure="可查看：" + "、".join(FIELDS), field="field")
    label, roles = FIELDS[field]
    if viewer.role not in roles:
        raise NotAllowed(f"{viewer.get_role_display()}不能查看{label}", cure="请由有权限的岗位查看")
    if hides_caller(viewer, order):
        raise NotAllowed("市民要求保密，承办单位不能查看其身份", cure="需要联系市民时，请由热线中心转达")
    if viewer.role in UNIT_SIDE and not _in_its_hands(viewer, order):
        raise NotAllowed("只能查看本单位正在办理的工单", cure="工单已不在本单位办理，请联系热线中心")
    return label


def _in_its_hands(viewer, order) -> bool:
    if order.state not in OPEN or viewer.unit_id is None:
        return False
    return order.unit_id == viewer.unit_id or order.helpers.filter(unit=viewer.unit_id).exists()
