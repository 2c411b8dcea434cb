"""The caller's phone (联系电话): dictated, read back, corrected, or "就是这个号码"."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field, whole
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.numbers import complete, corrected, heard_number, replaced, same_with_losses
from zhixi.assist.numerals import runs

LOCAL = re.compile(r"[2-8]\d{6,7}")
OFFER = re.compile(r"(?:我|电话|手机|座机|号码|打|联系|留|记)")
THIS_ONE = re.compile(
    r"(?:就|是|用|打|留|还是)?(?:就)?是?(?:现在)?(?:我)?(?:打的|打进来的?|来电)?(?:这个|这个来电|现在的?|本机|来电|当前)(?:号码?|电话|手机|的号|就行|就可以|就好)|本机|就是?这个|打这个|打的这个|现在这个|就这个"
)
AGENT_THIS_ONE = re.compile(
    r"(?:这个|来电|现在|本机|当前|原来|打进来)[^，。？]{0,8}(?:号码?|电话|显示|尾号)|(?:号码?|电话)[^，。？]{0,6}(?:来电|这个|现在|本机)"
)
REFUSES = re.compile(
    r"(?:不|别)(?:用|想|要|方便|愿意|能)?(?:留|给|登记|说|讲)|(?:电话|号码|这个)就?(?:不|别)(?:留|给|用)|不方便"
)
NUMBERED = re.compile(r"工单|单号|编号|短信")
SOMEONE_ELSE = re.compile(
    r"(?:他|她|对方|店里|物业|公司|他们|司机|老板|商家|店家)(?:的|那个|留的|家的?)?(?:电话|号码|手机)"
)


def phone(turns: tuple[Turn, ...], calling_number: str) -> Field | None:
    """The number to reach the caller by, digits only; None where he gave none or refused."""
    best: tuple[str, float, list[Evidence]] | None = None
    told: set[str] = set()  # numbers that the agent gave out: the caller's echo of them is not his own
    for at, turn in enumerate(turns):
        if turn.agent:
            told |= _given_out(turns, at)
            found = _read_back(turns, at, calling_number)
        else:
            found = _dictated(turns, at, told, calling_number) or _this_one(turns, at, calling_number)
            if found is None and best and _refused(turn):
                best = None
        if found is None:
            continue
        if best and same_with_losses(found[0], best[0]):
            best = (max(best[0], found[0], key=len), max(best[1], found[1]) + 0.05, best[2] + found[2])
        elif best is None or found[1] >= 0.6:
            best = found
    return field("contact_phone", best[0], best[1], best[2]) if best else None


def _dictated(turns, at: int, told: set[str], calling_number: str):
    """A caller's digits, joined over his turns while the agent only echoes or hums."""
    turn = turns[at]
    parts = runs(turn.text, 3)
    asked = "phone" in turn.answers
    for start, end, digits in reversed(corrected(turn.text, parts)):
        own = asked or digits[:3] + digits[-4:] == calling_number[:3] + calling_number[-4:]
        number = heard_number(digits, calling_number if own else "")
        if (
            number is None
            and asked
            and LOCAL.fullmatch(digits)
            and len(parts) == 1
            and not NUMBERED.search(turn.text)
        ):
            number = digits
        if number is None or any(number[:6] == t[:6] or digits in t for t in told):
            continue
        before = turn.text[max(0, start - 12) : start]
        if SOMEONE_ELSE.search(before) or not (
            asked or number == calling_number or OFFER.search(before) or _later_offer(turns, at)
        ):
            continue
        return number, 0.9 if asked else 0.7, [Evidence(turn.n, start, end)]
    return _joined(turns, at, told) if parts and len(parts[-1][2]) < 11 else None


def _later_offer(turns, at: int) -> bool:
    """A mobile number said unasked counts where the agent reads it back or takes it down."""
    after = turns[at + 1] if at + 1 < len(turns) else None
    return bool(after and after.agent and (runs(after.text, 4) or re.search(r"记下|登记|联系", after.text)))


