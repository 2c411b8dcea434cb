"""A written request (网络诉求, 来信, 旧工单内容): its heading, its matter and the clause that says it, as a title."""

import functools
import re

HEAD = re.compile(
    r"^\s*(?:[^：:，。？！]{0,14}?(?:来电|来信|来访|公众号|微信|微博|网站|网络|邮件|短信|[Aa][Pp][Pp]|再次|市民|群众|网友|其)[^：:，。？！]{0,6}?)?"
    r"(?P<verb>咨询|反映|反应|投诉|求助|建议|表扬|举报|要求|反馈|表示|撤销|补充|催办|感谢)(?:了|如下)?[：:]\s*"
)
FIRST_VERB = re.compile(
    r"^(?:[^，。：:]{0,8}?(?:来电|微信|公众号|再次))(?P<verb>咨询|反映|投诉|求助|建议|表扬|举报|要求)"
)
QUOTED = re.compile(r"《(?P<title>[^《》]{4,90})》|[）)](?P<loose>关于[^\n，。（）]{4,70}的问题)")
ORDER_NUMBER = re.compile(r"[（(]?(?:政府)?工单(?:编)?号[:：]?\s*\d{8,}[）)]?[，,]?|(?:政府)?工单\d{8,}")
OFFICE_TAIL = re.compile(
    r"(?:[，,。！!；;\s]*(?:故|现)?(?:希望|望|请|烦请|恳请)(?:相关|有关|该|市|区|贵)?[^，。！!；;（(]{0,24}?(?:职能局|职能部门|核实|处理|核查|跟进|查处|解决|协调|回复|答复|处置|调查)[^。]{0,30})$"
)
ASIDE = re.compile(r"[（(][^（()）]{0,60}[）)]|\[[A-Z]+\]")
SPLIT = re.compile(r"[，,。；;！!？?\n]+")
TIME = re.compile(
    r"(?:大概|大约|约)?(?:于|在|自|从)?(?:\d{2,4}年|去年|今年|前年)?(?:\d{1,2}月(?:份)?)?(?:\d{1,2}[日号])?(?:今天|昨天|前天|昨晚|今早|今晚|最近|近日|近期|目前|现在)?(?:凌晨|早上|上午|中午|下午|晚上|晚)?(?:\d{1,2}(?:[:：]\d{2}分?|点\d{0,2}分?半?))?(?:左右|许|多)?(?:开始|时|期间|到现在)?(?=[^\d])"
)
WHO = re.compile(
    r"^(?:其|本人|我们?)(?:是|为|系|居住(?:于|在)|住(?:在|于)?|家住|位于)(?:一名|一位|一个)?(?P<place>.{2,40}?)的?(?:业主|住户|居民|村民|租户|商户|店主|店铺|房东|员工|职工|工人|学生|家长|乘客|司机|老板|人|一员)?$"
)
PERSON = re.compile(r"^(?:其|本人|我们?)(?:的)?(?:于|在|到|去|乘坐|购买|认为|表示)")
HEARD = re.compile(
    r"故?(?:其|市民)?(?:因此|所以|特|故)?(?:此)?来电|(?:其|市民)?(?:认为|觉得)(?:这样|此|该)?(?:行为|做法)?(?:很|非常|十分)?(?:不合理|不满)|谢谢|响应|职能局|联系市民|30分钟"
)
NAMED_MATTER = re.compile(
    r"(?:故|特|因此|所以)?(?:此)?(?:来电|特来)?(?P<verb>投诉|举报|咨询|建议|表扬)(?P<what>[^，。；！？故]{4,40})"
)
TROUBLE = re.compile(
    r"[不没未无](?!好意思)|拒|坏|漏|堵|丢|欠|骗|吵|臭|脏|乱|断|掉|倒|塌|破|裂|偷|打|着火|火灾|拖|扣|罚|缺|停[水电]|噪|扰|污|挡|占|假|故障|失灵|危险|违|乱|态度|收费|施工|坑|隐患|损|泄|排|影响|问题|如何|怎么|什么|哪里|是否|能否|多少|多久|咨询"
)
MOST = 60


