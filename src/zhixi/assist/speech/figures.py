"""How a talk went, in figures (通话指标): who spoke how long and how fast, silence, interruptions, waiting."""

import dataclasses
import re
from collections.abc import Iterable, Sequence

from zhixi.assist.talk import Leg, Utterance

INTO = 0.3  # seconds into another's words before it is an interruption and no quick answer
NOISE = frozenset("嗯啊哦噢喔呃额好对是行哎诶唉呀")  # 嗯, 对对: said to show that one listens
WAITING = re.compile(r"稍等|等一下|请等|帮您?查|查一下|查询一下|核实一下|不要挂|别挂")
_SIGNS = re.compile(r"[\W_]+")

Span = tuple[float, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """One side. seconds: of speech. speed: characters a minute, None under five seconds of speech.

    interruptions: how often this side began while the other was speaking.
    """

    seconds: float
    utterances: int
    speed: int | None
    interruptions: int


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """Seconds, from the first word to the last. Of a talk of one mixed track no side is known.

    hold: the longest silence after the agent asked to wait, or the longest hold that the telephone system told.
    """

    length: float
    sides: dict[str, Side]
    silence: float
    longest_silence: float
    silence_share: float
    overlap: float
    hold: float


def figures(utterances: Sequence[Utterance], holds: Iterable[Span] = ()) -> Figures | None:
    """None where nothing was said. holds: when the telephone system held the call (保持)."""
    said = sorted((u for u in utterances if u.end > u.start), key=lambda u: (u.start, u.end))
    if not said:
        return None
    first, last = said[0].start, max(u.end for u in said)
    speech = merged((u.start, u.end) for u in said)
    gaps = [(a[1], b[0]) for a, b in zip(speech, speech[1:], strict=False)]
    silence = sum(b - a for a, b in gaps)
    legs = {leg: merged((u.start, u.end) for u in said if u.leg == leg) for leg in (Leg.AGENT, Leg.CALLER)}
    held = [end - start for start, end in holds] or [b - a for a, b in gaps if _asked_to_wait(said, a)]
    return Figures(
        length=round(last - first, 2),
        sides={str(leg): _side(said, leg, spans) for leg, spans in legs.items() if spans},
        silence=round(silence, 2),
        longest_silence=round(max((b - a for a, b in gaps), default=0.0), 2),
        silence_share=round(silence / (last - first), 3),
        overlap=round(_common(legs[Leg.AGENT], legs[Leg.CALLER]), 2),
        hold=round(max(held, default=0.0), 2),
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that neither touch nor overlap, in order."""
    done: list[Span] = []
    for start, end in sorted(spans):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(done[-1][1], end))
        else:
            done.append((start, end))
    return done


def _side(said: Sequence[Utterance], leg: Leg, spans: list[Span]) -> Side:
    own = [u for u in said if u.leg == leg]
    others = [u for u in said if u.leg != leg]
    seconds = sum(end - start for start, end in spans)
    signs = sum(len(_SIGNS.sub("", u.text)) for u in own)
    broke_in = sum(
        any(other.start < u.start - INTO and u.start + INTO < other.end for other in others)
        for u in own
        if set(_SIGNS.sub("", u.text)) - NOISE
    )
    return Side(round(seconds, 2), len(own), round(signs / seconds * 60) if seconds >= 5 else None, broke_in)


def _common(one: list[Span], other: list[Span]) -> float:
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def _asked_to_wait(said: Sequence[Utterance], at: float) -> bool:
    """Whether the agent asked to wait in one of the two last utterances before a silence."""
    before = [u for u in said if u.end <= at][-2:]
    return any(u.leg == Leg.AGENT and WAITING.search(u.text) for u in before)
