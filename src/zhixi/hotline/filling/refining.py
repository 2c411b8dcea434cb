"""Better words for title and description from a language model (大模型润色): an alternative beside the draft, when it comes.

The draft never waits. Where the endpoint is not the office's own, numbers are covered before anything leaves, in the
talk and in the draft; the caller's name and telephone leave in no case (`assist.forms.refining`).
"""

import dataclasses
import functools
import logging
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from django.utils import timezone

from zhixi.assist.endpoint import Endpoint
from zhixi.assist.forms import Draft
from zhixi.assist.forms.refining import Refined, refine
from zhixi.assist.talk import Conversation
from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls import feed
from zhixi.hotline.calls.models import Call
from zhixi.hotline.filling.models import LanguageModel
from zhixi.hotline.privacy.masking import mask_speech

AT_ONCE = 2  # questions under way in one process; what comes meanwhile waits, the newest only of each call
log = logging.getLogger(__name__)


@transaction.atomic
def set_model(
    *, actor, url: str, model: str, key: str, internal: bool, active: bool, seconds: int, now
) -> LanguageModel:
    """Which model the city uses (大模型接口). key: "" leaves it as it is. No key and no whole address is in the event."""
    if actor.role != Role.SYSTEM_ADMIN:
        raise NotAllowed(f"{actor.get_role_display()}不能设置大模型", cure="请由系统管理员设置")
    parts = urllib.parse.urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise BadInput("接口地址须以 http:// 或 https:// 开头", cure="例如 https://主机/v1", field="url")
    if parts.scheme == "http" and not internal:
        raise BadInput("外部接口必须使用 https", cure="请改用 https，或确认是内网接口", field="url")
    if not model.strip():
        raise BadInput("没有填写模型名称", cure="请填写模型名称", field="model")
    row = LanguageModel.objects.select_for_update().filter(pk=1).first() or LanguageModel(pk=1)
    moved = row.url and urllib.parse.urlsplit(row.url).netloc != parts.netloc
    row.url, row.model, row.internal, row.active = url.strip(), model.strip(), internal, active
    row.seconds = seconds
    row.key = key or ("" if moved else row.key)  # a key is not sent to another host than it was given for
    row.save()
    told = {"host": parts.hostname, "model": row.model, "internal": internal, "active": active}
    record(actor=actor, subject="language_model", key="1", verb="amend", data=told, at=now)
    return row


class Refiner:
    """Asks beside one call: one question at a time, and then the newest that came meanwhile."""

    def __init__(self, call: Call):
        self._call, self._lock = call, threading.Lock()
        self._asked = self._next = None
        self._busy = False

    def follow(self, draft: Draft, talk: Conversation, gazetteer) -> None:
        """Returns at once. Asks only when the texts are others than those asked about last."""
        texts = tuple(draft.fields[name].value for name in ("title", "description") if name in draft.fields)
        row = LanguageModel.objects.filter(active=True).first()
        with self._lock:
            if row is None or not texts or texts == self._asked:
                return
            self._asked, self._next = texts, (draft, talk, row, gazetteer)
            if self._busy:
                return
            self._busy = True
        _threads().submit(self._work)

    def _work(self) -> None:
        try:
            while (question := self._taken()) is not None:
                self._ask(*question)
        finally:
            connection.close()

    def _taken(self):
        with self._lock:
            question, self._next = self._next, None
            self._busy = question is not None
            return question

    def _ask(self, draft: Draft, talk: Conversation, row: LanguageModel, gazetteer) -> None:
        """Whatever goes wrong, the call goes on without it; the log never holds what was said."""
        try:
            if not row.internal:
                draft, talk = covered(draft, talk)
            endpoint = Endpoint(row.url, row.model, row.key, row.seconds)
            refined = refine(draft, talk, endpoint, gazetteer)
            if refined is not None:
                with transaction.atomic():
                    feed.append(self._call, "refined", refined_out(refined), at=timezone.now())
        except Exception as error:
            log.warning("a refinement was lost: %s", type(error).__name__)


def covered(draft: Draft, talk: Conversation) -> tuple[Draft, Conversation]:
    """Both with their long numbers starred, sign for sign, so that evidence still points right."""
    said = tuple(dataclasses.replace(u, text=mask_speech(u.text), marks=()) for u in talk.utterances)
    fields = {
        name: dataclasses.replace(field, text=mask_speech(field.text), value=mask_speech(field.value))
        if isinstance(field.value, str)
        else field
        for name, field in draft.fields.items()
    }
    return dataclasses.replace(draft, fields=fields), dataclasses.replace(talk, utterances=said)


def refined_out(refined: Refined) -> dict:
    """RefinedOut of the API."""
    fields = {
        name: {
            "value": field.value,
            "text": field.text,
            "confidence": field.confidence,
            "evidence": [dataclasses.asdict(e) for e in field.evidence],
        }
        for name, field in refined.fields.items()
    }
    return {"fields": fields, "model": refined.model}


@functools.lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="refine")
