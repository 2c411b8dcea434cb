"""When a verb that the table allows is refused all the same: one question a verb, True where it must be."""

import dataclasses
import datetime as dt

from django.conf import settings

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

HOURS_AHEAD = dt.timedelta(hours=8)  # China's time


@dataclasses.dataclass(frozen=True, slots=True)
class Numbers:
    """The city's own numbers, as its settings give them. works: day → worked on; others count by weekday."""

    returns_a_unit: int
    return_limit: int
    return_days: int
    extension_days: int
    extension_total: int
    extension_grants: dict[str, int]
    supplement_asks: int
    attempts: int
    reopens: int
    parts: int
    files: int
    works: dict[dt.date, bool]


def of_the_city(works: dict[dt.date, bool]) -> Numbers:
    """The numbers that are set here."""
    return Numbers(
        returns_a_unit=settings.ORDER_RETURNS_A_UNIT,
        return_limit=settings.ORDER_RETURN_LIMIT,
        return_days=max(settings.ORDER_RETURN_DAYS, 1),
        extension_days=settings.ORDER_EXTENSION_DAYS,
        extension_total=settings.ORDER_EXTENSION_TOTAL,
        extension_grants=settings.ORDER_EXTENSION_GRANTS,
        supplement_asks=settings.ORDER_SUPPLEMENT_ASKS,
        attempts=settings.ORDER_CALLBACK_ATTEMPTS,
        reopens=settings.ORDER_REOPEN_LIMIT,
        parts=settings.ORDER_SPLIT_MOST,
        files=settings.ATTACHMENTS_MOST,
        works=works,
    )


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


def _ask_extension(memo, given, who, now, city):
    days = given["days"]
    return (
        memo.extension is not None
        or not 1 <= days <= city.extension_days
        or (memo.due is not None and now > memo.due)
        or memo.granted + days > city.extension_total
    )


def _grant_extension(memo, given, who, now, city):
    if memo.extension is None:
        return True
    asker, days = memo.extension
    return (
        asker == who.name
        or days > city.extension_grants[who.role]
        or (who.role == "unit_lead" and memo.unit_granted)
        or memo.granted + days > city.extension_total
    )


def _refuse_extension(memo, given, who, now, city):
    return memo.extension is None


def _suspend(memo, given, who, now, city):
    return "suspension" in memo.stops


def _ask_suspension(memo, given, who, now, city):
    return memo.suspension_asked


def _rule_suspension(memo, given, who, now, city):
    return not memo.suspension_asked


def _ask_supplement(memo, given, who, now, city):
    return memo.waits >= city.supplement_asks or "waiting" in memo.stops


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
    "ask_extension": _ask_extension,
    "grant_extension": _grant_extension,
    "refuse_extension": _refuse_extension,
    "suspend": _suspend,
    "ask_suspension": _ask_suspension,
    "grant_suspension": _rule_suspension,
    "refuse_suspension": _rule_suspension,
    "ask_supplement": _ask_supplement,
    "reject_reply": _reject_reply,
    "conclude": _conclude,
    "reopen": _reopen,
    "attach": _attach,
    "attach_evidence": _attach,
    "hold": _hold,
    "release": _release,
    "merge": _merge,
}
