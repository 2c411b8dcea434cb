"""`/api/calls/{id}/recording`: whether there is one, hearing it with a purpose, taking a covered copy out."""

import re
import time
import uuid

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from zhixi.errors import NotAllowed, NotFound
from zhixi.hotline.calls.models import Call
from zhixi.hotline.http import Moment, Said, answers
from zhixi.hotline.recordings import actions, keeping, rules
from zhixi.hotline.recordings.models import Recording
from zhixi.hotline.recordings.sound import KINDS

router = Router()
GRANT = 1800  # seconds that a purpose holds: a talk, heard twice
GRANTS = "recordings"  # in the session
PIECE = 1 << 20  # bytes at most that one request is given
RANGE = re.compile(r"^bytes=(\d{1,15})-(\d{0,15})$")


class RecordingRow(Schema):
    """digest: SM3 of the sound, as in the chain. may_hear, may_take_out: this person. open: a purpose was given."""

    standing: str
    standing_label: str
    kind: str
    legs: list[str]
    seconds: float
    size: int
    digest: str
    keep_until: Moment | None
    may_hear: bool
    may_take_out: bool
    open: bool


class RecordingOf(Schema):
    """recording: None while there is none: the call goes on, or ended less than half a minute ago."""

    recording: RecordingRow | None


class HearingPurpose(Schema):
    purpose: Said


@router.get("/{uuid:id}/recording", response=answers(RecordingOf), operation_id="call_recording")
def recording(request, id: uuid.UUID):
    call = _seen(request.user, id)
    row = Recording.objects.visible_to(request.user).filter(call=call).first()
    return {"recording": row and _row(row, call, request)}


@router.post("/{uuid:id}/recording/listen", response=answers(RecordingRow), operation_id="listen_recording")
def listen(request, id: uuid.UUID, body: HearingPurpose):
    """Give a purpose; the sound can then be heard for half an hour."""
    call = _seen(request.user, id)
    row = actions.listen(actor=request.user, call=call, purpose=body.purpose, now=timezone.now())
    request.session[GRANTS] = {**_grants(request), str(id): int(time.time()) + GRANT}
    return _row(row, call, request)


@router.get("/{uuid:id}/recording/sound", operation_id="recording_sound", response=answers(None))
def sound(request, id: uuid.UUID):
    """The sound itself, by ranges, as a browser's player asks for it."""
    call = _seen(request.user, id)
    rules.check_hears(request.user, call)
    if str(id) not in _grants(request):
        raise NotAllowed("请先填写听取录音的用途", cure="在通话页点“听取录音”")
    row = Recording.objects.visible_to(request.user).filter(call=call, erased_at=None).first()
    if row is None:
        raise NotFound("这通电话没有录音", cure="请刷新后再试")
    return _ranged(row, request.headers.get("Range", ""))


@router.post("/{uuid:id}/recording/covered", operation_id="covered_recording", response=answers(None))
def covered(request, id: uuid.UUID, body: HearingPurpose):
    """A copy with a tone over the numbers. A POST: it leaves a record, and the purpose is in no address."""
    call = _seen(request.user, id)
    content = actions.take_out(actor=request.user, call=call, purpose=body.purpose, now=timezone.now())
    kind = call.recording.kind
    answer = HttpResponse(content, content_type=KINDS[kind][2])
    answer["Content-Disposition"] = f'attachment; filename="{id}.{"ogg" if kind == "opus" else kind}"'
    return answer


def _row(row: Recording, call: Call, request) -> dict:
    kept = ("standing", "kind", "legs", "seconds", "size", "digest", "keep_until")
    user = request.user
    hears = user.role in rules.HEARS or call.agent_id == user.pk
    return {name: getattr(row, name) for name in kept} | {
        "standing_label": row.get_standing_display(),
        "may_hear": hears,
        "may_take_out": hears and user.role in rules.TAKES_OUT,
        "open": str(call.pk) in _grants(request),
    }


def _grants(request) -> dict[str, int]:
    """Those that still hold."""
    return {id: until for id, until in request.session.get(GRANTS, {}).items() if until > time.time()}


def _ranged(row: Recording, asked: str) -> HttpResponse:
    found = RANGE.match(asked)
    start = int(found[1]) if found else 0
    if start >= row.size:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{row.size}"
        return answer
    last = min(int(found[2]) if found and found[2] else row.size - 1, row.size - 1, start + PIECE - 1)
    if not found:
        last = row.size - 1
    answer = HttpResponse(
        keeping.part(row.digest, start, last + 1),
        status=206 if found else 200,
        content_type=KINDS[row.kind][2],
    )
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    if found:
        answer["Content-Range"] = f"bytes {start}-{last}/{row.size}"
    return answer


def _seen(user, id: uuid.UUID) -> Call:
    found = Call.objects.visible_to(user).filter(pk=id).first()
    if found is None:
        raise NotFound("没有这通电话", cure="请刷新后再试")
    return found
