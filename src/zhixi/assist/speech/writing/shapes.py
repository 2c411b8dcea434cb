"""The shapes of spoken numbers, and their figures."""

import re

from zhixi.assist.numerals import count, digits_of

D = "[一二两三四五六七八九]"
ANY = "零〇一二两三四五六七八九十百千万亿幺"  # nothing of this may stand beside a number: it would be cut
_TENS = rf"{D}?十{D}?"
_HUNDREDS = rf"{D}百(?:[零〇]?{D}十{D}?|[零〇]?{D})?"
_THOUSANDS = rf"{D}千(?:[零〇]?{_HUNDREDS}|[零〇]?{_TENS}|[零〇]?{D})?"
_BELOW = rf"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{D})"
COUNTED = rf"(?:{_BELOW}万(?:[零〇]?{_BELOW})?|{_BELOW}亿|{_BELOW}|\d{{1,9}})"
LEFT, RIGHT = rf"(?<![{ANY}几哪数好第\d.])", rf"(?![{ANY}几来\d])"
ONE = "零〇一二三四五六七八九幺0-9"  # digits said one by one; 两 is said in counting alone
RUN = rf"[{ONE}]"
DECIMAL = rf"(?:{COUNTED}|[零〇])点{RUN}{{1,6}}"
AMOUNT = rf"(?:{DECIMAL}|\d{{1,9}}\.\d{{1,6}}|{COUNTED})"


def figure(words: str) -> str | None:
    """ "二十八" → 28, "三点五" → 3.5, "两万" → 2万, "三万五" → 35000; None where it is no number."""
    if re.fullmatch(r"[\d.]+", words):
        return words
    whole, point, rest = words.partition("点")
    if point:
        head = "0" if whole in "零〇" else figure(whole)
        return None if head is None or not rest else f"{head}.{digits_of(rest)}"
    if words[-1] in "万亿" and len(words) > 1:
        head = figure(words[:-1])
        return None if head is None else head + words[-1]
    value = count(words)
    return None if value is None else str(value)


def is_guess(run: str) -> bool:
    """Neighbours said together are a guess (八九个, 一二三) and no figure."""
    digits = digits_of(run)
    return len(digits) <= 3 and all(int(b) - int(a) == 1 for a, b in zip(digits, digits[1:], strict=False))
