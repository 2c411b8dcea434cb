"""Numbers that a text claims, and numbers that were said (数字核对): 28号 and 二十八号, 21:50 and 晚上九点五十."""

import datetime as dt
import functools
import re

from zhixi.assist.forms.moments import moments
from zhixi.assist.numerals import count, digits_of, runs
from zhixi.assist.speech.writing.keeping import KEPT

LONGEST = 2000  # characters of one utterance that are read: more is no speech
RUN = re.compile(r"[零〇一二两三四五六七八九十百千万亿幺俩仨]+")
CLAIM = re.compile(
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿幺]+|半(?=[个小年月天日])"
)
MERE = re.compile(r"[一十百千万亿]+$")  # 一旦, 万一, 百姓: no number unless something is counted by it
COUNTS = re.compile(
    r"[多几余]?(?:个|名|人|位|元|块|米|岁|年|月|天|日|号|户|台|次|小时|分钟|公斤|斤|吨|栋|层|楼|辆)"
)
APPROXIMATE = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万亿]*)")
HALVES = (
    ("半", "半"),
    ("点钟?半|半个?(?:小时|钟头)", "30"),
    ("点钟?一刻|一刻钟", "15"),
    ("点钟?三刻|三刻钟", "45"),
)
LONG = 5  # digits: a telephone, an order's number


def unsaid_figures(text: str, said: frozenset[str], dictated: str) -> list[str]:
    """The numbers of a text that are not among those said; what idioms hold is no number.

    dictated: all digits that were dictated, in order: a telephone comes in groups, over several utterances.
    """
    kept = [m.span() for m in KEPT.finditer(text) if not m.group().startswith("第")]
    found = []
    for match in CLAIM.finditer(text):
        inside = any(start <= match.start() < end for start, end in kept)
        if inside or _mere(match, text) or _supported(match, text, said, dictated):
            continue
        found.append(match.group())
    return found


def _mere(match: re.Match, text: str) -> bool:
    """一 and bare units say a number only where they count something; 一 alone is grammar."""
    words = match.group()
    return bool(MERE.match(words)) and (words == "一" or not COUNTS.match(text, match.end()))


def _supported(match: re.Match, text: str, said: frozenset[str], dictated: str) -> bool:
    words = match.group().replace(",", "")
    if words == "半":
        return "半" in said or "30" in said
    if words.isdigit() and len(words) >= LONG and words in dictated:
        return True
    return bool(_readings(words, text[match.end() : match.end() + 1], text[: match.start()]) & said)


def _readings(words: str, after: str, before: str) -> set[str]:
    """The ways in which one number of a text may have been said."""
    if not re.fullmatch(r"[\d.]+", words):
        value = count(words)
        return {digits_of(words).lstrip("0") or "0", *({str(value)} if value is not None else ())}
    plain = words.lstrip("0") or "0"
    found = {words, plain if not plain.startswith(".") else "0" + plain}
    if after == "万":
        found.add(f"{float(words) * 10000:.0f}")
    if words.isdigit() and after and after in ":：点时" and 12 <= int(words) <= 24:
        found.add(str(int(words) % 12))
    if words in ("00", "0") and before.endswith((":", "：")):
        found.add("整")
    return found


def said_figures(text: str, now: dt.datetime) -> frozenset[str]:
    """Every number that one utterance can be heard to say, and the dates that it means by the clock of the call."""
    return _said(text[:LONGEST], now)


@functools.lru_cache(maxsize=4096)
def _said(text: str, now: dt.datetime) -> frozenset[str]:
    found: set[str] = {"整"}
    for match in RUN.finditer(text):
        found |= _within(match.group().replace("俩", "两").replace("仨", "三"))
    for match in re.finditer(r"\d+(?:\.\d+)?", text):
        found |= {match.group(), match.group().lstrip("0") or "0"}
    found |= {digits.lstrip("0") or "0" for _, _, digits in runs(text, 2)}
    for match in re.finditer(rf"({RUN.pattern})点({RUN.pattern})", text):
        if (whole := count(match[1])) is not None:
            found.add(f"{whole}.{digits_of(match[2])}")
    found |= {shown for words, shown in HALVES if re.search(words, text)}
    for moment in moments(text, now):
        found |= {str(int(part)) for part in re.split(r"\D", (moment.iso or "")[:10]) if part}
    return frozenset(found)


def _within(run: str) -> set[str]:
    """The numbers that a run of numerals says: 二十八 → 28; 五六十 → 56, 50, 60; a long one as dictated."""
    found = {digits_of(run).lstrip("0") or "0"}
    heads = [run]
    if match := APPROXIMATE.fullmatch(run):
        heads += [match[1] + match[3], match[2] + match[3]]
    for part in heads:
        value = count(part)
        found |= {str(value)} if value is not None else set()
    return found


@functools.lru_cache(maxsize=4096)
def dictated(text: str) -> str:
    """The digits of the dictated numbers of one utterance, of two digits or more each."""
    return "".join(digits for _, _, digits in runs(text[:LONGEST], 2))
