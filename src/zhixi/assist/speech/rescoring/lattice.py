"""The likeliest words that sound like a text: each may be what stands there or another of the same sound (同音字)."""

import dataclasses
import re

import pypinyin

from zhixi.assist.speech.mending.sounds import Syllable, syllable
from zhixi.assist.speech.rescoring.model import LONGEST, UNKNOWN, Model

HAN = re.compile("[\u4e00-\u9fff]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """How words are weighed against what was heard. Natural logarithms.

    language: of the language model beside the recogniser. character: bonus of each, since a model of words likes
    few, and a recogniser leaves out what it is not sure of. same, toneless, near: the price of another character
    of the same sound, of one with another tone, of one whose sound people mix up with it.
    """

    language: float = 0.5
    character: float = 2.5
    same: float = 1.5
    toneless: float = 2.5
    near: float = 4.0


WEIGHTS = Weights()
PATHS = 12  # kept at each place
ALIKE, ALIKE_SINGLE = 40, 6  # words of one sound that are tried; single characters, of which there are dozens


def likeliest(text: str, model: Model, weights: Weights = WEIGHTS) -> tuple[float, str]:
    """The worth of the best words that sound like `text`, and those words; all but Chinese characters stays."""
    worth, out, last = 0.0, [], 0
    for run in HAN.finditer(text):
        found = _of_run(run[0], model, weights)
        worth += found[0] + weights.character * len(run[0])
        out += [text[last : run.start()], found[1]]
        last = run.end()
    return worth, "".join([*out, text[last:]])


def _of_run(run: str, model: Model, weights: Weights) -> tuple[float, str]:
    read = pypinyin.lazy_pinyin(run, style=pypinyin.Style.TONE3, neutral_tone_with_five=True)
    sounds = [syllable(one) for one in read] if len(read) == len(run) else []
    paths: list[dict[int, tuple[float, str]]] = [{} for _ in range(len(run) + 1)]
    paths[0][-1] = (0.0, "")
    for start in range(len(run)):
        best = sorted(paths[start].items(), key=lambda path: -path[1][0])[:PATHS]
        for word, text, price in _words(run, sounds, start, model, weights):
            ends = paths[start + len(text)]
            for before, (worth, said) in best:
                chance = model.chance(before, word) if word >= 0 else UNKNOWN
                total = worth + weights.language * chance - price
                if word not in ends or ends[word][0] < total:
                    ends[word] = (total, said + text)
    return max(paths[-1].values())


def _words(run: str, sounds: list[Syllable], start: int, model: Model, weights: Weights):
    """(number, word, price) of what may begin at `start`; number -1: no word that the model knows."""
    for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
        there = run[start:end]
        number = model.number.get(there, -1)
        if number >= 0 or end == start + 1:
            yield number, there, 0.0
        key = model.key(sounds[start:end]) if sounds else None
        if key is None:
            continue
        for other, spoken in model.sounding(key)[: ALIKE_SINGLE if end == start + 1 else ALIKE]:
            if other != number:
                word = model.words[other]
                yield other, word, _price(there, word, sounds[start:end], spoken, weights)


def _price(
    there: str, word: str, heard: list[Syllable], spoken: tuple[Syllable, ...], weights: Weights
) -> float:
    price = 0.0
    for one, other, sound, sound2 in zip(there, word, heard, spoken, strict=True):
        if one != other:
            same = sound[:2] == sound2[:2]
            price += (weights.same if sound == sound2 else weights.toneless) if same else weights.near
    return price
