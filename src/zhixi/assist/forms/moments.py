"""Spoken times read by the clock of the call (相对时间): 昨天晚上八九点, 上个月十五号, 刚才."""

import dataclasses
import datetime as dt
import functools
import re

from zhixi.assist.forms.days import DAYS, PARTS, clock_of, date_of, minute_of
from zhixi.assist.forms.festivals import festivals

N = r"[零〇一二两三四五六七八九十\d]{1,4}"
DATE = (
    rf"(?:(?P<year>去年|今年|前年|二[零〇][零〇一二三四五六七八九]{{2}}年|20\d\d年)的?)?(?P<month>{N}|上个?|这个?|本)个?月(?:份)?(?:的)?"
    rf"(?:(?P<day>{N})(?:[号日]|(?=[，。晚早下上中])))?|(?P<week>上上个?|上个?|这个?|本)(?:星期|礼拜|周)(?P<weekday>[一二三四五六日天])?|"
    rf"(?:星期|礼拜|周)(?P<bareday>[一二三四五六日天])|(?P<relative>{'|'.join(DAYS)})|(?P<ago>{N}|半)个?(?P<agounit>天|个?小时|分钟|个?月|星期|礼拜|周|年)(?:之)?前|"
    rf"(?P<onlyday>{N})[号日](?=那天|晚|早|上午|下午|中午|凌晨|[，。左]|$)"
)
PART = rf"(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True)[:-2])}|(?<=[天日号])[早晚])"
CLOCK = rf"(?P<hour>{N})(?:点|时)(?!钟?(?:以后|之后|都|儿|名|头))(?:钟)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{N})分?)?(?P<vague>多|左右|的样子|前后|上下|来钟)?"
MOMENT = re.compile(
    rf"(?:(?:{DATE})(?:的|，|,|那天|呢|吧|、|大概|大约|差不多)*)?(?:{PART}(?:的|大概|大约|，|差不多)*)?(?:{CLOCK})?"
)
RECURRING = re.compile(
    r"每(?:天|晚|日|个?(?:星期|礼拜|周|月)|年|到|次)|天天|晚晚|夜夜|经常|老是|总是|隔三差五|一到"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """A time in a text: characters start..end, ISO date or minute with zone, how exact (0 month … 3 minute)."""

    start: int
    end: int
    words: str
    iso: str | None
    exact: int
    future: bool = False
    full: bool = False  # a clock time with its day or part of the day said


def moments(text: str, now: dt.datetime) -> list[Moment]:
    """All times in a text, in order. `now` is aware: the moment of the call."""
    return list(_moments(text, now))


@functools.lru_cache(maxsize=4096)
def _moments(text: str, now: dt.datetime) -> tuple[Moment, ...]:
    found, day, part = [], None, None
    for match in MOMENT.finditer(text[:4000]):
        if not match.group().strip("的，,、") or not any(match.groupdict().values()):
            continue
        part = match["part"] or (part if not match["relative"] else None)
        moment, day = _read(match, text, now, day, part)
        if moment:
            found.append(moment)
    for match, date in festivals(text[:4000], now.date()):
        found.append(Moment(match.start(), match.end(), match.group(), date.isoformat() if date else None, 2))
    return tuple(sorted(found, key=lambda m: m.start))


def _read(match: re.Match, text: str, now: dt.datetime, day: dt.date | None, part: str | None):
    """One match as a Moment, and the day that a following bare clock is of."""
    said, words = match.groupdict(), match.group().rstrip("的，,、")
    if said["hour"] is None and said["part"] is None and not _dated(said):
        return None, day
    date, exact = date_of(said, now)
    if _dated(said) and date is None:
        return None, day
    anchor = date or day
    end = match.start() + len(words)
    recurring = RECURRING.search(text[max(0, match.start() - 6) : match.end() + 2])
    if said["hour"] is None:
        if date is None:
            return None, day
        iso = None if recurring else _iso(date, exact)
        return Moment(match.start(), end, words, iso, exact, date > now.date()), date
    clock = clock_of(said)
    if clock is None:
        return None, day
    moment = minute_of(clock, {**said, "part": part}, anchor, now)
    iso = None if recurring else moment.isoformat(timespec="minutes")
    later = text[match.end() : match.end() + 2] in ("以后", "之后", "之前")
    future = later or moment > now + dt.timedelta(minutes=40)
    full = bool(said["part"] or _dated(said))
    return Moment(match.start(), end, words, iso, 3, future, full), date or day


def _dated(said: dict) -> bool:
    return any(said[k] for k in ("month", "week", "bareday", "relative", "ago", "onlyday"))


def _iso(date: dt.date, exact: int) -> str:
    return date.isoformat() if exact >= 2 else date.isoformat()[:7]
