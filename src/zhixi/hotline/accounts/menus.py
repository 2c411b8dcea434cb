"""Which pages a role's menu shows. A menu hides nothing: each endpoint guards itself.

"routes" is no page of its own: it is the ways out among the rules.
"""

from zhixi.hotline.accounts.choices import Role

UNIT = ("unit", "articles", "confirmations", "commissions")
KNOWLEDGE = (
    "articles",
    "documents",
    "gaps",
    "quality",
    "confirmations",
    "commissions",
    "orders",
    "lessons",
)
MENUS: dict[str, tuple[str, ...]] = {
    Role.AGENT: ("seat", "orders", "callbacks", "articles", "calls"),
    Role.WEB_AGENT: ("orders", "callbacks", "articles"),
    Role.TEAM_LEADER: (
        "seat",
        "orders",
        "dispatch",
        "mass",
        "callbacks",
        "supervision",
        "alarms",
        "lessons",
        "returns",
        "directives",
        "dispatching",
        "articles",
        "calls",
        "people",
    ),
    Role.DISPATCHER: (
        "orders",
        "dispatch",
        "mass",
        "callbacks",
        "returns",
        "directives",
        "dispatching",
        "successions",
        "articles",
    ),
    Role.SUPERVISOR: (
        "orders",
        "mass",
        "supervision",
        "alarms",
        "returns",
        "directives",
        "dispatching",
        "articles",
        "gaps",
        "commissions",
        "calls",
        "calendar",
        "policies",
        "rules",
        "archive",
        "messages",
        "people",
    ),
    Role.KNOWLEDGE_EDITOR: KNOWLEDGE,
    Role.KNOWLEDGE_REVIEWER: KNOWLEDGE,
    Role.QA_INSPECTOR: ("orders", "articles", "calls", "alarms", "lessons", "audit"),
    Role.ANALYST: ("orders", "dispatching", "articles"),
    Role.TRAINER: ("orders", "articles", "calls", "lessons"),
    Role.UNIT_CLERK: UNIT,
    Role.UNIT_LEAD: UNIT,
    Role.DISTRICT_ADMIN: ("district", *UNIT, "returns", "people"),
    Role.OUTSOURCER_MANAGER: ("orders", "articles", "people"),
    Role.SYSTEM_ADMIN: (
        "orders",
        "directives",
        "dispatching",
        "successions",
        "articles",
        "calendar",
        "policies",
        "rules",
        "routes",
        "archive",
        "messages",
        "people",
        "audit",
    ),
    Role.LEADER: (
        "orders",
        "supervision",
        "returns",
        "directives",
        "dispatching",
        "articles",
        "rules",
        "routes",
        "archive",
        "people",
        "audit",
    ),
}


def menus_for(user) -> list[str]:
    return list(MENUS.get(user.role, ()))
