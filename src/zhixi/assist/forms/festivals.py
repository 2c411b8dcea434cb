"""Days that people name by a festival (节日): 国庆, 大年初三, 中秋节那天. The moon's days come from a table."""

import datetime as dt
import re
from collections.abc import Iterator

from zhixi.assist.forms.days import latest
from zhixi.assist.numerals import count

NAMED = re.compile(
    r"(?P<sun>元旦|国庆节?|五一(?:劳动节)?|圣诞节?)(?:那天|当天|期间|节)?|"
    r"(?P<moon>除夕|(?:大年|年)三十|元宵节?|正月十五|清明节?|端午节?|中秋节?|春节(?=那天|当天))(?:那天|当天|晚上)?|"
    r"(?:大年|正月|过年|年)初(?P<first>十|[一二三四五六七八九])"
)
SUN = {"元旦": (1, 1), "国庆": (10, 1), "五一": (5, 1), "圣诞": (12, 25)}
# Month and day of each year from FIRST on, as the State Council's holiday notices and the calendar of the moon have them.
FIRST = 2015
MOON = {
    "春节": "0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203",
    "清明": "0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405",
    "端午": "0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605",
    "中秋": "0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912",
}
AFTER_NEW_YEAR = {
    "除夕": -1,
    "大年": -1,
    "年三": -1,
    "元宵": 14,
    "正月": 14,
    "春节": 0,
}  # days from the first of the year


def festivals(text: str, today: dt.date) -> Iterator[tuple[re.Match, dt.date | None]]:
    """Each festival that a text names, with the latest day of it that is past; None beyond the table."""
    for match in NAMED.finditer(text):
        if match["sun"]:
            yield match, latest(today, *SUN[match["sun"][:2]])
        elif match["first"]:
            yield match, _past("春节", (count(match["first"]) or 1) - 1, today)
        else:
            name = match["moon"][:2]
            yield match, _past("春节" if name in AFTER_NEW_YEAR else name, AFTER_NEW_YEAR.get(name, 0), today)


def _past(name: str, later: int, today: dt.date) -> dt.date | None:
    days = [
        dt.date(FIRST + n, int(day[:2]), int(day[2:])) + dt.timedelta(days=later)
        for n, day in enumerate(MOON[name].split())
    ]
    return max((day for day in days if day <= today), default=None)
