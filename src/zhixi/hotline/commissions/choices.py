from zhixi.hotline.choices import ColouredChoices


class Outcome(ColouredChoices):
    """What came of a question that a unit was asked to answer."""

    WRITTEN = "written", "success", "已供稿"
    DECLINED = "declined", "danger", "单位不写"
    RECALLED = "recalled", "info", "已收回"
