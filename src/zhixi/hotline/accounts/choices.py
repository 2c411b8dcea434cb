"""The sixteen roles of a hotline centre and its units."""

from zhixi.hotline.choices import ColouredChoices


class Role(ColouredChoices):
    AGENT = "agent", "primary", "话务员"
    TEAM_LEADER = "team_leader", "primary", "班长"
    DISPATCHER = "dispatcher", "warning", "审核派单员"
    WEB_AGENT = "web_agent", "primary", "网络业务员"
    SUPERVISOR = "supervisor", "warning", "督办员"
    KNOWLEDGE_EDITOR = "knowledge_editor", "success", "知识采编"
    KNOWLEDGE_REVIEWER = "knowledge_reviewer", "success", "知识审核"
    QA_INSPECTOR = "qa_inspector", "info", "质检员"
    ANALYST = "analyst", "info", "调研分析员"
    TRAINER = "trainer", "info", "培训员"
    UNIT_CLERK = "unit_clerk", "danger", "承办经办人"
    UNIT_LEAD = "unit_lead", "danger", "承办负责人"
    DISTRICT_ADMIN = "district_admin", "danger", "区级管理员"
    OUTSOURCER_MANAGER = "outsourcer_manager", "info", "承办商管理员"
    SYSTEM_ADMIN = "system_admin", "info", "系统管理员"
    LEADER = "leader", "info", "领导"


# Whom the privacy rules and `visible_to` speak of together.
CENTRE = frozenset(
    {
        Role.AGENT,
        Role.TEAM_LEADER,
        Role.DISPATCHER,
        Role.WEB_AGENT,
        Role.SUPERVISOR,
        Role.QA_INSPECTOR,
        Role.ANALYST,
        Role.TRAINER,
    }
    | {
        Role.KNOWLEDGE_EDITOR,
        Role.KNOWLEDGE_REVIEWER,
        Role.OUTSOURCER_MANAGER,
        Role.SYSTEM_ADMIN,
        Role.LEADER,
    }
)
UNIT_SIDE = frozenset({Role.UNIT_CLERK, Role.UNIT_LEAD, Role.DISTRICT_ADMIN})
