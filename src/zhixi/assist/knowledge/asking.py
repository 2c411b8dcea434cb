"""What an utterance does in a talk: it asks, it turns to another subject, or it says nothing to look up."""

import re

from zhixi.assist.knowledge.words import telling
from zhixi.assist.talk import Utterance

_ASKS = re.compile(
    r"怎么|咋|如何|多少|什么|啥|哪|几[天个点号年岁份]|多久|多长|能不能|可不可以|可以.{0,12}吗|要不要|是不是|有没有|"
    r"行不行|吗[？?。]?$|呢[？?]?$|[？?]$|咨询|问一下|问问|想问|请问|想办|要办|想了解|打听|查一下"
)
_OTHER_SUBJECT = re.compile(
    r"(另外|顺便|对了|还有).{0,8}[问查咨]|还有.{0,2}(个|一个|件|一件)(事|问题)|再(帮我)?[问查]|换个|第二(个|件)"
)
_CHECKS = re.compile(
    r"^(是吧|对吧|是吗|对吗|真的吗|行吗|好吗|可以吗|什么|啊|喂|你说什么|没听清)[，。？?！!]*$"
)
_SMALL = re.compile(r"[嗯呃哦啊哎喂好对是的行谢再见不客气没事知道了明白，。！？、…\s]*")
_ANNOUNCES = frozenset(
    [
        "举报",
        "投诉",
        "反映",
        "建议",
        "表扬",
        "求助",
        "事情",
        "事",
        "问题",
        "情况",
        "事儿",
        "保密",
        "匿名",
        "电话",
        "热线",
        "政府",
        "部门",
        "你们",
        "我们",
        "咱们",
        "请教",
        "打电话",
        "今天",
        "现在",
        "昨天",
        "刚才",
        "这里",
        "那里",
        "这边",
        "那边",
        "来",
        "人",
        "管",
        "帮",
        "帮忙",
        "麻烦",
        "解决",
        "处理",
        "12345",
    ]
)


def asks(utterance: Utterance) -> bool:
    return bool(_ASKS.search(utterance.text)) and not _CHECKS.match(utterance.text)


def turns_away(utterance: Utterance) -> bool:
    """Whether it asks about another subject than the one so far ("另外再问一下……")."""
    return asks(utterance) and bool(_OTHER_SUBJECT.search(utterance.text))


def tells(utterance: Utterance) -> bool:
    """Whether it says anything to look up: not a yes, a thank-you, a name or a number alone."""
    if _SMALL.fullmatch(utterance.text):
        return False
    return any(not word.isdigit() and len(word) > 1 for word in telling(utterance.text)) or asks(utterance)


def announces(utterance: Utterance) -> bool:
    """Whether it says that something will be told, and not yet what ("我想举报一个事情，你们保密吧")."""
    return all(word in _ANNOUNCES or len(word) == 1 for word in telling(utterance.text))
