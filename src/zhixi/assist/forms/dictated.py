"""Dictated digits by their sound (按音听数): 一山九凌零 is 一三九零零, where enough true digits stand round it."""

import dataclasses
import re

from zhixi.assist.numerals import DIGITS
from zhixi.assist.speech.mending.sounds import heard

# Syllables (initial + final, no tone) that a digit is heard as. The exact one first.
SOUNDS = {
    "幺": ("yiao",),
    "一": ("yi",),
    "二": ("er", "e"),
    "三": ("san", "shan", "sang", "shang"),
    "四": ("si", "shi"),
    "五": ("wu", "fu", "hu"),
    "六": ("liu", "niu", "riu"),
    "七": ("qi", "xi", "ji", "qie"),
    "八": ("ba", "pa", "bai"),
    "九": ("jiu", "qiu", "xiu", "jou"),
    "零": ("ling", "lin", "ning", "nin", "ring", "leng"),
}
DIGIT_OF = {sound: digit for digit, sounds in SOUNDS.items() for sound in sounds}
EXACT = {sounds[0] for sounds in SOUNDS.values()} | {"shan", "lin"}
GAP = "，,、。.…— -啊嗯呃额哦"
# Words of every sentence: they are digits only inside a number that wants them.
COMMON = frozenset("是就吧要时事其去里以已起会上下期医需")
UNITS = frozenset("十百千万点月日年号楼栋岁块时")
MOBILE = re.compile(r"1[3-9]")
SHORTEST = 3  # true digits before a sound beside them counts


@dataclasses.dataclass(slots=True)
class Sign:
    """One place of a dictated number: the digit that is written or sounded there, "" for a pause."""

    at: int
    digit: str
    true: bool
    exact: bool = True
    common: bool = False


def sounded(text: str) -> str:
    """The text with digits where other characters of their sound were written; as long as it was."""
    signs = [_sign(at, char, text) for at, char in enumerate(text)]
    out, at = list(text), 0
    while at < len(signs):
        end = at
        while end < len(signs) and signs[end] is not None:
            end += 1
        for sign in _taken([s for s in signs[at:end] if s is not None]):
            out[sign.at] = sign.digit
        at = end + 1
    return "".join(out)


def _sign(at: int, char: str, text: str) -> Sign | None:
    if char in DIGITS:
        return None if char.isdecimal() else Sign(at, char, True)  # who writes figures did not write by ear
    if char in GAP:
        return Sign(at, "", True)
    if char in UNITS:
        return None
    for reading in heard(char)[0]:
        sound = reading[0] + reading[1]
        if sound in DIGIT_OF:
            return Sign(at, DIGIT_OF[sound], False, sound in EXACT, char in COMMON)
    return None


def _taken(stretch: list[Sign]) -> list[Sign]:
    """The signs of a stretch that are digits by sound alone."""
    if sum(s.true and bool(s.digit) for s in stretch) < SHORTEST or all(s.true for s in stretch):
        return []
    taken: list[Sign] = []
    for number in _numbers(stretch):
        taken += _of_number(number)
    return taken


def _numbers(stretch: list[Sign]) -> list[list[Sign]]:
    """The stretch from its first to its last sure sign; a sounded 一 or 幺 may open a telephone number."""
    true = [n for n, s in enumerate(stretch) if s.true and s.digit]
    first, last = true[0], true[-1]
    before = stretch[first - 1] if first else None
    if before and not before.true and before.digit in "一幺" and DIGITS[stretch[first].digit] in "356789":
        first -= 1
    elif (
        first > 1
        and stretch[first - 2].digit in ("一", "幺")
        and before
        and before.digit in ("三", "五", "八")
    ):
        first -= 2
    return [stretch[first:]] if first <= last else []


def _of_number(number: list[Sign]) -> list[Sign]:
    """Which doubtful signs a number wants: all inside it, as many as a telephone number has room for."""
    last = max(n for n, s in enumerate(number) if s.true and s.digit)
    inside, behind = number[: last + 1], number[last + 1 :]
    true = sum(s.true and bool(s.digit) for s in inside)
    doubtful = [s for s in inside if not s.true]
    if len(doubtful) > true:
        return []
    digits = "".join(DIGITS[s.digit] for s in inside if s.digit)
    full = 11 if MOBILE.match(digits) else 12 if digits[:1] == "0" else 0
    if full:
        doubtful.sort(key=lambda s: (_loose(number, s), s.common, not s.exact))
        doubtful = doubtful[: max(0, full - true)]
        if true + len(doubtful) < full:
            doubtful += _behind(behind, full - true - len(doubtful), true)
        return doubtful
    if len(digits) >= 5 and len(doubtful) * 3 <= true + 1:
        return [s for s in doubtful if not _loose(number, s) and (true >= 7 or not s.common)]
    return [s for s in doubtful if s.exact and not s.common and not _loose(number, s)] if true >= 3 else []


def _behind(behind: list[Sign], room: int, true: int) -> list[Sign]:
    """A sounded digit that ends a telephone number: only as many as are wanting, and directly behind it."""
    taken = []
    for sign in behind:
        if sign.true or len(taken) == room or (sign.common and room > 1):
            break
        taken.append(sign)
    return taken if true >= 6 else []


def _loose(number: list[Sign], sign: Sign) -> bool:
    """Whether a pause stands beside it."""
    at = next(n for n, s in enumerate(number) if s.at == sign.at)
    around = number[max(0, at - 1) : at] + number[at + 1 : at + 2]
    return any(not s.digit for s in around) or len(around) < 2
