"""Names that stand side by side joined to one place: crossings, rooms, 对面, and a bare answer to "哪个小区"."""

import dataclasses
import itertools
import re

from zhixi.assist.forms.addresses import Part
from zhixi.assist.forms.place_words import BUILDING, CROSSINGS
from zhixi.assist.numerals import runs

FILLERS = re.compile(
    r"那个|这个|就是|那边|这边|呃+|嗯+|啊|呢|嘛|哦|哎|……|…|吧|一带|的话|这里|那里|好像|应该是|反正"
)
BARE = re.compile(r"[\u4e00-\u9fa5A-Za-z\d]{2,12}")
CROSSING = re.compile(r"(?:路口|交叉口)$")
AND = ("跟", "和", "与", "、", "同")
BETWEEN = ("之间", "中间")
MEETING = re.compile(CROSSINGS)
FACING = ("对面", "正对面", "斜对面", "旁边", "旁", "附近")
DATED = re.compile(r"月|日期|写的|收据|发票|[去来交]的")
DAY_AFTER = re.compile(r"^(?:就|才)?(?:签|去|来|那天|报|买|开始|到|交|办|晚|早|上午|下午|的时候)")
ROUTING = re.compile(
    r"请[^，。！]{0,24}?(?:核实|处理|核查|跟进|回复|给予)|（请|\(请|\d{4}-\d\d?-\d\d?[ \d:]*[^，。]{2,12}(?:答复|回复|：|:)|职能局"
)
VERBAL = re.compile(
    r"最后|第[一二三四五六]|[上下左右前后边排座栋楼层]$|[不没有了是在吗么呢我你他她什怎要会能去来说讲想就都还很太被把让给问嗯对好行啊可请谢喂等车人事弄搞找知哪]|一下|那种|味道|现在|时候|问题|电话|号码|先生|女士"
)


def clean(text: str) -> tuple[str, list[int]]:
    """The text without fillers, and where each of its characters stood."""
    kept, at = [], 0
    for match in FILLERS.finditer(text):
        kept += range(at, match.start())
        at = match.end()
    kept += range(at, len(text))
    return "".join(text[i] for i in kept), kept


def matter_only(text: str) -> str:
    """A letter's own matter: what the office added behind it (routing, replies, the earlier order) is left out."""
    end = ROUTING.search(text, 12)
    return text[: end.start()] if end else text[:3000]


def canonical(part: Part) -> str:
    part = dataclasses.replace(part, name=re.sub(r"([^零〇一二三四五六七八九]{2,})\1", r"\1", part.name))
    if part.kind == "street":
        return re.sub(r"街道办(?:事处)?$", "街道", part.name)
    if part.kind != "poi":
        return part.name
    return re.sub(
        r"(?<=[\u4e00-\u9fa5]{3})处$|(?<=方向)走?，?(?:大概|差不多)?(?=.)|(?<=往[东西南北])(?:走|去|过去|过来|[边面])?(?:大概|大约|差不多)?(?=[^走])",
        "",
        part.name,
    )


def joined(text: str, parts: list[Part]) -> list[Part]:
    """Tails and rooms joined to the name they belong to; two roads and a crossing are one road."""
    done: list[Part] = []
    for part, after in itertools.zip_longest(parts, parts[1:]):
        before = done[-1] if done else None
        gap = text[before.end : part.start] if before else ""
        near = before is not None and len(gap) <= 1 and gap.strip("，,、的跟和与同") == ""
        if near and before.kind == "road" and part.kind == "road" and gap in AND:
            done[-1] = Part("road", f"{before.name}{'与'}{part.name}", before.start, part.end)
        elif part.kind == "tail":
            _add_tail(done, part, gap)
        elif part.kind == "poi" and near and before.kind == "road" and MEETING.fullmatch(part.name):
            _add_crossing(done, part)
        elif (
            part.kind == "poi"
            and near
            and before.kind == "poi"
            and gap not in AND
            and not _faces(gap, after)
            and not CROSSING.search(before.name)
        ):
            name = part.name if part.name.startswith(before.name) else before.name + part.name
            done[-1] = Part("poi", name, before.start, part.end)
        elif part.kind == "number" and before and _goes_on(before, part):
            done[-1] = Part("number", before.name + part.name, before.start, part.end)
        elif part.kind == "number" and not _numbers_a_place(text, part, done):
            continue
        else:
            done.append(part)
    return done


