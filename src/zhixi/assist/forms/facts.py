"""What a matter's category wants asked beside place and time (要素): wording, and when it is answered.

Which elements a category has is data of the city folder (`categories.csv`, column elements); here stands how a good agent
asks for one, and which words answer it.
"""

import dataclasses
import functools
import re

from zhixi.assist.forms.hearing import Turn
from zhixi.assist.numerals import SPOKEN
from zhixi.assist.safety import alarms_in

NUMBER = rf"[{SPOKEN}十百千万半]"
PERIL = (
    "collapse",
    "fire",
    "electricity",
    "gas",
    "violence",
    "food_poisoning",
    "drowning",
    "trapped",
    "manhole",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Element:
    """wording: how it is asked. told: a caller's words that say it. asked: an agent's words that ask for it."""

    wording: str
    told: str
    asked: str


ELEMENTS: dict[str, Element] = {
    "injury": Element(
        "请问现场有没有人受伤或者不舒服？需要救护车吗？",
        r"(?:没|没有|未)(?:有)?人?(?:受伤|伤|事)|没(?:什么)?事|受伤|摔(?:伤|破|断|到|了)|砸伤|骨折|出血|流血|住院|医院|救护车|晕|缝了|烧伤|死了|没有没有|人没事",
        r"受伤|伤亡|不舒服|救护车|人员情况|有没有人",
    ),
    "scope": Element(
        "请问影响的范围有多大，是一户、一栋楼还是整个小区？",
        r"(?:整|全|一)(?:个|栋|条|幢)?(?:小区|楼|片|村|街|条街|单元)|(?:好多|很多|几|所有|周围|附近|隔壁|邻居|大家)(?:的)?(?:户|家|人|楼|邻居|居民)|"
        rf"{NUMBER}+多?(?:户|栋|家|人|盏|个单元)|都(?:停|没|这样)|就(?:我|我们)家|只有我",
        r"范围|多少户|几户|其他(?:人|住户|邻居)|整个|都(?:停|没)|别人家|邻居家",
    ),
    "subject": Element(
        "请问是哪一家、哪个单位或者什么人？请说一下名称。",
        r"(?:公司|酒店|饭店|餐厅|超市|商店|店|学校|幼儿园|医院|物业|银行|工地|厂|村委会|居委会|派出所|局|中心|开发商|房东|邻居|楼上|楼下|隔壁|司机|老板|中介|平台|网站|医生|老师|"
        r"业委会|快递|驿站|培训|机构|集团|合作社|车间|作坊|(?<!谁)家的|身份证|居住证|户口|社保|医保|公积金|护照|驾驶证|补贴|津贴|津贴|合同|执照|证明)",
        r"哪(?:家|一家|个单位|个公司|里的)|什么(?:单位|公司|店|人)|店名|名称|叫什么|谁",
    ),
    "plate": Element(
        "请问车牌号是多少？记得几位说几位就可以。",
        r"车牌|牌照|[\u4e00-\u9fa5][A-Za-z][，,、]?[A-Za-z\d零一二三四五六七八九幺]{4,6}|没(?:看清|记住|注意)(?:车)?牌?",
        r"车牌|牌照|车号",
    ),
    "amount": Element(
        "请问涉及的金额大概是多少？",
        rf"{NUMBER}+(?:多|来|几)?(?:块|元|万|千|百)|免费|没(?:花|交)钱|{NUMBER}+块",
        r"多少钱|金额|多少元|费用是|充了多少|交了多少|收了多少",
    ),
    "account": Element(
        "请问户号（表号、宽带账号）是多少？在缴费单上可以看到。",
        rf"(?:户号|表号|账号|户头|编号)(?:是|就是)?[^，。]{{0,4}}[{SPOKEN}]{{4,}}|[{SPOKEN}]{{8,}}|(?:户号|账号|表号)(?:不|没)|(?:不|没)(?:知道|记得|记住)(?:户号|账号|表号)",
        r"户号|账号|表号|缴费号",
    ),
}
# Danger to people is asked for before anything else of the matter, the rest behind place and time.
FIRST, THEN = ("injury",), ("subject", "scope", "plate", "amount", "account")
NO_ANSWER = re.compile(r"^(?:喂|你说什么|什么|啊|听不清|等一下|没听清)[？?，。！]*$")


def open_elements(
    turns: tuple[Turn, ...], elements: tuple[str, ...], wanted: tuple[str, ...]
) -> list[tuple[str, str]]:
    """(element, wording) for those of the category that nobody spoke of yet; wanted gives which, and their order.

    One that the agent asked for and that the caller answered in whatever words is closed, "不知道" included.
    """
    return [
        (name, ELEMENTS[name].wording)
        for name in wanted
        if (name in elements or (name == "injury" and _peril(turns))) and not _answered(turns, name)
    ]


def _answered(turns: tuple[Turn, ...], name: str) -> bool:
    told, asked = _patterns()[name]
    pending = False
    for turn in turns:
        if turn.agent:
            pending = bool(asked.search(turn.text))
        elif told.search(turn.text[:2000]) or (pending and not NO_ANSWER.match(turn.text)):
            return True
    return False


def _peril(turns: tuple[Turn, ...]) -> bool:
    """Whether the caller spoke of a danger by which people come to harm, whatever the category says."""
    return any(kind in PERIL for turn in turns if not turn.agent for kind, *_ in alarms_in(turn.text))


@functools.lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern, re.Pattern]]:
    return {name: (re.compile(one.told), re.compile(one.asked)) for name, one in ELEMENTS.items()}
