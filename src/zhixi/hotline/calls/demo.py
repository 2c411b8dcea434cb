"""The written calls of the city folder that a visitor may have ring (演示来电)."""

import functools
import threading

from django.db import connection
from django.utils import timezone

from zhixi.errors import NotFound
from zhixi.hotline.calls import actions, staging
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.players import Stage
from zhixi.hotline.calls.scripts import Script, read_script
from zhixi.hotline.imports.folder import packaged_city
from zhixi.hotline.orders.choices import RequestType

FIRST = "call-02"  # a complaint with a place, a time, a clause and a standard answer
PATIENCE = 1800.0  # seconds that a visitor may take to answer


@functools.lru_cache(maxsize=1)
def scripts() -> dict[str, Script]:
    read = [read_script(str(path)) for path in sorted((packaged_city() / "calls").glob("*.yaml"))]
    return {script.id: script for script in read}


def choices() -> list[dict]:
    labels = {choice.value: str(choice.label) for choice in RequestType}
    return [
        {"id": s.id, "title": s.title, "kind": labels.get(s.expect.get("request_type"), "")}
        for s in scripts().values()
    ]


def ring(script_id: str, *, stage: Stage | None = None) -> Call:
    """Offer one; it starts to speak when an agent answers. The player lives in this process."""
    script = scripts().get(script_id)
    if script is None:
        raise NotFound("没有这个演示来电", cure="请从列表中选择")
    call = actions.offer(source="script", calling_number=script.calling_number, now=timezone.now())
    talk = staging.Talk(script, None, script.calling_number)
    stage = stage or Stage(wait=PATIENCE)
    threading.Thread(target=_play, args=(talk, call, stage), name=f"call-{call.pk}", daemon=True).start()
    return call


def _play(talk: staging.Talk, call: Call, stage: Stage) -> None:
    try:
        staging.run(talk, call, stage)
    finally:
        connection.close()  # this thread's own; no request ends here to close it
