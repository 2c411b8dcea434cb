"""Words that nobody said (幻听): what an engine writes over noise, music or nothing, told by the text and its time.

A caller's words are worth more than a noise's: each rule here lets pass what a person might have said.
"""

import re

from zhixi.assist.speech.text import is_credit, loops, says_nothing

FASTEST = 12.0  # characters a second: twice what the fastest callers say
SPARE = 4  # characters that any stretch may have
UNSURE = 0.35  # confidence below which a text that repeats itself is a noise's
_SIGNS = re.compile(r"[\W_]+")
# What engines are told before they listen, and write down where they hear nothing.
_PROMPTS = re.compile(
    r"以下是(?:普通话|中文|简体中文|一段)|请使用简体(?:中文|字)|简体中文普通话|这是一段(?:普通话|中文|通话|录音)|热词[:：]|<\|?[a-zA-Z_]+\|?>"
)
_ALL_ONE = re.compile(r"(.{1,4}?)\1{2,}.{0,1}")


def is_invented(text: str, confidence: float, seconds: float) -> bool:
    """seconds: how long the stretch was. A text that nobody can have said in it is no words."""
    bare = _SIGNS.sub("", text)
    return (
        says_nothing(text)
        or is_credit(text)
        or bool(_PROMPTS.search(text))
        or len(bare) > FASTEST * seconds + SPARE
        or (confidence < UNSURE and (loops(text) or bool(_ALL_ONE.fullmatch(bare))))
    )
