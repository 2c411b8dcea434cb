from zhixi.hotline.choices import ColouredChoices


class ListState(ColouredChoices):
    """A list of orders past their retention (销毁清单)."""

    PROPOSED = "proposed", "warning", "待审批"
    APPROVED = "approved", "success", "已批准"
    REFUSED = "refused", "info", "不批准"


class ExportState(ColouredChoices):
    WAITING = "waiting", "info", "排队中"
    RUNNING = "running", "warning", "生成中"
    READY = "ready", "success", "可下载"
    FAILED = "failed", "danger", "失败"
    EXPIRED = "expired", "info", "已过期"
