"""Type and texts of a written request (书面诉求), which tells its matter in one piece instead of question and answer."""

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.kind import request_type
from zhixi.assist.forms.letters import body, title

TYPES = {v: v for v in ("咨询", "投诉", "求助", "建议", "表扬", "举报")} | {"感谢": "表扬"}
ASKING = ("咨询", "如何", "怎么", "是否", "什么", "多少", "哪里", "能否", "吗", "电话号码")
DESCRIPTION_MOST = 400


def written_type(turns: tuple[Turn, ...]) -> Field | None:
    """The type that the heading names ("市民来电咨询：…"), where the matter does not speak against it."""
    turn = next((t for t in turns if t.text.strip()), None)
    if turn is None:
        return None
    verb, matter = body(turn.text)
    weighed = request_type(turns)
    if verb in TYPES:
        start = turn.text.find(verb)
        return field("request_type", TYPES[verb], 0.85, [Evidence(turn.n, start, start + len(verb))])
    if (
        verb == "反映"
        and (weighed is None or weighed.value == "咨询")
        and not any(w in matter for w in ASKING)
    ):
        start = turn.text.find(verb)
        return field("request_type", "投诉", 0.6, [Evidence(turn.n, start, start + len(verb))])
    return weighed


def written_texts(turns: tuple[Turn, ...]) -> dict[str, Field]:
    """title, subject, demand and description of a written request."""
    found: dict[str, Field] = {}
    for turn in turns:
        named, start, end = title(turn.text)
        if not named or found:
            continue
        evidence = [Evidence(turn.n, start, end)]
        core = named.removeprefix("关于").removesuffix("的问题")
        verb, matter = body(turn.text)
        found["title"] = field("title", named, 0.7, evidence)
        found["subject"] = field("subject", core[:30], 0.5, evidence)
        if matter:
            lead = f"市民{verb or '反映'}：" if not matter.startswith("市民") else ""
            whole = [Evidence(turn.n, 0, len(turn.text))]
            found["description"] = field("description", f"{lead}{matter[:DESCRIPTION_MOST]}。", 0.7, whole)
    return found
