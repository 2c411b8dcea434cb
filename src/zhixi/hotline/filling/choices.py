from zhixi.hotline.choices import ColouredChoices


class FieldState(ColouredChoices):
    """Whose a field of a draft is: the seat's, or the agent's by ✓, by hand, or by ✕."""

    OFFERED = "offered", "info", "建议"
    ACCEPTED = "accepted", "success", "已采纳"
    EDITED = "edited", "warning", "手填"
    REJECTED = "rejected", "danger", "已拒绝"


class Made(ColouredChoices):
    """What came of a suggestion. KEPT: saved as it stood, without a word of the agent."""

    ACCEPTED = "accepted", "success", "采纳"
    KEPT = "kept", "primary", "原样保存"
    EDITED = "edited", "warning", "改写"
    REJECTED = "rejected", "danger", "拒绝"


class AlarmState(ColouredChoices):
    RAISED = "raised", "danger", "待确认"
    CONFIRMED = "confirmed", "warning", "已确认"
    DISMISSED = "dismissed", "info", "已排除"
