"""Names of persons in running words (人名): by their title, by what stands before them, and bare as words of the language."""

import functools
import re
from collections.abc import Iterator

import rjieba

from zhixi.assist.forms.name import SURNAME, TITLES
from zhixi.assist.forms.surnames import DOUBLE

TITLE = "|".join(
    [*TITLES.values(), "同学|老师|医生|主任|经理|局长|所长|书记|校长|院长|老板|阿公|阿叔|同志|警官"]
)
TITLED = re.compile(rf"(?P<name>{SURNAME}(?:(?![的和与跟是在了])[\u4e00-\u9fa5]){{0,2}}?)(?:{TITLE})")
NAMED = re.compile(
    rf"(?:来电人|市民|群众|网友|业主|当事人|举报人|投诉人|姓名|名叫|名为|叫做|叫)[:：为是]?(?P<name>{SURNAME}[\u4e00-\u9fa5]{{1,2}}?)"
    rf"(?=反映|表示|来电|称|说|投诉|举报|咨询|建议|求助|希望|要求|认为|，|。|（|、|的|$)"
)
SURNAMED = re.compile(rf"(?:免贵)?姓(?P<name>{SURNAME})(?![名氏])")
# Who is named by his name alone most often has his part before it, or something that only a person does behind it.
PART = re.compile(
    r"(?:物业|人员|经理|司机|店主|老板|店长|主任|书记|支书|村长|主席|邻居|住户|业主|房东|租户|租客|中介|医生|老师|护士|民警|警察|城管|交警|网格员|"
    r"负责人|联系人|队长|保安|会计|律师|法官|校长|院长|局长|所长|站长|客服|收银员|服务员|包工头|工头|师傅|村民|居民|男子|女子|同事|丈夫|妻子|老公|老婆|儿子|女儿|"
    r"朋友|亲戚|公司|叫|由|是|人)[，：:]?$"
)
DOES = re.compile(
    r"(?:道歉|赔|退|表示|声称|称|说|讲|告知|答复|承诺|拒绝|要求|辱骂|殴打|打人|骂人|态度|等人|两人|夫妇|先生|女士|私自|擅自|占用|收取|欠|负责|（|\(|，电话|电话|手机)"
)
TAGS = frozenset({"nr", "nrt", "nrfg"})
LONE = frozenset({"nr", "nz", "ns", "nrt"})  # what may stand behind a surname that was cut off its name
NAMES = LONE | TAGS | {"x", "nrfg", "j"}
GRAMMAR = "从于和关向由经应时"  # surnames, and small words
SAYS = "说称讲"
NOBODY = re.compile(r".某|[某甲乙丙丁]|(?:.家|.姓)$")
LONGEST = 4000


def persons(text: str, *, likely: bool = False) -> list[tuple[int, int]]:
    """(start, end) of each name of a person, in order, without his title; not overlapping.

    likely: what looks like a whole name, too, whatever stands around it: for covering, where one too many does no harm.
    """
    return list(_persons(text[:LONGEST], likely))


@functools.lru_cache(maxsize=4096)
def _persons(text: str, likely: bool) -> tuple[tuple[int, int], ...]:
    spans = [m.span("name") for m in SURNAMED.finditer(text)]
    spans += [
        span
        for p in (TITLED, NAMED)
        for m in p.finditer(text)
        if not _is_said_of(span := m.span("name"), text)
    ]
    taken: list[tuple[int, int]] = []
    for start, end in sorted([*spans, *_bare(text, likely)], key=lambda span: (span[0], -span[1])):
        if not taken or start >= taken[-1][1]:
            taken.append((start, end))
    return tuple(taken)


def _bare(text: str, likely: bool) -> Iterator[tuple[int, int]]:
    """Whole names that no title tells: 王建国, 物业李伟, 支书符永明."""
    words = _tagged(text)
    for number, (word, tag, start) in enumerate(words):
        after, its, _ = words[number + 1] if number + 1 < len(words) else ("", "", 0)
        end = start + len(word)
        if len(word) == 1 and word not in GRAMMAR and re.fullmatch(SURNAME, word):
            if its in LONE and len(after) <= 2 and PART.search(text[:start]):
                yield start, end + len(after)
        elif tag in TAGS and _is_a_name(word) and not NOBODY.match(word):
            end -= word[-1] in SAYS
            end += bool(re.match(DOUBLE, word)) and len(word) == 3 and len(after) == 1 and its in LONE
            does = likely or DOES.match(text, end) or end == len(text)
            opens = start == 0 or not text[start - 1].isalnum()
            if PART.search(text[max(0, start - 6) : start]) or (does and (opens or end - start > 2)):
                yield start, end


def _is_said_of(span: tuple[int, int], text: str) -> bool:
    """Whether a supposed name is words of the language: 关于女士, 美术老师, 业主养狗."""
    start, end = span
    return end - start > 1 and any(
        len(word) > 1 and tag not in NAMES and at < end and start < at + len(word)
        for word, tag, at in _tagged(text)
    )


def _is_a_name(word: str) -> bool:
    if re.match(DOUBLE, word):
        return 3 <= len(word) <= 4
    if word[0] in GRAMMAR and len(word) == 3 and rjieba.has_word(word[1:]):
        return False  # 从郑州
    return 2 <= len(word) <= 3 and bool(re.match(SURNAME, word))


@functools.lru_cache(maxsize=64)
def _tagged(text: str) -> tuple[tuple[str, str, int], ...]:
    """(word, part of speech, start) of each word."""
    found, at = [], 0
    for word, tag in rjieba.tag(text, True):
        found.append((word, tag, at))
        at += len(word)
    return tuple(found)
