"""The figures of a talk, kept with the call when it ends (通话指标)."""

import dataclasses
import json

from zhixi.assist.speech.figures import figures
from zhixi.assist.talk import Leg, Utterance
from zhixi.hotline.calls.marking import read
from zhixi.hotline.calls.models import Call


def said_in(call: Call) -> tuple[Utterance, ...]:
    """The call's utterances as values, in their order."""
    return tuple(
        Utterance(u.n, Leg(u.leg), u.start, u.end, u.text, u.confidence, read(u.marks), u.language)
        for u in call.utterances.order_by("n")
    )


def holds_of(call: Call) -> list[tuple[float, float]]:
    """When the telephone system let the citizen wait, in seconds from the beginning of the call (保持)."""
    holds, since = [], None
    for row in call.feed.filter(kind="held").order_by("id"):
        at = (row.at - call.offered_at).total_seconds()
        if json.loads(row.body)["on"]:
            since = at if since is None else since
        elif since is not None:
            holds.append((since, at))
            since = None
    if since is not None and call.ended_at:
        holds.append((since, (call.ended_at - call.offered_at).total_seconds()))
    return holds


def keep_figures(call: Call) -> None:
    """Count the talk as it stands now; last words may come after the end, and then it is counted again."""
    found = figures(said_in(call), holds_of(call))
    call.figures = dataclasses.asdict(found) if found else None
    Call.objects.filter(pk=call.pk).update(figures=call.figures)
