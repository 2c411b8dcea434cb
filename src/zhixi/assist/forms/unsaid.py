"""Whether a text holds a number or a name that nobody said (无中生有): what does is not saved, whoever wrote it."""

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterable

from zhixi.assist.city import City
from zhixi.assist.forms.addresses import Gazetteer, parts_in
from zhixi.assist.forms.chains import canonical, clean
from zhixi.assist.forms.figures import dictated, said_figures, unsaid_figures
from zhixi.assist.forms.hearing import Turn, listen
from zhixi.assist.forms.persons import persons
from zhixi.assist.numerals import in_figures
from zhixi.assist.talk import Conversation

OFFICE = re.compile(
    r"(?P<name>[\u4e00-\u9fa5]{2})(?:分局|总局|局|委员会|公司|集团|法院|检察院|大队|支队|中队|监管所|管理所|派出所|交警|部门|协会|银行|学校|医院)"
)
LEADS = "该本此其某各等到在的向由请让对从为与和及是将被给去加家个所名往经找求望映诉报知系排调转派受民理扫修查"
VAGUE = re.compile(rf"相关|有关|职能|主管|所属|上级|当地|.?[{LEADS}]")
LATIN = re.compile(r"[A-Za-z][A-Za-z\d]*")
QUOTED = re.compile(r"[《“\"「](?P<name>[^《》“”\"「」]{2,12})[》”\"」]")
LONGEST = 4000


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a talk holds of numbers and words, gathered once for any number of texts."""

    figures: frozenset[str]
    dictated: str
    words: str
    gazetteer: Gazetteer

    def lacks(self, text: str) -> tuple[str, ...]:
        """The numbers and names of a text that were not said."""
        text = text[:LONGEST]
        found = unsaid_figures(text, self.figures, self.dictated)
        found += [name for name in _names(text) if not pieced(_plain(name), self.words)]
        parts = (part for part in parts_in(text, self.gazetteer) if part.kind not in ("tail", "number"))
        found += [name for part in parts if not _ends_in_said(_plain(name := canonical(part)), self.words)]
        return tuple(dict.fromkeys(found))


def said_in(
    turns: Iterable[Turn], now: dt.datetime, gazetteer: Gazetteer | None = None, known: Iterable[str] = ()
) -> Said:
    """Everything said in the turns that stand. now: aware, the clock of the call."""
    texts = [turn.text for turn in turns if turn.credible] + list(known)
    return Said(
        frozenset().union(*(said_figures(text, now) for text in texts)),
        "".join(map(dictated, texts)),
        "|".join(map(_plain, texts)),
        gazetteer or Gazetteer(City()),
    )


def unsaid(
    text: str, talk: Conversation, *, city: Gazetteer | None = None, known: Iterable[str] = ()
) -> tuple[str, ...]:
    """The numbers and names (people, places, offices, Latin words, quotations) of `text` that `talk` does not hold.

    Empty: the text may be saved. What an agent said and the caller denied was not said. known: words that the
    office has otherwise, such as the district that a street lies in; the calling number always counts. The text
    may write numbers as people write (28号, 21:50); dates count by the clock of the call (昨天).
    """
    return said_in(listen(talk), talk.started_at, city, (*known, talk.calling_number)).lacks(text)


def _names(text: str) -> list[str]:
    """Names of people and offices, Latin words and quotations, told from common words by what stands beside them."""
    found = [text[start:end] for start, end in persons(text)]
    found += [m["name"] for m in QUOTED.finditer(text)]
    found += [m["name"] for m in OFFICE.finditer(text) if not VAGUE.fullmatch(m["name"])]
    return found + LATIN.findall(text)


@functools.lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """For comparing: without fillers and punctuation, numbers in figures, small letters."""
    return re.sub(r"[^\w]", "", in_figures(clean(text[:LONGEST])[0])).lower()


def pieced(name: str, words: str) -> bool:
    """Whether a name can be put together from stretches of two characters or more that were said."""
    at = 0
    while at < len(name):
        rest = len(name) - at
        size = next((n for n in range(rest, 0, -1) if name[at : at + n] in words and (n > 1 or rest == 1)), 0)
        if not size:
            return False
        at += size
    return True


def _ends_in_said(name: str, words: str) -> bool:
    """Whether a place's name was said; where it begins in running prose is a guess, so what it ends in counts."""
    if len(name) == 3 and name[0] in LEADS:
        return name[1:] in words
    return any(pieced(name[at:], words) for at in range(max(1, len(name) - 2)))
