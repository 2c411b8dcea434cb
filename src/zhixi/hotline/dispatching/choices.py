from zhixi.hotline.choices import ColouredChoices


class ModelState(ColouredChoices):
    """Where a learnt model stands. It is never switched on by being made."""

    OFFERED = "offered", "primary", "可启用"
    USED = "used", "success", "启用过"
    REMOVED = "removed", "info", "已清理"


class RunState(ColouredChoices):
    WAITING = "waiting", "info", "排队"
    RUNNING = "running", "primary", "学习中"
    DONE = "done", "success", "完成"
    REFUSED = "refused", "warning", "不能学习"
    FAILED = "failed", "danger", "中断"


class Every(ColouredChoices):
    OFF = "off", "info", "不自动学习"
    WEEKLY = "weekly", "primary", "每周"
    DAILY = "daily", "primary", "每天"


class Mode(ColouredChoices):
    """What a row of 自动派单 does. SHADOW notes what it would have done, and dispatches nothing."""

    OFF = "off", "info", "停用"
    SHADOW = "shadow", "warning", "试运行"
    ON = "on", "success", "启用"


class Verdict(ColouredChoices):
    """What a person says of a sampled decision (抽查)."""

    RIGHT = "right", "success", "派对了"
    WRONG = "wrong", "danger", "派错了"
