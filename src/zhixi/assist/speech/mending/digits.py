"""Dictated digits put right: a word of the same sound inside a number, and the calling number said with signs lost."""

import re
from collections.abc import Iterator

from zhixi.assist.numerals import DIGITS, GAP, digits_of
from zhixi.assist.talk import Mark

# What is written for a digit that was heard alone. The words of the second table are said between numbers
# too (一是, 三就), so they count only where a whole telephone number comes of it.
SOUNDS = {
    "幺": "妖腰邀夭吆", "一": "衣依医", "二": "儿而尔耳", "三": "伞散叁", "四": "死肆寺饲", "五": "午武伍舞吴无",
    "六": "留刘流溜柳陆", "七": "期起漆妻琪柒骑棋", "八": "把吧爸巴拔芭捌", "九": "酒久旧玖救", "零": "林灵铃玲令另凌淋临邻领",
}  # fmt: skip
WORDS = {
    "幺": "要药",
    "一": "以已医意",
    "四": "是事式试时",
    "五": "物",
    "七": "其气去",
    "九": "就",
    "零": "里",
}
SURE = {word: digit for digit, words in SOUNDS.items() for word in words}
LIKELY = {word: digit for digit, words in WORDS.items() for word in words} | SURE
_DIGIT = r"[零〇一二三四五六七八九幺0-9]"
_ALONE = re.compile(rf"(?<={_DIGIT})[{''.join(SURE)}](?={_DIGIT})")
_LONG = re.compile(
    rf"[{''.join(SURE)}]?{_DIGIT}(?:{GAP}{{0,2}}[{''.join(LIKELY)}]?{_DIGIT})+(?:[{''.join(SURE)}](?![\u4e00-\u9fff]))?"
)
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}")
_NUMBER = re.compile(rf"{_DIGIT}(?:{GAP}{{0,2}}{_DIGIT})+")
LEAST = 3  # digits round a word before it is taken for one
LOST = 3  # digits of the calling number that a recogniser may swallow (零零零零 is heard as two)


def mended_digits(text: str, calling_number: str = "") -> tuple[str, tuple[Mark, ...]]:
    """The text with misheard digits put right, and a mark for each."""
    marks = list(_homophones(text))
    for mark in marks:
        text = text[: mark.start] + mark.written + text[mark.end :]
    marks = [Mark(m.start, m.end, "digit", said=m.said, why=m.why, score=m.score) for m in marks]
    return _completed(text, marks, calling_number)


def _homophones(text: str) -> Iterator[Mark]:
    for match in _LONG.finditer(text):
        words = [(at, sign) for at, sign in enumerate(match.group()) if sign in LIKELY and sign not in DIGITS]
        words = [(at, sign) for at, sign in words if not re.fullmatch(GAP, sign)]
        if not words:
            continue
        digits = "".join(DIGITS.get(LIKELY.get(sign, sign), "") for sign in match.group())
        whole = bool(_PHONE.fullmatch(digits))
        for at, sign in words:
            inside = _ALONE.match(match.group(), at) and len(digits_of(match.group())) >= LEAST
            if whole or (sign in SURE and inside):
                start = match.start() + at
                why = "合成完整号码" if whole else "数字之间"
                yield Mark(start, start + 1, "digit", LIKELY[sign], sign, why, 0.98)


def _completed(text: str, marks: list[Mark], calling_number: str) -> tuple[str, tuple[Mark, ...]]:
    """A number that is the calling number but for a few lost digits is the calling number.

    Nothing but losses may part the two, and the beginning and the end must agree: another number of the
    same person stays what it is.
    """
    if not _PHONE.fullmatch(calling_number):
        return text, tuple(marks)
    for match in _NUMBER.finditer(text):
        digits = digits_of(match.group())
        if not _swallowed(digits, calling_number):
            continue
        said = match.group()
        inside = [m for m in marks if match.start() <= m.start < match.end()]
        for mark in inside:
            at = mark.start - match.start()
            said = said[:at] + mark.said + said[at + 1 :]
        whole = (
            calling_number if match.group()[0].isascii() else "".join(_CHARACTER[d] for d in calling_number)
        )
        grown = len(whole) - len(match.group())
        kept = [m for m in marks if m not in inside]
        kept = [
            m
            if m.start < match.start()
            else Mark(m.start + grown, m.end + grown, m.kind, "", m.said, m.why, m.score)
            for m in kept
        ]
        kept.append(
            Mark(
                match.start(),
                match.start() + len(whole),
                "digit",
                said=said,
                why="与来电号码相合",
                score=round(len(digits) / len(whole), 2),
            )
        )
        return text[: match.start()] + whole + text[match.end() :], tuple(sorted(kept, key=lambda m: m.start))
    return text, tuple(marks)


_CHARACTER = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def _swallowed(digits: str, number: str) -> bool:
    if (
        not len(number) - LOST <= len(digits) < len(number)
        or digits[:3] != number[:3]
        or digits[-4:] != number[-4:]
    ):
        return False
    rest = iter(number)
    return all(digit in rest for digit in digits)
