"""Hear a danger to life in a talk (生命安全告警)."""

import dataclasses
import functools
import re

from zhixi.assist.safety.dangers import DANGERS, DENIED, HABIT, LESSON, LONG_AGO, OVER, TOLD, UNREAL
from zhixi.assist.talk import Conversation, Leg

# These stay dangers though they began some time ago: nobody has mended them by telling.
LASTING = {"manhole", "gas", "electricity", "suicide", "missing_child", "collapse"}
# "想自杀怎么办" is an alarm, whatever the words around it.
ALWAYS = {"suicide"}
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


def alarms(conversation: Conversation) -> tuple[Alarm, ...]:
    """Every danger that the caller speaks of as real and now, first words of each kind only.

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
                found[kind] = Alarm(kind, words, utterance.n, start, end, DANGERS[kind][0])
    return tuple(found.values())


@functools.lru_cache(maxsize=2048)
def alarms_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """(kind, start, end) for each danger in one utterance's text."""
    text = text[:LONGEST]
    found = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            if not _quiet(kind, text, match):
                found.append((kind, match.start(), match.end()))
                break
    return tuple(found)


@functools.lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((kind, re.compile(pattern)) for kind, (_, pattern) in DANGERS.items())


@functools.lru_cache(maxsize=1)
def _quieteners() -> dict[str, re.Pattern]:
    return {
        name: re.compile(pattern)
        for name, pattern in {
            "over": OVER, "unreal": UNREAL,
            "lesson": LESSON, "told": TOLD, "ago": f"{LONG_AGO}|{HABIT}", "denied": DENIED,
        }.items()
    }  # fmt: skip


def _quiet(kind: str, text: str, match: re.Match) -> bool:
    """Whether the words around say that it is over, only supposed, told of elsewhere, or denied."""
    said = _quieteners()
    start = max(text.rfind(mark, 0, match.start()) for mark in "。！？!?") + 1
    stops = [at for mark in "。！？!?" if (at := text.find(mark, match.end())) >= 0]
    sentence = text[start : min(stops, default=len(text))]
    clause_start = max(start, max(text.rfind(mark, 0, match.start()) for mark in "，,；、") + 1)
    before = text[clause_start : match.start()]
    if said["told"].search(sentence) or said["denied"].search(before):
        return True
    if kind in ALWAYS:
        return bool(re.search(r"(?:热线|预防|宣传|讲座|干预)", sentence))
    after = text[match.end() : match.end() + 24]
    if said["over"].search(sentence) or said["over"].match(after.lstrip("，。")):
        return True
    if said["lesson"].search(sentence):
        return True
    if said["unreal"].search(before) or said["unreal"].match(text[match.end() : match.end() + 6]):
        return True
    if (
        text[match.end() : match.end() + 4].rstrip("。？").endswith(("怎么办", "吗"))
        and "？" in text[match.end() : match.end() + 6]
    ):
        return kind not in LASTING
    return kind not in LASTING and bool(said["ago"].search(sentence[: match.start() - start]))
