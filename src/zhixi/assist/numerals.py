"""Numbers as they are spoken: digits one by one (幺三九…), and counted numbers (二十八)."""

import functools
import re

DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "幺": "1", "两": "2"}
DIGITS |= {str(n): str(n) for n in range(10)} | {c: str(n) for n, c in enumerate("０１２３４５６７８９")}
UNITS = {"十": 10, "百": 100, "千": 1000}
SPOKEN = "零〇一二三四五六七八九幺两0-9０-９"
COUNTED = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
# 四个零, 三个三
REPEATED = re.compile(r"([二两三四五六])个([零一二三四五六七八九])")
# What may stand between two groups of one dictated number.
GAP = r"(?:[，,、。.…\s\-－—～啊嗯呃额哦]|然后|再来|后面是?)"
RUN = re.compile(
    rf"(?:[二两三四五六]个[零一二三四五六七八九]|[{SPOKEN}])(?:{GAP}{{0,4}}(?:[二两三四五六]个[零一二三四五六七八九]|[{SPOKEN}]))*"
)
# A counted number before one of these is written in figures: 二十八号 → 28号. Road names keep theirs: 五横路.
MEASURE = r"(?=号|栋|幢|座|单元|室|房|米|公里|元|块|天|年|月|日|点|分钟|小时|个月|平方|岁|台|户|多?万|次)"


def digits_of(text: str) -> str:
    """The digits that a stretch of dictated speech stands for: "幺三九，四个零" → "1390000"."""
    text = REPEATED.sub(lambda m: m[2] * int(DIGITS[m[1]]), text)
    return "".join(DIGITS.get(c, "") for c in text)


def runs(text: str, least: int) -> list[tuple[int, int, str]]:
    """Dictated numbers of `least` digits or more as (start, end, digits)."""
    return [run for run in _runs(text) if len(run[2]) >= least]


@functools.lru_cache(maxsize=4096)
def _runs(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((m.start(), m.end(), digits_of(m.group())) for m in RUN.finditer(text))


def count(text: str) -> int | None:
    """A counted number below 100 million ("二十八" → 28, "两千零五" → 2005, "三千五" → 3500); None if it is none."""
    if text.isdigit():
        return int(text)
    if "万" in text:
        high, _, low = text.partition("万")
        top, rest = count(high), _below(low, 10000) if low else 0
        if rest is not None and len(low) == 1 and low not in "零〇":
            rest *= 1000  # 一万二
        return None if top is None or rest is None else top * 10000 + rest
    return _below(text, 10)


def _below(text: str, unit: int) -> int | None:
    """A number under ten thousand; a bare last digit counts in tenths of the unit before it (三千五)."""
    total, digit = 0, None
    for at, char in enumerate(text):
        if char in "零〇":
            digit, unit = None, 10
        elif char in UNITS:
            unit = UNITS[char]
            total += (1 if digit is None else digit) * unit
            digit = None
        elif char in DIGITS and digit is None:
            digit = int(DIGITS[char])
        else:
            return None
        if char not in UNITS and at == 0 and len(text) == 1:
            return int(DIGITS[char]) if char in DIGITS else None
    if digit is not None:
        total += digit * (unit // 10 if unit >= 100 else 1)
    return total


def in_figures(text: str) -> str:
    """Numbers of a place or a sentence as they are written: 二十八号 → 28号, 二零七房 → 207房, 五横路 stays."""
    text = re.sub(
        rf"[{SPOKEN}]{{2,}}(?=路车|路公交|路)|[{SPOKEN}]{{3,}}", lambda m: digits_of(m.group()), text
    )

    def figure(match: re.Match) -> str:
        word = match.group()
        value = count(word)
        return word if value is None else str(value)

    return re.sub(rf"[零〇一二两三四五六七八九十百千]+{MEASURE}", figure, text)
