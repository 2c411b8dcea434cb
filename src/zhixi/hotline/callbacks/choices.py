from zhixi.hotline.choices import ColouredChoices


class Via(ColouredChoices):
    """How the citizen was asked."""

    PHONE = "phone", "primary", "电话"
    LINK = "link", "success", "链接"


class Discontent(ColouredChoices):
    """Why a citizen is dissatisfied or holds the matter unsolved (不满意原因)."""

    NOT_SOLVED = "not_solved", "danger", "问题没有解决"
    FALSE_REPLY = "false_reply", "danger", "答复与实际不符"
    NOT_CONTACTED = "not_contacted", "warning", "没有人联系"
    SLOW = "slow", "warning", "办理太慢"
    ATTITUDE = "attitude", "warning", "态度不好"
    POLICY = "policy", "info", "对政策规定不满意"
    OTHER = "other", "info", "其他"


class Whom(ColouredChoices):
    """Which orders a rule of the callback policy is for (回访范围)."""

    ALL = "all", "primary", "全部"
    SAMPLE = "sample", "info", "抽样"
    RISK = "risk", "danger", "按风险"


class DoubtKind(ColouredChoices):
    """What makes a reply look as if nothing had been done (疑似虚假办结)."""

    OFF_THE_POINT = "off_the_point", "danger", "答非所问"
    COPIED = "copied", "danger", "雷同答复"
    NO_CONTACT = "no_contact", "warning", "未联系市民"
    REUSED_PHOTO = "reused_photo", "danger", "照片重复使用"
    FORMER_PHOTO = "former_photo", "warning", "沿用重办前照片"
    EARLY_PHOTO = "early_photo", "warning", "照片早于来电"
