"""The caller's name and sex (姓名, 性别): 免贵姓温, 陈, 叫什么; 先生, 女士, 阿姨."""

import functools
import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import at, field
from zhixi.assist.forms.hearing import Turn

DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|司徒|端木|长孙|宇文|南宫|西门|闻人|东郭|独孤"
SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳"
    "沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公冼佘肖闫付代覃岳占涂区麦邝"
    "揭官苟晋佟岩揣刀帅楚"
)
SURNAME = rf"(?:{DOUBLE}|[{SINGLE}])"
TITLES = {
    "男": "先生|大哥|叔叔|大爷|大叔|伯伯|阿伯|老先生|小伙子|师傅|爷爷",
    "女": "女士|阿姨|小姐|大姐|大妈|姑娘|太太|奶奶|婆婆|阿婆|妹妹|大娘|美女",
}
TITLE = re.compile(rf"({SURNAME})({'|'.join(TITLES.values())})")
CALLED = re.compile(rf"({'|'.join(TITLES.values())})")
SAYS_SURNAME = re.compile(rf"(?:免贵)?(?:我)?(?:是)?姓(?:是)?[，,、嗯啊呃]*({SURNAME})")
SAYS_NAME = re.compile(
    rf"(?:我叫|我的?名字(?:是|叫)|我全名(?:是|叫)?)({SURNAME}[\u4e00-\u9fa5]{{1,2}}?)(?=[，。、！,.]|$|的)"
)
BARE = re.compile(rf"^(?:嗯+|哦|啊|呃|是|我|免贵|叫|那个|[，,。、…])*({SURNAME})(?:[，。,.！…啊呀嘛吧]|$)")
BARE_NAME = re.compile(
    rf"^(?:嗯+|哦|啊|呃|是|我|叫|[，,。、…])*({SURNAME}[\u4e00-\u9fa5]{{1,2}})(?:[，。,.！]|$)"
)
SELF_TITLE = re.compile(rf"(?:我是|叫我)({SURNAME})({'|'.join(TITLES.values())})")
RESTATED = re.compile(
    rf"(?:不是|不对)[^。]{{0,14}}?(?:姓|[\u4e00-\u9fa5]的(?:那个)?|，是)({SURNAME})(?=[，。！,.]|$)"
)
REFUSES = re.compile(
    r"不(?:想|用|愿意|方便)?(?:留|说|讲|透露|登记)|不(?:方便|必|用)(?:了|吧|留)|匿名|保密|就不留"
)
THIRD = re.compile(r"(?:他|她|司机|老板|师傅|医生|经理|房东|那个人|对方|店主|负责人|主任|老师)[^，。]{0,4}$")
OWN_SEX = {
    "男": re.compile(r"我(?:的)?(?:老婆|媳妇|太太|女朋友|爱人是女|妻子)|我(?:是|一个)(?:男|小伙|大男人)"),
    "女": re.compile(
        r"我(?:的)?(?:老公|丈夫|男朋友|先生(?!说你))|我(?:是|一个)(?:女|大姐|阿姨|孕妇|宝妈)|我怀孕|我坐月子"
    ),
}
STOP = "不没的了在有是就你我他好行对可请问"


def name_and_sex(turns: tuple[Turn, ...]) -> dict[str, Field]:
    """caller_name ("陈先生", or the whole name where he gave it) and caller_gender (男/女)."""
    sex = _sex(turns)
    surname, evidence, full = _surname(turns)
    found: dict[str, Field] = {}
    if sex:
        found["caller_gender"] = field("caller_gender", sex[0], 0.85, sex[1])
    if surname:
        suffix = {"男": "先生", "女": "女士"}.get(sex[0], "") if sex and not full else ""
        found["caller_name"] = field("caller_name", surname + suffix, 0.6 + 0.15 * len(evidence), evidence)
    return found


def _surname(turns: tuple[Turn, ...]) -> tuple[str, list[Evidence], bool]:
    """The surname or whole name that the caller gave last, with every turn that repeats it."""
    told, full, evidence, refused = "", False, [], False
    for turn in turns:
        if turn.agent:
            match = _agents_title(turn)
            if match and not refused and (not told or match[1] == told[:1] or match[1] == told):
                told = told or match[1]
                evidence.append(at(turn, match))
            continue
        if "name" in turn.answers and REFUSES.search(turn.text) and not SAYS_SURNAME.search(turn.text):
            refused, told, evidence = True, "", []
            continue
        match, whole_name = _own_words(turn)
        if not match:
            continue
        if match[1] != told and not (full and match[1] == told[:1]):
            told, full, evidence = match[1], whole_name, [e for e in evidence if told == match[1]]
        evidence.append(Evidence(turn.n, match.start(1), match.end(1)))
    return told, evidence, full


def _own_words(turn: Turn) -> tuple[re.Match | None, bool]:
    if restated := RESTATED.search(turn.text):
        return restated, False
    for pattern in (SAYS_NAME, SAYS_SURNAME, SELF_TITLE):
        for match in pattern.finditer(turn.text):
            if not THIRD.search(turn.text[: match.start()]):
                return match, pattern is SAYS_NAME
    if "name" in turn.answers and len(turn.text) < 30:
        if match := BARE.search(turn.text):
            return match, False
        match = BARE_NAME.search(turn.text)
        if match and not set(match[1][1:]) & set(STOP):
            return match, True
    return None, False


def _agents_title(turn: Turn) -> re.Match | None:
    """How the agent calls him: a reading back of the surname, unless he denied it."""
    if turn.denied and "phone" not in turn.asks:
        return None
    head = TITLE.search(turn.text[:12])
    return head if head and not THIRD.search(turn.text[: head.start()]) else None


@functools.lru_cache(maxsize=2)
def _addressing(sex: str) -> re.Pattern:
    """A title that the agent calls the caller by: at a pause, with a surname, or behind a courtesy."""
    titles = TITLES[sex]
    return re.compile(
        rf"(?:^|[，。！？、；]|好的|感谢|{SURNAME}|您好)({titles})(?=[，。！？、；您请]|$|您|别|好)|^(?:好的?|嗯)?{SURNAME}({titles})"
    )


def _sex(turns: tuple[Turn, ...]) -> tuple[str, list[Evidence]] | None:
    """男 or 女 by how the agent addresses the caller and what he says of himself; the more often said wins."""
    votes: dict[str, list[tuple[float, Evidence]]] = {"男": [], "女": []}
    for turn in turns:
        for sex, titles in TITLES.items():
            if turn.agent:
                for match in _addressing(sex).finditer(turn.text):
                    votes[sex].append((1.0, Evidence(turn.n, match.start(), match.end())))
            elif match := OWN_SEX[sex].search(turn.text):
                votes[sex].append((2.0, at(turn, match)))
            elif match := re.search(rf"(?:我是|叫我|我姓){SURNAME}(?:{titles})", turn.text):
                votes[sex].append((3.0, at(turn, match)))
    sex = max(votes, key=lambda s: sum(weight for weight, _ in votes[s]))
    return (sex, [evidence for _, evidence in votes[sex]]) if votes[sex] else None
