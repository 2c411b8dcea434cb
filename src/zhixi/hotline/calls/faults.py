"""Troubles of a call as the desks are told them (故障提示): one begins, and is over; what is still open is read back.

A body is {trouble, leg, message, over}; leg "" is the whole call. A trouble of a leg and that of the whole call
are ended by `over` with their leg, or by one with none.
"""

import json

from django.db import transaction

from zhixi.hotline.calls import feed
from zhixi.hotline.calls.choices import CallState

GATEWAY = "gateway"  # the process that brings the sound gives no sign of life
RECORDING = "recording"  # the sound is not kept: a disk is full
END = "end"  # why a talk was broken off; stays
AWAY = "语音网关没有应答，恢复后自动继续；已听到的都已保存"
BACK = "语音网关已恢复"


def body_of(trouble: str, message: str, *, leg: str = "", over: bool = False) -> dict:
    return {"trouble": trouble, "leg": leg, "message": message, "over": over}


def tell(call, body: dict, *, at) -> None:
    with transaction.atomic():
        feed.append(call, "fault", body, at=at)


def open_faults(call) -> list[dict]:
    """What has begun and is not over, the oldest first. Of a call that has ended only why."""
    found: dict[tuple[str, str], dict] = {}
    for row in call.feed.filter(kind="fault").order_by("id"):
        told = body_of("", "") | json.loads(row.body)
        over = [key for key in found if key[0] == told["trouble"] and told["leg"] in ("", key[1])]
        for key in over:
            del found[key]
        if not told["over"]:
            found[told["trouble"], told["leg"]] = told
    ended = call.state not in (CallState.WAITING, CallState.TALKING)
    return [fault for fault in found.values() if not ended or fault["trouble"] == END]


def is_open(call, trouble: str) -> bool:
    return any(fault["trouble"] == trouble for fault in open_faults(call))
