from zhixi.hotline.choices import ColouredChoices


class ExposureState(ColouredChoices):
    ASKED = "asked", "warning", "待同意公开"
    APPROVED = "approved", "success", "向公众公开"
    DECLINED = "declined", "danger", "不同意公开"
    RETRACTED = "retracted", "info", "已停止公开"


class Gone(ColouredChoices):
    """Why an article that the public could read is no longer there."""

    RETRACTED = "retracted", "info", "停止公开"
    ENDED = "ended", "info", "已下线"
    EXPIRED = "expired", "info", "已失效"
    REVIEW = "review", "warning", "正在复核"
