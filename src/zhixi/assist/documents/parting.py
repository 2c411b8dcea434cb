"""The parts of a guide to a service (办事指南): materials, steps, fees, place and time out of its text. Pure."""

import dataclasses
import re

from zhixi.assist.documents.numbering import numbered

# What guides call their parts.
_CALLED = {
    "audience": "对象 适用对象 服务对象 申请对象 受理对象 办理对象 条件 适用条件 申请条件 申办条件 受理条件 办理条件 资格条件 适用对象和条件 对象和条件",
    "materials": "材料 所需材料 所需的材料 申请材料 申办材料 办理材料 申报材料 提交材料 需提交材料 需要材料 材料清单 申请材料清单 所需资料",
    "steps": "流程 办理流程 办事流程 申请流程 申办流程 服务流程 办理程序 申请程序 受理程序 程序 步骤 办理步骤 办理 怎么办 怎么办理 怎么申请 办理方式 申请方式",
    "fees": "费用 收费 收费标准 办理费用 收费情况 收费依据和标准 收费依据及标准 是否收费",
    "venue": "地点 地址 办理地点 办理地址 受理地点 办公地点 办公地址 服务地点 办理窗口 受理窗口",
    "hours": "时间 办理时间 受理时间 办公时间 服务时间 工作时间 接待时间 开放时间",
}
PARTS = {name: part for part, names in _CALLED.items() for name in names.split()}

_LABEL_RANK, _NUMBER_RANK = 7, 10  # below the six of Markdown's headings
_LONGEST = 20  # letters of a numbered line that is a heading
_HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*#*$")
_LABEL = re.compile(r"^\*\*(.{1,16}?)[：:]?\*\*\s*[：:]?\s*(.*)$")
_BRACKETS = re.compile(r"^[【\[（(](.+)[】\])）]$")
_LISTED = re.compile(r"^(?:[-*+|>]|\d+[.、）)])")


@dataclasses.dataclass(slots=True)
class _Section:
    """lines: as they stand, its heading first. said: without the heading. part: "" of what is none."""

    rank: int = 0
    part: str = ""
    lines: list[str] = dataclasses.field(default_factory=list)
    said: list[str] = dataclasses.field(default_factory=list)


def parted(markdown: str) -> tuple[str, dict[str, str]]:
    """What is left of a text, and its parts by name: audience, materials, steps, fees, venue, hours.

    A part begins at a heading or bold label with one of their names. A text that would have nothing left stays whole.
    """
    left: list[str] = []
    parts: dict[str, list[str]] = {}
    for section in _sections(markdown.strip().split("\n")):
        text = "\n".join(section.said).strip()
        if section.part and text:
            parts.setdefault(section.part, []).append(text)
        else:
            left += section.lines
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(left)).strip()
    if not body:
        return markdown.strip(), {}
    return body, {part: "\n".join(texts) for part, texts in parts.items()}


def _sections(lines: list[str]) -> list[_Section]:
    """Deeper headings belong to what they stand under: 个人 and 单位 may have materials each."""
    title, found = _title(lines), [_Section()]
    for at, line in enumerate(lines):
        begun = None if at == title else _begun(line.strip())
        here = found[-1]
        if begun and not 0 < here.rank < begun[0]:
            rank, name, rest = begun
            found.append(_Section(rank, PARTS.get(name, ""), [line], [rest] if rest else []))
        elif here.rank == _LABEL_RANK and any(map(str.strip, here.said)) and _parts_off(lines, at):
            found.append(_Section(0, "", [line]))
        else:
            here.lines.append(line)
            here.said.append(line)
    return found


def _begun(line: str) -> tuple[int, str, str] | None:
    """Rank, name and what follows on the same line of what begins here."""
    if found := _HEADING.match(line):
        return len(found[1]), bare(found[2]), ""
    if found := _LABEL.match(line):
        return _LABEL_RANK, bare(found[1]), found[2]
    number = numbered(line)
    if number and len(number.rest) <= _LONGEST and not re.search(r"[。；，,;]", number.rest):
        return _NUMBER_RANK + number.rank, bare(number.rest), ""
    return None


def bare(head: str) -> str:
    """A heading without its number, brackets, spaces and colon."""
    number = numbered(head)
    plain = re.sub(r"\s", "", number.rest if number else head).strip("：:*")
    inside = _BRACKETS.match(plain)
    return inside[1] if inside else plain


def _title(lines: list[str]) -> int:
    """Where the one heading stands that is above all others and opens the text; -1 where there is none."""
    ranks = [(len(found[1]), at) for at, line in enumerate(lines) if (found := _HEADING.match(line.strip()))]
    if not ranks or any(line.strip() for line in lines[: ranks[0][1]]):
        return -1
    return ranks[0][1] if all(rank > ranks[0][0] for rank, _ in ranks[1:]) else -1


def _parts_off(lines: list[str], at: int) -> bool:
    """Whether a paragraph begins here that no longer belongs to the label above it."""
    line = lines[at].strip()
    return bool(at and line) and not lines[at - 1].strip() and not _LISTED.match(line)
