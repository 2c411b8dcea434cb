"""A call while it lives (实时通话): each finished utterance is stored first, then suggested from.

Telephone calls, recordings and written talks all pass here. One `LiveCall` a call, used by one thread.
"""

import dataclasses

from django.db import transaction
from django.utils import timezone

from zhixi.assist import safety
from zhixi.assist.forms.district import filled
from zhixi.assist.knowledge import Following
from zhixi.assist.speech.wording import Worded, worded
from zhixi.assist.talk import Conversation, Leg, Utterance
from zhixi.errors import ZhixiError
from zhixi.hotline.calls import faults, feed, models
from zhixi.hotline.calls.actions import locked
from zhixi.hotline.calls.drafts import draft_out, marked, read_back
from zhixi.hotline.calls.figures import keep_figures, said_in
from zhixi.hotline.calls.marking import stored
from zhixi.hotline.calls.rows import utterance_out
from zhixi.hotline.calls.tools import Tools, danger_by_meaning, seat_tools
from zhixi.hotline.filling.alarms import raise_all
from zhixi.hotline.filling.keeping import keep
from zhixi.hotline.filling.refining import Refiner


@dataclasses.dataclass(slots=True)
class LiveCall:
    """The one writer of a call's utterances and suggestions.

    started_at: the clock that "昨天" is read by; a recording of old may have its own. A LiveCall on a call
    that already has utterances goes on after them.
    """

    call: models.Call
    conversation: Conversation
    shown: dict[str, object] = dataclasses.field(default_factory=dict)
    refiner: Refiner | None = None
    following: Following = dataclasses.field(default_factory=Following)

    @classmethod
    def of(cls, call: models.Call, *, started_at=None) -> "LiveCall":
        start = timezone.localtime(started_at or call.answered_at or call.offered_at)
        return cls(call, Conversation(start, said_in(call), call.calling_number))

    def heard(
        self,
        leg: Leg,
        start: float,
        end: float,
        text: str,
        confidence: float | None = None,
        language: str = "",
    ) -> Utterance:
        """Keep one finished utterance, show it, and then suggest from the talk so far.

        Only what a recogniser heard (it tells its confidence) is mended. The utterance is committed before
        anything is suggested of it: a fault or a kill afterwards loses no word.
        """
        n = len(self.conversation.utterances)
        worded = self._worded(leg, text, mend=confidence is not None)
        utterance = Utterance(n, leg, start, end, worded.text, confidence, worded.marks, language)
        now = timezone.now()
        with transaction.atomic():
            row = models.Utterance.objects.create(
                call=self.call,
                n=n,
                leg=leg,
                start=start,
                end=end,
                text=worded.text,
                confidence=confidence,
                marks=stored(worded.marks),
                language=language[:16],
            )
            # The call before the feed, as whoever acts on the call does.
            models.Call.objects.filter(pk=self.call.pk).update(alive_at=now)
            feed.append(self.call, "utterance", utterance_out(row), at=now)
            if models.Call.objects.filter(pk=self.call.pk).exclude(ended_at=None).exists():
                keep_figures(self.call)
        self.conversation = self.conversation.with_utterance(utterance)
        self.suggest()
        return utterance

    def _worded(self, leg: Leg, text: str, *, mend: bool) -> Worded:
        """The words mended, marked and written; a caller's number by what the network shows of it."""
        if not mend:
            return worded(text)
        tools = self._guarded("准备", seat_tools)
        before = next((u.text for u in reversed(self.conversation.utterances) if u.leg != leg), "")
        number = self.conversation.calling_number if leg != Leg.AGENT else ""
        return worded(text, tools and tools.mender, calling_number=number, before=before)

    def suggest(self) -> None:
        """Everything that the talk so far suggests; only what changed is told. A fault in one leaves the rest."""
        self._guarded("告警", self._alarms)  # first, and of itself: whatever else may fail
        self._guarded("告警", self._suspicion)
        tools = self._guarded("准备", seat_tools)
        if tools is None:
            return
        drafts = self._guarded("填单", lambda: tools.filler.drafts(self.conversation))
        if drafts:
            confirmed = read_back(self.conversation)
            outs = [draft_out(one, tools.categories, confirmed) for one in drafts]
            self._guarded("填单", lambda: self._drafts(outs))
            self._guarded("派单", lambda: self._units(tools, outs))
            self._refine(drafts[0], tools)
        self._guarded("知识", lambda: self._answers(tools, drafts and drafts[-1]))

    def _drafts(self, outs: list[dict]) -> None:
        """Told with whose each field is. The call is locked first: an agent may be deciding at this moment."""
        if self.shown.get("draft") == outs:
            return
        with transaction.atomic():
            locked(self.call.pk)
            marks = keep(call=self.call, drafts=[out["fields"] for out in outs])
            first, *others = (marked(out, known) for out, known in zip(outs, marks, strict=True))
            feed.append(self.call, "draft", first | {"others": others}, at=timezone.now())
        self.shown["draft"] = outs

    def _refine(self, draft, tools: Tools) -> None:
        """Asked beside the call; what comes is told when it comes."""
        self.refiner = self.refiner or Refiner(self.call)
        self.refiner.follow(draft, self.conversation, tools.filler.gazetteer)

    def _alarms(self) -> None:
        self._raise(safety.alarms(self.conversation))

    def _suspicion(self) -> None:
        """By meaning, where the weights are: behind the words, which need none."""
        meaning = danger_by_meaning()
        if meaning is not None:
            self._raise(safety.alarms(self.conversation, meaning))

    def _raise(self, found: tuple[safety.Alarm, ...]) -> None:
        new = {one.kind for one in found} - self.shown.get("alarms", set())
        if new:
            raise_all(call=self.call, found=found, now=timezone.now())
            self.shown["alarms"] = self.shown.get("alarms", set()) | new

    def _answers(self, tools: Tools, draft) -> None:
        place = draft.fields.get("incident_address") if draft else None
        district = (filled(place.value)["district"] or "") if place else ""
        self._tell("answers", tools.answers(self.conversation, district, self.following))

    def _units(self, tools: Tools, outs: list[dict]) -> None:
        """Of each demand its own units: what one call brings may go to several (一次来电多项诉求)."""
        found = []
        for part, out in enumerate(outs):
            found += [unit | {"part": part} for unit in self._units_of(tools, out)]
        if found or self.shown.get("units"):
            self._tell("units", found)

    def _units_of(self, tools: Tools, out: dict) -> list[dict]:
        fields = {name: field["value"] for name, field in out["fields"].items()}
        text = "。".join(fields[name] for name in ("title", "description", "demand") if fields.get(name))
        if not text:
            return []
        return tools.units(
            text,
            category=fields["category"]["code"] if "category" in fields else "",
            place=fields.get("address"),
            request_type=fields.get("request_type") or "",
            on=self.conversation.started_at.date(),
        )

    def _tell(self, kind: str, body: dict | list) -> bool:
        """Append to the feed what differs from what was told last."""
        if self.shown.get(kind) == body:
            return False
        feed.append(self.call, kind.split()[0], body, at=timezone.now())
        self.shown[kind] = body
        return True

    def _guarded(self, what: str, make):
        """A known fault of one kind of suggestion is shown once, and the call goes on."""
        try:
            made = make()
            if f"fault {what}" in self.shown:
                self._tell(f"fault {what}", faults.body_of(what, f"{what}建议已恢复", over=True))
            return made
        except ZhixiError as error:
            self._tell(f"fault {what}", faults.body_of(what, f"{what}建议暂不可用：{error}"))
            return None
