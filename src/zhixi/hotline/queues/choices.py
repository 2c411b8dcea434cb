from zhixi.hotline.choices import ColouredChoices


class Happening(ColouredChoices):
    """What can happen to a call in a telephone system's queue (排队事件类型)."""

    OFFERED = "offered", "warning", "进入排队"
    ANSWERED = "answered", "success", "接听"
    ABANDONED = "abandoned", "danger", "市民放弃"
    HELD = "held", "info", "保持"
    RESUMED = "resumed", "success", "取回"
    TRANSFERRED = "transferred", "warning", "转接"
    ENDED = "ended", "info", "挂机"
