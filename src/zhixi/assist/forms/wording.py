"""Spoken clauses as an operator writes them (书面语): 讲 → 表示, 能不能 → 是否能, 没人修 → 无人修, numbers in figures.

Only grammar changes: no substitution brings in a thing, a person, a place or a number.
"""

import functools
import re

from zhixi.assist.speech.writing import Written, write

SPEAKER = r"他们?|她们?|它|人家|对方|物业|店家?|老板|收银员|客服|人事|单位|公司|医生|司机|学校|老师|村委会?|居委会|工作人员|服务员|经理|房东|中介|卖家|商家"
STYLE: tuple[tuple[re.Pattern, str], ...] = tuple(
    (re.compile(pattern), shown)
    for pattern, shown in (
        (rf"(?P<who>{SPEAKER})(?:每次|一直|那边|那个人|人)?(?:都|就|又|还|跟其|对其|给其)?(?:讲|说)(?!话|清|明)(?:是)?", r"\g<who>表示"),
        (r"(?P<more>还)?(?:能不能|能否)(?:够)?", r"是否\g<more>能"),
        (r"(?P<more>还)?可不可以", r"是否\g<more>可以"),
        (r"(?:到底)?是不是(?:要|得)", "是否需要"),
        (r"(?:到底)?是不是|会不会(?=是)", "是否"),
        (r"要不要|需不需要|用不用", "是否需要"),
        (r"有没有(?:个|一个)?", "是否有"),
        (r"(?:到底)?(?:什么时候|啥时候|几时)", "何时"),
        (r"(?:到底)?为什么|为啥|凭什么", "为何"),
        (r"啥子?", "什么"),
        (r"(?:没有?|莫)(?=修|解决|处理|发(?![现票])|给|退|还清|收到|装|答复|回复|开通|登记|通知|办)", "未"),
        (r"(?:一直|到现在)?(?:都|还)?没(?:有)?人(?=来?[管修理处扫清收])", "无人"),
        (r"不给(?=开|退|发|补|办|处理|修|换|报销)", "不予"),
        (r"不让(?=[进停出走])", "不准"),
        (r"(?:叫|喊)(?=其|人)", "让"),
        (r"搞丢了?|弄丢了?", "丢失"),
        (r"到(?:哪儿|哪里|哪)去?(?=[\u4e00-\u9fa5])", "到哪里"),
        (r"(?P<n>\d|[两三几多])块钱?", r"\g<n>元"),
        (r"(?P<n>[十百千万两几])(?P<more>多)?块钱", r"\g<n>\g<more>元"),
    )
)  # fmt: skip
MONTH_DAY = re.compile(r"(\d{1,2}月\d{1,2})号")


@functools.lru_cache(maxsize=4096)
def as_written(text: str) -> str:
    """One clean clause in written words, its numbers in figures; the same clause always gives the same words."""
    marks = [m for m in write(text).marks if m.kind != "time" and not m.written.endswith("楼")]
    text = MONTH_DAY.sub(r"\1日", Written(text, tuple(marks)).text)
    for pattern, shown in STYLE:
        text = pattern.sub(shown, text)
    return text
