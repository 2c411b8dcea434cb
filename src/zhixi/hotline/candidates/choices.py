from zhixi.hotline.choices import ColouredChoices


class CandidateState(ColouredChoices):
    OFFERED = "offered", "warning", "待处理"
    ACCEPTED = "accepted", "success", "已采纳"
    DISMISSED = "dismissed", "info", "不采纳"
