"""Who may keep, freeze, list and take out."""

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role as R

KEEPS_LISTS = frozenset({R.SYSTEM_ADMIN, R.SUPERVISOR, R.LEADER})  # sees retention and lists
DECIDES = frozenset({R.SYSTEM_ADMIN})  # sets retention, approves lists
# Whoever may see an order may not for that reason carry thousands of them out of the office.
EXPORTS = frozenset(
    {R.TEAM_LEADER, R.DISPATCHER, R.SUPERVISOR, R.QA_INSPECTOR, R.ANALYST, R.SYSTEM_ADMIN}
    | {R.DISTRICT_ADMIN, R.UNIT_LEAD}
)


def check(user, roles: frozenset, what: str) -> None:
    if user.role not in roles:
        raise NotAllowed(f"{user.get_role_display()}不能{what}", cure="请由有权限的岗位办理")
