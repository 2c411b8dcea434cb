from zhixi.hotline.choices import ColouredChoices


class Element(ColouredChoices):
    """What an article tells beside its answer (办事要素), in the order in which a caller needs it."""

    AUDIENCE = "audience", "info", "适用对象和条件"
    MATERIALS = "materials", "info", "所需材料"
    STEPS = "steps", "info", "办理流程"
    FEES = "fees", "info", "收费标准"
    VENUE = "venue", "info", "办理地点"
    HOURS = "hours", "info", "办理时间"


class ArticleState(ColouredChoices):
    DRAFT = "draft", "info", "草稿"
    REVIEW = "review", "warning", "待审核"
    PUBLISHED = "published", "success", "已发布"
    WITHDRAWN = "withdrawn", "danger", "已下线"


class Ended(ColouredChoices):
    """Why a version is no longer an answer."""

    REPLACED = "replaced", "info", "已被新版替代"
    WITHDRAWN = "withdrawn", "danger", "已下线"


class MarkMade(ColouredChoices):
    """What somebody at work says of an answer."""

    USED = "used", "success", "已采用"
    WRONG = "wrong", "danger", "答案有误"
    OUTDATED = "outdated", "warning", "内容过时"


class Standing(ColouredChoices):
    """Where a version stands at a moment; read from its times, never stored."""

    COMING = "coming", "warning", "待发布"
    LIVE = "live", "success", "现行"
    ENDED = "ended", "info", "已停用"
    CANCELLED = "cancelled", "info", "未启用"
