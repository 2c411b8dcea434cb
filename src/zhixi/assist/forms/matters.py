"""Where a caller turns to a second matter (一次来电多项诉求), and whether it is one of its own."""

import re

from zhixi.assist.forms.draft import Draft, Field
from zhixi.assist.forms.found import at, field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.retelling import pairs
from zhixi.assist.forms.statements import TROUBLE

# He says that he goes on to something else; whether he does is seen from what he then says.
CUE = re.compile(
    r"还有(?:另外)?(?:一|1)?(?:个|件)(?:别的)?(?:事|问题|情况)|另外(?:一(?:个|件)|还|再|我|想|有|反映|问)|再(?:反映|投诉|举报|咨询|问|跟[你您]说)(?:一|个|下|你|您)|"
    r"第[二三](?:个|件)(?:事|问题|情况|，|,|呢|是|就是|我)|顺便(?:再|也|还)?(?:问|反映|投诉|说|咨询)|(?:还|也)(?:想|要)(?:再)?(?:问|反映|投诉|举报|咨询)|换(?:一)?个事|对了[，,]?(?:还有|我(?:还|再))"
)
# Unmistakably another matter, even where neither place nor category can tell.
ANOTHER = re.compile(
    r"(?:另外|还有)(?:另外)?一?(?:个|件)(?:别的)?(?:事|情况)|换一?个事|别的事|另一件|再(?:反映|投诉|举报)一?(?:个|件)(?!人)"
)
NAMED = re.compile(r"问一下|咨询|投诉|举报|反映|表扬|建议")
ASKED_ON = re.compile(r"第[二三](?:件|个)(?:事|问题)?[^，。]{0,4}[呢？]|还有(?:其他|别的)[^，。]{0,6}[吗？]")
CLOSING = frozenset({"name", "phone", "callback", "confidential"})
HERE = re.compile(r"我们?(?:这|小区|村|楼|那|单元|门口)|这边|这里|同一|还是(?:这|那)|也是(?:这|那)|旁边|附近")
MOST = 4  # turns to something else that are looked into: a call has minutes
TALKED, ALIKE = (
    10,
    0.25,
)  # characters of a matter at least; share of words with the first that makes it the same
SAME_PLACE = ("road", "poi", "community", "street")


def parts(turns: tuple[Turn, ...]) -> list[tuple[Turn, ...]]:
    """The talk in parts: the first with greeting and closing, then one for each turn to something else.

    One part where the caller never turns. Every utterance stands in exactly one part.
    """
    cuts = [n for n, turn in enumerate(turns) if n > 1 and not turn.agent and _turns(turns, n)][:MOST]
    if not cuts:
        return [turns]
    spans = [(cut, _end(turns, cut, [*cuts, len(turns)])) for cut in cuts]
    rest = tuple(turn for n, turn in enumerate(turns) if not any(start <= n < end for start, end in spans))
    return [rest, *(turns[start:end] for start, end in spans)]


def _turns(turns: tuple[Turn, ...], n: int) -> bool:
    before = turns[n - 1]
    prompted = before.agent and ASKED_ON.search(before.text) and len(turns[n].text) >= TALKED
    return bool(CUE.search(turns[n].text) or prompted)


def _end(turns: tuple[Turn, ...], start: int, cuts: list[int]) -> int:
    """Where a part ends: at the next turn to something else, or where the agent asks whom to call back."""
    stop = next(cut for cut in cuts if cut > start)
    for n in range(start + 1, stop):
        if turns[n].agent and turns[n].asks & CLOSING and not turns[n].asks & {"matter", "place"}:
            return n
    return stop


def another(first: Draft, second: Draft, turns: tuple[Turn, ...]) -> bool:
    """Whether the draft of a part is a matter of its own: elsewhere, of another kind, or another by his own word."""
    if "title" not in second.fields or "request_type" not in second.fields:
        return False
    if sum(len(turn.text) for turn in turns if not turn.agent) < TALKED or "title" not in first.fields:
        return False
    if _elsewhere(first.fields.get("incident_address"), second.fields.get("incident_address")):
        return True
    said = "".join(turn.text for turn in turns if not turn.agent)
    return _alike(first, second) < ALIKE and (
        _of_another_kind(first, second, said) or bool(ANOTHER.search(said))
    )


def grievance(turns: tuple[Turn, ...]) -> Field | None:
    """投诉 for a part that tells of trouble and names no type: in a whole talk the other part would have spoken for it."""
    for turn in turns:
        if not turn.agent and len(turn.text) >= TALKED and (match := TROUBLE.search(turn.text)):
            return field("request_type", "投诉", 0.4, [at(turn, match)])
    return None


def _elsewhere(one: Field | None, other: Field | None) -> bool:
    """Whether two places differ in a part that both name; a place within the other is no other place."""
    if one is None or other is None:
        return False
    both = [(one.value[p], other.value[p]) for p in SAME_PLACE if one.value[p] and other.value[p]]
    return bool(both) and all(a not in b and b not in a for a, b in both)


def _of_another_kind(first: Draft, second: Draft, said: str) -> bool:
    """Another branch of the city's tree; where that is not known, a question beside a grievance, and named as such."""
    nodes = [draft.fields["category"].value[:1] for draft in (first, second) if "category" in draft.fields]
    if len(nodes) == 2:
        return nodes[0] != nodes[1]
    kinds = {draft.fields["request_type"].value == "咨询" for draft in (first, second)}
    return len(kinds) == 2 and bool(NAMED.search(said))


def _alike(first: Draft, second: Draft) -> float:
    """The share of the second's title that the first tells too, their places and openings apart."""
    told = pairs(_matter(second))
    there = pairs(_matter(first)) | pairs(
        str(first.fields["description"].value if "description" in first.fields else "")
    )
    return len(told & there) / max(len(told), 1)


def _matter(draft: Draft) -> str:
    place = draft.fields["incident_address"].text if "incident_address" in draft.fields else ""
    title = str(draft.fields["title"].value).removeprefix("关于").removesuffix("的问题")
    return title.replace(place, "").removeprefix("咨询") if place else title.removeprefix("咨询")


def here(turns: tuple[Turn, ...]) -> bool:
    """Whether a part without a place of its own speaks of where the first one was: 我们小区, 这边."""
    return any(HERE.search(turn.text) for turn in turns if not turn.agent)
