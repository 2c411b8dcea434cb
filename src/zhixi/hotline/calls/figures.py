"""The figures of a talk, kept with the call when it ends (通话指标)."""

import dataclasses

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


def keep_figures(call: Call) -> None:
    """Count the talk as it stands now; last words may come after the end, and then it is counted again."""
    found = figures(said_in(call))
    call.figures = dataclasses.asdict(found) if found else None
    Call.objects.filter(pk=call.pk).update(figures=call.figures)
