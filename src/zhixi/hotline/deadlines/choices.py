from zhixi.hotline.choices import ColouredChoices


class Clock(ColouredChoices):
    """The four clocks of an order."""

    DISPATCH = "dispatch", "primary", "派单"
    SIGN = "sign", "warning", "签收"
    HANDLE = "handle", "warning", "办理"
    CALLBACK = "callback", "success", "回访"


class TimeUnit(ColouredChoices):
    WORKING_DAYS = "working_days", "info", "个工作日"
    NATURAL_DAYS = "natural_days", "info", "天"
    HOURS = "hours", "info", "小时"
    MINUTES = "minutes", "info", "分钟"
