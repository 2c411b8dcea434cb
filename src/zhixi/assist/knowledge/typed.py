"""What somebody types on the desk: pinyin, initials, wrong characters of the right sound (拼音, 首字母, 同音字)."""

import functools
import re

from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import plain
from zhixi.assist.speech.mending.sounds import heard, kind, syllable

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[a-zü' ]+")
_FEWEST, _MOST = 2, 6  # initials of a name or of a part of it
_HALF = 0.5
_WAYS = 4  # in which a run with characters of two readings may be read
_FINALS = """
    a o e i u v ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing iong ua uo uai ui uan un uang ue ve er
"""
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", "")
_ALONE = {"a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "er"}
_SYLLABLES = frozenset(i + f for i in _INITIALS for f in _FINALS.split() if i or f in _ALONE) - {"n", "ng"}
_LONGEST = max(map(len, _SYLLABLES))


def sounds(text: str) -> list[str]:
    """Neighbouring sounds, without tones and without what people mix up (zh z, n l, -n -ng); each as one term.

    A character that is read in two ways (行: xing, hang) gives both.
    """
    found = []
    for run in _HAN.findall(plain(text)):
        read = [[kind(sound) for sound in readings] for readings in heard(run)]
        for these, those in zip(read, read[1:], strict=False):
            found += [f"{a}-{b}" for a in these for b in those]
    return found


def initials(text: str) -> list[str]:
    """Runs of two to six first letters: 居住证 → jz zz jzz."""
    found = []
    for run in _HAN.findall(plain(text)):
        read = [sorted({(sound[0] or sound[1])[0] for sound in readings}) for readings in heard(run)]
        for start in range(len(read)):
            begun = [""]
            for letters in read[start : start + _MOST]:
                begun = [old + letter for old in begun for letter in letters][:_WAYS]
                found += [run for run in begun if len(run) >= _FEWEST]
    return found


def typed(text: str) -> tuple[list[str], list[str]]:
    """(sounds, initials) that a line of letters may stand for, ([], []) where it is none.

    A last syllable that is not whole yet is left out: somebody is typing.
    """
    letters = plain(text).strip()
    if not _LETTERS.fullmatch(letters):
        return [], []
    letters = letters.replace("ü", "v")
    joined = re.sub(r"[' ]", "", letters)
    parted = [part for word in re.split(r"[' ]+", letters) for part in _parted(word)]
    spelt = _pairs([kind(syllable(part + "5")) for part in parted])
    return spelt, _runs(joined)


def heard_in(text: str, passage: Passage) -> float:
    """How far a title or a variant holds the sounds or initials of what was typed: 0, or half of them to all, 0.5..1."""
    spelt, first = typed(text)
    wanted = set(spelt or _usual(text))
    best = 0.0
    for title in (passage.title, *passage.variants):
        if wanted:
            best = max(best, len(wanted.intersection(sounds(title))) / len(wanted))
        if first:
            best = max(best, len(set(first).intersection(initials(title))) / len(first))
    return best if best >= _HALF else 0.0


def _usual(text: str) -> list[str]:
    """Its sounds, each character read in its usual way."""
    runs = _HAN.findall(plain(text))
    return [pair for run in runs for pair in _pairs([kind(readings[0]) for readings in heard(run)])]


def _runs(letters: str) -> list[str]:
    """The whole where it is short enough, else all its longest parts."""
    if len(letters) < _FEWEST:
        return []
    return [letters[n : n + _MOST] for n in range(max(1, len(letters) - _MOST + 1))]


def _pairs(one_by_one: list[str]) -> list[str]:
    return [f"{a}-{b}" for a, b in zip(one_by_one, one_by_one[1:], strict=False)]


@functools.lru_cache(maxsize=5_000)
def _parted(letters: str) -> tuple[str, ...]:
    """The fewest syllables that spell it, but for a last one that may be only begun: juzhuzh → ju zhu."""
    best: list[tuple[str, ...] | None] = [(), *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is not None and letters[start:end] in _SYLLABLES:
                made = (*before, letters[start:end])
                if best[end] is None or len(made) < len(best[end]):
                    best[end] = made
    for end in range(len(letters), max(-1, len(letters) - 4), -1):
        if best[end] is not None:
            return best[end]
    return ()
