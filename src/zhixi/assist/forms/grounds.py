"""Where in a talk a text's words stand, and whether it tells something that the talk does not (依据核对)."""

import re

from zhixi.assist.forms.draft import Evidence
from zhixi.assist.forms.hearing import Turn, listen
from zhixi.assist.numerals import in_figures
from zhixi.assist.safety import alarms_in
from zhixi.assist.talk import Conversation

CLAUSE = re.compile(r"[^，。；！？、,;!?\n]+")
# Words of the office itself: they tell nothing of the matter.
OFFICE = re.compile(
    r"市民|来电人?|反映|咨询|投诉|举报|建议|表扬|求助|希望|要求|表示|认为|相关|有关|部门|核实|处理|解决|尽快|问题|关于|情况|请|其|该|现|并|且|目前|告知|予以|进行|是否|如何|对此|上述|存在|影响|扰民|至今|无需|回复|回电|答复"
)
KNOWN, LOOSE = (
    0.5,
    0.6,
)  # of a clause's characters; the second where no two neighbours of it were said together


def invents(text: str, talk: Conversation, known: tuple[str, ...] = ()) -> bool:
    """Whether a clause of the text is not made of the talk's words, or names a danger that nobody spoke of."""
    turns = [turn for turn in listen(talk) if turn.credible]
    words = "".join(turn.text for turn in turns) + "".join(known)
    told = set(words + in_figures(words))
    dangers = {kind for turn in turns for kind, *_ in alarms_in(turn.text)}
    if {kind for kind, *_ in alarms_in(text)} - dangers:
        return True
    pairs = _pairs(words) | _pairs(in_figures(words))
    return any(_foreign(clause.group(), told, pairs) for clause in CLAUSE.finditer(text))


def _foreign(clause: str, told: set[str], pairs: set[str]) -> bool:
    rest = OFFICE.sub("", clause)
    if len(rest) < 3:
        return False
    known = sum(char in told for char in rest) / len(rest)
    return known < KNOWN or (
        known < LOOSE and not any(rest[i : i + 2] in pairs for i in range(len(rest) - 1))
    )


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def behind(text: str, talk: Conversation) -> list[Evidence]:
    """For each clause of a text the utterance that holds its longest stretch, with that stretch's place."""
    turns = [turn for turn in listen(talk) if turn.credible]
    found = [best for clause in CLAUSE.findall(text[:2000]) if (best := _place(clause, turns))]
    return sorted(set(found))


def _place(clause: str, turns: list[Turn]) -> Evidence | None:
    """The longest stretch of three characters or more that an utterance has in common with a clause."""
    for size in range(min(len(clause), 24), 2, -1):
        for start in range(len(clause) - size + 1):
            piece = clause[start : start + size]
            for turn in turns:
                if (at := turn.text.find(piece)) >= 0:
                    return Evidence(turn.n, at, at + size)
    return None
