"""What others than the call's own agent may read of its words: numbers starred, the caller's name masked."""

import re

from zhixi.hotline.calls.marking import masked_utterance
from zhixi.hotline.privacy.masking import mask_name, mask_phone, mask_speech

WORDS = frozenset(
    {"utterance", "draft", "field", "refined", "alarm", "offered", "answered", "transferred", "ended"}
)  # kinds that hold what was said
NEVER_PERSONAL = frozenset(
    {"normalised", "incident_time", "related_order", "offered_at", "answered_at", "ended_at", "id"}
)
GROWING = re.compile(r"(?:[0-9零〇一二三四五六七八九幺两][，、,\- ]?){2,}[0-9零〇一二三四五六七八九幺两]")
PERSONAL = {"caller_name": mask_name, "caller_phone": mask_phone, "contact_phone": mask_phone}


def owns(call, viewer) -> bool:
    """The agent who took the call heard it all, and needs it whole to fill the order."""
    return viewer is not None and call.agent_id == viewer.pk


def for_others(kind: str, body):
    """A body of the feed, masked where it holds spoken words. Signs are replaced one for one, so that evidence still points at its words."""
    if kind == "digit":  # keys pressed one after another may be an identity number
        return body | {"digit": "*"}
    if kind == "utterance":
        return [masked_utterance(one) for one in body] if isinstance(body, list) else masked_utterance(body)
    if kind == "partial":  # a number that is still being spoken is too short yet to be known for one
        return body | {"text": mask_speech(GROWING.sub(lambda found: "*" * len(found.group()), body["text"]))}
    return _masked(body, "") if kind in WORDS else body


def _masked(value, field: str):
    if isinstance(value, dict) and field not in NEVER_PERSONAL:
        inside = {"value", "text"} if field in PERSONAL else set()
        return {key: _masked(part, field if key in inside else key) for key, part in value.items()}
    if isinstance(value, list):
        return [_masked(part, field) for part in value]
    if not isinstance(value, str) or field in NEVER_PERSONAL:
        return value
    return PERSONAL.get(field, mask_speech)(value)
