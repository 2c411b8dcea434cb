"""What a rule of the ladder must be before it is written: pure questions on plain values, and one on its twins."""

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.supervision.choices import Rung, Span, Told
from zhixi.hotline.supervision.models import LadderRule

MOST = {Span.WORKING_DAYS: 60, Span.HOURS: 720, Span.PERCENT: 99}
CENTRES_OWN = frozenset({Clock.DISPATCH, Clock.CALLBACK})
TRIGGER = ("clock", "before", "amount", "span")


def rule_fields(fields: dict) -> dict:
    """The fields of a rule as they may be set; BadInput names the first that may not."""
    for name, kind in (("clock", Clock), ("span", Span), ("rung", Rung)):
        if fields.get(name) not in kind.values:
            raise BadInput(f"没有“{fields.get(name)}”这一选项", cure="请从列表中选择", field=name)
    _amount(fields)
    tells = list(dict.fromkeys(str(word) for word in fields.get("tells") or []))
    if unknown := [word for word in tells if word not in Told.values]:
        raise BadInput(f"不能通知“{unknown[0]}”", cure="请从列表中选择", field="tells")
    if fields["clock"] in CENTRES_OWN and Told.UNIT in tells:
        label = Clock(fields["clock"]).label
        raise BadInput(f"{label}期限由热线中心负责，不能通知承办单位", cure="请改选中心的岗位", field="tells")
    if not tells:
        raise BadInput("没有选通知谁", cure="请至少选一个通知对象", field="tells")
    return {**{name: fields[name] for name in (*TRIGGER, "rung")}, "tells": tells}


def _amount(fields: dict) -> None:
    span, before = Span(fields["span"]), bool(fields.get("before"))
    if span == Span.PERCENT and not before:
        raise BadInput("按百分比只能在期限之前", cure="请改为期限之前，或改用工作日、小时", field="span")
    if fields["rung"] == Rung.WARN and not before:
        raise BadInput("预警只能在期限之前", cure="请改为期限之前，或改选催办、督办、通报", field="rung")
    least = 1 if before else 0
    if not least <= fields.get("amount", -1) <= MOST[span]:
        raise BadInput("时长不合理", cure=f"按{_spoken(span)}，请填写{least}至{MOST[span]}", field="amount")


def _spoken(span: Span) -> str:
    return {Span.WORKING_DAYS: "工作日", Span.HOURS: "小时", Span.PERCENT: "百分比"}[span]


def no_twin(rule: LadderRule) -> None:
    """Two rules that push at the same moment to the same rung would push twice."""
    same = {name: getattr(rule, name) for name in (*TRIGGER, "rung")}
    twin = LadderRule.objects.filter(**same).exclude(pk=rule.pk).first()
    if twin is not None and twin.active:
        raise Conflict(f"已有同样的规则“{twin}”", cure="请修改那一条", field="amount")
    if twin is not None:
        raise Conflict(f"已有同样的规则“{twin}”，现已停用", cure="请启用那一条", field="amount")
