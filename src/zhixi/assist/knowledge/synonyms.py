"""Words of one meaning made one, so that 红绿灯 finds an article on 交通信号灯 (同义词)."""

import functools
import pathlib
import re

_LIST = pathlib.Path(__file__).with_name("synonyms.txt")


def made_one(text: str) -> str:
    """The text with each word of the list replaced by the one that stands for its meaning, longest first."""
    first, pattern = _synonyms()
    return pattern.sub(lambda found: first[found[0]], text)


def alike(word: str) -> tuple[str, ...]:
    """All words of its meaning, itself among them."""
    first, _ = _synonyms()
    return (word, *(other for other, stands in first.items() if stands == word and other != word))


@functools.cache
def _synonyms() -> tuple[dict[str, str], re.Pattern]:
    first: dict[str, str] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        words = () if line.startswith("#") else line.split()
        for word in words:
            first.setdefault(word, first.get(words[0], words[0]))
    longest = sorted(first, key=lambda word: (-len(word), word))
    return first, re.compile("|".join(map(re.escape, longest)))
