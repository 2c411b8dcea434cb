"""Names of places in running words, by their endings and a gazetteer (地址要素), for any city."""

import dataclasses
import functools
import re

from zhixi.assist.forms.gazetteer import Gazetteer
from zhixi.assist.numerals import SPOKEN

# The order says which of two endings at one place is meant.
POI = (
    "十字路口|交叉路口|丁字路口|三岔路口|交叉口|红绿灯路口|路口|小区|花园|家园|嘉园|雅苑|公寓|别墅区?|大厦|大楼|写字楼|广场|商场|商城|百货|购物中心|"
    "服务中心|活动中心|体育中心|文化中心|办证中心|集合店|蛋糕店|专卖店|便利店|小卖部|超市|商店|药店|奶茶店|理发店|美容院|酒店|宾馆|旅馆|民宿|饭店|餐厅|饭馆|饺子楼|酒楼|食堂|茶楼|"
    "[Kk][Tt][Vv]|网吧|酒吧|菜市场|农贸市场|批发市场|市场|夜市|医院|诊所|卫生院|卫生室|学校|小学|中学|大学|学院|附小|二小|一小|三小|幼儿园|幼稚园|托儿所|公园|银行|信用社|营业厅|"
    "码头|机场|汽车站|火车站|高铁站|火车东站|火车西站|东站|西站|南站|北站|地铁站|公交站台?|车站|站台|加油站|充电站|停车场|隧道|立交桥?|天桥|大桥|桥头|工地|工业园|产业园|开发区|球场|体育馆|图书馆|博物馆|"
    "设计院|研究所|研究院|就业局|民政局|教育局|社保局|政务中心|政府|派出所|物业处|售楼部|水库|海滩|沙滩|新村(?!路|街|巷|大道|十字|小区|村委)|新城(?!区|路)|名城|国际|山庄|度假村|大院|宿舍区?|[A-Za-z]区|中国移动|中国联通|中国电信|大润发|沃尔玛|一期|二期|三期|四期"
)
SHORT_POI = "城|苑|庭|湾|轩|阁|墅|园|谷|府|院|厂|店|铺|馆|楼|桥|港"
ENDING = re.compile(
    r"(?P<district>(?<![小社户园景片地库辖城校学厂商墅宅活业郊全禁灾病各牧战营A-Za-z])区(?![域间别分委块]|(?:政府)?(?:服务|城管|住建))|(?<![各郊全])县(?![城委]))"
    r"|(?P<street>街道办事处|街道办|街道(?![上两])|镇(?!政府|里|上|静|定)|乡(?![下村里亲镇]))"
    r"|(?P<community>社区(?:居委会|居民委员会)?|居委会|村民?委员?会|村委|村小组|(?<![新农全山本老乡同我一])村(?![民里路街口头小巷庄镇上子干]|委|小区|新村))"
    r"|(?P<road>大道(?:[东西南北中]段?)?|高速公?路?|国道|省道|胡同|环线|(?<![公电铁马网线])路(?![口灯过面边上费人由障段程况线途牌名基局车公]|街道|派出|小学|中学|社区)(?:[东南西北中]段)?|(?<![上逛街])街(?![道上坊头口边])|(?<![小后一])巷(?![子口里道]))"
    r"|(?P<number>号(?:院|楼|栋|铺|商铺|门)?(?!码|线|段|学|称|文|进|出|口|下|上|晚|早)(?:[零〇一二三四五六七八九十百\d]{1,4}单元)?(?:[零〇一二三四五六七八九十百幺\d]{3,5}(?:房|室)?)?)"
    rf"|(?P<poi>{POI})"
    rf"|(?P<short>(?:岛|(?:{SHORT_POI}))(?=[，。、！？的,]|$|小区|[一二三四五六七八九十\d]+(?:栋|号|楼|期|层)|[A-Z]区|附近|旁|对面|门口|里面|那|这))"
)
STOPS = re.compile(
    r"在|到|从|是(?!非)|的|住|往|去|跟|和(?!平)|与|及|靠近|位于|属于|叫|问|讲|说|我们|你们|他们|咱们|我|你|他|她|您|这边|那边|这里|那里|这|那|有|来(?!福)|反映|投诉|就|给|把|被|由|请|市民|咨询|举报|哪|"
    r"什么|选|要|家|还|没|了|过(?!海)|对(?!面)|吧|呢|啊|嘛|哦|嗯|喂|看|个|条|打|找|为|转|经|途|沿|用|买|坐|找|或|因|于|核实|一|几|整|下车|上车|以|再|送|回|号(?!码)|内侧|外侧|旁边|右边|左边|里面|门口|路口|后门|前门|接|知道|应该|可能|大概|好像|靠|离|附近|旁|对面|表示|移交|召开|将|致电|通知|举报|希望|建议|要求|现|其|此|该|处|住户|业主"
)
LIMITS = {
    "district": (1, 3),
    "street": (1, 5),
    "community": (1, 6),
    "road": (1, 6),
    "number": (1, 7),
    "poi": (1, 12),
    "short": (1, 8),
}
NOT_A_NAME = re.compile(
    r"^(?:[零一二三四五六七八九十百幺A-Za-z\d]+|思|过|修|水|小|大|本|该|每|各|同|另|某|全|整|旧|老|新|公|马|道|铁|网|线|走|一|半|让|修|前|后|农|乡|山|两|三|中|学|工|主|辅|人|电|水|上|下|东|西|南|北|城市|附近|不|会|自己|市政|公交|出租|所有|业主|多少|一个|开发商?|市|区|省|县|国家|[\u4e00-\u9fa5]{2}市|交通|行政|基层|别人|隔壁|派出|镇|直接|当地|地方|他们)$"
)
CITY = re.compile(r".*[市省]|[\d年月日]+")
LEADING = re.compile(
    r"[\d年月日:：点分]+(?=[\u4e00-\u9fa5])|.*市(?=[^场民政第区中郊]{2})(?<!城市)(?<!超市)(?<!都市)"
)
COMPLETE = re.compile(
    r"就业局|民政局|教育局|社保局|政务中心|办证中心|大润发|沃尔玛|中国移动|中国联通|中国电信|火车站|火车东站|火车西站|高铁站|汽车站"
)
NUMBER_NAME = re.compile(rf"[{SPOKEN}十百千A-Za-z]+(?:之[一二三四五六七八九\d])?$")
TAIL = re.compile(
    rf"(?:[的，,、]|那个|这个|就是|那)*(?P<tail>(?:(?:正)?对面|斜对面|旁边?|边上|隔壁|附近|门口|门前|大门口?|后门|前门|正门|侧门|[东南西北](?:门|侧|边|面)口?|[一二三四五六七八九十\d]号(?:进站口|出站口|出口|入口|门|口)|里面|里边|里头|内(?!容|部)侧?|外面|外侧|外|前面|后面|左边|右边|左侧|右侧|"
    rf"上方|下方|上面|楼下|楼上|路边|路口|桥头|围墙|入口处?|出口处?|拐角处?|转角处?|中间|方向|人行道|巷子|小巷|小路|后门|门卫|球场|停车场|地下车库|交叉口|处(?!理|罚)|往[东南西北]+|[东南西北]{{1,2}}(?=[{SPOKEN}十百])|往[^，。往]{{2,5}}(?:路|街|大道|方向)方?向?|[{SPOKEN}十百两]+多?米(?:左右|处)?|[负地下]*[{SPOKEN}十]+(?:层|楼|栋|幢|单元|期)|[{SPOKEN}百]{{3,5}}(?:房|室|号房)|的?小卖部|的?小路|红绿灯))"
)
AUTHORITIES = (
    "派出所",
    "政府",
    "服务中心",
    "办证中心",
    "政务中心",
    "街道办",
    "街道办事处",
    "就业局",
    "民政局",
    "教育局",
    "社保局",
)


