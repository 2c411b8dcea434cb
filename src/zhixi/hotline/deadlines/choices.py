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


class StopKind(ColouredChoices):
    """Why a clock stands still."""

    SUSPENSION = "suspension", "info", "挂起"
    WAITING = "waiting", "warning", "等待市民补充"


class StopCause(ColouredChoices):
    """What a suspension may be for (挂起事由)."""

    LITIGATION = "litigation", "info", "诉讼、仲裁或复议期间"
    EXAMINATION = "examination", "info", "等待检验、检测或鉴定结果"
    FORCE_MAJEURE = "force_majeure", "warning", "灾害、恶劣天气等不可抗力"
    PROJECT = "project", "info", "已列入计划，等待工程实施"
    CITIZEN = "citizen", "primary", "市民要求暂缓或暂时无法配合"
    OTHER = "other", "info", "其他"


class PolicySetCode(ColouredChoices):
    """The sets of limits that ship; a city may add its own names."""

    GUANGDONG = "guangdong", "primary", "广东：咨询2、求助建议10、投诉举报15个工作日"
    BEIJING = "beijing", "primary", "北京：2小时、24小时、7天、15天"
