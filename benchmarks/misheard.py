"""Talks as a recogniser would have misheard them: other characters of the same or a near sound, lost and fused ones.

It shares no table with the product: the sounds are pypinyin's, the choice among homophones follows how often
people write them, as a recogniser's own model does. Same seed, same talk.
"""

import collections
import random
from collections.abc import Iterable

import pypinyin

# How an error looks. Measured with `python benchmarks/misheard.py --heard …` on what the embedded recogniser makes of
# recorded calls; the rest there is words that sound like nothing that was said, and is dealt to these.
KINDS = {"homophone": 0.45, "near": 0.30, "lost": 0.20, "fused": 0.05}
SAME_TONE = 3.0  # how much likelier a homophone of the same tone is than one of another
JOINED = 1.0  # share of utterances run into the one before (of the same side), for a share of 1 of characters misheard
INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
NEAR_INITIALS = "zh z,ch c,sh s,n l,f h,r l,b p,d t,g k,j q,q x,zh j,ch q,sh x,m n,w h"
NEAR_FINALS = (
    "an ang,en eng,in ing,ian iang,uan uang,an en,e ei,i ei,o uo,ong eng,ou u,ao ou,ian ie,un en,u ou"
)


class Ear:
    """Mishears talks. `texts` tell which characters people write, and how often."""

    def __init__(self, texts: Iterable[str]):
        counts = collections.Counter(c for text in texts for c in text if "\u4e00" <= c <= "\u9fa5")
        self._sound = {c: _sound(c) for c in counts}
        self._by_sound: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
        for char, count in counts.items():
            initial, final, tone = self._sound[char]
            self._by_sound.setdefault((initial, final), []).append((char, tone, count**0.5))
        self._near_initials, self._near_finals = _pairs(NEAR_INITIALS), _pairs(NEAR_FINALS)

    def talk(self, dialogue: dict, share: float, seed: int) -> dict:
        """The dialogue with `share` of its characters misheard. Turns keep their numbers: a joined one leaves ""."""
        luck = random.Random(f"{seed} {dialogue['id']}")
        turns = [{**turn, "text": self.text(turn["text"], share, luck)} for turn in dialogue["turns"]]
        for n, turn in enumerate(turns):
            before = next(
                (m for m in range(n - 1, max(-1, n - 3), -1) if turns[m]["role"] == turn["role"]), None
            )
            if before is not None and turns[before]["text"] and luck.random() < share * JOINED:
                between = turns[before + 1 : n]
                if all(len(t["text"]) <= 4 for t in between):
                    turns[before]["text"] += turn["text"]
                    turn["text"] = ""
        return {**dialogue, "turns": turns}

    def text(self, text: str, share: float, luck: random.Random) -> str:
        heard, at = [], 0
        while at < len(text):
            char, at = text[at], at + 1
            if char not in self._sound or luck.random() >= share:
                heard.append(char)
                continue
            kind = luck.choices(list(KINDS), KINDS.values())[0]
            if kind == "fused" and at < len(text) and text[at] in self._sound:
                heard.append(self._other((self._sound[char][0], *self._sound[text[at]][1:]), char, luck))
                at += 1
            elif kind == "homophone":
                heard.append(self._other(self._sound[char], char, luck))
            elif kind == "near":
                heard.append(self._other(self._nearby(self._sound[char], luck), char, luck))
        return "".join(heard)

    def _other(self, sound: tuple[str, str, str], char: str, luck: random.Random) -> str:
        """Another character of that sound, the common ones more often; nothing where there is none."""
        others = [one for one in self._by_sound.get(sound[:2], ()) if one[0] != char]
        if not others:
            return ""
        weights = [count * (SAME_TONE if tone == sound[2] else 1.0) for _, tone, count in others]
        return luck.choices(others, weights)[0][0]

    def _nearby(self, sound: tuple[str, str, str], luck: random.Random) -> tuple[str, str, str]:
        initial, final, tone = sound
        choices = [(i, final, tone) for i in self._near_initials.get(initial, ())]
        choices += [(initial, f, tone) for f in self._near_finals.get(final, ())]
        choices = [c for c in choices if c[:2] in self._by_sound]
        return luck.choice(choices) if choices else sound


def _sound(char: str) -> tuple[str, str, str]:
    read = pypinyin.pinyin(char, style=pypinyin.Style.TONE3, neutral_tone_with_five=True)[0][0]
    initial = next((i for i in INITIALS if read.startswith(i)), "")
    return initial, read[len(initial) : -1], read[-1]


def _pairs(text: str) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for one, other in (pair.split() for pair in text.split(",")):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    return near
