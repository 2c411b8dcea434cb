"""What a rule of the callback policy must be before it is written."""

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.callbacks.choices import Whom
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.orders.choices import RequestType, Urgency


def rule_fields(fields: dict) -> dict:
    """The fields of a rule as they may be set; BadInput names the first that may not."""
    for name, kind, any_one in (
        ("whom", Whom, False),
        ("request_type", RequestType, True),
        ("urgency", Urgency, True),
    ):
        value = fields.get(name) or ""
        if value not in kind.values and not (any_one and value == ""):
            raise BadInput(f"没有“{value}”这一选项", cure="请从列表中选择", field=name)
    percent = fields.get("percent", 100) if fields["whom"] == Whom.SAMPLE else 100
    if not 1 <= percent <= 100:
        raise BadInput("抽样比例不合理", cure="请填写1至100", field="percent")
    same = {name: str(fields.get(name) or "") for name in ("whom", "request_type", "urgency")}
    return {**same, "percent": percent}


def no_twin(rule: CallbackRule) -> None:
    """Two rules of one kind about the same orders would leave it unclear which one to change."""
    same = {name: getattr(rule, name) for name in ("whom", "request_type", "urgency")}
    twin = CallbackRule.objects.filter(**same).exclude(pk=rule.pk).first()
    if twin is not None:
        cure = "请修改那一条" if twin.active else "那一条已停用，请修改后启用"
        raise Conflict(f"已有同样范围的规则“{twin}”", cure=cure, field="whom")
