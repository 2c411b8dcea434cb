"""What an agent says again of the matter ("您是想反映供暖温度不达标，对吗"), often in the words of articles (复述)."""

import re

from zhixi.assist.knowledge.words import telling

_AGAIN = re.compile(
    r"反映|咨询|投诉|举报|建议|表扬|求助|诉求|也就是|您(是|的意思|想|要|希望|说)|(对|是)[吗吧]"
)
_SET = re.compile(
    r"贵姓|称呼|姓名|电话|号码|保密|请[讲说]|[稍久]等|帮您|登记|感谢|再见|祝您|不客气|联系您|转[到给交]|您好|热线|"
    r"别着急|慢慢说|记[下录]"
)
_CLAUSE = re.compile(r"[^，。？！；、,?!]+")


def restated(text: str) -> str:
    """The agent's words on the matter, without the clauses of every call; "" where the agent says nothing again.

    What else an agent says (a question for the place, an answer) is left out: it led to more wrong cards than right.
    """
    if not _AGAIN.search(text):
        return ""
    kept = "，".join(clause for clause in _CLAUSE.findall(text) if not _SET.search(clause))
    return kept if telling(kept) else ""
