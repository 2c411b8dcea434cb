"""How an event and a reveal look on screen. Sealed values are opened and masked again, never shown whole."""

from ninja import Schema

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.models import Event
from zhixi.hotline.http import Moment
from zhixi.hotline.orders import rules
from zhixi.hotline.privacy.masking import mask_data, mask_text

OTHER_VERBS = {
    "create": "新建",
    "restore": "恢复旧版",
    "note_gap": "登记知识缺口",
    "draft_for_gap": "为缺口编写条目",
    "close_gap": "关闭知识缺口",
    "accept_candidate": "采纳候选知识",
    "dismiss_candidate": "不采纳候选知识",
    "give_gap": "缺口交办单位",
    "write_for_gap": "单位供稿",
    "decline_gap": "单位不写约稿",
    "recall_gap": "收回约稿",
    "contribute": "单位供稿",
    "mark_article": "反馈条目",
    "ask_confirmation": "要求单位确认条目",
    "unit_confirmed": "单位确认条目",
    "unit_changed": "单位要求更新条目",
    "repeal_source": "登记依据废止",
    "keep_answer": "复核无误",
    "recorded": "录音存档",
    "listen": "听取录音",
    "take_out": "导出脱敏录音",
    "erased": "录音到期删除",
    "transferred": "转接",
    "split_off": "拆分立单",
    "import": "历史导入",
    "sign_in": "登录",
    "sign_out": "退出",
    "reveal": "查看个人信息",
    "overdue": "到期提醒",
    "ladder": "按规则督办",
    "recount": "期限重算",
    "put_day": "修改工作日历",
    "retire": "停用",
    "choose": "选用",
    "switch_on": "启用",
    "switch_off": "停用",
    "test": "测试发送",
    "resend": "重新发送",
    "set_retention": "设定保管期限",
    "propose": "提出销毁清单",
    "approved": "批准销毁清单",
    "refused": "不批准销毁清单",
    "export": "导出",
    "save_order": "立单",
    "put_away": "不建工单",
    "send_answer": "短信发送答案",
    "saved_against": "核对提示后保存",
    "alarm_raised": "生命安全告警",
    "alarm_confirmed": "确认告警",
    "alarm_dismissed": "排除告警",
    "download": "下载导出文件",
    "learnt": "派单模型生成",
    "removed": "派单模型清理",
    "ask_to_learn": "要求学习派单",
    "measured": "按新模型重新验证",
    "stopped": "自动停用",
    "judge": "抽查判定",
}
# One word for two deeds: what it is called depends on what it was done to.
OF_SUBJECT = {
    "article": {
        "write": "编写条目",
        "submit": "送审条目",
        "publish": "发布条目",
        "reject": "退回条目修改",
        "withdraw": "下线条目",
        "source_without": "来源文件已无此内容",
        "offer": "申请公开条目",
        "let_out": "同意公开条目",
        "decline": "不同意公开条目",
        "retract": "停止公开条目",
    },
    "document": {"import": "导入文档"},
    "articles": {"import": "导入知识条目"},
    "calendar": {"publish": "发布年度节假日安排"},
    "city": {"import": "导入城市资料"},
    "people": {"import": "导入用户"},
}


class EventRow(Schema):
    n: int
    at: Moment
    actor: str
    actor_role_label: str
    subject: str
    key: str
    verb: str
    verb_label: str
    from_state: str
    to_state: str
    reason: str
    data: dict
    hash: str


class RevealRow(Schema):
    at: Moment
    actor: str
    actor_role_label: str
    subject: str
    key: str
    field: str
    purpose: str


def verb_label(subject: str, verb: str) -> str:
    """What people call this deed. A verb that nothing is known of stands as it is."""
    if own := OF_SUBJECT.get(subject, {}).get(verb):
        return own
    step = rules.STEPS.get(verb) or rules.FOLLOWING.get(verb)
    return step.label if step else OTHER_VERBS.get(verb, verb)


def event_row(event: Event, viewer, hide_caller: bool = False) -> dict:
    """hide_caller: the viewer may not even see masked personal values of this order (保密)."""
    return {
        "n": event.n,
        "at": event.at,
        "actor": (event.actor.name or event.actor.username) if event.actor else "系统",
        "actor_role_label": str(Role(event.actor_role).label) if event.actor_role else "",
        "subject": event.subject,
        "key": event.key,
        "verb": event.verb,
        "verb_label": verb_label(event.subject, event.verb),
        "from_state": event.from_state,
        "to_state": event.to_state,
        "reason": mask_text(event.reason),
        "data": mask_data(event.data, hide_caller=hide_caller),
        "hash": event.hash,
    }


def reveal_row(reveal) -> dict:
    return {
        "at": reveal.at,
        "actor": reveal.actor.name or reveal.actor.username,
        "actor_role_label": reveal.actor.get_role_display(),
        "subject": reveal.subject,
        "key": reveal.key,
        "field": reveal.field,
        "purpose": reveal.purpose,
    }