COMMITTEE = re.compile(r"(?:(?<=村)(?:民)?委(?:员?会)?|(?<=社区)居委会)?")
TOWARD = re.compile(rf"往[^，。往]{{2,6}}方向(?:走?，?(?:大概)?[{SPOKEN}十百两]+多?米)?(?:左右|处)?")


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One name: kind (district, street, community, road, number, poi, tail), words as said, where they stand."""

    kind: str
    name: str
    start: int
    end: int
    known: bool = False


def parts_in(text: str, gazetteer: Gazetteer) -> list[Part]:
    """The names of places in a text, left to right, not overlapping."""
    return _with_tails(text, _names_in(text, gazetteer, _known(text, gazetteer)))


def _names_in(text: str, gazetteer: Gazetteer, known: list[Part]) -> list[Part]:
    found: list[Part] = []
    edge = 0
    for match in ENDING.finditer(text):
        if match.start() < edge:
            continue
        inside = next((p for p in known if p.start <= match.start() < p.end), None)
        if (
            not inside
            and found
            and found[-1].kind == "poi"
            and match.start() == edge
            and match.lastgroup == "poi"
        ):
            found[-1] = Part("poi", text[found[-1].start : match.end()], found[-1].start, match.end())
            edge = match.end()
            continue
        part = inside or _named(text, match, edge, gazetteer)
        if part and part.start >= edge:
            found.append(part)
            edge = part.end
    taken = {(p.start, p.end) for p in found}
    found += [
        p
        for p in known
        if (p.start, p.end) not in taken and not any(q.start < p.end and p.start < q.end for q in found)
    ]
    return sorted(found, key=lambda p: p.start)


def _known(text: str, gazetteer: Gazetteer) -> list[Part]:
    parts, at = [], 0
    while at < len(text) - 1:
        hit = gazetteer.at(text, at)
        if hit:
            hit = (
                hit[0] + (COMMITTEE.match(text, at + len(hit[0]))[0] if hit[1] == "community" else ""),
                hit[1],
            )
            kind = hit[1] if hit[1] in ("district", "street", "community", "road") else "poi"
            parts.append(Part(kind, hit[0], at, at + len(hit[0]), True))
            at += len(hit[0])
        else:
            at += 1
    return parts


def _named(text: str, match: re.Match, edge: int, gazetteer: Gazetteer) -> Part | None:
    """The name that ends in this ending, trimmed on its left; None where it is no name."""
    kind = match.lastgroup or ""
    least, most = LIMITS[kind]
    left = max(edge, match.start() - most - 2)
    for stop in STOPS.finditer(text, left, match.start()):
        if kind == "number" or stop.end() <= match.start() - (0 if stop.group() != "一" else 0):
            left = stop.end()
    for mark in "，。！？、；：,.!?;:（）()《》“”\"' …\n\t":
        left = max(left, text.rfind(mark, left, match.start()) + 1)
    if kind == "number":
        digits = NUMBER_NAME.search(text, max(edge, match.start() - 8), match.start())
        if not digits:
            return None
        left = digits.start()
    name = text[left : match.start()]
    trim = CITY.match(name) if kind in ("district", "street", "community") else LEADING.match(name)
    if trim and kind != "number":
        left, name = left + trim.end(), name[trim.end() :]
    if kind == "poi" and name in ("", "市", "区", "省", "县") and COMPLETE.fullmatch(match.group()):
        return Part("poi", name + match.group(), left, match.end())
    if not least <= len(name) <= most or (kind != "number" and NOT_A_NAME.match(name)):
        return None
    if kind == "district" and len(name) < 2 and match.group() == "区":
        return None
    if kind == "district" and gazetteer.districts and name + match.group() not in gazetteer.districts:
        return None
    return Part("poi" if kind == "short" else kind, name + match.group(), left, match.end())


def _with_tails(text: str, parts: list[Part]) -> list[Part]:
    """What follows a name and belongs to it: 对面, 门口, 往东两百米, 二楼."""
    found: list[Part] = []
    edge = 0
    for number, part in enumerate(parts):
        if part.start < edge:
            continue  # the road of 往海盛路方向 tells the way
        found.append(part)
        limit = parts[number + 1].start if number + 1 < len(parts) else len(text)
        if toward := TOWARD.match(text, part.end):
            found.append(Part("tail", toward.group(), part.end, toward.end()))
            edge = toward.end()
            continue
        at = part.end
        while match := TAIL.match(text, at, min(limit, at + 24)):
            found.append(Part("tail", match["tail"], match.start("tail"), match.end("tail")))
            at = match.end()
    return found


@functools.lru_cache(maxsize=64)
def is_authority(name: str) -> bool:
    """Whether a name is an office rather than a place where something happens."""
    return name.endswith(AUTHORITIES)
