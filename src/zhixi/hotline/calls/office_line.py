"""The office's end of a live call (实时通话): `gateway.line.Line`.

Words that are heard before somebody has answered are kept back until then.
"""

import functools
import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from zhixi.assist.speech import Heard
from zhixi.assist.speech.wording import recognised
from zhixi.assist.talk import Leg
from zhixi.errors import Unavailable
from zhixi.gateway.line import End, Fault, Trouble
from zhixi.hotline.calls import actions, faults, feed
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.seats import answered_by
from zhixi.hotline.calls.spoken import Spoken
from zhixi.hotline.recordings.live import Writer

BROKEN = {
    End.LOST: "话机系统的声音连接中断，没有恢复，通话已结束；已听到的都已保存",
    End.SILENT: "长时间没有收到声音，通话已结束；已听到的都已保存",
    End.TOO_LONG: "通话超过时长上限，声音接入已结束；已听到的都已保存",
    End.BAD: "话机系统发来的声音格式有误，通话已结束；已听到的都已保存",
}
OVER = {
    Trouble.ENGINE: "语音识别已恢复",
    Trouble.BEHIND: "文字已跟上",
    Trouble.SOUND: "声音已恢复",
    Trouble.WORDS: "语音识别已恢复",
}
UNKEPT = "录音没有存下来：存放录音的磁盘已满或不可写；文字不受影响，请通知系统管理员"
RESTARTS = "语音网关正在重启，恢复后自动继续；已听到的都已保存"
log = logging.getLogger(__name__)


def in_office(step):
    """A thread of the gateway comes in: no request has opened a connection for it, and none will close it.

    A database that is away becomes `Unavailable`: the gateway keeps what it has to tell, and tells it again.
    """

    @functools.wraps(step)
    def inside(*arguments):
        _tidy()
        try:
            return step(*arguments)
        except (OperationalError, InterfaceError) as error:
            raise Unavailable("数据库暂时不可用", cure="恢复后自动继续") from error
        finally:
            _tidy()

    return inside


def _tidy() -> None:
    if not connection.in_atomic_block:  # else somebody else's transaction is open here
        close_old_connections()


class OfficeLine:
    """`gateway.line.Line`. offset: seconds of the call before this beginning of its sound."""

    def __init__(self, call: Call, *, offset: float):
        self.call, self.offset = call, offset
        self._live: LiveCall | None = None
        self._kept_back: list[Heard] = []
        self._spoken = Spoken(call.pk)
        self._wordless: set[Leg] = set()  # legs of which something could not be made words
        self._writer = Writer(call.pk) if settings.RECORDING_KIND != "off" else None
        self._unkept = self._told_unkept = False

    @in_office
    def joined(self, leg: Leg, seat: str) -> None:
        if seat and self.call.state == CallState.WAITING:
            self.call = answered_by(seat, Call.objects.get(pk=self.call.pk))
            self._tell_if_answered()

    @in_office
    def answered(self) -> None:
        self.call = Call.objects.select_related("agent").get(pk=self.call.pk)
        self._tell_if_answered()

    @in_office
    def heard(self, heard: Heard) -> None:
        self._tell_unkept()
        if self.call.state == CallState.WAITING:
            self._kept_back.append(heard)
        else:
            self._keep(heard)
        if heard.leg in self._wordless:
            self.tell_fault(Fault(Trouble.WORDS, over=True, leg=heard.leg))

    def partial(self, leg: Leg, start: float, text: str) -> None:
        """Words in the making are no rows; the finished utterance is. Before the answer nobody hears them."""
        if self.call.state == CallState.TALKING:
            self._spoken.tell(leg, self.offset + start, text)

    @in_office
    def fault(self, fault: Fault) -> None:
        self.tell_fault(fault)

    @in_office
    def digit(self, leg: Leg, at: float, digit: str) -> None:
        with transaction.atomic():
            body = {"leg": str(leg), "at": round(self.offset + at, 2), "digit": digit}
            feed.append(self.call, "digit", body, at=timezone.now())

    def gap(self, leg: Leg, at: float, seconds: float) -> None:
        """Telephone systems that send no silence make one at each pause: nothing that a desk must know."""

    def frames(self, leg: Leg, at: float, samples, rate: int) -> None:
        """A disk that is full is told with the next thing that is: here nobody may wait for the database."""
        if self._writer is None:
            return
        try:
            self._writer.write(leg, self.offset + at, samples, rate)
            self._unkept = False
        except OSError as error:
            if not self._unkept:
                log.warning("the sound of a call is not kept: %s", error)
            self._unkept = True

    @in_office
    def end(self, reason: End) -> None:
        now = timezone.now()
        if self._writer:
            self._writer.close()
        self._tell_unkept()
        if reason is End.STOPPING:
            self._tell_kept_back()
            self.tell_fault(Fault(Trouble.SOUND, RESTARTS))
            return
        if reason in BROKEN:
            actions.break_off(call_id=self.call.pk, message=BROKEN[reason], now=now)
        else:
            actions.end(call_id=self.call.pk, now=now)
        # After the end: an abandoned call belongs to no agent, and its words to nobody's list of waiting calls.
        self._tell_kept_back()

    def tell_fault(self, fault: Fault) -> None:
        message = OVER[fault.trouble] if fault.over else fault.message
        leg = str(fault.leg) if fault.leg else ""
        faults.tell(
            self.call,
            faults.body_of(fault.trouble.value, message, leg=leg, over=fault.over),
            at=timezone.now(),
        )
        if fault.trouble is Trouble.WORDS:
            (self._wordless.discard if fault.over else self._wordless.add)(fault.leg)

    def _tell_if_answered(self) -> None:
        if self.call.state != CallState.WAITING:
            self._tell_kept_back()

    def _tell_unkept(self) -> None:
        unkept = self._unkept
        if unkept != self._told_unkept:
            message = UNKEPT if unkept else "录音已恢复"
            faults.tell(
                self.call, faults.body_of(faults.RECORDING, message, over=not unkept), at=timezone.now()
            )
            self._told_unkept = unkept

    def _tell_kept_back(self) -> None:
        while self._kept_back:
            self._keep(self._kept_back[0])
            del self._kept_back[0]

    def _keep(self, heard: Heard) -> None:
        """Once, however often the database went away meanwhile."""
        if self._live is None:
            self._live = LiveCall.of(self.call, started_at=self.call.sound_at)
        live, before = self._live, len(self._live.conversation.utterances)
        start, end = round(self.offset + heard.start, 2), round(self.offset + heard.end, 2)
        if before and _same(live.conversation.utterances[-1], heard, start, end):
            return
        try:
            live.heard(heard.leg, start, end, heard.text, heard.confidence, heard.language)
        except (OperationalError, InterfaceError):
            self._live = None  # what was stored is read again
            if len(live.conversation.utterances) == before:
                raise
            log.warning("an utterance is kept, and what it suggests is not told: the database went away")


def _same(utterance, heard: Heard, start: float, end: float) -> bool:
    was = recognised(utterance.text, utterance.marks)
    return (utterance.leg, utterance.start, utterance.end, was) == (
        heard.leg,
        start,
        end,
        heard.text,
    )
