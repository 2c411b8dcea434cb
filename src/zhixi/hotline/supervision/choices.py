from zhixi.hotline.choices import ColouredChoices


class Rung(ColouredChoices):
    """The three rungs of the ladder, and the warning below it."""

    WARN = "warn", "info", "预警"
    REMIND = "remind", "warning", "催办"
    SUPERVISE = "supervise", "danger", "督办"
    CIRCULATE = "circulate", "danger", "通报"


class Span(ColouredChoices):
    """What a rule's amount counts in. PERCENT: of the whole limit, only before it."""

    WORKING_DAYS = "working_days", "info", "个工作日"
    HOURS = "hours", "info", "小时"
    PERCENT = "percent", "info", "%"


class Age(ColouredChoices):
    """How near an order's limit is, or how long it has passed (督办台的时段)."""

    FAR = "far", "success", "期限内"
    SOON = "soon", "warning", "24小时内到期"
    LATE_1 = "late_1", "danger", "超期1天内"
    LATE_3 = "late_3", "danger", "超期1至3天"
    LATE_7 = "late_7", "danger", "超期3至7天"
    LATE_MORE = "late_more", "danger", "超期7天以上"
    STOPPED = "stopped", "info", "已挂起"


class Told(ColouredChoices):
    """Whom a rule of the ladder tells: whoever answers for the order, or a role of the centre."""

    UNIT = "unit", "danger", "承办单位"
    DISPATCHER = "dispatcher", "warning", "审核派单员"
    TEAM_LEADER = "team_leader", "primary", "班长"
    SUPERVISOR = "supervisor", "warning", "督办员"
    LEADER = "leader", "info", "领导"
