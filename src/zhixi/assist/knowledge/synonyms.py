"""Words of one meaning made one, so that 红绿灯 finds an article on 交通信号灯 (同义词).

A word of the list with … in it stands for two that come soon after each other in one clause: 水…黄 for 水龙头出来是黄的.
"""

import functools
import pathlib
import re

_BETWEEN = "[^，。？！,?!]{0,3}"
_LIST = pathlib.Path(__file__).with_name("synonyms.txt")


def made_one(text: str) -> str:
    """The text with each word of the list replaced by the one that stands for its meaning, longest first.

    What two words mean together is added behind.
    """
    first, pattern, apart = _synonyms()
    together = dict.fromkeys(stands for both, stands in apart if both.search(text))
    return " ".join([pattern.sub(lambda found: first[found[0]], text), *together])


def alike(word: str) -> tuple[str, ...]:
    """All words of its meaning, itself among them."""
    first, _, _ = _synonyms()
    return (word, *(other for other, stands in first.items() if stands == word and other != word))


@functools.cache
def _synonyms() -> tuple[dict[str, str], re.Pattern, list[tuple[re.Pattern, str]]]:
    first: dict[str, str] = {}
    apart = []
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        words = () if line.startswith("#") else line.split()
        for word in words:
            if "…" in word:
                apart.append((re.compile(re.escape(word).replace("…", _BETWEEN)), first[words[0]]))
            else:
                first.setdefault(word, first.get(words[0], words[0]))
    longest = sorted(first, key=lambda word: (-len(word), word))
    return first, re.compile("|".join(map(re.escape, longest))), apart
