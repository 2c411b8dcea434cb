"""Request type (诉求类型) and urgency (紧急程度), from weighed words of both sides."""

import functools
import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import at, field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.safety import alarms_in

# (type, weight of one hit, words). What a caller says that he does outweighs what it sounds like.
CUES: tuple[tuple[str, float, str], ...] = (
    ("表扬", 6, r"(?:我)?(?:是|要|想|来|特地|专门|打电话)?(?:来|要|想)?表扬|感谢信|送(?:面|个)?锦旗|点(?:个)?赞"),
    ("建议", 5, r"(?:提|有|给)(?:个|一个|点|一点|些)?(?:小)?建议|我建议|建议(?:你们|政府|增|在|把|能|公交|可以|设|将|一下)"),
    ("建议", 2, r"能不能(?:考虑)?(?:在|给)?[^，。？]{0,12}(?:设|增设|加个|加开|开通|装个|搞一?个|建一?个)|希望(?:能)?增设"),
    ("举报", 6, r"(?:我)?(?:要|想|来)?举报|检举"),
    ("举报", 4, r"假烟|假酒|假药|冒牌|吸毒|贩毒|吸[Kk]粉|[Kk]粉|冰毒|赌博|聚赌|赌场|卖淫|嫖娼|涉黄|传销|走私|偷排|偷倒|注水|打针|黑作坊|无证(?:经营|行医|驾驶|开)|地沟油|偷税|逃税|非法集资|代孕|黑车|私宰"),
    ("投诉", 5, r"(?:我)?(?:要|想|来|是)?投诉"),
    ("投诉", 1.0, r"反映|没(?:有)?看到[^，。]{0,8}(?:人|车)|敷衍|拖(?:着|了)"),
    ("投诉", 1.5, r"跑路|不发(?:工资|钱)?|你们管吗|管不管|吃坏|态度(?:很|太|非常|特别|这么|那么)?(?:差|恶劣|不好|凶)|没(?:有)?人管|(?<!管)不管(?:我们)?|推来推去|踢皮球|不(?:给|肯|让|退|赔|发|开)(?:我|钱|退|处理|发票|解决)?|拖欠|欠(?:薪|钱|工资|我)|乱收费|多收|扰民|噪音|吵死|吵得|太吵|骗|坑人|违规|违法|乱停|占道|油烟|臭味|霸占|不合理|欺负|凭什么|忽悠|赔偿|退(?:钱|款|费|还)|维权|不承认|不认账|违章|违建|没(?:有)?(?:给|退|发)|到现在(?:都|还)?(?:没|不)|一直(?:没|不)"),
    ("咨询", 4, r"(?:我)?(?:想|要|来)?(?:咨询|问一下|问下|问问|请问|打听|了解一下|问一个|问个|问一件)"),
    ("咨询", 1.5, r"(?:要|需要)(?:带)?(?:些)?什么(?:材料|手续|证件|资料|条件)|怎么(?:办理|申请|弄|办|交|查|缴|转)|在哪(?:里|儿)?(?:办|交|激活|打|检测|领|可以)|能不能(?:办|报|领|用|享受)|可不可以|多少钱|什么时候(?:上班|能|可以|才|拆|开始)|是不是(?:要|可以|只|只能)|(?:电话|号码)是?多少|有没有(?:规定|政策|计划|补贴|货)|政策|手续|流程|条件"),
    ("求助", 3, r"帮(?:我|我们|忙|帮)|救(?:命|人|我)|求(?:你|助|救|求)|丢(?:了|在)|落在|忘在|找回|找不到"),
    ("求助", 2.5, r"停(?:水|电)了?|没(?:有)?(?:水|电|信号)|漏水|漏气|爆(?:管|裂)|堵(?:了|住|塞)|坏(?:了|掉)|不亮|掉(?:下来|了)|断(?:了|掉)|倒(?:了|下来)|故障|井盖|塌|积水|抢修|报修|滞留|被困|没地方(?:住|去)|安排(?:住|食宿|个地方)|冒(?:水|火|烟)"),
)  # fmt: skip
AGENT = 1.5  # an agent's "您是想咨询…对吗" that the caller lets stand
ASKED_IN_ANGER = 0.3  # 我想问一下，公司不发工资你们管吗: the question is only how he begins
OPENING = 2.0  # the first thing asked for says most
DENIES = re.compile(r"(?:不是|不算|不要|没有要|别当)(?:要|来|想)?(?:个|在)?$")
ENQUIRES = re.compile(r"是不是|怎么|什么|哪里|多少|能不能|吗|几点|可不可以|有没有")
EMERGENCY = {
    "fire": "特急",
    "gas": "特急",
    "drowning": "特急",
    "suicide": "特急",
    "collapse": "特急",
    "violence": "特急",
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
RANK = ("一般", "紧急", "特急")


def request_type(turns: tuple[Turn, ...]) -> Field | None:
    """咨询 求助 投诉 举报 建议 表扬: the type with most weight; None where nothing was asked yet."""
    weights, evidence = weigh(turns)
    if not weights:
        return None
    best = max(weights, key=lambda name: weights[name])
    share = weights[best] / sum(weights.values())
    return field("request_type", best, 0.4 + 0.55 * share, evidence[best][:4])


def weigh(turns: tuple[Turn, ...]) -> tuple[dict[str, float], dict[str, list[Evidence]]]:
    """Weight and words for each type that the talk speaks for."""
    weights: dict[str, float] = {}
    evidence: dict[str, list[Evidence]] = {}
    opened = False
    for turn in turns:
        if turn.agent and not (turn.confirmed and not turn.denied):
            continue
        hits = hits_in(turn.text)
        angry = any(name == "投诉" for name, *_ in hits)
        for name, weight, start, end in hits:
            factor = AGENT if turn.agent else OPENING if not opened else 1.0
            factor *= ASKED_IN_ANGER if name == "咨询" and angry and not turn.agent else 1.0
            weights[name] = weights.get(name, 0) + weight * factor
            evidence.setdefault(name, []).append(Evidence(turn.n, start, end))
        opened = opened or (not turn.agent and bool(hits))
        for kind, start, end in () if turn.agent else alarms_in(turn.text):
            if kind not in ("violence", "food_poisoning", "collapse"):
                weights["求助"] = weights.get("求助", 0) + 8
                evidence.setdefault("求助", []).append(Evidence(turn.n, start, end))
    return weights, evidence


@functools.lru_cache(maxsize=4096)
def hits_in(text: str) -> tuple[tuple[str, float, int, int], ...]:
    """(type, weight, start, end) for each cue in one text; a cue that is denied ("不是投诉") does not count."""
    found = []
    for name, weight, pattern in _cues():
        for match in pattern.finditer(text[:4000]):
            if not DENIES.search(text[max(0, match.start() - 6) : match.start()]):
                found.append((name, weight, match.start(), match.end()))
                break
    return tuple(found)


@functools.lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, float, re.Pattern], ...]:
    return tuple((name, weight, re.compile(pattern)) for name, weight, pattern in CUES)


def urgency(turns: tuple[Turn, ...], kind: Field | None) -> Field | None:
    """紧急 or 特急 where the words say so; None is 一般."""
    level, evidence = "一般", []
    enquiry = kind is not None and kind.value in ("咨询", "建议", "表扬")
    for turn in turns:
        if turn.agent:
            continue
        for danger, start, end in alarms_in(turn.text):
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
    return field("urgency", level, 0.8, evidence) if level != "一般" else None


def _level(danger: str, text: str, words: str) -> str:
    """A leaking pipe is no street that smells of gas, a sunken road no fallen house, an upset stomach no mass poisoning."""
    if danger == "gas" and words == "漏气" and not re.search(r"味|闻|爆|火|晕", text):
        return "紧急"
    if danger == "collapse" and not re.search(r"房|楼|墙|人|孩|车|压|砸|埋|山|阳台|工地", text):
        return "紧急"
    if danger == "food_poisoning" and not re.search(r"集体|多人|好几个|住院|抢救|昏|严重|救护", text):
        return "一般"
    return EMERGENCY[danger]
