from zhixi.hotline.choices import ColouredChoices


class CallState(ColouredChoices):
    WAITING = "waiting", "warning", "等待接听"
    TALKING = "talking", "success", "通话中"
    ENDED = "ended", "info", "已结束"
    ABANDONED = "abandoned", "danger", "市民挂断"
