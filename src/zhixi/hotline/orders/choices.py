"""What an order's fields may say, with the labels and colours of the screen."""

from zhixi.hotline.choices import ColouredChoices


class State(ColouredChoices):
    """The life of an order (see `rules.STEPS` for who may take it from where to where)."""

    DRAFT = "draft", "info", "草稿"
    ACCEPTED = "accepted", "primary", "已受理"
    REVIEWED = "reviewed", "primary", "已审核"
    DISPATCHED = "dispatched", "warning", "已派单"
    SIGNED = "signed", "warning", "已签收"
    HANDLING = "handling", "warning", "办理中"
    REPLIED = "replied", "success", "已反馈"
    REPLY_REVIEWED = "reply_reviewed", "success", "反馈已审核"
    CALLBACK = "callback", "success", "回访中"
    CONCLUDED = "concluded", "success", "已办结"
    ARCHIVED = "archived", "info", "已归档"
    RETURNED = "returned", "danger", "退单待裁定"
    SUSPENDED = "suspended", "info", "已挂起"
    HARD_CASE = "hard_case", "danger", "疑难会商"
    MERGED = "merged", "info", "已合并"
    WITHDRAWN = "withdrawn", "info", "已撤单"
    UNREASONABLE = "unreasonable", "info", "不合理诉求"


class RequestType(ColouredChoices):
    ENQUIRY = "enquiry", "primary", "咨询"
    HELP = "help", "warning", "求助"
    COMPLAINT = "complaint", "danger", "投诉"
    REPORT = "report", "danger", "举报"
    SUGGESTION = "suggestion", "success", "建议"
    PRAISE = "praise", "success", "表扬"


class Urgency(ColouredChoices):
    NORMAL = "normal", "info", "一般"
    URGENT = "urgent", "warning", "紧急"
    CRITICAL = "critical", "danger", "特急"


class Channel(ColouredChoices):
    PHONE = "phone", "primary", "电话"
    WEB = "web", "success", "网站"
    WECHAT = "wechat", "success", "微信"
    APP = "app", "success", "APP"


class Gender(ColouredChoices):
    UNKNOWN = "", "info", "未知"
    MALE = "male", "info", "男"
    FEMALE = "female", "info", "女"


class ReturnReason(ColouredChoices):
    """Why a unit sends an order back (退单)."""

    NOT_OUR_DUTY = "not_our_duty", "danger", "非本单位职责"
    NOT_OUR_PLACE = "not_our_place", "danger", "不在本辖区"
    UNCLEAR = "unclear", "warning", "诉求要素不清"
    DUPLICATE = "duplicate", "info", "重复工单"
    UNACCEPTABLE = "unacceptable", "info", "不属受理范围"


class Ruling(ColouredChoices):
    """What the centre decides on a return (裁定)."""

    OPEN = "open", "warning", "待裁定"
    UPHELD = "upheld", "success", "同意退单"
    REFUSED = "refused", "danger", "不同意退单"


class Satisfaction(ColouredChoices):
    VERY_SATISFIED = "very_satisfied", "success", "非常满意"
    SATISFIED = "satisfied", "success", "满意"
    BASICALLY_SATISFIED = "basically_satisfied", "primary", "基本满意"
    DISSATISFIED = "dissatisfied", "danger", "不满意"
    VERY_DISSATISFIED = "very_dissatisfied", "danger", "非常不满意"
