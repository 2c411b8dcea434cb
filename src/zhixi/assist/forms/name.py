"""The caller's name and sex (姓名, 性别): 免贵姓温, 陈, 叫什么; 先生, 女士, 阿姨."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.explaining import told_by
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.sex import TITLES, sex_of
from zhixi.assist.forms.surnames import APART, DOUBLE, SURNAME, alike, by_sound, explained, rank

NEUTRAL = "老师|同学|医生|总"
ANY_TITLE = re.compile(
    rf"(?:^|[。？！，]|好的|好|嗯|明白|抱歉)\W*({DOUBLE}|[\u4e00-\u9fa5])({'|'.join(TITLES.values())}|{NEUTRAL}|女(?=，)|先(?=，))"
)
CALLED = re.compile(rf"({'|'.join(TITLES.values())})")
SAYS_SURNAME = re.compile(rf"(?:免贵)?(?:我)?(?:是)?姓(?:是)?[，,、嗯啊呃]*({SURNAME})")
SAYS_NAME = re.compile(
    rf"(?:我叫|我的?名字(?:是|叫)|我全名(?:是|叫)?)({SURNAME}[\u4e00-\u9fa5]{{1,2}}?)(?=[，。、！,.]|$|的)"
)
BARE = re.compile(rf"^(?:嗯+|哦|啊|呃|是|我|免贵|叫|那个|[，,。、…])*({SURNAME})(?:[，。,.！…啊呀嘛吧]|$)")
BARE_NAME = re.compile(
    rf"^(?:嗯+|哦|啊|呃|是|我|叫|[，,。、…])*({SURNAME}[\u4e00-\u9fa5]{{1,2}})(?:[，。,.！]|$)"
)
SOUNDS_SURNAME = re.compile(
    r"(?:免贵姓?|我姓|姓|^[性幸兴星醒])[，,、嗯啊呃]*([\u4e00-\u9fa5])(?=[，。！,.]|$|[\u4e00-\u9fa5]{2}的)(?<![名氏啥么什就不的吗])"
)
ANY_SURNAME = re.compile(r"姓([\u4e00-\u9fa5]{1,2})(?=[，。！,.]|$)")
CALLED_BY = re.compile(rf"(?:^|[，。？！、])(?:好的?|明白|记下了)?({SURNAME})(?:{'|'.join(TITLES.values())})")
TAKEN_APART = re.compile(rf"(?<![\u4e00-\u9fa5])(?:{'|'.join(APART)})([\u4e00-\u9fa5])(?![\u4e00-\u9fa5])")
SELF_TITLE = re.compile(rf"(?:我是|叫我)({SURNAME})({'|'.join(TITLES.values())})")
RESTATED = re.compile(
    rf"(?:不是|不对)[^。]{{0,14}}?(?:姓|[\u4e00-\u9fa5]的(?:那个)?|，是)({SURNAME})(?=[，。！,.]|$)"
)
REFUSES = re.compile(
    r"不(?:想|用|愿意|方便)?(?:留|说|讲|透露|登记)|不(?:方便|必|用)(?:了|吧|留)|匿名|保密|就不留"
)
THIRD = re.compile(r"(?:他|她|司机|老板|师傅|医生|经理|房东|那个人|对方|店主|负责人|主任|老师)[^，。]{0,4}$")
STOP = "不没的了在有是就你我他好行对可请问"


def name_and_sex(turns: tuple[Turn, ...]) -> dict[str, Field]:
    """caller_name ("陈先生", or the whole name where he gave it) and caller_gender (男/女)."""
    sex = sex_of(turns)
    surname, evidence, full = _surname(turns)
    found: dict[str, Field] = {}
    if sex:
        found["caller_gender"] = field("caller_gender", sex[0], 0.85, sex[1])
    if surname:
        suffix = {"男": "先生", "女": "女士"}.get(sex[0], "") if sex and not full else ""
        found["caller_name"] = field("caller_name", surname + suffix, 0.6 + 0.15 * len(evidence), evidence)
    return found


def _surname(turns: tuple[Turn, ...]) -> tuple[str, list[Evidence], bool]:
    """The surname or whole name that the caller gave last, with every turn that repeats it.

    Who says it again may be heard better: of characters that sound alike the one most often written is taken,
    what the caller explains (木土杜, 长江的江) counting twice, then the commoner surname.
    """
    told, full, evidence, refused = "", False, [], False
    votes: list[tuple[str, int, int]] = []  # (surname, weight, turn)
    for place, turn in enumerate(turns):
        if turn.agent:
            match = None if refused else _agents_title(turn, told)
            weak = full and len(turn.text) < 60 and not match and _agents_title(turn, "")
            if weak:
                told, full, evidence, votes, match = "", False, [], [], weak  # 宣传: the agent heard 姓周
            if match:
                told = told or match[1]
                votes.append((match[1], 1, turn.n))
                evidence.append(Evidence(turn.n, match.start(1), match.end(2)))
            continue
        if "name" in turn.answers and _refuses(turn.text):
            refused, told, evidence, votes = True, "", [], []
            continue
        match, whole_name = _own_words(turn)
        rare = _said_back(turns, place) if not match or not re.match(SURNAME, match[1]) else None
        match, whole_name = (rare, False) if rare else (match, whole_name)
        meant = told_by(turn.text) if "name" in turn.answers else None
        if not match and meant and not turn.denies and not THIRD.search(turn.text[: meant[1]]):
            told, full, votes, evidence = meant[0], False, [(meant[0], 3, turn.n)], []
            evidence.append(Evidence(turn.n, *meant[1:]))
        if not match:
            continue
        name = match[1] if match is rare else _surname_of(match, whole_name)
        again = told and alike(name[0], told[0]) and not turn.denies
        if not again or whole_name:
            told, full, votes = name, whole_name, votes if again else []
            evidence = evidence if again else []
        votes.append((name, 1, turn.n))
        behind = told_by(turn.text, match.end(1))
        votes.append((explained(turn.text[match.end(1) :], name), 2, turn.n))
        if behind and not whole_name and behind[0] != name and not alike(behind[0][0], name[0]):
            told, votes = (
                behind[0],
                [(behind[0], 2, turn.n)],
            )  # 姓仙，冼星海的冼: what explains it was heard better
        evidence.append(Evidence(turn.n, match.start(1), match.end(1)))
    return told if full else _spelt(told, votes), evidence, full


def _said_back(turns: tuple[Turn, ...], place: int) -> re.Match | None:
    """A surname that no list holds: the caller says it behind 姓, and the agent calls him by the same character."""
    match = ANY_SURNAME.search(turns[place].text)
    if match and not THIRD.search(turns[place].text[: match.start()]):
        titles = "|".join(TITLES.values())
        called = re.compile(rf"{re.escape(match[1])}(?:{titles}|{NEUTRAL})")
        if any(t.agent and called.search(t.text) for t in turns[place + 1 : place + 5]):
            return match
    return _within(turns, place) if "name" in turns[place].answers else None


def _within(turns: tuple[Turn, ...], place: int) -> re.Match | None:
    """The surname inside an answer ("你可能不会写，万俟，一万的万") that the agent then calls him by."""
    for turn in turns[place + 1 : place + 3]:
        called = CALLED_BY.search(turn.text) if turn.agent else None
        if called and (match := re.search(f"({called[1]})", turns[place].text)):
            return match
    return None


def _refuses(text: str) -> bool:
    """Whether he keeps his name to himself; his telephone is another matter."""
    return bool(REFUSES.search(text)) and not SAYS_SURNAME.search(text) and not re.search(r"电话|号码", text)


def _surname_of(match: re.Match, whole_name: bool) -> str:
    """The surname that a match means: as written, as its owner takes it apart, or by its sound."""
    if match.re is TAKEN_APART:
        return APART[match[0][:-1]]
    return match[1] if whole_name or re.match(SURNAME, match[1]) else by_sound(match[1])


def _spelt(told: str, votes: list[tuple[str, int, int]]) -> str:
    """Of the ways to write what sounds alike, the one with most weight, then the one in more turns, then the commoner."""
    weight: dict[str, int] = {}
    where: dict[str, set[int]] = {}
    for surname, count, turn in votes:
        if (
            surname
            and len(surname) == len(told)
            and re.fullmatch(SURNAME, surname)
            and alike(surname[0], told[0])
        ):
            weight[surname] = weight.get(surname, 0) + count
            where.setdefault(surname, set()).add(turn)
    return max(weight, key=lambda name: (weight[name], len(where[name]), -rank(name))) if weight else told


def _own_words(turn: Turn) -> tuple[re.Match | None, bool]:
    if restated := RESTATED.search(turn.text):
        return restated, False
    match = TAKEN_APART.search(turn.text) if "name" in turn.answers else None
    if match and alike(match[1], APART[match[0][:-1]]):
        return match, False
    for pattern in (SAYS_NAME, SAYS_SURNAME, SELF_TITLE):
        for match in pattern.finditer(turn.text):
            if not THIRD.search(turn.text[: match.start()]):
                return match, pattern is SAYS_NAME
    if "name" in turn.answers and len(turn.text) < 30:
        match = SOUNDS_SURNAME.match(turn.text)
        if match and match[0][0] != "姓" and by_sound(match[1]):
            return match, False
        if match := BARE.search(turn.text):
            return match, False
        match = BARE_NAME.search(turn.text)
        if match and not set(match[1][1:]) & set(STOP):
            return match, True
    match = SOUNDS_SURNAME.search(turn.text)
    if match and ("name" in turn.answers or match[0][0] != "姓") and by_sound(match[1]):
        return (None, False) if THIRD.search(turn.text[: match.start()]) else (match, False)
    return None, False


def _agents_title(turn: Turn, told: str) -> re.Match | None:
    """How the agent calls him: a reading back of the surname, unless he denied it."""
    if turn.denied and "phone" not in turn.asks:
        return None
    for match in ANY_TITLE.finditer(turn.text):
        if THIRD.search(turn.text[: match.start(1)]):
            continue
        if told and alike(match[1], told[0]):
            return match
        if not told and match.start(1) < 12 and re.fullmatch(SURNAME, match[1]) and len(match[2]) > 1:
            return match
    return None
