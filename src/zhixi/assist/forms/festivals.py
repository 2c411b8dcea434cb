"""Days that people name by a festival or by the moon (节日, 农历): 国庆, 大年初三, 去年中秋节, 腊月二十三."""

import datetime as dt
import itertools

from zhixi.assist.numerals import count

YEAR = r"(?:去年|今年|前年|20\d\d年|二[零〇][零〇一二三四五六七八九]{2}年)"
DAYS_OF_IT = r"(?:那天|当天|那几天|这几天|那段时间|期间|前后|长假|假期|放假|节)"
# 五一路, 八一小学 are places.
NO_PLACE = r"(?![零〇一二三四五六七八九十幺\d路]|大道|街|巷|广场|小学|中学|学校|村|桥|公园|社区|新村|大厦)"
FESTIVAL = (
    rf"(?:(?P<fyear>{YEAR})的?)?(?:(?:农历|阴历)?(?P<lmonth>正月|腊月|冬月)(?P<lday>初[一二三四五六七八九十]|[一二三四五六七八九十]{{1,3}})|"
    r"(?:农历|阴历)(?P<lmonth2>[一二三四五六七八九十]{1,2}月)(?P<lday2>初[一二三四五六七八九十]|[一二三四五六七八九十]{1,3})|"
    r"(?:大年|年|过年)初(?P<first>十|[一二三四五六七八九])|"
    rf"(?P<moon>除夕|(?:大年|年)三十|元宵节?|清明节?|三月三(?![\u4e00-\u9fa5]?[号日]|十)|端午节?|七夕节?|中元节|中秋节?|重阳节?|腊八节?|春节(?={DAYS_OF_IT})|过年(?=那几天|那天|期间|前后|的时候))|"
    rf"(?<![零〇一二两三四五六七八九十百千幺\d])(?P<sun>元旦|三八(?=妇女节|节|那天)|五一(?:劳动节)?{NO_PLACE}|六一(?:儿童节)?{NO_PLACE}|教师节|国庆节?{NO_PLACE}|十一(?=那几天|期间|长假|假期|放假|黄金周)|双十一|双十二|平安夜|圣诞节?))"
    rf"(?:{DAYS_OF_IT}|的时候)?(?!节?(?:之|以)?前(?!后)|节?(?:之|以)后|假?后)"
)
SUN = {
    "元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "六一": (6, 1), "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1), "双十": (11, 11), "平安": (12, 24),
    "圣诞": (12, 25),
}  # fmt: skip
MOON = {
    "元宵": (1, 15), "三月": (3, 3), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "春节": (1, 1),
    "过年": (1, 1),
}  # fmt: skip
AGO = {"今年": 0, "去年": 1, "前年": 2}
MONTHS = {"正月": 1, "冬月": 11, "腊月": 12}
# The calendar of the moon from FIRST on: the first of its year, the lengths of its months (1: 29 days, 2: 30), and
# which of them comes twice. The State Council's holidays and a test hold it to account.
FIRST = 2015
CALENDAR = (
    "0219 121121222121 0", "0208 212112122122 0", "0128 1212112121222 6", "0216 121211212122 0", "0205 212121121122 0", "0125 1222121121212 4",
    "0212 122121212121 0", "0201 212122121212 0", "0122 1211221221212 2", "0210 121121221221 0", "0129 2121121212221 6", "0217 212112112221 0",
    "0206 221211211221 0", "0126 2221211211221 5", "0213 221212121122 0", "0203 121221212121 0", "0123 1221212212121 3", "0211 211212212212 0",
    "0131 1211212122212 11", "0219 121121212212 0", "0208 212112112212 0", "0128 2212112112122 6",
)  # fmt: skip


def festival_day(said: dict, today: dt.date) -> dt.date | None:
    """The day that a match of FESTIVAL means: of the year that was said, else the latest that is past; None beyond the table."""
    year = year_of(said["fyear"], today)
    if said["sun"]:
        month, day = (12, 12) if said["sun"] == "双十二" else SUN[said["sun"][:2]]
        days = [dt.date(y, month, day) for y in (today.year - 1, today.year, year or today.year)]
    else:
        days = [day for n in range(len(CALENDAR)) if (day := _of_the_moon(said, FIRST + n))]
    if year:
        return next((day for day in days if day.year == year), None)
    return max((day for day in days if day <= today), default=None)


def lunar(year: int, month: int, day: int) -> dt.date | None:
    """The day of the moon's calendar, month 1 being 正月; of a month that comes twice the first. None where there is none."""
    if not (FIRST <= year < FIRST + len(CALENDAR) and 1 <= month <= 12):
        return None
    start, lengths, twice = CALENDAR[year - FIRST].split()
    before = month - 1 + (0 < int(twice) < month)
    if not 1 <= day <= 28 + int(lengths[before]):
        return None
    first = dt.date(year, int(start[:2]), int(start[2:]))
    return first + dt.timedelta(
        days=sum(28 + int(one) for one in itertools.islice(lengths, before)) + day - 1
    )


def _of_the_moon(said: dict, year: int) -> dt.date | None:
    """The day in the moon's year `year`."""
    name = (said["moon"] or "")[:2]
    if name == "清明":
        short = year % 100
        return dt.date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
    if name in ("除夕", "大年", "年三"):
        start = lunar(year, 1, 1)
        return start - dt.timedelta(days=1) if start else None
    if name:
        return lunar(year, *MOON[name])
    if said["first"]:
        return lunar(year, 1, count(said["first"]) or 0)
    month, day = said["lmonth"] or said["lmonth2"], said["lday"] or said["lday2"]
    return lunar(year, MONTHS.get(month) or count(month[:-1]) or 0, count(day.removeprefix("初")) or 0)


def year_of(words: str | None, today: dt.date) -> int | None:
    """去年, 二零一七年, 2017年 as a number; None where no year was said."""
    if not words:
        return None
    if words in AGO:
        return today.year - AGO[words]
    return int("".join(c if c.isdigit() else str(max("零一二三四五六七八九".find(c), 0)) for c in words[:-1]))
