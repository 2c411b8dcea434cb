"""What a bare reply or a letter is about: without greeting, receipt, thanks and signature (套话).

A vector is made of the first couple of hundred characters, and in a reply without a title those are politeness.
"""

import collections
import re
from collections.abc import Iterable

_CLAUSE = re.compile(r"([^，。！？：；,!?:;\s“”\"]+)([，。！？：；,!?:;\s“”\"]*)")
_POLITE = re.compile(
    r"^(尊敬的?|各位|这位)?.{0,6}(您好|你好)|收悉|(回复|答复|反馈)如下|^(非常|衷心|再次|首先)?(非常)?(感谢|谢谢)|"
    r"(支持|理解|监督|关心|关注)(和|与|、)?(支持|理解|监督|关心)?$|^网友|^(特此|此)(回复|答复)|^回复人|高度重视|"
    r"^(同志|先生|女士|网民朋友)|^祝您|欢迎您?(与|在线|您)|^\d{4}年\d+月\d+日$|敬请(谅解|关注)|^(联系|咨询|服务)电话|"
    r"^[\d\-\[\]A-Z.]+$|^https?|^www"
)
_LONGEST = 40  # characters; a longer clause says more than thanks
_REPEATED = 4  # articles that hold the same clause: it says nothing of any of them


def repeated(texts: Iterable[str]) -> frozenset[str]:
    """Clauses that stand in several of the texts."""
    counts: collections.Counter[str] = collections.Counter()
    for text in texts:
        counts.update({clause[1] for clause in _CLAUSE.finditer(text)})
    return frozenset(clause for clause, n in counts.items() if n >= _REPEATED and len(clause) > 1)


def subject(text: str, without: frozenset[str] = frozenset()) -> str:
    """The text without its politeness and those clauses; the text itself where nothing else is left."""
    kept = [whole[0] for whole in _CLAUSE.finditer(text) if not _empty(whole[1], without)]
    return "".join(kept).strip() or text


def _empty(clause: str, without: frozenset[str]) -> bool:
    return clause in without or (len(clause) < _LONGEST and bool(_POLITE.search(clause)))
