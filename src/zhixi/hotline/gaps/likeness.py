"""Whether two questions ask the same (相似问题归并). Pure."""

import re

ALIKE = 0.6  # of the pairs of characters that both have, after what every question says is left out

# What callers say around any question; it would make all questions alike.
_AROUND = re.compile(
    r"你好|您好|请问|问一下|问问|咨询|想问|我想|我要|麻烦|一下|怎么办理|怎么办|怎么|如何|怎样|什么|哪里|在哪|"
    r"可不可以|能不能|可以|需要|要不要|是不是|有没有|多少|多久|这个|那个|[我你您的了吗呢啊呀吧嗯呃]"
)
_NOT_WORDS = re.compile(r"[^\w]+|_")


def core(question: str) -> str:
    """The characters that tell what is asked; the whole question where nothing is left."""
    bare = _NOT_WORDS.sub("", question.lower())
    return _AROUND.sub("", bare) or bare


def likeness(one: str, other: str) -> float:
    """0 … 1: the share of neighbouring characters that two questions have in common (Dice)."""
    a, b = _pairs(core(one)), _pairs(core(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(core(one) == core(other))


def nearest(question: str, others: dict[int, str]) -> int | None:
    """The key of the most alike, None where none is alike enough."""
    scores = {key: likeness(question, other) for key, other in others.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= ALIKE else None


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
