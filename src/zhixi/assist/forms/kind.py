"""Request type (诉求类型), from weighed words of both sides."""

import functools
import re
from collections.abc import Iterator

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field, whole
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.kind_meaning import ALONE, BEGUN, SHORTEST, TURNS, WORTH, KindMeaning
from zhixi.assist.forms.kind_words import CUES, READ_BACK
from zhixi.assist.forms.settled import settled
from zhixi.assist.safety import alarms_in

AGENT = 1.5  # an agent's "您是想咨询…对吗" that the caller lets stand
READ = 1.2  # what he says the caller wants, where the caller neither says yes nor no
ASKED_IN_ANGER = 0.3  # 我想问一下，公司不发工资你们管吗: the question is only how he begins
OPENING = 2.0  # the first thing asked for says most
DEMAND = 1.5  # said in answer to what he wishes
IN_PASSING = 0.5  # 还丢了, 掉了: a trouble told in the course of another matter
UNLAWFUL_IN_SECRET = 3.0  # who tells of something unlawful and wants to stay unknown reports it
DENIES = re.compile(r"(?:不是|不算|不要|没有要|别当|我?不|并不(?:是)?)(?:要|来|想)?(?:个|在)?$")
SECRET = re.compile(
    r"匿名|保密|(?:别|莫|不要|不能|可别)(?:让|把我|跟|告诉|给)[^，。]{0,8}(?:知道|晓得|是我|卖)"
)
LEAST = 10  # characters of a trouble that is told without a word that the tables know


def request_type(turns: tuple[Turn, ...], meaning: KindMeaning | None = None) -> Field | None:
    """咨询 求助 投诉 举报 建议 表扬: the type with most weight; None where nothing was asked yet."""
    weights, evidence = weigh(turns)
    if not weights and (danger := _nameless(turns)):
        return danger
    if meaning is not None:
        _add_meaning(turns, meaning, weights, evidence)
    if not weights:
        return None
    best = max(weights, key=lambda name: weights[name])
    share = weights[best] / sum(weights.values())
    return field("request_type", best, 0.4 + 0.55 * share, evidence[best][:4])


def _add_meaning(turns: tuple[Turn, ...], meaning: KindMeaning, weights: dict, evidence: dict) -> None:
    """What the talk means beside its words; it rests on the utterances that were read for it."""
    chances = meaning.chances(turns)
    read = [whole(t) for t in turns if not t.agent and len(t.text) >= SHORTEST][:TURNS]
    if not weights and len(read) <= BEGUN and max(chances.values(), default=0.0) < ALONE:
        return
    for name, chance in chances.items():
        weights[name] = weights.get(name, 0) + WORTH * chance
        evidence.setdefault(name, read)


def _nameless(turns: tuple[Turn, ...]) -> Field | None:
    """A danger that needs somebody at once is a call for help, by whatever words."""
    over = settled(turns)
    for turn in turns:
        for _, start, end in () if turn.agent or turn.n in over else alarms_in(turn.text):
            return field("request_type", "求助", 0.5, [Evidence(turn.n, start, end)])
    return None


def weigh(turns: tuple[Turn, ...]) -> tuple[dict[str, float], dict[str, list[Evidence]]]:
    """Weight and words for each type that the talk speaks for."""
    weights: dict[str, float] = {}
    evidence: dict[str, list[Evidence]] = {}

    def count(name: str, weight: float, words: Evidence) -> None:
        weights[name] = weights.get(name, 0) + weight
        evidence.setdefault(name, []).append(words)

    opened = secret = False
    settled_in = settled(turns)
    for turn in turns:
        if turn.agent and turn.denied:
            continue
        over = turn.n in settled_in
        for name, weight, words in _heard(turn, opened):
            if name == "求助" and over:
                continue  # 漏气的早修好了: what is mended asks for no help
            count(name, weight, words)
            opened = opened or not turn.agent
        secret = secret or (not turn.agent and bool(SECRET.search(turn.text)))
        for kind, start, end in () if turn.agent else alarms_in(turn.text):
            if kind not in ("violence", "food_poisoning", "collapse") and not over:
                count("求助", 8, Evidence(turn.n, start, end))
    if secret and "举报" in weights:
        weights["举报"] += UNLAWFUL_IN_SECRET
    return weights, evidence


def _heard(turn: Turn, opened: bool) -> Iterator[tuple[str, float, Evidence]]:
    """(type, weight, words) of one turn, by who says it and when."""
    if turn.agent:
        if turn.confirmed:
            yield from ((n, w * AGENT, Evidence(turn.n, a, b)) for n, w, a, b in hits_in(turn.text))
        yield from ((n, w * READ, Evidence(turn.n, a, b)) for n, w, a, b in _read_back(turn.text))
        return
    hits = hits_in(turn.text)
    angry = any(name == "投诉" for name, *_ in hits)
    for name, weight, start, end in hits:
        factor = 1.0 if opened else OPENING
        factor *= DEMAND if opened and "demand" in turn.answers else 1.0
        factor *= ASKED_IN_ANGER if name == "咨询" and angry else 1.0
        factor *= IN_PASSING if name == "求助" and opened and "demand" not in turn.answers else 1.0
        yield name, weight * factor, Evidence(turn.n, start, end)


@functools.lru_cache(maxsize=4096)
def hits_in(text: str) -> tuple[tuple[str, float, int, int], ...]:
    """(type, weight, start, end) for each cue in one text; a cue that is denied ("不是投诉") does not count."""
    found = []
    for name, weight, pattern in _patterns(CUES):
        for match in pattern.finditer(text[:4000]):
            if not DENIES.search(text[max(0, match.start() - 6) : match.start()]):
                found.append((name, weight, match.start(), match.end()))
                break
    return tuple(found)


@functools.lru_cache(maxsize=2048)
def _read_back(text: str) -> tuple[tuple[str, float, int, int], ...]:
    """The same for what an agent says the caller wants."""
    found = ((name, weight, pattern.search(text[:400])) for name, weight, pattern in _patterns(READ_BACK))
    return tuple((name, weight, match.start(), match.end()) for name, weight, match in found if match)


@functools.lru_cache(maxsize=2)
def _patterns(table: tuple[tuple[str, float, str], ...]) -> tuple[tuple[str, float, re.Pattern], ...]:
    return tuple((name, weight, re.compile(pattern)) for name, weight, pattern in table)
