"""What happens to a recording: made of a call that ended, heard, taken out covered, erased when its time is over."""

import datetime as dt
import json
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from zhixi.assist.talk import Leg
from zhixi.errors import Conflict, NotFound
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.marking import masked_utterance
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rows import utterance_out
from zhixi.hotline.privacy.models import Reveal
from zhixi.hotline.recordings import keeping, live, rules, sound
from zhixi.hotline.recordings.choices import Standing
from zhixi.hotline.recordings.covering import Said, spans_of
from zhixi.hotline.recordings.models import Recording

ORDER_OF_LEGS = (Leg.CALLER, Leg.AGENT, Leg.MIXED)


def make(*, call: Call, files: list[live.LegFile], now: dt.datetime) -> Recording | None:
    """Put the legs of an ended call together and keep them; None for a call that nobody answered, whose sound goes.

    Done again after a kill in the middle: the same content has the same place, and the row is made once.
    """
    if call.state != CallState.ENDED or not call.answered_at:
        _forget(files)
        return None
    legs = [leg for leg in ORDER_OF_LEGS if any(file.leg == leg for file in files)]
    content, seconds = sound.encode(
        [_leg([file for file in files if file.leg == leg]) for leg in legs], settings.RECORDING_KIND
    )
    digest = keeping.put(content)
    days = settings.RECORDING_DAYS
    with transaction.atomic():
        made, fresh = Recording.objects.get_or_create(
            call=call,
            defaults={
                "kind": settings.RECORDING_KIND,
                "legs": [str(leg) for leg in legs],
                "seconds": round(seconds, 2),
                "size": len(content),
                "digest": digest,
                "made_at": now,
                "keep_until": now + dt.timedelta(days=days) if days else None,
            },
        )
        if fresh:
            facts = {"digest": digest, "seconds": made.seconds, "legs": made.legs, "format": made.kind}
            _record(None, made, "recorded", now, facts)
    _forget(files)
    return made


def listen(*, actor, call: Call, purpose: str, now: dt.datetime) -> Recording:
    """Hear a recording, with a purpose that is written down before the first sound is given (听取录音)."""
    rules.check_hears(actor, call)
    with transaction.atomic():
        row = _kept(call)
        _revealed(actor, row, "listen", rules.purpose_of(purpose), now)
    return row


def take_out(*, actor, call: Call, purpose: str, now: dt.datetime) -> bytes:
    """A copy with a tone over every number that was spoken or keyed (导出脱敏录音)."""
    rules.check_hears(actor, call)
    rules.check_takes_out(actor)
    with transaction.atomic():
        row = _kept(call)
        _revealed(actor, row, "take_out", rules.purpose_of(purpose), now)
    keyed = [json.loads(told.body) for told in call.feed.filter(kind="digit")]
    said = [_said(row) for row in call.utterances.all()]
    spans = [spans_of(leg, said, keyed) for leg in row.legs]
    return sound.cover(keeping.whole(row.digest), spans, row.kind)


def erase(*, row: Recording, now: dt.datetime) -> bool:
    """Let the sound go when its time is over (到期删除); not while the order of the call is frozen."""
    with transaction.atomic():
        row = Recording.objects.select_for_update(of=("self",)).select_related("call__order").get(pk=row.pk)
        order = row.call.order
        if row.erased_at or row.keep_until is None or row.keep_until > now or (order and order.held):
            return False
        row.standing, row.erased_at = Standing.ERASED, now
        row.save(update_fields=["standing", "erased_at"])
        _record(None, row, "erased", now, {"digest": row.digest})
    keeping.erase(row.digest)
    return True


def _said(row) -> Said:
    masked = masked_utterance(utterance_out(row))["text"]
    return Said(str(row.leg), row.start, row.end, row.text, masked)


def _kept(call: Call) -> Recording:
    row = Recording.objects.select_for_update(of=("self",)).filter(call=call).first()
    if row is None:
        raise NotFound("这通电话没有录音", cure="通话结束后约半分钟可以播放")
    if row.standing != Standing.KEPT:
        raise Conflict(f"录音{row.get_standing_display()}", cure="如需恢复，请联系系统管理员")
    return row


def _leg(files: list[live.LegFile]) -> tuple[int, Iterable]:
    """(rate, pieces) of one leg; one that went on with another rate after a break is brought to the higher."""
    rate = max(file.rate for file in files)
    if len(files) == 1:
        return rate, live.read(files[0])
    pieces = (
        (at, sound.at_rate(samples, file.rate, rate)) for file in files for at, samples in live.read(file)
    )
    return rate, sorted(pieces, key=lambda piece: piece[0])


def _forget(files: list[live.LegFile]) -> None:
    for file in files:
        file.path.unlink(missing_ok=True)


def _revealed(actor, row: Recording, verb: str, purpose: str, now: dt.datetime) -> None:
    Reveal.objects.create(
        at=now, actor=actor, subject="call", key=str(row.call_id), field="recording", purpose=purpose[:200]
    )
    _record(actor, row, verb, now, {"digest": row.digest}, purpose)


def _record(actor, row: Recording, verb: str, now, data: dict, reason: str = "") -> None:
    audit.record(
        actor=actor, subject="call", key=str(row.call_id), verb=verb, reason=reason, data=data, at=now
    )
