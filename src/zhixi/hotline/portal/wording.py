"""What of an article's words the public reads: without what is meant for agents, and without anybody's own number. Pure."""

import re

from zhixi.hotline.articles.elements import TOLD
from zhixi.hotline.privacy.masking import ID_NUMBER, MOBILE

# A paragraph that begins so is for the hotline's people: 【内部】遇投诉请转督办组。
_INTERNAL = re.compile(r"^\s*(?:[-*>]\s*)?\**【(?:内部|坐席|话务员|座席)[^】]*】")
_HIDDEN = "（号码不公开）"


def for_public(body: str) -> str:
    """The body as everybody may read it."""
    kept = [part for part in re.split(r"\n{2,}", body) if part.strip()]
    paragraphs = []
    for part in kept:
        lines = part.split("\n")
        if _INTERNAL.match(lines[0]):
            continue
        inside = [line for line in lines if not _INTERNAL.match(line)]
        paragraphs.append("\n".join(inside))
    return without_numbers("\n\n".join(paragraphs)).strip()


def public(text) -> dict[str, str]:
    """What an article, or a version of it, tells everybody: its answer and its parts, by field."""
    return {name: for_public(getattr(text, name)) for name in TOLD}


def without_numbers(text: str) -> str:
    """Offices' lines may be told, mobile numbers and identity numbers are somebody's own."""
    return ID_NUMBER.sub(_HIDDEN, MOBILE.sub(_HIDDEN, text))


def unfit(text) -> str:
    """Why a text may not be shown to everybody, or "". text: of an article, or a version of it."""
    if MOBILE.search(f"{text.title}\n{text.whole}"):
        return "写有手机号"
    return "" if any(public(text).values()) else "除内部说明外没有内容"
