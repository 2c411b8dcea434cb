"""What a day, a year and a limit must be before they are written."""

import datetime as dt
import re

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.deadlines.choices import Clock, TimeUnit
from zhixi.hotline.deadlines.models import Policy, PolicySet
from zhixi.hotline.deadlines.terms import seconds_of
from zhixi.hotline.orders.choices import Channel, RequestType, Urgency
from zhixi.hotline.units.models import Category

CHOICES = {
    "clock": Clock,
    "unit_of_time": TimeUnit,
    "request_type": RequestType,
    "urgency": Urgency,
    "channel": Channel,
}
ANY = frozenset({"request_type", "urgency", "channel"})
TEXTS = {"district": 40, "source": 120}
MOST = {"working_days": 1000, "natural_days": 2000, "hours": 20_000, "minutes": 1_000_000}
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def days_of(year: int, days: list[dt.date]) -> None:
    wrong = [day for day in days if day.year != year]
    if wrong:
        raise BadInput(f"{wrong[0]}不在{year}年", cure="请只填写这一年的日期", field="days")
    if len(set(days)) != len(days):
        raise BadInput("同一日期出现了两次", cure="每个日期只填一次", field="days")


def policy_fields(fields: dict) -> dict:
    """The fields of a policy as they may be set; BadInput names the first that may not. An id is left out."""
    fields = {name: value for name, value in fields.items() if name not in ("id", "retired")}
    for name, kind in CHOICES.items():
        value = fields.get(name) or ""
        if value not in kind.values and not (value == "" and name in ANY):
            raise BadInput(f"没有“{value}”这一选项", cure="请从列表中选择", field=name)
        fields[name] = str(value)
    for name, longest in TEXTS.items():
        fields[name] = (fields.get(name) or "").strip()
        if len(fields[name]) > longest:
            raise BadInput("内容过长", cure=f"请控制在{longest}字以内", field=name)
    if not 1 <= fields.get("amount", 0) <= MOST[fields["unit_of_time"]]:
        raise BadInput("时长不合理", cure=f"请填写1至{MOST[fields['unit_of_time']]}", field="amount")
    if not -1000 <= fields.get("priority", 0) <= 1000:
        raise BadInput("优先级不合理", cure="请填写-1000至1000", field="priority")
    fields["category"] = _category(fields.get("category") or "")
    fields["set"] = _set(fields.get("set") or "")
    fields["windows"] = _windows(fields.get("windows") or [], fields["unit_of_time"])
    return fields


def no_twin(policy: Policy) -> None:
    """Two limits for the very same orders would leave it to chance which one holds."""
    same = ["set", "clock", "request_type", "urgency", "channel", "category", "district", "priority"]
    twins = Policy.objects.filter(retired=False, **{name: getattr(policy, name) for name in same})
    if not policy.retired and twins.exclude(pk=policy.pk).exists():
        raise Conflict("已有同样条件的时限规则", cure="请修改原有规则，或用不同的优先级", field="clock")


def _category(code: str) -> str:
    if code and not Category.objects.filter(code=code).exists():
        raise BadInput(f"没有编码为“{code}”的事项分类", cure="请从分类列表中选择", field="category")
    return code


def _set(code: str) -> str:
    if code and not PolicySet.objects.filter(code=code).exists():
        raise BadInput(f"没有时限标准“{code}”", cure="请从列表中选择", field="set")
    return code


def _windows(windows: list, unit: str) -> list:
    if windows and unit == TimeUnit.NATURAL_DAYS:
        raise BadInput("按自然日计算的时限没有办公时间", cure="请清空办公时间，或改用工作日", field="windows")
    last = -1
    for window in windows:
        if len(window) != 2 or not all(HOUR.fullmatch(str(part)) for part in window):
            raise BadInput("办公时间格式有误", cure="请写成“09:00”至“12:00”", field="windows")
        begin, end = (seconds_of(part) for part in window)
        if begin >= end or begin < last:
            raise BadInput("办公时间须先后有序、互不重叠", cure="请改正起止时间", field="windows")
        last = end
    return [list(window) for window in windows]
