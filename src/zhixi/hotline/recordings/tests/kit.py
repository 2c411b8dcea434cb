"""Talks with a sound, for the tests of recordings."""

import datetime as dt
import io
import json

import numpy as np
import soundfile
from django.utils import timezone

from zhixi.assist.speech import Heard
from zhixi.assist.talk import Leg
from zhixi.gateway.line import Begin
from zhixi.hotline.calls.reception import Reception
from zhixi.hotline.recordings import tasks

RATE = 8_000
SAID = "我的电话是13900001234"


def hum(seconds: float, tone: float = 200.0, rate: int = RATE) -> np.ndarray:
    return (np.sin(2 * np.pi * tone * np.arange(round(seconds * rate)) / rate) * 8_000).astype(np.int16)


def a_talk(seat="agent1", name="pbx-1"):
    return Reception().begin(
        Begin(name, "audiosocket", (Leg.CALLER, Leg.AGENT), timezone.now(), "13900001234", "12345", seat)
    )


def speak(line, seconds=4.0):
    for half in range(int(seconds * 2)):
        line.frames(Leg.CALLER, half / 2, hum(0.5), RATE)
        line.frames(Leg.AGENT, half / 2, hum(0.5, 300.0), RATE)
    line.heard(Heard(Leg.CALLER, 1.0, 3.0, SAID, 0.9))


def at_rest(monkeypatch):
    monkeypatch.setattr(tasks, "STILL", dt.timedelta(0))


def opened(content: bytes) -> np.ndarray:
    return soundfile.read(io.BytesIO(content), dtype="int16", always_2d=True)[0]


def hear(client, call, purpose="复核工单", what="listen"):
    return client.post(
        f"/api/calls/{call.pk}/recording/{what}", json.dumps({"purpose": purpose}), "application/json"
    )
