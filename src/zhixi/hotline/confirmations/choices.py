from zhixi.hotline.choices import ColouredChoices


class Answered(ColouredChoices):
    """What a unit said of an article that it was asked about."""

    CONFIRMED = "confirmed", "success", "已确认"
    CHANGED = "changed", "warning", "须更新"