def body(text: str) -> tuple[str, str]:
    """The verb of the heading ("咨询", "反映", "" where there is none) and the request without heading and routing."""
    text = re.sub(r"[\s\u3000]+", " ", text[:4000]).strip()
    verb = ""
    for _ in range(2):
        if match := HEAD.match(text):
            verb, text = match["verb"], text[match.end() :]
    if not verb and (match := FIRST_VERB.match(text)):
        verb, text = match["verb"], text[match.end() :].lstrip("：:，, ")
    text = re.sub(r"[（(](?:请|望|30分钟|响应)[^（()）]{4,60}[）)]?.*$", "", text, flags=re.DOTALL)
    return verb, OFFICE_TAIL.sub("", text.strip(" ，,。！!；;")).strip(" ，,。！!；;")


@functools.lru_cache(maxsize=256)
def title(text: str) -> tuple[str, int, int]:
    """("关于…的问题", start, end of the words it was taken from); ("", 0, 0) where there is nothing to tell."""
    verb, matter = body(text)
    if quoted := QUOTED.search(matter[:160]):
        return _of_an_order(verb, matter, quoted), 0, len(text)
    clauses = [c for c in (_clean(part) for part in SPLIT.split(ASIDE.sub("", matter))) if c]
    if not clauses:
        return "", 0, 0
    core = _core(clauses)
    said = NAMED_MATTER.search(matter) if verb not in ("咨询", "建议") else None
    if said and said["verb"] in ("投诉", "举报", "表扬") and len(said["what"]) > 5:
        core = said["verb"] + said["what"].removeprefix("其")
    head = (
        verb
        if verb in ("咨询", "建议", "表扬")
        and not core.startswith(verb)
        and not core.startswith(("如何", "投诉"))
        else ""
    )
    core = re.sub(r"(?:的)?(?:事情|情况|问题)+$", "", core)
    start = max(text.find(core[:4]), 0)
    return (
        f"关于{head}{core}"[: MOST + 2].rstrip("的") + "的问题",
        start,
        min(len(text), start + len(core) + 20),
    )


def _of_an_order(verb: str, matter: str, quoted: re.Match) -> str:
    named = (quoted["title"] or quoted["loose"]).removesuffix("。")
    head = verb if verb in ("撤销", "咨询", "反馈", "补充", "催办") else ""
    rest = ASIDE.sub("", matter[quoted.end() : quoted.end() + 20])
    rest = re.split(r"[，。：:\s]|工单内容", rest)[0]
    return f"关于{head}《{named}》{rest or '工单'}的问题"


def _clean(part: str) -> str:
    """A clause without numbers of orders, times at its head and words about calling."""
    part = ORDER_NUMBER.sub("", part.strip())
    part = HEARD.sub("", part)
    part = re.sub(r"^(?:另外|同时|并且|并|而且|但是?|且|因为?|由于|导致|故|现|后|然后|其中)", "", part)
    return "" if len(part) < 2 else part


def _core(clauses: list[str]) -> str:
    """The first clause that says what is wrong, behind the place that a clause about the person gave."""
    place = ""
    for number, clause in enumerate(clauses[:5]):
        clause = TIME.sub("", clause, count=1) if TIME.match(clause) else clause
        if (who := WHO.match(clause)) and number + 1 < len(clauses) and len(who["place"]) <= 34:
            place = place or who["place"]
            continue
        bare = re.sub(r"^(?:其|本人|我们?)(?:表示|反映|现在?|想|要|于|在)?", "", clause)
        bare = TIME.sub("", bare, count=1) if TIME.match(bare) else bare
        bare = re.sub(r"^(?:于|在|对于|关于|有关)", "", bare)
        if (
            TROUBLE.search(bare)
            or number == len(clauses[:5]) - 1
            or not any(TROUBLE.search(c) for c in clauses[number + 1 : 4])
        ):
            if len(bare) < 7 and number + 1 < len(clauses):
                bare += clauses[number + 1]
            return _joined(place, bare)
        place = place or (bare if len(bare) <= 30 else "")
    return _joined(place, clauses[0])


def _joined(place: str, clause: str) -> str:
    clause = (
        re.sub(r"^(?:该(?:小区|处|地|店|路段|公司|单位)?|此处|这里|现)(?:的|内)?", "", clause)
        if place
        else clause
    )
    return clause if place and place in clause else place + clause
