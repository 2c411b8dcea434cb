"""Words without meaning, and words said twice in a stumble (语气词, 口吃): marked, so that a desk may grey them."""

import re
from collections.abc import Iterator

from zhixi.assist.talk import Mark

_EDGE = r"(?:^|(?<=[，。、？！,.?!…\s]))"
_PAUSE = r"(?=[，。、？！,.?!…\s]|$)"
FILLER = re.compile(
    rf"[嗯呃唔]+|{_EDGE}(?:额+|哎+|诶+|欸+|哦+|噢+|喔+|啊+|呐|嘛|呀|那什么|怎么说呢?|就是说|就是|那个|这个|然后呢?|反正|的话)(?:[呢啊嘛吧])?{_PAUSE}"
    rf"|(?<=一下)(?:那个|这个){_PAUSE}|{_EDGE}(?:就是说|那个那个|这个这个|那个什么|这个这)"
)
# Of one character only words that nobody doubles for their sense: 我我我, but 看看, 天天, 对对.
_ONE = r"([我你他她它这那在就有要到把跟从想说因但所])(?:[，、,\s]?\1)+(?![\1们个])"
_MORE = r"([\u4e00-\u9fff]{2,6})[，、,\s]?(?=\2)"
REPEAT = re.compile(rf"{_ONE}|{_MORE}")
_MEANT = re.compile(
    r"[零〇一二三四五六七八九十百千万两幺几点]|^(?:好的|是的|对的|可以|谢谢|没有|不是|不用|知道|快点|等一下|再见|拜拜|没事|您好|你好|"
    r"你说|请讲|行行|对对|好好|是是|喂喂|嗯嗯|研究|商量|考虑|打听|讨论|休息|学习|了解|收拾|打扫)$"
)


def fillers(text: str) -> Iterator[Mark]:
    """Marks of both kinds, left to right as each kind finds them; of a stumble all but the last saying."""
    for match in FILLER.finditer(text):
        yield Mark(*match.span(), "filler")
    for match in REPEAT.finditer(text):
        said = match[1] or match[2]
        if _MEANT.search(said) or (len(set(said)) == 1 and match[2]):
            continue
        end = match.end() - len(said) if match[1] else match.end()
        yield Mark(match.start(), end, "repeat")
