from zhixi.hotline.choices import ColouredChoices


class Way(ColouredChoices):
    """How a message travels."""

    PAGE = "page", "primary", "站内"
    EMAIL = "email", "info", "邮件"
    SMS = "sms", "warning", "短信"
    WECOM = "wecom", "success", "企业微信"
    DINGTALK = "dingtalk", "primary", "钉钉"


ROBOTS = frozenset({Way.WECOM, Way.DINGTALK})


class Delivery(ColouredChoices):
    """Where a message stands.

    DOUBTFUL: handed over, and the line broke before the answer. It may have arrived, so it is not sent again by itself.
    UNROUTED: no way of that kind was set up when it was written; it is kept, and never sent late.
    """

    WAITING = "waiting", "info", "待发送"
    SENDING = "sending", "primary", "发送中"
    SENT = "sent", "success", "已发送"
    FAILED = "failed", "danger", "发送失败"
    DOUBTFUL = "doubtful", "warning", "未确认"
    UNROUTED = "unrouted", "info", "未设通道"


class Outcome(ColouredChoices):
    """What one attempt came to."""

    SENT = "sent", "success", "已发送"
    LATER = "later", "warning", "稍后重试"
    REFUSED = "refused", "danger", "被拒绝"
    DOUBTFUL = "doubtful", "warning", "未确认"
