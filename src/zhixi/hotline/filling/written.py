"""Written requests (书面诉求): suggested from by the same filler, and learnt from when they are taken in (受理)."""

from django.utils import timezone

from zhixi.assist.talk import Conversation, Leg, Utterance
from zhixi.hotline.calls.drafts import as_fields, draft_out
from zhixi.hotline.calls.tools import seat_tools
from zhixi.hotline.filling.choices import Made
from zhixi.hotline.filling.models import Lesson
from zhixi.hotline.filling.slots import digest_of, stored
from zhixi.hotline.orders.choices import Channel

SHORTEST = 8  # characters of a request that can be filled from
OWN = "description"  # what the citizen wrote stays as it was written


def suggestions(text: str, now) -> dict:
    """OneDraft of the API for a request as it was written; its evidence counts characters of the text."""
    said = (Utterance(0, Leg.MIXED, 0.0, 0.0, text),) if len(text.strip()) >= SHORTEST else ()
    tools = seat_tools()
    draft = tools.filler.fill(Conversation(timezone.localtime(now), said, written=True))
    out = draft_out(draft, tools.categories)
    out["fields"].pop(OWN, None)
    return out


def learn(*, order, actor, now) -> None:
    """What became of the suggestions for a written request that is being accepted. A call has lessons of its own."""
    if order.channel == Channel.PHONE:
        return
    for name, field in suggestions(order.description, order.created_at)["fields"].items():
        proposed = as_fields(name, field["value"])
        final = {part: _plain(getattr(order, part)) for part in proposed}
        value = stored(field["value"])
        Lesson.objects.update_or_create(
            call=None,
            order=order,
            part=0,
            digest=digest_of(name, value),
            defaults={
                "field": name,
                "suggested": value,
                "evidence": [[e["utterance"], e["start"], e["end"]] for e in field["evidence"]],
                "confidence": field["confidence"],
                "made": _made(proposed, final),
                "final": stored(final),
                "by": actor,
                "at": now,
            },
        )


def _made(proposed: dict, final: dict) -> Made:
    if all((proposed[name] or "") == (final[name] or "") for name in proposed):
        return Made.KEPT
    return Made.EDITED if any(final.values()) else Made.REJECTED


def _plain(value):
    return getattr(value, "code", None) or getattr(value, "number", None) or value
