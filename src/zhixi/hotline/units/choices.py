from zhixi.hotline.choices import ColouredChoices


class Succession(ColouredChoices):
    """How one unit came to answer for another's orders (单位沿革)."""

    RENAMED = "renamed", "info", "更名"
    MERGED = "merged", "primary", "合并"
    SPLIT = "split", "warning", "分设"
    CLOSED = "closed", "danger", "撤销"
    MOVED = "moved", "success", "划转"
