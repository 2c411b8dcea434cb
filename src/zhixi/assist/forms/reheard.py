"""A talk heard again (按音重听): misheard digits, names and words put right before any rule reads them.

Every text keeps its length, so evidence found in what was heard again points at the words as they were recognised.
"""

import dataclasses
import functools
import re
from collections.abc import Container, Iterable

from zhixi.assist.city import City
from zhixi.assist.forms.addresses import Gazetteer, parts_in
from zhixi.assist.forms.cues import Cues
from zhixi.assist.forms.dictated import sounded
from zhixi.assist.forms.toponyms import standing
from zhixi.assist.numerals import DIGITS, SPOKEN
from zhixi.assist.speech.mending import Mender, names_of
from zhixi.assist.speech.rescoring import Model, general_model
from zhixi.assist.speech.rescoring.lattice import Weights, likeliest
from zhixi.assist.talk import Conversation, Utterance

LONGEST = 400  # characters: more is no utterance
# Dearer than where a recogniser's own second thoughts are weighed: what stands there was chosen once already.
PRICES = Weights(language=0.5, same=3.5, toneless=4.1, near=5.0)
WELL, CLEAN, ENOUGH = 0.01, 0.008, 300  # of a talk's characters; characters of a talk that was recognised
FEW = 2  # characters put right: of a talk that has just begun they tell nothing
SURE = 0.6  # confidence of a recogniser
# What the model of written words must not touch: numbers, names of people, and the small words of speech.
NAMED = re.compile(
    r"姓.{1,2}|.(?=先生|女士|小姐|阿姨|师傅|老师|同学|大爷|大哥|大姐|阿公|阿婆)|.(?=的.(?:[，。]|$))|(?<=的).(?=[，。]|$)"
)
NUMBERS = re.compile(rf"[{SPOKEN}十百千]{{2,}}|[{SPOKEN}十百千](?=[号栋楼点月日年])")
SMALL = frozenset("喂嗯呃哎唉诶啊呀嘛哦噢吧呢哈咯撒嘞她他它的得地那哪在再做作")


@dataclasses.dataclass(frozen=True, slots=True)
class Reheard:
    """text: with digits, hotline words and known names put right; likely: the likeliest words of that; wrong: how many
    characters were changed, the city's names apart; stands: whether a name that was changed can be one as it was heard."""

    text: str
    likely: str
    wrong: int = 0
    stands: bool = False


