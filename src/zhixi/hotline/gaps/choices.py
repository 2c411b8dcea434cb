from zhixi.hotline.choices import ColouredChoices


class GapState(ColouredChoices):
    OPEN = "open", "warning", "待处理"
    ASSIGNED = "assigned", "primary", "已交办"
    DRAFTING = "drafting", "primary", "编写中"
    ANSWERED = "answered", "success", "已发布"
    CLOSED = "closed", "info", "已关闭"
