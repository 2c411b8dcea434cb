"""Write the general language model that the recogniser's n-best texts are weighed with.

    apt-get download libime-data-language-model && dpkg -x libime-data-language-model_*.deb /tmp/libime
    python tools/make_language_model.py /tmp/libime/usr/lib/*/libime/zh_CN.lm [PAIRS]

The source is libime's trigram model of written Mandarin (LGPL-2.1+, Debian's package of it). Kept are the words
of one to five Chinese characters with their readings, and of their pairs the PAIRS that tell most: those whose
chance differs most from what the words alone would say, times how often they come.
"""

import pathlib
import sys

import numpy as np
import pypinyin

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]

from trie_reader import Bigrams, read_trie  # noqa: E402

from zhixi.assist.speech.rescoring.model import GENERAL, LONGEST, STEPS  # noqa: E402

PAIRS = 900_000
STYLE = {"style": pypinyin.Style.TONE3, "neutral_tone_with_five": True}


def main() -> None:
    source = read_trie(pathlib.Path(sys.argv[1]))
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else PAIRS
    kept = np.array([_is_word(word) for word in source.words])
    number = np.cumsum(kept) - 1
    words = [word for word, keep in zip(source.words, kept, strict=True) if keep]
    chosen = _telling(source, kept, pairs)
    first, second = number[source.first[chosen]], number[source.second[chosen]]
    order = np.lexsort((second, first))
    sounds, holders, readings = _readings(words)
    np.savez_compressed(
        GENERAL,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        alone=_steps(source.alone[kept]),
        backoff=_steps(source.backoff[kept]),
        begin=np.searchsorted(first[order], np.arange(len(words) + 1)).astype(np.int32),
        second=second[order].astype(np.int32),
        chance=_steps(source.chance[chosen][order]),
        sounds=np.frombuffer("\n".join(sounds).encode(), np.uint8),
        holders=holders,
        readings=readings,
    )
    print(f"{GENERAL}: {len(words)} words, {len(second)} pairs, {GENERAL.stat().st_size / 1e6:.1f} MB")


def _is_word(word: str) -> bool:
    return len(word) <= LONGEST and all("\u4e00" <= character <= "\u9fff" for character in word)


def _telling(source: Bigrams, kept: np.ndarray, most: int) -> np.ndarray:
    """Indexes of the pairs that say more than their words alone."""
    guess = source.backoff[source.first] + source.alone[source.second]
    worth = 10.0 ** (source.alone[source.first] + source.chance) * np.abs(source.chance - guess)
    worth[~(kept[source.first] & kept[source.second])] = -1
    best = np.argsort(-worth)[:most]
    return best[worth[best] > 0]


def _steps(logarithms: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(-logarithms * STEPS), 0, 255).astype(np.uint8)


def _readings(words: list[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Each word as it is read; a single character in all the ways in which it may be."""
    numbers: dict[str, int] = {}
    holders, readings = [], []
    for number, word in enumerate(words):
        ways = pypinyin.pinyin(word, heteronym=True, **STYLE)[0] if len(word) == 1 else [None]
        for way in dict.fromkeys(ways):
            said = [way] if way else pypinyin.lazy_pinyin(word, **STYLE)
            holders.append(number)
            readings.append(
                [1 + numbers.setdefault(one, len(numbers)) for one in said] + [0] * (LONGEST - len(said))
            )
    return list(numbers), np.array(holders, np.int32), np.array(readings, np.uint16)


if __name__ == "__main__":
    main()
