"""Where live calls come into the office (实时通话接入): `gateway.line.Office`.

A call that begins is offered and waits, or is answered at once by the agent whose seat the telephone system names. A
call whose sound was broken off is found again by the telephone system's name of it, and goes on.
"""

import time

from django.db import IntegrityError
from django.utils import timezone

from zhixi.errors import Unavailable
from zhixi.gateway.line import Begin, Fault, Standing, Trouble
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.office_line import OfficeLine, in_office
from zhixi.hotline.calls.seats import answered_by

SIGN = 2.0  # seconds between signs of life


class Reception:
    def __init__(self):
        self._signed = 0.0

    @in_office
    def begin(self, begin: Begin) -> "OfficeLine":
        call = _open_calls((begin.name,)).order_by("offered_at").last() or _offered(begin)
        resumed = call.sound_at is not None
        if not resumed:  # the queue may have told of the call while it waited, before it had sound
            call.sound_at = begin.started_at
            Call.objects.filter(pk=call.pk).update(sound_at=call.sound_at, alive_at=timezone.now())
        if begin.seat and call.state == CallState.WAITING:
            call = answered_by(begin.seat, call)
        line = OfficeLine(call, offset=(begin.started_at - call.sound_at).total_seconds())
        if resumed:
            actions.see_again(call_id=call.pk, now=timezone.now())
            line.tell_fault(Fault(Trouble.SOUND, over=True))
        return line

    @in_office
    def look(self, names) -> dict[str, Standing]:
        now = time.monotonic()
        if now - self._signed >= SIGN:
            self._signed = now
            _sign(_open_calls(names))
        rows = (
            Call.objects.filter(line_name__in=names).order_by("offered_at").values_list("line_name", "state")
        )
        return {name: _standing(state) for name, state in rows}


def _sign(calls) -> None:
    """A sign of life for each; those that were out of sight the desks are told of."""
    now = timezone.now()
    lost = list(calls.filter(alive_at__lt=now - actions.OUT_OF_SIGHT).values_list("pk", flat=True))
    calls.update(alive_at=now)
    for pk in lost:
        actions.see_again(call_id=pk, now=now)


def _offered(begin: Begin) -> Call:
    try:
        return actions.offer(
            source=begin.door,
            calling_number=begin.calling_number,
            line_name=begin.name,
            now=begin.started_at,
        )
    except IntegrityError as error:  # the queue told of it at this very moment
        raise Unavailable("这通电话正在登记", cure="稍后自动重试") from error


def _open_calls(names):
    return Call.objects.filter(line_name__in=names, state__in=actions.OPEN)


def _standing(state: str) -> Standing:
    if state == CallState.WAITING:
        return Standing.WAITING
    return Standing.TALKING if state == CallState.TALKING else Standing.OVER
