"""Dates and clock times as people write them: 二零二五年三月八号 → 2025年3月8号, 下午三点半 → 下午3:30."""

import re
from collections.abc import Iterator

from zhixi.assist.numerals import count, digits_of
from zhixi.assist.speech.writing.shapes import ANY, RUN, D
from zhixi.assist.talk import Mark

_SMALL = rf"(?:{D}?十{D}?|{D}|\d{{1,2}})"
_PART = r"凌晨|半夜|清晨|早晨|早上|今早|今晨|上午|中午|下午|傍晚|晚上|今晚|昨晚|前晚|明晚|夜里|夜晚|深夜|明早|当晚|那晚|大早上?|[早晚]"
_CLOCK = re.compile(
    rf"(?P<part>(?:{_PART})的?(?:大概|大约|差不多|快|都)?)?(?<![{ANY}几第\d有])(?P<hour>{_SMALL}|零)点(?P<bell>钟)?"
    rf"(?:(?P<half>半)(?!天|个)|(?P<quarter>[一三])刻钟?|(?P<whole>整)|(?P<minute>零[{D[1:-1]}]|{D}?十{D}?|\d{{2}}|{RUN}{{2}}|{D}(?=分))(?P<sign>分(?!钟以))?)?"
    rf"(?!(?!一[开到直])[{ANY}\d])"
)
_SINCE = re.compile(r"(?:从|到|至|昨天|今天|明天|前天|每天|天天|[号日]|大概|大约|差不多|快|都)$")
_AFTER = re.compile(
    r"(?:多(?!的)|左右|开始|以后|之后|以前|之前|来钟|才|过(?![来去年])|的样子|就[开来起开吵]|到(?=[零一二三四五六七八九十]|晚|早|凌|下|中)|上班|下班|开门|关门|睡|起床)"
)
_YEAR = re.compile(rf"(?<![{ANY}\d])(?P<year>[零一二]{RUN})年(?!级|多|内|之|以|前|后|的时间)")
_YEAR_FULL = re.compile(rf"(?<![{ANY}\d])(?P<year>[一二][零〇九]{RUN}{{2}}|20\d\d)(?=年)")
_MONTH = re.compile(
    rf"(?<![{ANY}几第个\d])(?P<month>{_SMALL})月(?![亮饼嫂子票租薪球光下])(?:(?P<day>{_SMALL})(?P<sign>号|日)?(?![{ANY}\d个]))?"
)
_DAY = re.compile(
    rf"(?<![{ANY}几第\d])(?P<day>{_SMALL})(?:号(?=那天|晚|早|上午|下午|中午|凌晨|到|以|之前|前|后|左右|开始|的(?:时候|晚|早|上午|下午)|，)|(?=[到至]{_SMALL}[号日])|日(?=内|前|后|起|以|上午|下午|凌晨|晚|至))"
)


def _clocks(text: str) -> Iterator[Mark]:
    for match in _CLOCK.finditer(text):
        hour, minute = count(match["hour"]) or 0, _minute(match)
        if (
            minute is None
            or hour > 24
            or (match["hour"] == "零" and not match["part"] and not match["minute"])
        ):
            continue
        if match["hour"] == "一" and (match["part"] or "")[:1] in "早晚" and len(match["part"] or "") == 1:
            continue  # 早一点
        bare = not any(match[name] for name in ("part", "bell", "half", "quarter", "whole", "minute"))
        if bare and (match["hour"] == "一" or not _is_of_a_day(text, match)):
            continue
        start = match.start("hour")
        told = any(match[name] for name in ("half", "quarter", "minute"))
        written = f"{hour}:{minute:02d}" if told else f"{hour}点{match['bell'] or ''}{match['whole'] or ''}"
        yield Mark(start, match.end(), "time", written)


def _is_of_a_day(text: str, match: re.Match) -> bool:
    """Whether a bare 三点 is an hour and not three points of something."""
    return bool(_SINCE.search(text[: match.start()]) or _AFTER.match(text, match.end()))


def _minute(match: re.Match) -> int | None:
    if match["half"]:
        return 30
    if match["quarter"]:
        return {"一": 15, "三": 45}[match["quarter"]]
    words = match["minute"]
    if not words:
        return 0
    if (
        match["part"] is None
        and not match["sign"]
        and match["bell"] is None
        and re.fullmatch(rf"{D}{{2}}", words)
    ):
        return None  # 三点一四 is a number
    minute = count(words) if "十" in words else int(digits_of(words))
    return minute if minute is not None and minute < 60 else None


def _years(text: str) -> Iterator[Mark]:
    for match in _YEAR_FULL.finditer(text):
        yield Mark(*match.span(), "date", digits_of(match["year"]))
    for match in _YEAR.finditer(text):
        digits = digits_of(match["year"])
        if int(digits[1]) - int(digits[0]) != 1 or digits[0] == "0":  # 一二年 may be a year or two
            yield Mark(*match.span(), "date", digits + "年")


def _months(text: str) -> Iterator[Mark]:
    for match in _MONTH.finditer(text):
        month, day = count(match["month"]), count(match["day"]) if match["day"] else None
        if not month or month > 12:
            continue
        if day is None or day > 31 or not (match["sign"] or "十" in match["day"]):
            yield Mark(match.start(), match.end("month") + 1, "date", f"{month}月")
        else:
            yield Mark(*match.span(), "date", f"{month}月{day}{match['sign'] or ''}")


def _days(text: str) -> Iterator[Mark]:
    for match in _DAY.finditer(text):
        day = count(match["day"])
        if day and day <= 31:
            yield Mark(*match.span(), "date", f"{day}{match.group().removeprefix(match['day'])}")


MOMENTS = (_years, _months, _clocks, _days)
