from zhixi.hotline.choices import ColouredChoices


class Standing(ColouredChoices):
    """Whether a recording can be heard (录音状态)."""

    KEPT = "kept", "success", "可播放"
    ERASED = "erased", "info", "保管期满已删除"
    HARMED = "harmed", "danger", "文件缺失或损坏"
