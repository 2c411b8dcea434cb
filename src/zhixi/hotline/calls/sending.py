"""An answer sent to the caller's telephone (答案短信): what he asked to have in writing, in the words that are out now."""

import re

from django.db import transaction
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotFound
from zhixi.hotline.articles.models import Version
from zhixi.hotline.articles.search import plain
from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls import rules
from zhixi.hotline.calls.actions import locked
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.notifications.actions import send_asked
from zhixi.hotline.notifications.rules import mobile_of
from zhixi.hotline.portal.feed import address
from zhixi.hotline.portal.queries import one as public_one

LONGEST = 400  # characters of the answer: some six text messages
_MARKS = re.compile(r"^\s*(?:[-*+]|\||>)\s*|[*`|]+|\s*\|\s*$", re.MULTILINE)


@transaction.atomic
def send_answer(*, actor, call_id, key: str, now) -> bool:
    """Send an article to the number that called; False where this call was sent the same text before.

    Raises NotAllowed, Conflict (nobody has answered yet, or no text messages are set up), NotFound for what is not out
    or does not hold today, BadInput for a number that no text message reaches.
    """
    call = locked(call_id)
    rules.check_own(actor, call, "发送答案")
    if call.state == CallState.WAITING:
        raise Conflict("电话还没有接听，不能发送答案", cure="请先接听")
    phone = mobile_of(call.calling_number)
    if not phone:
        raise BadInput("来电号码不是手机，收不到短信", cure="请把答案念给市民", field="key")
    version = _live(key, now)
    sent = send_asked(
        phone=phone,
        kind="answer",
        text=words(version, _page(key, now)),
        key=f"{call.pk}:{version.pk}",
        now=now,
    )
    if sent is None:
        return False
    record(
        actor=actor,
        subject="call",
        key=str(call.pk),
        verb="send_answer",
        from_state=call.state,
        to_state=call.state,
        data={"article": key, "version": version.n},
        at=now,
    )
    return True


def words(version: Version, page: str = "") -> str:
    """Title, answer and what it rests on, as plain text; a long answer is cut, and says where the rest is.

    page: where everybody may read it, "" where it is not public.
    """
    body = " ".join(_MARKS.sub(" ", plain(version.whole)).split())
    if len(body) > LONGEST:
        body = f"{body[:LONGEST].rstrip('，、；：')}……全文{f'见 {page} ' if page else '请拨12345询问'}"
    elif page and version.files:
        body = f"{body}（表格和附件见 {page} ）"
    cited = f"{version.source}{version.clause}"
    return f"“{version.title}”：{body}" + (f"（依据：{cited}）" if cited else "")


def _page(key: str, now) -> str:
    return address("article", key=key) if public_one(key, now) else ""


def _live(key: str, now) -> Version:
    out = Version.objects.live_at(now).valid_on(timezone.localdate(now))
    found = out.filter(article__key=key).first() if key.isprintable() else None
    if found is None:
        raise NotFound(f"编号为 {key} 的条目现在没有答案", cure="请刷新后再试")
    return found