def _joined(turns, at: int, told: set[str]):
    """Groups dictated one turn at a time: 一三九 / 嗯 / 零零零零 / 嗯 / 三零一九; a later group may replace one."""
    digits, evidence, asked = "", [], False
    for turn in turns[max(0, at - 10) : at + 1]:
        if turn.agent:
            if "phone" in turn.asks and len(turn.text) > 4 and not runs(turn.text, 3):
                digits, evidence = "", []
            asked = asked or "phone" in turn.asks
            continue
        for start, end, part in runs(turn.text, 3 if not digits else 2):
            digits = replaced(digits, part) if turn.denies and digits else digits + part
            evidence.append(Evidence(turn.n, start, end))
    number = complete(digits) if asked else None
    return (number, 0.8, evidence) if number and number not in told and len(digits) <= 12 else None


def _read_back(turns, at: int, calling_number: str):
    """The agent's reading, where the caller lets it stand and it answers a talk about his phone."""
    turn = turns[at]
    numbers = [
        (s, e, n)
        for s, e, d in runs(turn.text, 7)
        if (n := heard_number(d, calling_number, agreed=turn.confirmed))
    ]
    if not numbers or turn.denied or at in _telling(turns, at):
        return None
    after = turns[at + 1] if at + 1 < len(turns) else None
    before = [t for t in turns[max(0, at - 3) : at] if not t.agent]
    about = (
        numbers[-1][2] == calling_number
        or re.search(r"电话|号码|手机|联系|座机|来电", turn.text)
        or any(runs(t.text, 3) for t in before)
    )
    asks = turn.asks or (about is True and ASKING.search(turn.text))
    own = (
        numbers[-1][2] == calling_number
    )  # 一三九零零零零一三五九保持畅通: said of the line that he speaks on
    if not about or not (turn.confirmed or asks or own or any(runs(t.text, 4) for t in before)):
        return None
    start, end, number = numbers[-1]
    evidence = [Evidence(turn.n, start, end)]
    if turn.confirmed and after:
        evidence.append(whole(after))
    said = any(number[-4:] in d for t in before for _, _, d in runs(t.text, 3))
    if turn.confirmed:
        return number, 0.85, evidence
    return (number, 0.9 if said else 0.55, evidence) if said or number == calling_number else None


ASKING = re.compile(r"[？?]|[吗吧呢]$|对[吗吧]|是[吗吧]|可以吗|需要")
TELLING = re.compile(r"号码(?:我)?报给您|您记一下|电话是|拨打|打一下|可以打|您打|他们的电话|查到")


def _telling(turns, at: int) -> set[int]:
    """Agent turns that give information out, and the read-out that follows."""
    window = range(max(0, at - 3), at + 1)
    told = {
        n
        for n in window
        if turns[n].agent and TELLING.search(turns[n].text) and not ASKING.search(turns[n].text)
    }
    told |= {n for n in window if turns[n].agent and re.search(r"报给您|记一下", turns[n].text)}
    return (
        {at}
        if told and not any(runs(t.text, 11) for t in turns[max(0, at - 2) : at] if not t.agent)
        else set()
    )


def _given_out(turns, at: int) -> set[str]:
    return {d for _, _, d in runs(turns[at].text, 4)} if at in _telling(turns, at) else set()


def _this_one(turns, at: int, calling_number: str):
    """就这个号码: the calling number, said by the caller or confirmed to the agent's question."""
    turn = turns[at]
    if len(calling_number) < 7:
        return None
    spoken_of = "phone" in turn.answers or re.search(r"电话|号码|打", turn.text)
    if spoken_of and (found := THIS_ONE.search(turn.text)):
        if turn.denies or REFUSES.search(turn.text[: found.end() + 4]):
            return None
        if "phone" in turn.answers or re.search(r"号|电话", found.group()):
            return calling_number, 0.9, [Evidence(turn.n, found.start(), found.end())]
    asked = next((t for t in reversed(turns[:at]) if t.agent), None)
    if (
        asked
        and "phone" in asked.asks
        and asked.confirmed
        and turn.confirms
        and AGENT_THIS_ONE.search(asked.text)
    ):
        tails = [d for _, _, d in runs(asked.text, 4)]
        if all(calling_number.endswith(d) or d == calling_number for d in tails):
            return calling_number, 0.9, [whole(asked), whole(turn)]
    return None


def _refused(turn: Turn) -> bool:
    refuses = bool(REFUSES.search(turn.text)) and not turn.confirms
    return "phone" in turn.answers and refuses and not runs(turn.text, 4)
