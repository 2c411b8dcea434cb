"""One telephone number out of broken digits: whole ones, ones with digits lost, and the calling number as a prior."""

import re

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{9,11}|[48]00\d{7}")
MENDS = re.compile(r"不是|不对|错了?|哦?不，|应该是|更正")


def complete(digits: str) -> str | None:
    """The phone number inside dictated digits, or None."""
    if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits):
        return digits
    if (found := MOBILE.match(digits)) and len(digits) <= 16 and found.group().endswith(digits[-2:]):
        return found.group()  # 一三九零零零零三三九零，两个三，九零
    if (tail := MOBILE.search(digits[-11:])) and tail.group().endswith(digits[:-11]):
        return tail.group()  # 尾号五五七七，一三九零零零零五五七七
    if found := MOBILE.search(digits):
        return found.group() if len(digits) <= 13 else None
    return None


def same_with_losses(one: str, other: str) -> bool:
    """Whether two readings are one number, of which one lost a digit or two on the way."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(long) - len(short) <= 2 and short[-2:] == long[-2:] and all(digit in rest for digit in short)


def heard_number(digits: str, calling_number: str, *, agreed: bool = False) -> str | None:
    """The phone number that was meant: a whole one as it is, one with losses where the network shows which it is.

    agreed: the agent read it from his screen and the caller said yes, so more of it may be lost.
    """
    more = len(digits) - len(calling_number)
    if calling_number and 0 < more <= 2 and same_with_losses(calling_number, digits):
        return calling_number  # a zero too many among zeros
    number = complete(digits)
    if number and (len(number) >= len(calling_number) or not same_with_losses(number, calling_number)):
        return number
    return calling_number if _nearly(digits, calling_number, 4 if agreed else 3) else number


def _nearly(digits: str, calling_number: str, lost: int) -> bool:
    """Whether broken digits are the calling number misheard: all but `lost` of its digits, in its order."""
    if len(calling_number) < 10 or not 7 <= len(digits) <= len(calling_number) + 1:
        return False
    same = _common(digits, calling_number)
    if same < max(len(digits) - 1, len(calling_number) - lost):
        return False
    return same == len(digits) or digits[-2:] == calling_number[-2:] or lost > 3


def _common(one: str, other: str) -> int:
    """The length of the longest row of digits that both have in their order."""
    row = [0] * (len(other) + 1)
    for digit in one:
        last = 0
        for at, another in enumerate(other, 1):
            last, row[at] = row[at], last + 1 if digit == another else max(row[at], row[at - 1])
    return row[-1]


def corrected(text: str, parts: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The runs of an utterance, a group that mends the one before put in its place: …五五七六，不是，五五七七."""
    found: list[tuple[int, int, str]] = []
    for start, end, digits in parts:
        if found and len(digits) < len(found[-1][2]):
            before, between = found[-1], text[found[-1][1] : start]
            if len(between) < 12 and MENDS.search(between):
                found[-1] = before[0], end, replaced(before[2], digits)
                continue
            if len(between) < 12 and (again := _broken_off(before[2], digits)):
                found[-1] = before[0], end, again
                continue
        found.append((start, end, digits))
    return found


def _broken_off(digits: str, part: str) -> str:
    """一三九零零零零四四……我看看，四四零六: the number begun again at its last group; "" where it does not fit."""
    fits = (digits + part[n:] for n in range(len(part) - 1, 0, -1) if digits.endswith(part[:n]))
    return next((n for n in fits if len(n) == 11 and complete(n)), "") if len(digits) < 11 else ""


def replaced(digits: str, part: str) -> str:
    """The tail of a number said again, corrected."""
    return digits[: -len(part)] + part if len(part) < len(digits) else part