def _faces(gap: str, after: Part | None) -> bool:
    """Whether a name behind a comma tells what the first stands opposite of: 蛋糕店，超市对面."""
    return gap in ("，", ",") and after is not None and after.kind == "tail" and after.name in FACING


def _goes_on(before: Part, part: Part) -> bool:
    """Whether a number goes on where another ended: 20弄 5号, 7号 B栋105房."""
    together = before.kind == part.kind == "number" and part.start == before.end
    return together and bool(BUILDING.search(before.name) or BUILDING.search(part.name))


def _numbers_a_place(text: str, part: Part, done: list[Part]) -> bool:
    """Whether a number is a house's, not a day's or a line's."""
    if DAY_AFTER.match(text[part.end : part.end + 4]):
        return False
    if re.search(r"月|\d年|日$", text[max(0, part.start - 3) : part.start]):
        return False
    before = done[-1] if done else None
    if DATED.search(text[: part.start]) and not (before and part.start - before.end <= 1):
        return False
    return (
        "楼" in part.name
        or "栋" in part.name
        or bool(before and part.start - before.end <= 1 and before.kind != "district")
        or len(text) - part.end < 3
        or part.start == 0
    )


def _add_tail(done: list[Part], tail: Part, gap: str) -> None:
    """Join a tail to the name before it: to a crossing's road, to a building's name, or making a place of a village."""
    if not done:
        return
    before = done[-1]
    if before.kind == "road":
        if MEETING.fullmatch(tail.name):
            _add_crossing(done, tail)
        return
    if tail.name in BETWEEN and _add_between(done, tail):
        return
    if before.kind == "poi":
        of = (
            "的" if gap == "的" and before.name.endswith("门") and tail.name not in FACING else ""
        )  # 后门的小路, but 大门对面
        done[-1] = Part("poi", before.name + of + tail.name, before.start, tail.end)
    elif before.kind == "community":
        done.append(Part("poi", before.name + tail.name, before.start, tail.end))


def _add_crossing(done: list[Part], crossing: Part) -> None:
    """Where two roads that were named side by side meet; the mouth of one road alone is the road."""
    road = done[-1]
    first = done[-2] if len(done) > 1 else None
    if first and first.kind == "road" and first.end == road.start:
        done[-2:] = [Part("road", f"{first.name}{road.name}{crossing.name}", first.start, crossing.end)]
    elif crossing.name == "交叉口" or "与" in road.name:
        done[-1] = Part("road", road.name + crossing.name, road.start, crossing.end)


def _add_between(done: list[Part], tail: Part) -> bool:
    """Between two buildings: 第一小学和人民医院之间."""
    if (
        len(done) < 2
        or {p.kind for p in done[-2:]} - {"poi", "community"}
        or done[-1].start - done[-2].end != 1
    ):
        return False
    one, other = done[-2:]
    done[-2:] = [Part("poi", f"{one.name}和{other.name}{tail.name}", one.start, tail.end)]
    return True


def with_bare_name(text: str, parts: list[Part]) -> list[Part]:
    """A bare answer to "哪个小区": the first short phrase without a verb is a name."""
    for match in BARE.finditer(text[:80]):
        overlap = any(p.start < match.end() and match.start() < p.end for p in parts)
        if (
            not overlap
            and not match.group().endswith("的")
            and len(match.group()) >= 3
            and not VERBAL.search(match.group())
            and not runs(match.group(), 5)
        ):
            return sorted(
                [*parts, Part("poi", match.group(), match.start(), match.end())], key=lambda p: p.start
            )
    return parts
