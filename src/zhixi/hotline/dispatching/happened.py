"""What happened to orders, read from events and the rows beside them, as `lessons.Past` (工单经过)."""

import collections
import datetime as dt

from zhixi.hotline.audit.models import Event
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.dispatching.choices import Verdict
from zhixi.hotline.dispatching.lessons import How, Past, Reached, Ruled, Sent
from zhixi.hotline.dispatching.models import Decision
from zhixi.hotline.orders.choices import Ruling, Satisfaction, State
from zhixi.hotline.orders.models import Return
from zhixi.hotline.units.models import Unit

PLEASED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED)
SENDS = {
    "dispatch": How.CHOSEN,
    "auto_dispatch": How.MACHINE,
    "uphold_return": How.RULED,
    "bind": How.BOUND,
    "change_lead": How.SWAPPED,
    "import": How.IMPORTED,
    "transfer": How.SWAPPED,
}
GOT = {"sign": Reached.SIGNED, "reply": Reached.REPLIED, "share_reply": Reached.REPLIED}
GOT |= {"conclude": Reached.CONCLUDED, "archive": Reached.CONCLUDED}
# An order of the old system says by its state how far it got there.
IMPORTED = {State.SIGNED: Reached.SIGNED, State.HANDLING: Reached.SIGNED, State.REPLIED: Reached.REPLIED}
IMPORTED |= {State.REPLY_REVIEWED: Reached.REPLIED, State.CALLBACK: Reached.REPLIED}
IMPORTED |= {State.CONCLUDED: Reached.CONCLUDED, State.ARCHIVED: Reached.CONCLUDED}


def pasts_of(orders: dict[int, str]) -> dict[int, Past]:
    """Order's key → what happened to it. orders: key → number; those that no unit ever had are left out."""
    keys = list(orders)
    ruled, pleased, named = _ruled(keys), _pleased(keys), _named(keys)
    sent: dict[int, list[Sent]] = collections.defaultdict(list)
    reached: dict[int, Reached] = {}
    codes = dict(Unit.objects.values_list("pk", "code"))
    by_number = {number: pk for pk, number in orders.items()}
    wanted = Event.objects.filter(subject="order", key__in=list(by_number), verb__in=(*SENDS, *GOT))
    for key, verb, to, at, data in wanted.order_by("n").values_list("key", "verb", "to_state", "at", "data"):
        pk = by_number[key]
        if verb in GOT:
            reached[pk] = max(reached.get(pk, Reached.SENT), GOT[verb])
            continue
        if one := _sent(verb, at, data, codes, named.get(pk)):
            sent[pk].append(one)
            reached[pk] = IMPORTED.get(to, Reached.SENT) if verb == "import" else Reached.SENT
    return {
        pk: Past(
            tuple(sent[pk]), tuple(ruled[pk]), _far(reached.get(pk, Reached.SENT), pleased.get(pk, False))
        )
        for pk in orders
        if sent[pk] or ruled[pk]
    }


def _far(reached: Reached, pleased: bool) -> Reached:
    return Reached.PLEASED if pleased and reached >= Reached.REPLIED else reached


def _sent(verb: str, at, data: dict, codes: dict[int, str], named: tuple | None) -> Sent | None:
    changed = data.get("changed", {})
    unit = data.get("unit") or codes.get(changed.get("unit_id"), "")
    if not unit or (verb == "transfer" and "unit_id" not in changed):
        return None  # a helper's office went over, the lead stayed
    if verb == "import" and (then := changed.get("dispatched_at")):
        at = dt.datetime.fromisoformat(then)
    if verb != "dispatch" or named is None or named[1] > at:
        return Sent(unit, at, SENDS[verb])
    return Sent(unit, at, How.TAKEN if named[0] == unit else How.CHOSEN, named[0])


def _ruled(keys: list[int]) -> dict[int, list[Ruled]]:
    found: dict[int, list[Ruled]] = collections.defaultdict(list)
    returns = Return.objects.filter(order__in=keys).exclude(ruling=Ruling.OPEN).order_by("at", "pk")
    for pk, unit, ruling, at in returns.values_list("order", "unit__code", "ruling", "ruled_at"):
        found[pk].append(Ruled(unit, at, ruling == Ruling.REFUSED))
    judged = Decision.objects.filter(order__in=keys).exclude(verdict="").order_by("judged_at")
    columns = ("order", "unit__code", "truth__code", "verdict", "judged_at")
    for pk, unit, truth, verdict, at in judged.values_list(*columns):
        if verdict == Verdict.WRONG and unit:
            found[pk].append(Ruled(unit, at, right=False, judged=True))
        if truth:
            found[pk].append(Ruled(truth, at, right=True, judged=True))
    return found


def _pleased(keys: list[int]) -> dict[int, bool]:
    """By the last time that the citizen was reached."""
    asked = Callback.objects.filter(order__in=keys, reached=True).order_by("at", "pk")
    return {
        pk: bool(solved) and satisfaction in PLEASED
        for pk, solved, satisfaction in asked.values_list("order", "solved", "satisfaction")
    }


def _named(keys: list[int]) -> dict[int, tuple[str, dt.datetime]]:
    rows = Decision.objects.filter(order__in=keys, unit__isnull=False)
    return {pk: (unit, at) for pk, unit, at in rows.values_list("order", "unit__code", "at")}
