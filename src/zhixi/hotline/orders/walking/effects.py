"""What follows from a verb that was taken: the book's memory of the order, and of those that follow it.

Each gives the memos of the other orders that changed too, one event each.
"""

import datetime as dt

from zhixi.hotline.orders.walking.book import ALL_OPEN, Memo, Person, Sent
from zhixi.hotline.orders.walking.files import PAPERS, go_with_reply
from zhixi.hotline.orders.walking.merging import MERGING, leave, recall
from zhixi.hotline.orders.walking.pauses import PAUSES

MOVING = frozenset(f"{ALL_OPEN} merged".split())
NEXT = {
    "accept": "accepted",
    "answer": "concluded",
    "review": "reviewed",
    "handle": "handling",
    "pass_reply": "reply_reviewed",
    "start_callback": "callback",
    "conclude": "concluded",
    "archive": "archived",
    "convene": "hard_case",
    "send_back": "returned",
    "reject_reply": "handling",
    "rule_unreasonable": "unreasonable",
    "withdraw": "withdrawn",
}


def apply(verb: str, memo: Memo, given: dict, who: Person, now: dt.datetime) -> list[Memo]:
    """Change the memory as the verb should have changed the order."""
    effect = EFFECTS.get(verb)
    others = effect(memo, given, who, now) if effect else None
    memo.state = NEXT.get(verb, memo.state)
    return others or []


def _dispatch(memo, given, who, now):
    _send(memo, given["unit"], now)


def _send(memo: Memo, unit: str, now) -> None:
    if unit != memo.unit:
        memo.bound = False
    leave(memo)
    _hand(memo, unit, now)
    memo.dispatched = now
    memo.granted, memo.unit_granted, memo.waits = 0, False, 0


def _hand(memo: Memo, unit: str, now) -> None:
    first = memo.answering or memo.unit
    memo.answering = "" if first == unit else first
    memo.unit, memo.handed, memo.state = unit, now, "dispatched"
    memo.helpers.pop(unit, None)


def _assist(memo, given, who, now):
    memo.helpers[given["unit"]] = False


def _remove_assist(memo, given, who, now):
    del memo.helpers[given["unit"]]


def _change_lead(memo, given, who, now):
    former = memo.unit
    memo.bound = False
    _hand(memo, given["unit"], now)
    memo.helpers[former] = False


def _sign(memo, given, who, now):
    memo.state, memo.answering = "signed", ""


def _send_back(memo, given, who, now):
    memo.returns.append(Sent(who.unit, given["reason"]))


def _reply(memo, given, who, now):
    go_with_reply(memo)
    _replied(memo)
    waiting = [one for one in memo.merged if one.state == "merged"]
    for one in waiting:
        one.unit = one.unit or who.unit
        _replied(one)
    return waiting


def _replied(memo: Memo) -> None:
    memo.state, memo.replied, memo.attempts = "replied", True, []


def _assist_reply(memo, given, who, now):
    memo.helpers[who.unit] = True


def _pass_on(memo, given, who, now):
    _hand(memo, given.get("unit", who.unit), now)


def _uphold(memo, given, who, now):
    memo.pending().ruling = "upheld"
    _send(memo, given["unit"], now)


def _refuse_return(memo, given, who, now):
    memo.pending().ruling = "refused"
    memo.state = "dispatched"


def _convene(memo, given, who, now):
    waiting = recall(memo)
    memo.replied, memo.attempts = False, []
    leave(memo)
    return waiting


def _bind(memo, given, who, now):
    unit = given["unit"]
    if pending := memo.pending():
        pending.ruling = "refused" if pending.unit == unit else "upheld"
    if unit == memo.unit:
        memo.state = "dispatched"
    else:
        _send(memo, unit, now)
    memo.bound = True


def _pass_reply(memo, given, who, now):
    found = [one for one in memo.merged if one.state == "replied"]
    for one in found:
        one.state = "reply_reviewed"
    return found


def _reject_reply(memo, given, who, now):
    memo.replied, memo.attempts = False, []
    return recall(memo)


def _record(memo, given, who, now):
    memo.attempts.append((given["reached"], given["solved"]))


def _reopen(memo, given, who, now):
    unit = given["unit"] or (memo.master.unit if memo.master else memo.unit)
    waiting = recall(memo)
    _send(memo, unit, now)
    memo.reopened += 1
    memo.replied, memo.attempts = False, []
    return waiting


def _hold(memo, given, who, now):
    memo.held = True


def _release(memo, given, who, now):
    memo.held = False


def _important(memo, given, who, now):
    memo.important = True


def moved(memo: Memo, old: str, new: str) -> None:
    """A unit's office went to another: whatever was the one's and is still open is the other's."""
    if memo.state not in MOVING:
        return
    if memo.unit == old:
        memo.unit = new
        memo.helpers.pop(new, None)
    if memo.answering == old:
        memo.answering = new
    if memo.answering == memo.unit:
        memo.answering = ""
    if old in memo.helpers:
        answered = memo.helpers.pop(old)
        if memo.unit != new:
            memo.helpers.setdefault(new, answered)


EFFECTS = {
    **PAUSES,
    **PAPERS,
    **MERGING,
    "dispatch": _dispatch,
    "assist": _assist,
    "remove_assist": _remove_assist,
    "change_lead": _change_lead,
    "sign": _sign,
    "send_back": _send_back,
    "reply": _reply,
    "assist_reply": _assist_reply,
    "delegate": _pass_on,
    "take_up": _pass_on,
    "uphold_return": _uphold,
    "refuse_return": _refuse_return,
    "convene": _convene,
    "bind": _bind,
    "pass_reply": _pass_reply,
    "reject_reply": _reject_reply,
    "record_callback": _record,
    "reopen": _reopen,
    "hold": _hold,
    "release": _release,
    "mark_important": _important,
}
