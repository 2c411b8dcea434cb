"""What is written for the numbers of a spoken text, the surest first; each rule gives marks that may overlap earlier ones."""

import re
from collections.abc import Callable, Iterator

from zhixi.assist.numerals import GAP, digits_of
from zhixi.assist.speech.writing.moments import MOMENTS
from zhixi.assist.speech.writing.shapes import (
    AMOUNT,
    ANY,
    COUNTED,
    LEFT,
    ONE,
    RIGHT,
    RUN,
    D,
    figure,
    is_guess,
)
from zhixi.assist.talk import Mark

Rule = Callable[[str], Iterator[Mark]]
_SAID = rf"(?:[二两三四五六]个[零一二三四五六七八九]|{RUN})"  # 四个零 is four of them
_DICTATED = re.compile(rf"{_SAID}(?:{GAP}{{0,4}}{_SAID})+[xXＸ]?")
_WHOLE = re.compile(
    r"(?P<mobile>1[3-9]\d{9})|(?P<free>[48]00\d{7})|(?P<area>0[12]\d|0[3-9]\d\d)(?P<local>\d{7,8})|\d{15}|\d{17}[\dX]"
)
_PLAIN = re.compile(rf"(?<![{ANY}几数点]){RUN}{{3,}}[xX]?(?![十百千万亿几])")
_PLATE = re.compile(
    rf"(?P<place>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z])[·, ，]?(?P<rest>[A-Za-z{ONE}]{{5,6}})(?![A-Za-z{ONE}])"
)


def _whole_numbers(text: str) -> Iterator[Mark]:
    """Telephone and identity numbers, their groups joined: 幺三九，零零零零，零二三八."""
    for match in _DICTATED.finditer(text):
        digits = digits_of(match.group()) + ("X" if match.group()[-1] in "xXＸ" else "")
        if whole := _WHOLE.fullmatch(digits):
            written = f"{whole['area']}-{whole['local']}" if whole["area"] else digits
            yield Mark(*match.span(), "phone" if len(digits) < 15 else "identity", written)


def _digit_runs(text: str) -> Iterator[Mark]:
    """Digits said one by one: 一二三四五, 二零七房, 二零一三年."""
    for match in _PLAIN.finditer(text):
        if not is_guess(match.group()):
            written = digits_of(match.group()) + ("X" if match.group()[-1] in "xX" else "")
            yield Mark(*match.span(), "digits", written)


def _plates(text: str) -> Iterator[Mark]:
    for match in _PLATE.finditer(text):
        rest = "".join(digits_of(sign) or sign for sign in match["rest"])
        yield Mark(*match.span(), "plate", (match["place"] + rest).upper())


def _counted(kind: str, pattern: str, written: str = "{n}", group: str | None = None) -> Rule:
    """A rule of one pattern: its group n is a number, which stands in `written`; other groups are words kept."""
    compiled = re.compile(pattern)

    def rule(text: str) -> Iterator[Mark]:
        for match in compiled.finditer(text):
            number = _one_by_one(match["n"]) if kind == "line" else figure(match["n"])
            words = {name: value or "" for name, value in match.groupdict().items()}
            words |= {"tenth": digits_of(words.get("tenth", ""))}
            if number is not None:
                yield Mark(*match.span(group or 0), kind, written.format(**words | {"n": number}))

    return rule


def _one_by_one(words: str) -> str | None:
    """二零八路 is 208, 十八路 is 18."""
    return figure(words) if len(words) == 1 or "十" in words or "百" in words else digits_of(words)


def _money(text: str) -> Iterator[Mark]:
    """三百五十块二 → 350.2元, 三块五毛 → 3.5元, 两万块钱 → 2万元."""
    for match in _YUAN.finditer(text):
        number, tenth = figure(match["n"]), match["tenth"]
        if number is None or (tenth and not number.isdigit()):
            continue
        if (
            not tenth
            and not match["money"]
            and re.fullmatch(rf"{D}|\d", match["n"])
            and not _PAYS.search(text[: match.start()])
        ):
            continue
        tail = f".{digits_of(tenth)}{digits_of(match['cent'] or '')}" if tenth else ""
        yield Mark(*match.span(), "money", f"{number}{tail}元")


