"""Times that come again, and times from one to another (周期, 起止): one time in the words that were said, without a date."""

import dataclasses
import datetime as dt
import re

# What stands near a time that comes again: it has no date.
RECURRING = re.compile(
    r"每(?:天|晚|日|个?(?:星期|礼拜|周|月)|年|到|次|逢)|天天|晚晚|夜夜|经常|老是|总是|隔三[差岔]五|三天两头|一到|工作日|(?<![上这个])周末(?!那天)|节假日"
)
DAY = r"[一二三四五六日天]"
WEEK = r"(?:星期|礼拜|周)"
# Said by itself it tells when. 每次 and 经常 tell how often, and no time.
AGAIN = re.compile(
    rf"(?:每(?:逢|到|个)?|逢)(?:天|晚上?|日|夜|周末|节假日|个?{WEEK}(?:{DAY}(?:[到至和、]{DAY})?)?|个?月(?:[一二三四五六七八九十\d]{{1,3}}[号日])?)|天天|夜夜|晚晚|"
    rf"{WEEK}{DAY}[到至]{WEEK}?{DAY}|(?<![个\d])工作日(?!内|之内|以内|左右|答复|回复)|(?:每|平时的?)?(?<![上这个])周末(?=晚|早|上午|下午|中午|都|就|总)|"
    r"隔三[差岔]五|三天两头|(?:去年|今年|前年)?(?:入[春夏秋冬]|开春|[春夏秋冬]天|上半年|下半年)(?:以来|开始|之后)"
)
LINK = re.compile(r"(?:左右|多)?(?:开始)?(?:一直)?(?:到|至|~|～|—+|－|-)(?:第二天|次日)?(?:的)?")
BEHIND = re.compile(r"(?:都|就|的|一到|到了|总是?|经常|，)*")
PART = re.compile(
    r"(?:的)?(?:早高峰|晚高峰|凌晨|半夜|深夜|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|夜间|白天)"
)
FAR = 16  # characters
SEASON = re.compile("以来|开始|之后")


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """A time in a text: characters start..end, ISO date or minute with zone, how exact (0 words, 1 month … 3 minute).

    day, part: what was said of them, for a bare clock that follows.
    """

    start: int
    end: int
    words: str
    iso: str | None
    exact: int
    future: bool = False
    full: bool = False  # a clock time with its day or part of the day said
    day: dt.date | None = None
    part: str | None = None


def gathered(text: str, found: list[Moment]) -> list[Moment]:
    """The times of a text, in order: from one to another as one that begins there, and each that comes again as one.

    found: in order, not overlapping.
    """
    times: list[Moment] = []
    for moment in found:
        before = times[-1] if times else None
        if before and LINK.fullmatch(text, before.end, moment.start):
            times[-1] = dataclasses.replace(before, end=moment.end, words=text[before.start : moment.end])
        else:
            times.append(moment)
    for match in AGAIN.finditer(text):
        times = _with_again(text, match, times)
    return sorted(times, key=lambda moment: moment.start)


def _with_again(text: str, match: re.Match, times: list[Moment]) -> list[Moment]:
    """The times with one that comes again: together with what it is said of, 每天半夜, 三点半左右 too."""
    start, end = match.span()
    season = bool(SEASON.search(match.group()))
    part = PART.match(text, end)
    end = part.end() if part else end
    stop = min((at for mark in "。！？；" if (at := text.find(mark, end)) >= 0), default=len(text))
    ahead = BEHIND.match(text, end).end() + 1
    touching = [m for m in times if m.start < ahead and start < m.end]
    if season and touching:
        return times
    # A bare clock further on in the sentence is of the same days.
    touching += [
        m
        for m in times
        if m not in touching and ahead <= m.start < min(stop, end + FAR) and m.exact == 3 and not m.day
    ]
    clock = any(m.exact == 3 for m in touching)
    exact = 3 if clock else 2 if part or touching else 0
    first, last = min([start, *(m.start for m in touching)]), max([end, *(m.end for m in touching)])
    whole = Moment(first, last, text[first:last].rstrip("，的"), None, exact, full=clock)
    return [*(m for m in times if not (m.start < last and first < m.end)), whole]
