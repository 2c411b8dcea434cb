from zhixi.hotline.choices import ColouredChoices


class Rung(ColouredChoices):
    """The three rungs of the ladder."""

    REMIND = "remind", "warning", "催办"
    SUPERVISE = "supervise", "danger", "督办"
    CIRCULATE = "circulate", "danger", "通报"
