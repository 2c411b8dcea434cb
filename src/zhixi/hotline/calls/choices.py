from zhixi.hotline.choices import ColouredChoices


class CallState(ColouredChoices):
    WAITING = "waiting", "warning", "等待接听"
    TALKING = "talking", "success", "通话中"
    ENDED = "ended", "info", "已结束"
    ABANDONED = "abandoned", "danger", "市民挂断"


class SuggestionState(ColouredChoices):
    OFFERED = "offered", "info", "建议"
    ACCEPTED = "accepted", "success", "已采纳"
    EDITED = "edited", "warning", "已修改"
    REJECTED = "rejected", "danger", "已拒绝"
