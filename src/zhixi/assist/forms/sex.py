"""The caller's sex (性别): how the agent addresses him, and what he says of himself."""

import functools
import re

from zhixi.assist.forms.draft import Evidence
from zhixi.assist.forms.found import at
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.surnames import SURNAME

TITLES = {
    "男": "先生|大哥|叔叔|大爷|大叔|伯伯|阿伯|老先生|小伙子|师傅|爷爷|阿公|老伯|大伯|阿叔|老爷子|老班长|老同志",
    "女": "女士|阿姨|小姐|大姐|大妈|姑娘|太太|奶奶|婆婆|阿婆|妹妹|大娘|美女|阿嬷|大嫂|阿嫂|大婶|婶子|小妹",
}
SHORT = {"男": "先", "女": "女"}  # 江女，您的电话: the rest of the title was not heard
OWN_SEX = {
    "男": re.compile(
        r"我(?:的|家|们家|屋头|屋里)?(?:老婆|媳妇|婆娘|堂客|太太|女朋友|爱人是女|妻子)|我(?:是|一个)(?:男|小伙|大男人)"
    ),
    "女": re.compile(
        r"我(?:的|家)?(?:老公|丈夫|男人(?!们)|当家的|男朋友|先生(?!说你))|我(?:是|一个)(?:女|大姐|阿姨|孕妇|宝妈)|我怀孕|我坐月子"
    ),
}


@functools.lru_cache(maxsize=2)
def _addressing(sex: str) -> re.Pattern:
    """A title that the agent calls the caller by: at a pause, with a surname, or behind a courtesy."""
    titles = TITLES[sex]
    return re.compile(
        rf"(?:^|[，。！？、；]|好的|感谢|{SURNAME}|您好)({titles})(?=[，。！？、；您请贵]|$|您|别|好)|^(?:好的?|嗯)?[\u4e00-\u9fa5]?({titles}|{SHORT[sex]}(?=，))|[。？]{SURNAME}({titles})"
    )


def sex_of(turns: tuple[Turn, ...]) -> tuple[str, list[Evidence]] | None:
    """男 or 女 by how the agent addresses the caller and what he says of himself; the more often said wins."""
    votes: dict[str, list[tuple[float, Evidence]]] = {"男": [], "女": []}
    for turn in turns:
        for sex, titles in TITLES.items():
            if turn.agent:
                for match in _addressing(sex).finditer(turn.text):
                    votes[sex].append((1.0, Evidence(turn.n, match.start(), match.end())))
            elif match := OWN_SEX[sex].search(turn.text):
                votes[sex].append((2.0, at(turn, match)))
            elif match := re.search(rf"(?:我是|叫我|我姓){SURNAME}(?:{titles})", turn.text):
                votes[sex].append((3.0, at(turn, match)))
    sex = max(votes, key=lambda s: sum(weight for weight, _ in votes[s]))
    return (sex, [evidence for _, evidence in votes[sex]]) if votes[sex] else None
