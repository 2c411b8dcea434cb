"""Text → what is looked up: words, and pairs of characters for what the dictionary does not know."""

import re
import unicodedata

import rjieba

_FILLER = frozenset(
    re.findall(
        r"\w+",
        "的 了 是 我 你 您 他 她 它 在 有 和 就 都 也 很 还 吗 呢 吧 啊 呀 嘛 哦 嗯 呃 哎 那 这 那个 这个 就是 然后 一下 "
        "一个 请问 想问 问 我想 你好 您好 谢谢 知道 不知道 什么 怎么 怎样 如何 可以 能 能不能 要 想 说 给 到 把 被 让 对 "
        "好 上 下 里 去 来 没有 没 不 咨询 反映 市民 来电 请 希望 领导 尊敬 感谢 什么时候 时候 哪里 哪儿 哪个 多久 多少 怎么办 为什么 有没有 几 请问一下 问一下 了解 呗 咋 啥",
    )
)
_GAPS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Full-width forms and case made one."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> list[str]:
    """Words in order, without punctuation."""
    return [word for word in rjieba.cut(plain(text)) if not _GAPS.fullmatch(word)]


def pairs(text: str) -> list[str]:
    """Neighbouring characters in order; a lone character stands for itself."""
    found = []
    for run in _GAPS.split(plain(text)):
        found += [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def telling(text: str) -> list[str]:
    """The words that say what it is about: no filler, no politeness."""
    return [word for word in words(text) if word not in _FILLER]


def bare(text: str) -> str:
    """The text with filler and politeness left blank."""
    return "".join(" " if word in _FILLER else word for word in rjieba.cut(plain(text)))