class Ears:
    """What a talk is heard again with: the city's names, the hotline's words, a model of written Mandarin."""

    def __init__(self, city: City, gazetteer: Gazetteer):
        self._mender = Mender.of(names_of(city)) if city.places or city.units else None
        self._gazetteer = gazetteer
        self._again = functools.lru_cache(maxsize=20_000)(self._reread)

    @functools.cached_property
    def _model(self) -> Model:
        """Read with the first talk that was spoken: letters need none of it."""
        return general_model()

    @functools.cached_property
    def _cues(self) -> Cues:
        return Cues(self._model)

    @property
    def words(self) -> Container[str]:
        """The words of the language."""
        return self._model.number.keys()

    def again(self, talk: Conversation) -> Conversation:
        """The talk as it was meant, as far as its sounds tell. A letter was never heard, and stays."""
        if talk.written:
            return talk
        heard = [self._again(u.text, False) for u in talk.utterances]
        if self._mender and _heard_well(heard, talk, WELL):
            # Nothing but names was misheard: a name that can stand as it is stays.
            heard = [
                self._again(u.text, True) if one.stands and _is_sure(u) else one
                for u, one in zip(talk.utterances, heard, strict=True)
            ]
        if _heard_well(heard, talk, CLEAN):  # and so does every other word
            heard = [self._plainly(u, one) for u, one in zip(talk.utterances, heard, strict=True)]
        twice = _twice(one.text for one in heard)
        utterances = tuple(
            u
            if (text := _changed(one.text, one.likely, twice)) == u.text
            else dataclasses.replace(u, text=text)
            for u, one in zip(talk.utterances, heard, strict=True)
        )
        return dataclasses.replace(talk, utterances=utterances)

    def _plainly(self, utterance: Utterance, one: Reheard) -> Reheard:
        """An utterance with nothing put right but names that cannot stand."""
        if utterance.text in (one.text, one.likely) and one.text == one.likely:
            return one
        text = self._named(utterance.text, _is_sure(utterance))[0] if self._mender else utterance.text
        return Reheard(text, text)

    def _reread(self, text: str, sure: bool) -> Reheard:
        """sure: whether a name that can be one as it was heard stays as it is."""
        if not 1 < len(text) <= LONGEST:
            return Reheard(text, text)
        said, text = text, self._cues.mend(sounded(text))
        wrong, stands = _differ(said, text), False
        if self._mender:
            text, stands = self._named(text, sure)
        likely = likeliest(text, self._model, PRICES)[1]
        if likely == text or len(likely) != len(text):
            return Reheard(text, text, wrong, stands)
        kept = self._kept(text)
        kept.update(n for n, char in enumerate(likely) if char in DIGITS and char != text[n])
        likely = _merged(text, likely, kept)
        return Reheard(text, likely, wrong + _differ(text, likely), stands)

    def _named(self, text: str, sure: bool) -> tuple[str, bool]:
        """The text with the city's names put right, and whether some of them stood as they were heard."""
        mended = self._mender.mend(text)
        stays = standing(mended.marks, mended.text, self._gazetteer)
        if stays and sure:
            mended = self._mender.mend(text, keep=stays)
        return (mended.text, bool(stays)) if len(mended.text) == len(text) else (text, False)

    def _kept(self, text: str) -> set[int]:
        kept = {n for n, char in enumerate(text) if char in SMALL}
        for pattern in (NAMED, NUMBERS):
            kept.update(n for match in pattern.finditer(text) for n in range(*match.span()))
        for part in parts_in(text, self._gazetteer):
            if part.kind != "tail":
                kept.update(range(part.start, part.end))
        return kept


def _heard_well(heard: list[Reheard], talk: Conversation, most: float) -> bool:
    """Whether hardly anything was put right but names: in clean talks 0 to 9 of a thousand characters, with one in ten
    misheard 17 to 50. A few words of a recogniser tell nothing of that."""
    size = sum(len(u.text) for u in talk.utterances)
    recognised = any(u.confidence is not None for u in talk.utterances)
    return sum(one.wrong for one in heard) <= max(most * size, FEW) and (size >= ENOUGH or not recognised)


def _is_sure(utterance: Utterance) -> bool:
    """Whether the recogniser, if it was one, did not doubt what it heard."""
    return utterance.confidence is None or utterance.confidence >= SURE


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else 0


def _merged(text: str, likely: str, kept: set[int]) -> str:
    """The likely words; a change that touches what is kept is undone whole."""
    out, at = list(text), 0
    while at < len(text):
        end = at
        while end < len(text) and likely[end] != text[end]:
            end += 1
        if end > at and kept.isdisjoint(range(at, end)):
            out[at:end] = likely[at:end]
        at = max(end, at + 1)
    return "".join(out)


def _changed(text: str, likely: str, twice: set[str]) -> str:
    """The likely words, but for what the talk says in the same way elsewhere: a name that the model does not know."""
    if text == likely:
        return text
    return _merged(
        text,
        likely,
        {n for n in range(len(text)) if text[n - 1 : n + 1] in twice or text[n : n + 2] in twice},
    )


def _twice(texts: Iterable[str]) -> set[str]:
    """Pairs of characters that stand in two utterances or more."""
    once: set[str] = set()
    twice: set[str] = set()
    for text in texts:
        pairs = _pairs(text)
        twice |= once & pairs
        once |= pairs
    return twice


@functools.lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(min(len(text), LONGEST) - 1))
