"""A talk from its files to a played call: opened first, offered, answered, played, perhaps saved."""

import dataclasses

from django.utils import timezone

from zhixi.errors import BadInput, ZhixiError
from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.players import Recording, Stage, play_recording, play_script
from zhixi.hotline.calls.rows import last_of
from zhixi.hotline.calls.saving import save_drafted
from zhixi.hotline.calls.scripts import Script, read_script
from zhixi.hotline.orders.models import Order


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """A talk that may be played: its files are open and good."""

    script: Script | None
    recording: Recording | None
    number: str = ""

    @property
    def source(self) -> str:
        return "script" if self.script else "recording"

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.recording.warnings if self.recording else ()


def talk_of(script, caller, agent, *, number: str | None = None, threads: int = 1) -> Talk:
    """Raises BadInput for a bad file before any call is made of it."""
    if script:
        read = read_script(script)
        return Talk(read, None, read.calling_number if number is None else number)
    return Talk(None, Recording.of(caller, agent, threads=threads), number or "")


def play(talk: Talk, stage: Stage, *, seat: str = "", save: bool = False) -> tuple[Call, Order | None]:
    """Offer and play it. seat: the agent who answers at once. save: the order as the seat suggests it."""
    agent = _agent(seat) if seat else None
    call = actions.offer(source=talk.source, calling_number=talk.number, now=timezone.now())
    try:
        if agent:
            actions.answer_call(actor=agent, call_id=call.pk, now=timezone.now())
    except ZhixiError:
        actions.end(call_id=call.pk, now=timezone.now())  # nobody speaks for it: it must not go on ringing
        raise
    run(talk, call, stage)
    call = Call.objects.get(pk=call.pk)
    order = None
    if save and (draft := last_of(call, "draft")):
        order = save_drafted(actor=agent, call=call, draft=draft, now=timezone.now())
    return call, order


def run(talk: Talk, call: Call, stage: Stage) -> bool:
    """Play into a call that was offered; False when nobody answered."""
    if talk.script:
        return play_script(talk.script, call, stage)
    return play_recording(talk.recording, call, stage)


def _agent(username: str) -> User:
    agent = User.objects.filter(username=username, is_active=True).first()
    if agent is None:
        raise BadInput(
            f"there is no user {username}", cure="load people with zhixi seed, or name another agent"
        )
    return agent
