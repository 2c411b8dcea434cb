"""Urgency (紧急程度): from the dangers that the caller tells of, and what else cannot wait."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import at, field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.settled import settled
from zhixi.assist.safety import alarms_in

EMERGENCY = {
    "fire": "特急",
    "gas": "特急",
    "drowning": "特急",
    "suicide": "特急",
    "collapse": "特急",
    "violence": "特急",
    "medical": "特急",
    "fumes": "特急",
} | dict.fromkeys(("trapped", "missing_child", "food_poisoning", "manhole", "electricity"), "紧急")
PERIL = re.compile(
    r"(?:差一?点|险些)(?:就|没)?(?:勒|撞|摔|掉|砸|出|被|压)|(?:很|太|好|非常|比较)危险|摔(?:了|倒|伤)[^，。]{0,4}(?:人|好几|几个)|正在(?:吸毒|赌|打|施暴|闹)|(?:赶紧|马上|立刻|快点)(?:派人|来人|过来|到现场)|"
    r"站了[^，。]{1,6}小时|没地方住|高血压|救护车|晕倒|红绿灯[^，。]{0,6}(?:坏|不亮|故障|失灵)|(?:警察|民警|公安)[^，。]{0,4}(?:快|马上|赶紧)|(?:堵|乱)成一(?:团|锅)|高烧|突然(?:就)?停(?:水|电|气)"
)
HAZARD = re.compile(
    r"掉下来|垂(?:落|下来)|挂在路|井盖|红绿灯|信号灯|漏气|燃气|塌|电缆|电线|吸毒|吸[Kk]粉|溜冰|滞留|突然"
)
STRANDED = re.compile(r"(?:站|等|困|滞留|堵|耗)了?[^，。]{0,8}(?:小时|一整?[天夜晚])")
FRAIL = re.compile(
    r"高血压|心脏病|糖尿病|孕妇|婴儿|(?:[一两二三几]岁|小)的?(?:小孩|孩子|宝宝)|[七八九]十多?岁?的?(?:了|老人)"
)
# A call for help about these is urgent by itself: something heavy may fall, water bursts out, who did it is still there.
LOOSE = re.compile(
    r"(?:护栏|栏杆|围栏|广告牌|招牌|玻璃|幕墙|外墙|瓷砖|墙皮|空调外?机|树枝?|大树|电线杆|路灯杆|灯杆|铁皮|雨棚|脚手架|围挡|石头|横幅|信号灯|电线|电缆|线)[^，。]{0,10}(?:掉|悬|晃|摇|脱落|松动|断|倒|歪|斜|耷拉|垂|翘|塌|砸)"
)
BURST = re.compile(
    r"(?:水管|管子|管道|消防栓|水表|阀门)[^，。]{0,6}(?:爆|炸|崩|断|裂)|爆管|水[^，。]{0,6}(?:喷|灌|漫|涌|淹)|倒灌|进水了|积水[^，。]{0,8}(?:半米|一米|膝|腰|熄火|淹)|(?:车|桥下?|底下)[^，。]{0,6}(?:淹|泡)"
)
NOW = re.compile(
    r"现在|正(?:在|好|打|往)|还在|这会儿?|刚才|刚刚|快点?来|赶紧|马上|立刻|赶快|保不准|随时|底下|下面|行人|走路的|骑车|学生|小孩|孩子|车道|漏电|配电"
)
AT_IT = re.compile(
    r"(?:现在|正在?|这会儿|还)[^，。]{0,8}(?:赌|打牌|吸毒|溜冰|卖淫|嫖|偷|撬|砸车|打起|跟踪|拉客|传销|抢|飙车)|去晚了?[^，。]{0,6}(?:散|跑|没)|(?:叫|让|喊)?(?:警察|民警|公安|派出所)[^，。]{0,8}(?:快|马上|赶紧|现在)|(?:快|马上|赶紧)[^，。]{0,6}(?:警察|民警|派出所)"
)
# What an earlier order told of already and nothing has made worse since is no fresh danger.
KNOWN = re.compile(r"打过(?:你们|一次|[一两二三几]次)?[^，。]{0,4}(?:电话|热线|一次)|反映过|投诉过|工单|单号")
STANDS = frozenset({"collapse", "manhole", "electricity", "trapped"})
FRESH = re.compile(r"今天|刚才|刚刚|突然|正在|现在(?:又|还在)(?:塌|掉|冒|裂)")
RANK = ("一般", "紧急", "特急")


def urgency(turns: tuple[Turn, ...], kind: Field | None) -> Field | None:
    """紧急 or 特急 where the words say so; None is 一般."""
    level, evidence = "一般", []
    enquiry = kind is not None and kind.value in ("咨询", "建议", "表扬")
    known = any(not t.agent and KNOWN.search(t.text) for t in turns)
    over = settled(turns)
    for turn in turns:
        if turn.agent or turn.n in over:
            continue
        for danger, start, end in alarms_in(turn.text):
            if known and danger in STANDS and not FRESH.search(turn.text):
                continue
            said = _level(danger, turn.text, turn.text[start:end])
            if RANK.index(said) > RANK.index(level):
                level, evidence = said, [Evidence(turn.n, start, end)]
    peril = [at(t, m) for t in turns if not t.agent and (m := PERIL.search(t.text))]
    hazard = any(HAZARD.search(t.text) for t in turns if not t.agent)
    if enquiry:
        return None
    frail = [at(t, m) for t in turns if not t.agent and (m := FRAIL.search(t.text))]
    if (
        level == "一般"
        and frail
        and (stranded := [at(t, m) for t in turns if not t.agent and (m := STRANDED.search(t.text))])
    ):
        level, evidence = "紧急", stranded + frail
    if level == "一般" and peril and hazard:
        level, evidence = "紧急", peril
    if level == "一般" and kind is not None and kind.value in ("求助", "举报"):
        pressing = _pressing(turns, kind.value)
        level, evidence = ("紧急", pressing) if pressing else (level, evidence)
    return field("urgency", level, 0.8, evidence) if level != "一般" else None


def _pressing(turns: tuple[Turn, ...], kind: str) -> list[Evidence]:
    """What cannot wait in a call for help or a report, and the words that say so."""
    own = [t for t in turns if not t.agent]
    if kind == "举报":
        return [at(t, m) for t in own if (m := AT_IT.search(t.text))]
    over = settled(turns)
    told = [at(t, m) for t in own if t.n not in over and (m := LOOSE.search(t.text) or BURST.search(t.text))]
    now = [at(t, m) for t in own if (m := NOW.search(t.text))]
    return told + now[:2] if told and now else []


def _level(danger: str, text: str, words: str) -> str:
    """A leaking pipe is no street that smells of gas, a sunken road no fallen house, an upset stomach no mass poisoning."""
    if danger == "gas" and words == "漏气" and not re.search(r"味|闻|爆|火|晕", text):
        return "紧急"
    if danger == "collapse" and not re.search(r"房|楼|墙|人|孩|车|压|砸|埋|山|阳台|工地", text):
        return "紧急"
    if danger == "food_poisoning" and not re.search(r"集体|多人|好几个|住院|抢救|昏|严重|救护", text):
        return "一般"
    return EMERGENCY[danger]
