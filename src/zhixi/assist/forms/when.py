"""When it happened (案发时间): the time that the caller means, out of all the times in a talk."""

import datetime as dt
import re

from zhixi.assist.forms.chains import matter_only
from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.moments import Moment, moments
from zhixi.assist.talk import Leg

# Times of something else: when to call back, opening hours, a deadline, how old an order is.
ELSE = re.compile(
    r"以后打|之后打|(?:再|给我|给您|方便)(?:打|接)|上班|下班|营业|开门|截止|之前(?:处理|解决)|前答复|有空|接电话|个工作日|工作日(?:内|之内|以内|答复|回复)|受理时间|承诺|答应|说好|约好|出生"
)
HOUR = re.compile(r"[零〇一二两三四五六七八九十\d]+[点时]")
LONGEST = 16  # characters of a time
NEAR = 3  # turns from the day that was said to the clock
HAPPENED = re.compile(
    r"报|修|反映|了|在|被|有人|发现|就|着|买|停|去|打|来|开始|的时候|起|坐|上车|丢|落|申请|交"
)


def incident_time(turns: tuple[Turn, ...], now: dt.datetime) -> Field | None:
    """{text, normalised}: ISO date, or minute with zone; normalised None for what recurs (每天晚上…)."""
    ranked = []
    last: tuple[int, Turn, Moment] | None = None  # what a bare clock is a time of: 昨天下午几点？四点多
    for place, turn in enumerate(turns):
        if turn.denied:
            continue
        near = (
            last if last and not turn.agent and "time" in turn.answers and place - last[0] <= NEAR else None
        )
        text = matter_only(turn.text) if turn.utterance.leg == Leg.MIXED else turn.text
        for moment in moments(text, now, near[2] if near else None):
            if moment.day:
                last = (place, turn, moment) if not near or moment.day != near[2].day else last
            if turn.agent and not turn.confirmed and not _heard(turns, place, moment):
                continue
            score = _score(turns, place, turn, moment)
            if score > 0:
                ranked.append((score, -place, -moment.start, turn, moment, near))
    if not ranked:
        return None
    score, _, _, turn, best, near = max(ranked, key=lambda r: r[:3])
    if again := [one for one in ranked if _is_of(best, one[4])]:
        score, _, _, turn, best, near = max(again, key=lambda r: r[:3])
    shown = [Evidence(t.n, m.start, m.end) for _, _, _, t, m, _ in ranked if m.iso == best.iso]
    if near and best.iso and not best.full:
        shown.append(Evidence(near[1].n, near[2].start, near[2].end))
    words = _fullest(best, [m for _, _, _, _, m, _ in ranked])
    value = {"text": words, "normalised": best.iso}
    confidence = min(0.95, 0.45 + 0.1 * score)
    return field(
        "incident_time", value, confidence, [Evidence(turn.n, best.start, best.end), *shown], best.words
    )


def _is_of(clock: Moment, again: Moment) -> bool:
    """Whether a bare clock is that of a time that comes again: 三点多 of 每天半夜三点半左右."""
    hour = HOUR.search(clock.words)
    return bool(
        hour and clock.day is None and again.iso is None and again.exact == 3 and hour.group() in again.words
    )


def _fullest(best: Moment, others: list[Moment]) -> str:
    """The same time in the words that tell most of it: 今天早上五点多 for 五点."""
    same = [m.words for m in others if m.iso == best.iso and best.iso and len(m.words) <= LONGEST]
    return max([best.words, *same], key=len)


def _score(turns, place: int, turn: Turn, moment: Moment) -> float:
    """How likely a time is the incident's: asked for, early, exact, past; nothing below zero counts."""
    clause = _clause(turn.text, moment)
    if moment.future or ELSE.search(clause):
        return -1
    score = 1.0 + (1.5 if moment.exact == 3 else 0.4 if moment.exact == 2 else -0.8)
    score += (0.6 if moment.full else 0.0) + (0.3 if moment.words.endswith(("左右", "多", "样子")) else 0.0)
    if "time" in turn.answers:
        score += 2.5
    if not turn.agent and HAPPENED.search(clause):
        score += 0.8
    if moment.iso is None:
        score -= 0.6 if moment.exact else 1.6  # 天天 tells when only where it was asked
    if turn.agent:
        score -= 0.3
    elif _echoed(turns, place, moment):
        score += 1.0
    return score - 0.05 * place


def _echoed(turns, place: int, moment: Moment) -> bool:
    """Whether the agent read it back."""
    after = turns[place + 1] if place + 1 < len(turns) else None
    return bool(after and after.agent and _tail(moment) in after.text)


def _heard(turns, place: int, moment: Moment) -> bool:
    """Whether the caller had said it just before."""
    before = turns[place - 1] if place else None
    return bool(before and not before.agent and _tail(moment) in before.text)


def _tail(moment: Moment) -> str:
    return moment.words.rstrip("钟左右多")[-3:]


def _clause(text: str, moment: Moment) -> str:
    start = max(text.rfind(mark, 0, moment.start) for mark in "，。！？；") + 1
    stops = [at for mark in "，。！？；" if (at := text.find(mark, moment.end)) >= 0]
    return text[start : min(stops, default=len(text))]
