"""How much each piece of a talk tells of its matter, by where it stands and what it says (要点)."""

import dataclasses
import functools
import re
from collections import Counter

from zhixi.assist.forms.enquiry import ASKED, ASKS
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.kind import hits_in
from zhixi.assist.forms.moments import MOMENT
from zhixi.assist.forms.statements import ABOUT_CALLING, FEELING, OWN_BUSINESS, TROUBLE, Statement
from zhixi.assist.numerals import in_figures
from zhixi.assist.safety import alarms_in

OPENED = re.compile(
    r"^.{0,10}?(?:(?:要|想|来)?(?:投诉|举报|反映|表扬|求助)(?:一下|一个|个|的)?|提(?:一个|个|一点|点)?建议|建议)"
)
GENERAL = re.compile(
    r"没弄好|没人[管修来]|一直没|受不了|没办法|也可以说|不是(?:来)?投诉|一件|先问|个人$|怎么回事|到现在|没(?:有)?解决|[请希要叫让派]|制止|解决|处理|其[^，]{0,4}(?:讲|说|去|来|打)|怕|担心|认为|好像|猜|怀疑(?!是)"
)
DECLARES = re.compile(
    r"^(?:不是|也可以说|其?先|提个?建议)|先问一下|不是(?:来)?投诉|提个建议$|来表扬的?$|一件事|^(?:要|想|来)*(?:举报|投诉|反映)(?:一个|个|一下|一家|件)?(?:事情|事|问题)?$|^(?:有)?[两二三]个(?:事情|问题)|想问一下$|具体[^，]*没注意"
)
TOPICS = ("matter", "demand", "place", "time", "phone", "name", "callback", "related_order")


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A statement with its standing in the talk. traits: name → 0..1."""

    statement: Statement
    traits: dict[str, float]


def pieces(turns: tuple[Turn, ...], said: list[Statement], place: str, wish: str) -> list[Piece]:
    """Each statement with what speaks for and against it."""
    by_turn = {turn.n: turn for turn in turns}
    order = {n: i for i, n in enumerate(sorted({s.evidence.utterance for s in said}))}
    spread = _spread(said)
    found = []
    for number, statement in enumerate(said):
        turn = by_turn[statement.evidence.utterance]
        before = said[number - 1] if number else None
        follows = before is not None and before.sentence == statement.sentence
        traits = _words(statement.text) | _place_of(statement, turn, order, len(order))
        traits["follows_opening"] = float(
            bool(follows and (DECLARES.search(before.text) or OPENED.match(before.text)))
        )
        traits["first"] = float(not follows)
        traits["central"] = _central(statement, spread)
        traits["in_place"] = share_within(statement.text, place)
        traits["in_wish"] = share_within(statement.text, wish)
        found.append(Piece(statement, traits))
    return found


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> dict[str, float]:
    """What the words of a piece say of themselves."""
    hits = {name for name, *_ in hits_in(text)}
    opened = OPENED.match(text)
    asked = ASKED.match(text)
    return {
        "one": 1.0,
        "short": float(len(text) < 5),
        "fit": float(5 <= len(text) <= 14),
        "long": float(len(text) > 20),
        "length": min(len(text), 30) / 30,
        "trouble": min(len(TROUBLE.findall(text)), 2) / 2,
        "grievance": float(bool(hits & {"投诉", "举报", "求助"})),
        "alarm": float(bool(alarms_in(text))),
        "general": float(bool(GENERAL.search(text))),
        "declares": float(bool(DECLARES.search(text))),
        "feeling": float(bool(FEELING.search(text))),
        "calling": float(bool(ABOUT_CALLING.search(text))),
        "business": float(bool(OWN_BUSINESS.search(text))),
        "asks": float(bool(ASKS.search(text))),
        "opens": float(bool(opened and len(text) - opened.end() >= 3)),
        "asks_open": float(bool(asked and len(text) - asked.end() >= 3)),
        "number": float(bool(re.search(r"[二三四五六七八九十百千万\d]", text))),
        "time": float(any(m.group().strip("的，") and any(m.groupdict().values()) for m in MOMENT.finditer(text))),
        "not": float(bool(re.search("没|不|未|无", text))),
        "self": float(text.startswith("其")),
        "others": float(bool(re.search(r"他|她|物业|店|公司|单位|医生|邻居|对方", text))),
    }  # fmt: skip


def _place_of(statement: Statement, turn: Turn, order: dict[int, int], told: int) -> dict[str, float]:
    """Where a piece stands: whose it is, how early, in answer to what."""
    at = order[statement.evidence.utterance]
    standing = {
        "agent": float(statement.agent),
        "confirmed": float(statement.agent and turn.confirmed),
        "question": float(statement.question),
        "early": 1.0 if at == 0 else 0.6 if at == 1 else 0.3 if at <= 3 else 0.0,
        "late": at / max(told - 1, 1),
    }
    return standing | {f"to_{topic}": float(topic in turn.answers) for topic in TOPICS}


def _spread(said: list[Statement]) -> Counter:
    """In how many utterances each pair of characters stands."""
    by_turn: dict[int, set[str]] = {}
    for statement in said:
        by_turn.setdefault(statement.evidence.utterance, set()).update(_pairs(statement.text))
    return Counter(pair for found in by_turn.values() for pair in found)


def _central(statement: Statement, spread: Counter) -> float:
    pairs = _pairs(statement.text)
    return sum(spread[pair] > 1 for pair in pairs) / max(len(pairs), 1)


@functools.lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


@functools.lru_cache(maxsize=8192)
def share_within(text: str, other: str) -> float:
    """The share of a text's neighbouring characters that another text has too, numbers in figures."""
    found, there = _pairs(in_figures(text)), in_figures(other)
    return sum(pair in there for pair in found) / max(len(found), 1)


def score(piece: Piece, weights: dict[str, float]) -> float:
    traits = piece.traits
    return sum(weight * traits[name] for name, weight in weights.items())
