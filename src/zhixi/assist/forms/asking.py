"""What to ask next (追问), and what to stop before saving (防错)."""

import re

from zhixi.assist.forms.district import Located
from zhixi.assist.forms.draft import Evidence, Field, Guard, Question
from zhixi.assist.forms.facts import FIRST, THEN, open_elements
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.kind import hits_in, request_type
from zhixi.assist.forms.level import RANK
from zhixi.assist.forms.level import urgency as level_said

WORDINGS = {
    "description": "请问您要反映什么问题？",
    "incident_address": "请问事情发生在哪里？具体到路名、小区或门牌号。",
    "incident_time": "请问是什么时候发生的？",
    "demand": "请问您希望怎么处理？",
    "caller_name": "请问您贵姓，怎么称呼？",
    "contact_phone": "请问留哪个电话方便联系您？",
    "callback_wanted": "处理结果需要给您回复吗？",
}
# In the order of a good agent; an enquiry, a suggestion or praise has no scene to find.
ALL = (
    "description",
    "incident_address",
    "incident_time",
    "demand",
    "caller_name",
    "contact_phone",
    "callback_wanted",
)
NO_SCENE = ("description", "demand", "caller_name", "contact_phone", "callback_wanted")
NO_PLACE = ("咨询", "建议", "表扬")
SCENE = {"place": "incident_address", "time": "incident_time"}
LAST = ("demand", "caller_name", "contact_phone", "callback_wanted")
NAMES_IT = 5  # the weight of "我要投诉" and the like
DISTRICT = "请问是哪个区的？"
MOST_NAMED = 4
REFUSES = re.compile(
    r"不(?:用|想|方便|愿意|必)?(?:留|说|讲|登记|透露)|匿名|不知道|不清楚|记不得|说不上|不用了|没有固定"
)


def missing(
    turns: tuple[Turn, ...], fields: dict[str, Field], elements: tuple[str, ...] | None = None
) -> tuple[Question, ...]:
    """The questions still open, in the order of a good agent; one that was asked and refused is closed.

    elements: what the matter's category wants known (see `Category`); None where the category is not known. Danger
    to people comes first, then the matter and its place, time and particulars, then the demand, last the caller.
    """
    kind = fields["request_type"].value if "request_type" in fields else ""
    wanted = [name for name in _scene(kind, elements) if name not in fields]
    closed = _closed(turns)
    found = [Question(name, WORDINGS[name]) for name in wanted if name not in closed]
    address = fields.get("incident_address")
    if (
        address
        and kind not in NO_PLACE
        and "incident_address" not in closed
        and (words := which(address.value))
    ):
        found.insert(0, Question("incident_address.district", words))
    if "description" not in fields:
        return tuple(found)
    known = elements or ()
    first = [Question(name, words) for name, words in open_elements(turns, known, FIRST)]
    then = [Question(name, words) for name, words in open_elements(turns, known, THEN)]
    at = next((n for n, question in enumerate(found) if question.field in LAST), len(found))
    return (*first, *found[:at], *then, *found[at:])


def which(address: dict) -> str:
    """How to ask for the district of an address; "" where it is known and not doubted."""
    known = address.get("located") or {}
    if known.get("against"):
        return f"请问{known['by']}是在{known['against']}，还是在{'、'.join(known['open'][:MOST_NAMED])}？"
    if known.get("open"):
        return f"{'、'.join(known['open'][:MOST_NAMED])}都有{known['by']}，请问是哪个区的？"
    return "" if address.get("district") or known.get("district") else DISTRICT


def _scene(kind: str, elements: tuple[str, ...] | None) -> tuple[str, ...]:
    """The fields to ask for. A category that wants neither place nor time has none to find."""
    if kind in NO_PLACE:
        return NO_SCENE
    if elements is None:
        return ALL
    without = {field for element, field in SCENE.items() if element not in elements}
    return tuple(name for name in ALL if name not in without)


def _closed(turns: tuple[Turn, ...]) -> set[str]:
    topics = {
        "name": "caller_name",
        "phone": "contact_phone",
        "place": "incident_address",
        "time": "incident_time",
        "callback": "callback_wanted",
    }
    return {topics[t] for turn in turns if REFUSES.search(turn.text) for t in turn.answers if t in topics}


def guards(
    turns: tuple[Turn, ...],
    fields: dict[str, Field],
    *,
    kind: str = "",
    urgency: str = "",
    place: Located | None = None,
) -> tuple[Guard, ...]:
    """Warnings against what is about to be saved: `kind`, `urgency`, `place`, or the draft's own."""
    kind = kind or (fields["request_type"].value if "request_type" in fields else "")
    urgency = urgency or (fields["urgency"].value if "urgency" in fields else "一般")
    found = []
    if kind == "咨询" and (said := _grievance(turns)):
        found.append(
            Guard("complaint_as_enquiry", "来电人的话像投诉或举报，正要记为咨询，请核对诉求类型。", said)
        )
    said_level = level_said(turns, None)
    if said_level and RANK.index(said_level.value) > RANK.index(urgency):
        words = f"通话中说的像是{said_level.value}，紧急程度只记为{urgency}，请核对。"
        found.append(Guard("urgency_too_low", words, said_level.evidence))
    if (
        place is None
        and "incident_address" in fields
        and (known := fields["incident_address"].value.get("located"))
    ):
        place = Located(**known)
    if place and place.against:
        where = "、".join(place.open[:MOST_NAMED])
        words = f"地址写的是{place.against}，地名库里{place.by}在{where}，请核对。"
        found.append(Guard("district_in_doubt", words, _words_of(turns, (place.against, place.by))))
    return tuple(found)


def _words_of(turns: tuple[Turn, ...], names: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Where the names stand in the talk."""
    places = ((turn.n, turn.text.find(name), len(name)) for name in names for turn in turns if turn.credible)
    return tuple(Evidence(n, start, start + size) for n, start, size in places if start >= 0)


def _grievance(turns: tuple[Turn, ...]) -> tuple[Evidence, ...]:
    """Words of complaint or report by the caller: one that names it, or more that sound like it than like a question."""
    plain = [
        Evidence(turn.n, start, end)
        for turn in turns
        if not turn.agent
        for name, weight, start, end in hits_in(turn.text)
        if name in ("投诉", "举报") and weight >= NAMES_IT
    ]
    heard = request_type(turns)
    return tuple(plain) or (heard.evidence if heard and heard.value in ("投诉", "举报") else ())
