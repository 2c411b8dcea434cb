from zhixi.hotline.choices import ColouredChoices


class Effect(ColouredChoices):
    """What a rule does with its unit; the values are those of `assist.dispatch.directives`."""

    BIND = "bind", "danger", "指定主办"
    BAR = "bar", "info", "不派给"
    FAVOUR = "favour", "warning", "优先考虑"
    ASSIST = "assist", "success", "建议协办"
