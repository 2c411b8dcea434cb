"""What came of a call, as lines of text for a terminal; personal data masked."""

import json
import unicodedata
from collections.abc import Iterator

from django.utils import timezone

from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.presenting import verb_label
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rows import last_of
from zhixi.hotline.calls.walk import Walked
from zhixi.hotline.orders.choices import State
from zhixi.hotline.privacy.masking import mask_name, mask_phone, mask_speech, without_caller

LIKELY = 0.3
WHO = {"agent": "坐席", "caller": "市民", "mixed": "　　"}
LABELS = {
    "request_type": "诉求类型",
    "urgency": "紧急程度",
    "title": "标题",
    "caller_name": "姓名",
    "caller_gender": "性别",
    "caller_phone": "联系电话",
    "confidential": "要求保密",
    "address": "地址",
    "incident_time": "发生时间",
    "subject": "诉求对象",
    "demand": "诉求目的",
    "description": "诉求内容",
    "category": "事项分类",
    "callback_wanted": "需要回访",
    "related_order": "关联工单",
}


def lines(call: Call, walked: Walked, verdict, warnings=()) -> Iterator[str]:
    order = walked.order
    draft = last_of(call, "draft") or {"fields": {}, "missing": [], "guards": []}
    yield from (f"注意：{text}" for text in warnings)
    yield from _talk(call, order)
    yield from _form(draft, walked, order)
    yield from _answers([json.loads(row.body) for row in call.feed.filter(kind="answers")])
    yield from _units(walked.recommended)
    yield from _order(order)
    yield from _events(order)
    state = "完整" if verdict.ok else f"在第 {verdict.broken_at} 条断裂：{verdict.fault}"
    yield f"\n事件链　{verdict.events} 条，{state}"


def _talk(call: Call, order) -> Iterator[str]:
    yield _heading("通话")
    for row in call.feed.filter(kind="alarm"):
        yield f"  ！告警　{_words(row.body, order)[:60]}"
    for said in call.utterances.all():
        text = _words(said.text, order)
        yield f"  {said.n:>3}  {said.start:6.1f}s  {WHO[said.leg]}  {text}"


def _form(draft: dict, walked: Walked, order) -> Iterator[str]:
    yield _heading("工单草稿（〔〕内是依据的话语）")
    for name, label in LABELS.items():
        field = draft["fields"].get(name)
        if field is None:
            continue
        told = ",".join(str(n) for n in sorted({e["utterance"] for e in field["evidence"]}))
        text = _masked(name, field["text"] or str(field["value"]), order)
        yield f"  {_wide(label, 10)}{text}　〔{told}〕 {field['confidence']:.0%}"
    for label, value in walked.added.items():
        yield f"  {_wide(label, 10)}{_words(value, order)}　〔通话中没有，由人补填〕"
    for question in draft["missing"]:
        yield f"  还要问　  {question['wording']}"
    for guard in draft["guards"]:
        yield f"  请留意　  {guard['message']}"


def _answers(told: list[dict]) -> Iterator[str]:
    """The surest of the answers that stood beside the talk; which one stood there changed as it went on."""
    yield _heading("知识")
    answered = [answers for answers in told if answers["answered"]]
    if not answered:
        yield "  没有适用的标准答案"
        return
    cards = max(answered, key=lambda answers: answers["confidence"])["cards"]
    for card in [cards[0], *(card for card in cards[1:3] if card["confidence"] >= LIKELY)]:
        start, end = card["span"]
        source = f"{card['source']}{card['clause']}" or "（未注明依据）"
        yield f"  {card['title']}　{card['confidence']:.0%}"
        yield f"      {card['passage'][start:end].strip()}"
        yield f"      依据：{source}　责任单位：{card['unit'] or '—'}　有效期：{_dates(card)}"


def _units(units: list[dict]) -> Iterator[str]:
    yield _heading("推荐单位")
    for rank, unit in enumerate(units[:3], 1):
        yield f"  {rank}. {unit['unit']['name']}　{unit['confidence']:.0%}"
        for reason in unit["reasons"]:
            yield f"      · {reason['text']}"
    if not units:
        yield "  没有可推荐的单位"


def _order(order) -> Iterator[str]:
    yield _heading(f"工单 {order.number}")
    rows = (
        ("状态", order.get_state_display()),
        ("标题", _words(order.title, order)),
        ("分类", order.category.path if order.category else "—"),
        ("承办", order.unit.name if order.unit else "—"),
        ("来电人", f"{mask_name(order.caller_name) or '—'}　{mask_phone(order.caller_phone)}"),
        ("办理期限", _time(order.due_at)),
        ("答复", next((reply.text for reply in order.replies.all()), order.answer)),
    )
    for label, value in rows:
        yield f"  {_wide(label, 10)}{value}"


def _events(order) -> Iterator[str]:
    yield _heading("办理过程")
    for event in Event.objects.filter(subject="order", key=order.number).select_related("actor"):
        state = str(State(event.to_state).label) if event.to_state else ""
        who = event.actor.name if event.actor else "系统"
        when = f"{timezone.localtime(event.at):%m-%d %H:%M:%S}"
        yield f"  {event.n:>6}  {when}  {_wide(verb_label(event.subject, event.verb), 14)}{_wide(state, 12)}{_wide(who, 18)}{event.hash[:12]}"


def _masked(name: str, text: str, order) -> str:
    if name == "caller_name":
        return mask_name(text)
    return mask_phone(text) if name == "caller_phone" else _words(text, order)


def _words(text: str, order) -> str:
    """Words without the numbers that were spoken in them, and without the caller's own name and number."""
    return mask_speech(without_caller(text, order.caller_name, order.caller_phone, order.calling_number))


def _dates(card: dict) -> str:
    if not card["valid_from"] and not card["valid_to"]:
        return "长期"
    return f"{card['valid_from'] or ''}—{card['valid_to'] or '今'}"


def _time(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "—"


def _heading(text: str) -> str:
    return f"\n── {text} " + "─" * max(0, 70 - _columns(text))


def _wide(text: str, columns: int) -> str:
    """The text filled up to so many columns of a terminal, in which a Chinese sign takes two."""
    return text + " " * max(1, columns - _columns(text))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
