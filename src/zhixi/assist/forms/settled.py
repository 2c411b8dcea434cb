"""Whether a danger or trouble that a caller told of is over by what he says later (已修好)."""

import functools
import re

from zhixi.assist.forms.hearing import Turn

SETTLED = re.compile(
    r"(?<!没)(?<!没有)(?<!哪里)(?<!哪)(?:已经|早就?|都|现在|昨天|后来|当天[^，。]{0,4}|[就又])(?:给)?(?:修|处理|解决|弄|补|换|接|装|通)好了|"
    r"(?:^|[，。])(?:现在)?(?:早就?|已经)?(?:不漏|不烧|不冒|灭)了|扑灭了|(?:^|[，。！])(?:早|已经)?(?:出院|好了好了|处理了处理了|修好了|没事了|缓过来)"
)
AGAIN = re.compile(r"(?:又|还(?:是|在)|现在又|结果)[^，。]{0,6}(?:漏|冒|着|塌|掉|坏|困|闻|烧)")


def settled(turns: tuple[Turn, ...]) -> frozenset[int]:
    """The numbers of the utterances after which, or in which, the caller says that it is over; not where it began again."""
    over, ended, again = set(), False, False
    for turn in reversed(turns):  # from the end: what a turn is worth depends on what comes after it
        if not turn.agent:
            ends, begins = _says(turn.text)
            again = again or begins
            ended = not again if ends else ended
        if ended:
            over.add(turn.n)
    return frozenset(over)


@functools.lru_cache(maxsize=4096)
def _says(text: str) -> tuple[bool, bool]:
    """Whether it is over, and whether it began again."""
    return bool(SETTLED.search(text)), bool(AGAIN.search(text))
