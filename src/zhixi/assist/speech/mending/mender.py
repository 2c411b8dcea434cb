"""Names mended by sound: found through pairs of syllables, taken only where sound, words and context speak for it."""

import dataclasses
import re
from collections.abc import Iterable, Sequence

from zhixi.assist.speech.mending.fitting import Entry, Fit, Words, fitted
from zhixi.assist.speech.mending.names import Name
from zhixi.assist.speech.mending.sounds import Syllable, heard, kind, spoken
from zhixi.assist.talk import Mark

LEAST, MOST = 2, 16  # characters of a name that is looked for
CROWDED = 400  # a pair of sounds that so many names share says nothing of any of them
LONGEST = 500  # characters of one utterance
MARGIN = 0.05  # by how much the best name must be nearer than the next
_NUMBER = re.compile(r"[零一二两三四五六七八九十百千万\d]")


@dataclasses.dataclass(frozen=True, slots=True)
class Mended:
    """text with its names put right; marks point into it and hold what was recognised."""

    text: str
    marks: tuple[Mark, ...] = ()


class Mender:
    """Mends one utterance at a time; knows its names only, and keeps nothing between calls."""

    def __init__(self, entries: list[Entry]):
        self._entries = entries
        self._known = {entry.name.text for entry in entries}
        self.numbered = tuple(name for name in self._known if _NUMBER.search(name))  # 五一路
        self._sizes = sorted({len(name) for name in self._known})
        pairs: dict[tuple[int, str, str], list[tuple[int, int]]] = {}
        for number, entry in enumerate(entries):
            sounds = [kind(sound) for sound in entry.sounds]
            for gap in (1, 2):
                for at in range(len(sounds) - gap):
                    pairs.setdefault((gap, sounds[at], sounds[at + gap]), []).append((number, at))
        self._pairs = {pair: places for pair, places in pairs.items() if len(places) <= CROWDED}

    @classmethod
    def of(cls, names: Iterable[Name]) -> "Mender":
        entries = {}
        for name in names:
            if LEAST <= len(name.text) <= MOST and all("\u4e00" <= c <= "\u9fff" for c in name.text):
                sounds = spoken(name.text)
                if sounds:
                    entries.setdefault(name.text, Entry(name, sounds, name.core))
        return cls(list(entries.values()))

    def mend(self, text: str, before: str = "", keep: Sequence[tuple[int, int]] = ()) -> Mended:
        """before: what was said just before, the agent's question for one. keep: spans that are not looked at."""
        fits = self._fits(text[:LONGEST], before)
        marks, taken = [], list(keep)
        for fit in sorted(fits, key=lambda fit: (-_worth(fit), fit.start)):
            if any(start < fit.end and fit.start < end for start, end in taken):
                continue
            taken.append((fit.start, fit.end))
            marks.append(
                Mark(
                    fit.start,
                    fit.end,
                    "name",
                    said=text[fit.start : fit.end],
                    why="、".join(fit.votes),
                    score=round(1 - fit.cost, 2),
                )
            )
            text = text[: fit.start] + fit.entry.name.text + text[fit.end :]
        return Mended(text, tuple(sorted(marks, key=lambda mark: mark.start)))

    def _fits(self, text: str, before: str) -> list[Fit]:
        sounds = heard(text)
        places = self._candidates(sounds)
        if not places:
            return []
        words = Words(text, self._known, self._sizes)
        near: dict[tuple[int, int], list[Fit]] = {}
        for number, start in places:
            entry = self._entries[number]
            fit = fitted(entry, start, text, sounds, words, before)
            if fit:
                near.setdefault((fit.start, fit.end), []).append(fit)
        return [best for fits in near.values() if (best := _one(fits))]

    def _candidates(self, text: list[tuple[Syllable, ...]]) -> list[tuple[int, int]]:
        """(entry, place) where pairs of sounds agree: one pair for a short name, two for a longer one."""
        sounds = [{kind(sound) for sound in said} for said in text]
        found: dict[tuple[int, int], int] = {}
        for at, ones in enumerate(sounds):
            for gap in (1, 2):
                for other in sounds[at + gap] if at + gap < len(sounds) else ():
                    for one in ones:
                        for number, where in self._pairs.get((gap, one, other), ()):
                            found[number, at - where] = found.get((number, at - where), 0) + 1
        return [
            (number, start)
            for (number, start), pairs in found.items()
            if start >= 0
            and start + len(self._entries[number].sounds) <= len(text)
            and (pairs > 1 or len(self._entries[number].sounds) < 4)
        ]


def _one(fits: list[Fit]) -> Fit | None:
    """The nearest of the names that fit one place; none where two are as near as each other."""
    fits.sort(key=lambda fit: fit.cost)
    if len(fits) > 1 and fits[1].cost - fits[0].cost < MARGIN:
        return None
    return fits[0]


def _worth(fit: Fit) -> float:
    return len(fit.entry.sounds) * (1 - fit.cost)
