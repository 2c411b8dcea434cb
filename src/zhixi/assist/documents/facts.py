"""What a document says that it is: title, issuing office, 文号, the day, from when and until when it holds. Pure."""

import datetime as dt
import re

from zhixi.assist.documents.letters import one_line
from zhixi.assist.documents.values import TABLE, Block, Facts
from zhixi.assist.numerals import count

HEAD, TAIL = 25, 12  # blocks at the beginning and the end that are looked at
_KINDS = "通知|办法|规定|条例|细则|指南|意见|方案|公告|规程|决定|批复|须知|通告|指引|规范|标准|问答|说明|措施|政策|目录|清单|制度|函"
TITLE = re.compile(rf"(?:{_KINDS})(?:（[^（）]{{1,20}}）)?$")
NUMBER = re.compile(
    r"(?:[\u4e00-\u9fff]{1,14}\s*[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]\s*(?:第\s*)?\d{1,5}\s*号)"
    r"|(?:[\u4e00-\u9fff]{2,16}令\s*(?:[〔\[（(]\d{4}[〕\]）)]\s*)?第\s*[\d零〇一二三四五六七八九十百]{1,6}\s*号)"
)
_DAY = r"(?:(\d{4}|[〇零○０一二三四五六七八九]{4})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日)"
DAY = re.compile(_DAY)
ONLY_DAY = re.compile(rf"[（(]?\s*{_DAY}\s*[）)]?$")
_FROM = re.compile(rf"自\s*{_DAY}\s*起\s*(?:正式)?(?:施行|实施|执行|生效|试行)")
_FROM_ISSUE = re.compile(r"自(?:发布|印发|公布|下发)之日起\s*(?:正式)?(?:施行|实施|执行|生效|试行)")
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:截止|截至|至|到|为)?(?:自[^。]{{0,30}}?)?至?|(?:施行|执行|实施)至)\s*{_DAY}"
)
_YEARS = re.compile(r"有效期(?:限)?(?:为)?\s*([一二三四五六七八九十\d]{1,2})\s*年")
_OFFICE = re.compile(
    r"^[\u4e00-\u9fff（）()、 ]{4,60}(?:府|局|委|委员会|厅|办|办公室|部|署|院|会|中心|处|司|队|镇|街道|区|市|县|公司)$"
)
_RED = re.compile(r"^([\u4e00-\u9fff]{4,40})文件$")
_ABOUT = re.compile(r"^([\u4e00-\u9fff（）()、]{4,40}?)(?:关于|令)")
_ISSUES = re.compile(r"关于(?:印发|发布|公布|修订|重新印发)《(.+)》的(?:通知|公告|决定|通告)$")


def facts_of(blocks: list[Block], told: Facts | None = None) -> Facts:
    """told: what the file says outside of its text, such as a page's own tags; it goes before what is guessed."""
    told = told or Facts()
    head = [one_line(b.text) for b in blocks[:HEAD] if b.level != TABLE]
    tail = [one_line(b.text) for b in blocks[-TAIL:] if b.level != TABLE]
    whole = "\n".join(b.text for b in blocks if b.level != TABLE)
    title = told.title or _title(blocks[:HEAD])
    dated = told.dated or _dated(tail) or _dated(head)
    start = _from(whole, dated)
    return Facts(
        title=title[:150],
        office=(told.office or _office(head, tail, title))[:80],
        number=(told.number or _number(head))[:60],
        dated=dated,
        valid_from=start,
        valid_to=_until(whole, start or dated),
    )


def issued(title: str) -> str:
    """The document that a covering note brings (关于印发《…》的通知 → …), or ""."""
    found = _ISSUES.search(title)
    return found[1] if found else ""


def is_front(text: str) -> bool:
    """Whether a line at the top only says what the document is."""
    line = one_line(text)
    whole = bool(NUMBER.fullmatch(line.strip("（）() "))) or bool(ONLY_DAY.match(line))
    return (
        whole
        or bool(_RED.match(line))
        or bool(re.match(r"^[（(].{4,300}(?:通过|公布|发布|施行|修订|印发)[）)]$", line))
    )


