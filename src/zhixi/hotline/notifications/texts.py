"""What a message says, by its kind: plain Chinese, no caller in it, the order by its number.

A template may hold {number} and {text}. A kind that is not here says its text alone.
"""

CITIZEN: dict[str, str] = {
    "accepted": "您反映的事项已受理，编号{number}。{text}",
    "dispatched": "您反映的事项（编号{number}）已转承办单位办理。{text}",
    "extended": "您反映的事项（编号{number}）办理时间已延长。{text}",
    "suspended": "您反映的事项（编号{number}）已暂停办理。{text}",
    "resumed": "您反映的事项（编号{number}）已恢复办理。{text}",
    "supplement": "您反映的事项（编号{number}）需要您补充情况。{text}",
    "replied": "您反映的事项（编号{number}）承办单位已答复。{text}",
    "callback": "您反映的事项（编号{number}）已有办理结果，请您评价：{text}",
    "reopened": "您反映的事项（编号{number}）已重新交承办单位办理。{text}",
    "concluded": "您反映的事项（编号{number}）已办结。{text}",
    "withdrawn": "您反映的事项（编号{number}）已按您的要求撤回。{text}",
    "merged": "您反映的事项（编号{number}）与他人反映的同一事件合并办理，结果会分别答复您。{text}",
    "answer": "您咨询的{text}",
}
PEOPLE: dict[str, str] = {
    "due_soon": "工单 {number} 即将到期。{text}",
    "overdue": "工单 {number} 已超期。{text}",
    "remind": "催办：工单 {number}。{text}",
    "supervise": "督办：工单 {number}。{text}",
    "circulate": "通报：工单 {number}。{text}",
    "important": "重要来电：工单 {number} 由您牵头督办。{text}",
    "dissatisfied": "工单 {number} 市民表示不满意或未解决。{text}",
    "alarm": "生命安全告警：{text}",
    "gap_given": "请为市民常问、知识库没有答案的问题供稿。{text}",
    "gap_given_soon": "本单位有知识约稿未供稿，即将到期。{text}",
    "gap_given_overdue": "本单位有知识约稿逾期未供稿。{text}",
    "gap_declined": "单位说明不写约稿的理由，缺口已恢复待处理。{text}",
    "confirm": "请确认或更新本单位负责的知识条目。{text}",
    "confirm_soon": "本单位有知识条目待确认，即将到期。{text}",
    "confirm_overdue": "本单位有知识条目逾期未确认，话务员会看到“未经单位确认”。{text}",
    "dispatch_model": "新的派单模型已生成，待启用：{text}。",
    "dispatch_learning": "派单学习没有完成：{text}。",
    "dispatch_damaged": "派单模型异常：{text}。",
    "auto_stopped": "自动派单已停用：{text}。",
}
NAMES = {
    "accepted": "受理告知",
    "dispatched": "转办告知",
    "extended": "延期告知",
    "suspended": "挂起告知",
    "resumed": "恢复告知",
    "supplement": "请市民补充",
    "replied": "答复告知",
    "callback": "评价链接",
    "reopened": "重办告知",
    "concluded": "办结告知",
    "withdrawn": "撤单告知",
    "merged": "合并告知",
    "answer": "答案短信",
    "due_soon": "到期预警",
    "overdue": "超期",
    "remind": "催办",
    "supervise": "督办",
    "circulate": "通报",
    "important": "重要来电",
    "dissatisfied": "市民不满意",
    "alarm": "生命安全告警",
    "gap_given": "知识约稿",
    "gap_given_soon": "知识约稿到期提醒",
    "gap_given_overdue": "知识约稿逾期",
    "gap_declined": "单位不写约稿",
    "confirm": "知识确认",
    "confirm_soon": "知识确认到期提醒",
    "confirm_overdue": "知识确认逾期",
    "dispatch_model": "派单模型",
    "dispatch_learning": "派单学习",
    "dispatch_damaged": "派单模型异常",
    "auto_stopped": "自动派单停用",
    "test": "测试",
}


def name_of(kind: str) -> str:
    """What a kind of message is called in the log."""
    return NAMES.get(kind, kind)


def test_text(route: str) -> str:
    return f"这是一条测试消息，用来检查12345热线的通知通道“{route}”能否送达，请不必理会。"


def citizen_text(kind: str, number: str, text: str, city: str) -> str:
    """A text message to a citizen. city: the short name that the hotline signs with."""
    body = CITIZEN.get(kind, "您反映的事项（编号{number}）：{text}").format(number=number, text=text.strip())
    return f"【{city}12345热线】{body}"


def people_text(kind: str, number: str, text: str) -> str:
    return PEOPLE.get(kind, "{text}").format(number=number, text=text.strip()).strip()
