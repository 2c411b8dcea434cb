"""The sentence of a passage that answers a question best."""

import re

from zhixi.assist.knowledge.words import words

_ENDS = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*")
_HEADING = re.compile(r"\s*(#+|\*\*|[一二三四五六七八九十]+、)")


def best_sentence(text: str, weights: dict[str, float]) -> tuple[int, int]:
    """Start and end in `text`; the first sentence where none has a word of the question, (0, 0) for no text."""
    best, span = -1.0, (0, 0)
    for found in _ENDS.finditer(text):
        sentence = found.group()
        if not sentence.strip() or (_HEADING.match(sentence) and len(sentence.strip()) < 15):
            continue
        present = set(words(sentence))
        # A long sentence holds more words by chance: the root keeps a short plain answer ahead.
        value = (
            sum(weight for word, weight in weights.items() if word in present) / (10 + len(sentence)) ** 0.3
        )
        if value > best:
            lead = len(sentence) - len(sentence.lstrip())
            best, span = value, (found.start() + lead, found.start() + len(sentence.rstrip()))
    return span