def is_signature(text: str) -> bool:
    line = one_line(text)
    return (
        bool(ONLY_DAY.match(line))
        or bool(_OFFICE.match(line))
        or bool(re.match(r"^[（(]?此件.{2,12}[）)]?$", line))
    )


def _title(blocks: list[Block]) -> str:
    marked = next((b for b in blocks if b.level == 1 and not b.text.startswith("第")), None)
    lines = [b for b in blocks if b.level != TABLE and not is_front(b.text)]
    sizes = [b.size for b in lines if b.size]
    while sizes and max(sizes) > 1.15 * sorted(sizes)[len(sizes) // 2]:
        run = _largest(lines, max(sizes))
        if not _RED.match(title := one_line("".join(b.text for b in run))):
            return title
        lines = [b for b in lines if b not in run]  # the red head of an office's paper, over two lines
        sizes = [b.size for b in lines if b.size]
    if marked:
        return one_line(marked.text)
    return _worded(lines)


def _largest(lines: list[Block], size: float) -> list[Block]:
    """The lines in the largest letters, where they begin."""
    first = next(i for i, b in enumerate(lines) if b.size == size)
    run = [lines[first]]
    for block in lines[first + 1 : first + 4]:
        if abs(block.size - size) > 0.12 * size:
            break
        run.append(block)
    return run


def _worded(lines: list[Block]) -> str:
    """A title by its last word, which may stand on the second or third line of it."""
    for at, block in enumerate(lines[:8]):
        line = one_line(block.text)
        if TITLE.search(line) and len(line) <= 80:
            parts = [line]
            for before in reversed(lines[max(0, at - 2) : at]):
                text = one_line(before.text)
                if "关于" in "".join(parts) or len(text) > 40 or re.search(r"[。：:；]$", text):
                    break
                parts.insert(0, text)
            joined = "".join(parts)
            return joined if "关于" in joined else line
    first = one_line(lines[0].text) if lines else ""
    return first if len(first) <= 60 and not first.endswith(("。", "；")) else ""


def _number(head: list[str]) -> str:
    """The first line that is a 文号 and nothing else, or one in brackets under the title; never one that is cited."""
    for line in head:
        found = NUMBER.search(line)
        if found and (len(line) <= len(found.group()) + 12 or line.startswith(("（", "("))):
            number = re.sub(r"^.*日(?=.{2,}令)", "", re.sub(r"\s", "", found.group()))
            return re.sub(r"[\[［【（(](\d{4})[\]］】）)]", r"〔\1〕", number)
    return ""


def _office(head: list[str], tail: list[str], title: str) -> str:
    for at, line in enumerate(tail):
        if ONLY_DAY.match(line) and at and _OFFICE.match(tail[at - 1]):
            return tail[at - 1].replace(" ", "")
    for line in head:
        if red := _RED.match(line):
            return red[1]
    about = _ABOUT.match(title) or _ABOUT.match(_number(head))
    return about[1] if about else ""


def _dated(lines: list[str]) -> dt.date | None:
    for line in reversed(lines):
        if (found := ONLY_DAY.match(line)) and (day := day_of(found)):
            return day
    for line in lines:
        if line.startswith(("（", "(")) and (found := DAY.search(line)) and (day := day_of(found)):
            return day
    return None


def _from(text: str, dated: dt.date | None) -> dt.date | None:
    if found := list(_FROM.finditer(text)):
        return day_of(found[-1])  # the last one stands at the end of the document, and is its own
    return dated if _FROM_ISSUE.search(text) else None


def _until(text: str, start: dt.date | None) -> dt.date | None:
    if found := list(_UNTIL.finditer(text)):
        return day_of(found[-1])
    years = _YEARS.search(text)
    if years and start:
        n = count(years[1]) or 0
        try:
            return start.replace(year=start.year + n) - dt.timedelta(days=1)
        except ValueError:  # the 29th of February
            return start.replace(year=start.year + n, day=28)
    return None


def day_of(found: re.Match) -> dt.date | None:
    """The day that a match of `DAY` names, or None where there is no such day."""
    year, month, day = found.groups()[-3:]
    digits = {s: str(n) for n, s in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "０": "0"}
    try:
        return dt.date(int("".join(digits.get(s, s) for s in year)), count(month) or 0, count(day) or 0)
    except (ValueError, TypeError):
        return None
