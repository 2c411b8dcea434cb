"""Hear a danger to life in a talk (生命安全告警)."""

import dataclasses
import functools
import re

from zhixi.assist.safety import quieting
from zhixi.assist.safety.dangers import DANGERS
from zhixi.assist.safety.meaning import LABEL, SUSPECTED, Meaning
from zhixi.assist.safety.misheard import as_meant
from zhixi.assist.safety.signs import LABELS, SIGNS
from zhixi.assist.talk import Conversation, Leg

# These stay dangers though they began some time ago: nobody has mended them by telling.
LASTING = {"manhole", "gas", "electricity", "suicide", "missing_child", "collapse"}
# "想自杀怎么办" is an alarm, whatever the words around it.
ALWAYS = {"suicide"}
LECTURE = re.compile(r"热线|预防|宣传|讲座|干预")
LONGEST = 2000  # characters of one utterance that are looked at: more is no speech


@dataclasses.dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that was said: `kind` as in dangers.py, `label` for the screen, `words` and where they stand."""

    kind: str
    words: str
    utterance: int
    start: int
    end: int
    label: str = ""


def alarms(conversation: Conversation, meaning: Meaning | None = None) -> tuple[Alarm, ...]:
    """Every danger that the caller speaks of as real and now, first words of each kind only.

    meaning: also raises what no word names, once a call and only while nothing else is raised.

    An agent's words raise nothing. A later "已经修好了" does not take an alarm back: it stands on its utterance,
    and the agent decides.
    """
    found: dict[str, Alarm] = {}
    for utterance in conversation.utterances:
        if utterance.leg == Leg.AGENT:
            continue
        for kind, start, end in alarms_in(utterance.text):
            if kind not in found:
                words = utterance.text[start:end]
                found[kind] = Alarm(kind, words, utterance.n, start, end, label(kind))
    suspected = None if found or meaning is None else _suspected(conversation, meaning)
    return (suspected,) if suspected else tuple(found.values())


def _suspected(conversation: Conversation, meaning: Meaning) -> Alarm | None:
    for u in conversation.utterances:
        if u.leg != Leg.AGENT and meaning.dangerous(u.text):
            return Alarm(SUSPECTED, u.text, u.n, 0, len(u.text), LABEL)
    return None


def label(kind: str) -> str:
    """A kind as it is shown."""
    return DANGERS[kind][0] if kind in DANGERS else LABELS[kind]


@functools.lru_cache(maxsize=2048)
def alarms_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """(kind, start, end) for each danger in one utterance's text."""
    text = as_meant(text[:LONGEST])
    found = []
    for kind, pattern in _patterns():
        if any(kind == heard for heard, *_ in found):
            continue
        for match in pattern.finditer(text):
            if not _quiet(kind, text, match):
                found.append((kind, match.start(), match.end()))
                break
    return tuple(found)


@functools.lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern], ...]:
    named = [(kind, re.compile(pattern)) for kind, (_, pattern) in DANGERS.items()]
    return (*named, *((kind, re.compile(pattern)) for kind, pattern in SIGNS.items()))


@functools.lru_cache(maxsize=1)
def _quieteners() -> dict[str, re.Pattern]:
    names = (
        "OVER",
        "AGAIN",
        "UNREAL",
        "LESSON",
        "TOLD",
        "FIGURE",
        "LONG_AGO",
        "DAYS_AGO",
        "HABIT",
        "DENIED",
        "THING",
    )
    return {name: re.compile(getattr(quieting, name)) for name in names}


def _quiet(kind: str, text: str, match: re.Match) -> bool:
    """Whether the words around say that it is over, only supposed, told of elsewhere, a figure of speech, or denied."""
    said = _quieteners()
    start = max(text.rfind(mark, 0, match.start()) for mark in "。！？!?") + 1
    stops = [at for mark in "。！？!?" if (at := text.find(mark, match.end())) >= 0]
    sentence = text[start : min(stops, default=len(text))]
    clause_start = max(start, max(text.rfind(mark, 0, match.start()) for mark in "，,；、") + 1)
    before, within = text[clause_start : match.start()], match.group()
    if said["TOLD"].search(sentence) or said["FIGURE"].search(sentence) or said["DENIED"].search(before):
        return True
    if kind in ALWAYS:
        gone = said["LONG_AGO"].search(before) or said["HABIT"].search(before)
        return bool(gone or LECTURE.search(sentence)) or _over(sentence, match, start)
    if _over(sentence, match, start) or said["LESSON"].search(sentence):
        return True
    if said["UNREAL"].search(text[start : match.start()] if "，" not in within else before) or said[
        "UNREAL"
    ].search(within):
        return True
    if said["UNREAL"].match(text[match.end() : match.end() + 6]):
        return True
    if kind in quieting.THINGS and said["THING"].search(before + within):
        return True
    return _past(kind, sentence[: match.start() - start])


def _over(sentence: str, match: re.Match, start: int) -> bool:
    """Whether it ended, and did not begin again."""
    ended = _quieteners()["OVER"].search(sentence)
    return bool(ended) and not _quieteners()["AGAIN"].search(sentence, ended.end())


def _past(kind: str, before: str) -> bool:
    """Whether it is told as something long past or usual; some dangers last until somebody mends them."""
    said = _quieteners()
    if said["LONG_AGO"].search(before):
        return True
    return kind not in LASTING and bool(said["DAYS_AGO"].search(before) or said["HABIT"].search(before))
