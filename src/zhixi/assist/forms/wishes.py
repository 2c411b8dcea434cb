"""What the caller wishes of the office: keep him secret (保密), call him back (回访意愿)."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import at, field, whole
from zhixi.assist.forms.hearing import Turn

SECRET = re.compile(
    r"(?:要|请|帮我|给我|必须|一定要?|希望|得|需要)?(?:对我)?(?:的)?(?:信息|身份|电话|号码|姓名)?(?:一定)?(?:要|给我|帮我)?保密|"
    r"匿名|(?:不要|别|不能)(?:把我|让(?:他|别人|人家)|透露|告诉(?:他|别人|人家|对方))[^，。]{0,8}(?:知道|电话|号码|身份|说出去|是我)"
)
NOT_SECRET = re.compile(
    r"(?:不用|不需要|不必|无需|用不着|没必要|可以不)(?:给我|帮我|对我)?(?:保密|匿名)|保密不用|公开(?:就)?(?:行|可以)"
)
ASKS_SECRET = re.compile(
    r"(?:需要|要不要|是否|要|用)[^，。？]{0,12}(?:保密|匿名)|(?:保密|匿名)[^，。？]{0,4}[吗呢么]"
)
CALL = r"(?:回(?:我|个|一个)?(?:个)?(?:电话|电|话|复)|(?:打|来)(?:个|我)?(?:电话|我)|联系|通知|答复|回复|回话|告诉我|反馈|回访|给我(?:一个|个)?(?:说法|结果|交代))"
WANTS_CALL = re.compile(
    rf"(?:叫|让|请|要|麻烦|希望|给|尽快|快点?|早点|必须|最好|记得|一定|反正|来之前|能不能|可以)[^，。！？]{{0,10}}{CALL}|"
    rf"{CALL}(?:我|一下)|等你们?电话|打给我|打我(?:的)?(?:电话|手机)|打不通多打|有(?:消息|结果|进展)[^，。]{{0,6}}(?:告诉|通知|联系|打)"
)
NO_CALL = re.compile(
    r"(?:不用|不要|不必|别|无需|不需要|用不着|没必要)(?:再|你们|人家|他们|给我|特意|专门|跟我|和我|了)*"
    r"(?:回(?:我|个|复|电|话|访)?|打(?:我|给我|电话|了|过来)|联系|答复|回复|通知|反馈)"
)
PROMISE = re.compile(
    r"(?:联系您|给您(?:打|回|答复|回电|电话|回复|致电|解答|解释)|(?:跟|与|和|向)您(?:联系|核实|沟通|确认|答复|反馈|回复)|打您(?:的)?电话|打电话给您|打给您|打过去|打这个[^。？]{0,6}找您|找您|回电|回复您|答复您|电话(?:通知|答复|回复|联系)|通知您|致电|回您|告诉您|告知您|(?:跟|与|和|给)您(?:对接|来电|回电|准确答复|说)|"
    r"(?:会|要|将|可能|让|请|由)[^。？]{0,12}(?:打进来|打给|打(?:您|这个)|来电|上门|问位置)|(?:电话|手机|号码?)?(?:请)?(?:您)?保持[^。]{0,6}畅通|(?:留意|等)(?:一下)?(?:您的)?(?:来电|电话|接听))"
)
ASKS_CALL = re.compile(
    r"(?:需要|要不要|希望|用)[^，。？]{0,12}(?:回复|回电|回访|联系|答复|反馈|电话)[^，。]{0,6}[吗呢？]"
)
REFUSAL = re.compile(r"^(?:嗯+|哦|啊|那|[，,。、…])*(?:不用|不必|不需要|不要|算了|没必要|不了|免了)")


def wishes(turns: tuple[Turn, ...], *, phone: Field | None) -> dict[str, Field]:
    """confidential and callback_wanted, where the talk decides them."""
    found = {}
    for name, decided in (("confidential", _secret(turns)), ("callback_wanted", _callback(turns, phone))):
        if decided:
            found[name] = field(name, decided[0], decided[1], decided[2], "是" if decided[0] else "否")
    return found


def _secret(turns) -> tuple[bool, float, list[Evidence]] | None:
    decided = None
    asked: Turn | None = None
    for turn in turns:
        if turn.agent:
            asked = turn if ASKS_SECRET.search(turn.text) else None
            continue
        if match := NOT_SECRET.search(turn.text):
            decided = (False, 0.95, [at(turn, match)])
        elif match := SECRET.search(turn.text):
            if not turn.text[match.end() : match.end() + 3].startswith(("吗", "么", "不")):
                decided = (True, 0.95, [at(turn, match)])
        elif asked and "？" in asked.text:
            if REFUSAL.search(turn.text):
                decided = (False, 0.95, [whole(asked), whole(turn)])
            elif turn.confirms or re.match(r"^(?:嗯|啊|，)*(?:要|需要|对)", turn.text):
                decided = (True, 0.9, [whole(asked), whole(turn)])
        asked = None
    return decided


def _callback(turns, phone: Field | None) -> tuple[bool, float, list[Evidence]] | None:
    """The caller's own word first and last; else an agent's promise that he lets stand."""
    own, promised, asked = None, [], None
    for turn in turns:
        if turn.agent:
            if (match := PROMISE.search(turn.text)) and not turn.denied:
                promised.append(at(turn, match))
            asked = turn if ASKS_CALL.search(turn.text) else None
            continue
        if match := NO_CALL.search(turn.text):
            own = (False, 0.95, [at(turn, match)])
        elif match := WANTS_CALL.search(turn.text):
            own = (True, 0.9, [at(turn, match)])
        elif asked and REFUSAL.search(turn.text):
            own = (False, 0.9, [whole(asked), whole(turn)])
        elif asked and turn.confirms:
            own = (True, 0.9, [whole(asked), whole(turn)])
        asked = None
    if own and own[0] and promised:
        return own[0], own[1], own[2] + promised
    if own:
        return own
    if promised and phone:
        return True, 0.75, promised
    return None
