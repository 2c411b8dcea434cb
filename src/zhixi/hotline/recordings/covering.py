"""Where in the sound the numbers are, pure: from the words of each utterance and the keys that were pressed.

A recogniser tells when an utterance begins and ends, not each word; within it, words are taken to be spoken evenly,
with room to either side. More is covered than need be, never less.
"""

import dataclasses
from collections.abc import Iterable, Sequence

ROOM = 0.8  # seconds to either side of a spoken number
KEY = 0.4  # and of a pressed key
Span = tuple[float, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """An utterance; masked: its text as others read it, sign for sign. start, end: seconds."""

    leg: str
    start: float
    end: float
    text: str
    masked: str


def spans_of(leg: str, utterances: Iterable[Said], keyed: Sequence[dict] = ()) -> list[Span]:
    """Spans in seconds to be covered on one leg's channel, in order, not overlapping.

    keyed: {"leg", "at"} each. A mixed channel is covered for both sides.
    """
    found = [span for said in utterances if _of(leg, said.leg) for span in _numbers(said)]
    found += [(key["at"] - KEY, key["at"] + KEY) for key in keyed if _of(leg, key["leg"])]
    return _joined(found)


def _of(leg: str, other: str) -> bool:
    return leg == other or "mixed" in (leg, other)


def _numbers(said: Said) -> Iterable[Span]:
    text = said.text
    hidden = [a != b for a, b in zip(text, said.masked, strict=True)]
    if not any(hidden):
        return
    first, last = hidden.index(True), len(hidden) - hidden[::-1].index(True)
    a_sign = (said.end - said.start) / len(text)
    yield (
        max(said.start + first * a_sign - ROOM, said.start),
        min(said.start + last * a_sign + ROOM, said.end),
    )


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        start = max(start, 0.0)
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
