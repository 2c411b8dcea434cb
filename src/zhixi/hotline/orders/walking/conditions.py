"""When a verb that the table allows is refused all the same: one question a verb, True where it must be."""

import datetime as dt

from zhixi.hotline.orders.walking import files
from zhixi.hotline.orders.walking.book import (
    AWAITING,
    FORBIDDEN,
    OK,
    REFUSED,
    SHUT,
    Memo,
    Person,
    below,
    right,
)
from zhixi.hotline.orders.walking.numbers import Numbers
from zhixi.hotline.orders.walking.pause_conditions import PAUSE_QUESTIONS

HOURS_AHEAD = dt.timedelta(hours=8)  # China's time


def outcome(verb: str, who: Person, memo: Memo, given: dict, now: dt.datetime, city: Numbers) -> str:
    """What must come of it: `right` first, then the conditions."""
    by_table = right(verb, who, memo)
    if by_table != OK:
        return by_table
    if verb == "delegate" and not below(given["unit"], who.unit):
        return FORBIDDEN
    if verb == "withdraw_attachment":
        return files.taking_back(memo, given["paper"], who)
    question = QUESTIONS.get(verb)
    return REFUSED if question and question(memo, given, who, now, city) else OK


def cannot_have(memo: Memo, unit: str) -> bool:
    return unit in SHUT or unit in memo.upheld()


def _answer(memo, given, who, now, city):
    return memo.kind in ("complaint", "report")


def _dispatch(memo, given, who, now, city):
    return cannot_have(memo, given["unit"])


def _split(memo, given, who, now, city):
    return (memo.root or memo).parts + len(given["parts"]) > city.parts


def _assist(memo, given, who, now, city):
    return given["unit"] in SHUT or given["unit"] == memo.unit or given["unit"] in memo.helpers


def _remove_assist(memo, given, who, now, city):
    return memo.helpers.get(given["unit"], True)


def _change_lead(memo, given, who, now, city):
    return given["unit"] not in memo.helpers or cannot_have(memo, given["unit"])


def _send_back(memo, given, who, now, city):
    mine = [sent for sent in memo.returns if sent.unit == who.unit]
    again = any(sent.ruling == "refused" and sent.reason == given["reason"] for sent in mine)
    return memo.bound or again or len(mine) >= city.returns_a_unit or now > _end(memo.handed, city)


def _end(start: dt.datetime, city: Numbers) -> dt.datetime:
    """The last second of so many working days after a day, told day by day."""
    day, left = (start.astimezone(dt.UTC) + HOURS_AHEAD).date(), city.return_days
    while left:
        day += dt.timedelta(days=1)
        left -= city.works.get(day, day.isoweekday() <= 5)
    return dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC) - HOURS_AHEAD


def _assist_reply(memo, given, who, now, city):
    return memo.helpers[who.unit]


def _pass_on(memo, given, who, now, city):
    unit = given.get("unit", who.unit)
    return unit == memo.unit or cannot_have(memo, unit)


def _uphold(memo, given, who, now, city):
    if _must_meet(memo, given, who, now, city):
        return True
    return cannot_have(memo, given["unit"]) or given["unit"] == memo.pending().unit


def _must_meet(memo, given, who, now, city):
    return memo.pending() is None or len(memo.returns) >= city.return_limit


def _bind(memo, given, who, now, city):
    return cannot_have(memo, given["unit"])


def _reject_reply(memo, given, who, now, city):
    return memo.master is not None


def _conclude(memo, given, who, now, city):
    reached = [solved for there, solved in memo.attempts if there]
    if not memo.attempts or (not reached and len(memo.attempts) < city.attempts):
        return True
    return bool(reached) and reached[-1] is False and (memo.reopened < city.reopens or not given.get("note"))


def _reopen(memo, given, who, now, city):
    unit = given["unit"] or (memo.master.unit if memo.master else memo.unit)
    return memo.reopened >= city.reopens or not unit or cannot_have(memo, unit)


def _attach(memo, given, who, now, city):
    return files.left(memo) + len(given["uploads"]) > city.files


def _hold(memo, given, who, now, city):
    return memo.held


def _release(memo, given, who, now, city):
    return not memo.held


def _merge(memo, given, who, now, city):
    master = given["master"]
    return (
        master is memo
        or master.master is not None
        or master.state not in AWAITING.split()
        or bool(memo.merged)
    )


QUESTIONS = {
    **PAUSE_QUESTIONS,
    "answer": _answer,
    "dispatch": _dispatch,
    "split": _split,
    "assist": _assist,
    "remove_assist": _remove_assist,
    "change_lead": _change_lead,
    "send_back": _send_back,
    "assist_reply": _assist_reply,
    "delegate": _pass_on,
    "take_up": _pass_on,
    "uphold_return": _uphold,
    "refuse_return": _must_meet,
    "bind": _bind,
    "reject_reply": _reject_reply,
    "conclude": _conclude,
    "reopen": _reopen,
    "attach": _attach,
    "attach_evidence": _attach,
    "hold": _hold,
    "release": _release,
    "merge": _merge,
}