_YUAN = re.compile(
    rf"{LEFT}(?P<n>{AMOUNT})(?:块(?!地|砖|板|石|玻璃|瓷|田|屏|牌|木|布|肉|铁|水|草|绿|空|区|儿|窗|儿|是|去|来)|元(?!旦|宵|素|件|老|里|桥|区|宫|月))"
    rf"(?:(?P<tenth>{D}|\d)(?![{ANY}号个天月斤吨次人年度小平\d])(?:[毛角](?:(?P<cent>{D}|\d)分?(?![{ANY}]))?)?)?(?P<money>钱)?"
)
_PAYS = re.compile(
    r"(?:[收交付花卖涨要扣罚贴补缴价费钱赔退欠才就每]|每.|多少|一共|总共|一[吨斤度天月年次个平])了?[我你他们]{0,2}$"
)

_MANY = rf"(?:\d{{1,9}}|(?:(?!{D}(?![十百千万亿])){COUNTED}))"  # two signs and more, or in figures
_MEASURES = (
    "个|天|年(?!级)|月|岁|户|人|名|次|台|辆|平|米|公里|里[路地]|斤|公斤|吨|度|分钟|小时|秒|号|栋|幢|层|楼|间|套|倍|条|家|起|件|张|页|亩|瓦|"
    "分(?![之])|伏|届|所|棵|盏|位|吨|箱|瓶|只|头|本|份|期|路(?:车|公交)|类|项|车|匹|周|日|工作日|级|房|室|座"
)
_SMALL = (
    "公里|平方|平米|公斤|岁(?!月)|分钟|小时|毫米|厘米|千瓦|度电|摄氏度|千克|毫升|吨|米(?![饭粉线粒油酒店兰色老"
    + ANY
    + "])|斤"
)
_HOUSE = rf"号(?!码|线|称|召|角|路|公路|桥|文|学|人|下|上|晚|早|中|凌|到|以|之|那|这|左|前|后|开|的)|单元(?!格)|栋(?=[{ANY}\dA-Za-z，]|{COUNTED}单元)|幢|号楼|号院"

RULES: tuple[Rule, ...] = (
    _plates,
    _whole_numbers,
    _counted("percent", rf"百分之(?P<n>{AMOUNT}|百)(?!几)", "{n}%"),
    _counted("percent", rf"千分之(?P<n>{AMOUNT})(?!几)", "{n}‰"),
    *MOMENTS,
    _money,
    _counted(
        "line", rf"(?:(?<=[坐乘等挤])|(?<=[坐乘等]了)|(?<=公交)|(?<=搭)){LEFT}(?P<n>{COUNTED})路", "{n}路"
    ),
    _counted("line", rf"{LEFT}(?P<n>{COUNTED}|{RUN}{{2,4}})路(?=公交|车|大巴|公共|汽车)", "{n}路"),
    _counted("line", rf"{LEFT}(?P<n>{COUNTED})号线", "{n}号线"),
    _counted("house", rf"{LEFT}(?P<n>{COUNTED})(?P<unit>{_HOUSE})", "{n}{unit}"),
    _counted("house", rf"{LEFT}(?P<n>{COUNTED})楼(?![梯道盘市主宇房])", "{n}楼"),
    _digit_runs,
    _counted("count", rf"{LEFT}(?P<n>{COUNTED})度(?P<tenth>{D})(?![{ANY}])", "{n}.{tenth}度"),
    _counted("count", rf"{LEFT}(?P<n>{AMOUNT})(?P<unit>{_SMALL})", "{n}{unit}"),
    _counted("count", rf"{LEFT}(?P<n>{AMOUNT})(?=个?百分点|[万亿](?![{ANY}])|倍|元)", "{n}", "n"),
    _counted("count", rf"{LEFT}(?P<n>{_MANY})(?=多?余?(?:{_MEASURES}|[块元]))", "{n}", "n"),
    _counted("count", rf"{LEFT}(?P<n>{D}[百千])(?=[，。！？]|$)", "{n}", "n"),
    _counted(
        "count",
        rf"{LEFT}(?P<n>{D}(?:[千万]|百[零〇]?{D}?十?)(?:[零〇]?{D}|百{D}?十?{D}?|{D}))(?={RIGHT}(?!分|度|行))",
        "{n}",
        "n",
    ),
)
