"""Spoken times read by the clock of the call (相对时间): 昨天晚上八九点, 上个月十五号, 刚才, 去年国庆那几天.

How exact a time is follows from what was said, and nothing is added:

    昨天晚上八点半         2026-03-17T20:30+08:00   a minute with its zone: hour said, day said or the latest that is past
    半个小时前             2026-03-18T11:30+08:00
    三月二号, 上个礼拜五   2026-03-02               a day; 上周末 is its Saturday
    国庆那几天, 春节期间   2025-10-01               the first day of the festival, the latest that is past
    农历七月十五, 腊月廿三 2025-09-06               by the calendar of the moon
    上个月底, 二月中旬     2026-02                  a month; 年底 is its December, 年初 its January
    八点到十点             as its beginning         the words hold both ends
    每天晚上十点到两点, 工作日早高峰, 隔三差五, 去年入冬以来: words, and no date
"""

import datetime as dt
import functools
import re

from zhixi.assist.forms.days import DAYS, PARTS, clock_of, date_of, minute_of, span_of
from zhixi.assist.forms.festivals import FESTIVAL, YEAR
from zhixi.assist.forms.recurring import RECURRING, Moment, gathered

N = r"[零〇一二两三四五六七八九十\d]{1,4}"
DATE = (
    rf"(?P<isodate>20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})(?![-/.\d]| *\d{{1,2}}:\d\d:\d\d)|(?P<festival>{FESTIVAL})|"
    rf"(?:(?P<year>{YEAR})的?)?(?P<month>{N}(?=月)|上上个?|上个?|这个?|本)月(?:份)?(?:(?P<third>底|末|初(?![一二三四五六七八九十])|[上中下]旬)|(?:的)?"
    rf"(?P<day>{N})(?:[号日]|(?=[，。晚早下上中])))?|(?P<week>上上个?|上个?|这个?|本)(?:星期|礼拜|周)(?P<weekday>[一二三四五六日天末])?|"
    rf"(?:星期|礼拜|周)(?P<bareday>[一二三四五六日天])|(?P<relative>{'|'.join(DAYS)})|(?P<ago>{N}|半)个?(?P<agounit>天|个?小时|个?钟头|分钟|个?月|星期|礼拜|周|年)(?:之|以)?前|"
    rf"(?<![A-Za-z路街巷道村里弄苑园区厦零〇一二两三四五六七八九十\d])(?P<onlyday>{N})[号日](?=那天|晚|早|上午|下午|中午|凌晨|[，。左到至]|$)|"
    rf"(?:(?P<ofyear>{YEAR})|(?<![\u4e00-\u9fa5])|(?<=[从到在是]))(?P<yearpart>年[底初末]|(?<=年)[底初末])|(?<![个\d一二三四五六七八九十])(?P<monthpart>月[底初末](?![一二三四五六七八九十]))"
)
PART = rf"(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True)[:-2])}|(?<=[天日号])[早晚])"
CLOCK = (
    rf"(?:(?P<hour>{N})(?:点|时)(?!钟?(?:以后|之后|儿|名|头))(?(part)|(?!钟?都))(?:钟)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{N})分?)?|"
    r"(?<![\d:：])(?P<colon>[012]?\d)[:：](?P<past>[0-5]\d)(?![:：]?\d))(?P<vague>多|左右|的样子|前后|上下|来钟)?"
)
MOMENT = re.compile(
    rf"(?:(?:{DATE})(?:的|，|,|那天|呢|吧|、|大概|大约|差不多| )*)?(?:{PART}(?:的|大概|大约|，|差不多)*)?(?:{CLOCK})?"
)
CALENDAR = (
    "isodate",
    "festival",
    "month",
    "week",
    "bareday",
    "relative",
    "ago",
    "onlyday",
    "yearpart",
    "monthpart",
)


def moments(text: str, now: dt.datetime, before: Moment | None = None) -> list[Moment]:
    """All times in a text, in order. now: aware, the moment of the call. before: what a bare clock goes on from."""
    return list(_moments(text, now, before and before.day, before and before.part))


@functools.lru_cache(maxsize=4096)
def _moments(text: str, now: dt.datetime, day: dt.date | None, part: str | None) -> tuple[Moment, ...]:
    found: list[Moment] = []
    for match in MOMENT.finditer(text[:4000]):
        if not match.group().strip("的，,、 ") or not any(match.groupdict().values()):
            continue
        part = match["part"] or (part if not match["relative"] else None)
        moment, day = _read(match, text, now, day, part)
        if moment:
            found.append(moment)
    return tuple(gathered(text[:4000], found))


def _read(match: re.Match, text: str, now: dt.datetime, day: dt.date | None, part: str | None):
    """One match as a Moment, and the day that a following bare clock is of."""
    said, words = match.groupdict(), match.group().rstrip("的，,、 ")
    if said["colon"]:
        said |= {"hour": said["colon"], "minute": said["past"]}
    if said["hour"] is None and said["part"] is None and not _dated(said):
        return None, day
    date, exact = date_of(said, now)
    if _dated(said) and date is None:
        return None, day
    anchor, end = date or day, match.start() + len(words)
    recurring = RECURRING.search(text[max(0, match.start() - 6) : match.end() + 2])
    if said["hour"] is None:
        if date is None:
            return None, day
        if span := span_of(said):
            return Moment(match.start(), end, words, _minute(now - span), 3, full=True, day=date), date
        iso = None if recurring else _iso(date, exact)
        return Moment(match.start(), end, words, iso, exact, date > now.date(), day=date, part=part), date
    clock = clock_of(said)
    if clock is None:
        return None, day
    moment = minute_of(clock, {**said, "part": part}, anchor, now)
    later = text[match.end() : match.end() + 2] in ("以后", "之后", "之前")
    future = later or moment > now + dt.timedelta(minutes=40)
    full = bool(said["part"] or _dated(said))
    iso = None if recurring else _minute(moment)
    return Moment(match.start(), end, words, iso, 3, future, full, date or day, part), date or day


def _dated(said: dict) -> bool:
    return any(said[k] for k in CALENDAR)


def _minute(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _iso(date: dt.date, exact: int) -> str:
    return date.isoformat() if exact >= 2 else date.isoformat()[:7]
