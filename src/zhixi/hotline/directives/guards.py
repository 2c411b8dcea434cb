"""What a rule of dispatch must be before it is written."""

import datetime as dt

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.directives.choices import Effect
from zhixi.hotline.directives.models import Directive
from zhixi.hotline.orders.choices import RequestType
from zhixi.hotline.units.models import Category, Unit

MOST_WORDS, LONGEST_WORD, MOST_RANK = 50, 30, 9_999


def rule_fields(fields: dict, today: dt.date) -> dict:
    """The fields of a rule as they may be set; BadInput names the first that may not.

    unit and category come as codes, since and until as dates.
    """
    unit = Unit.objects.filter(code=fields["unit"]).first()
    if unit is None:
        raise BadInput("没有这个单位", cure="请从列表中选择", field="unit")
    if not unit.open_on(today) and not unit.successions.exists():
        raise BadInput(f"{unit.name}已停用，且没有承接单位", cure="请选择现有的单位", field="unit")
    category = _category(fields.get("category"))
    for name, kind in (("effect", Effect), ("request_type", RequestType)):
        value = fields.get(name) or ""
        if value not in kind.values and (name == "effect" or value):
            raise BadInput(f"没有“{value}”这一选项", cure="请从列表中选择", field=name)
    name = str(fields.get("name") or "").strip()
    if not name:
        raise BadInput("请给规则起一个名称", cure="例如：地铁沿线噪声", field="name")
    made = {
        "name": name,
        "unit": unit,
        "category": category,
        "effect": fields["effect"],
        "rank": _number(fields.get("rank", 100), "rank", MOST_RANK, "次序"),
        "weight": _number(fields.get("weight", 50), "weight", 100, "分量"),
        "words": _words(fields.get("words") or [], "words"),
        "without": _words(fields.get("without") or [], "without"),
        "since": fields.get("since"),
        "until": fields.get("until"),
        **{k: str(fields.get(k) or "").strip() for k in ("request_type", "district", "street", "basis")},
    }
    if made["since"] and made["until"] and made["until"] < made["since"]:
        raise BadInput("结束日期早于开始日期", cure="请核对日期", field="until")
    _narrow(made)
    return made


def no_twin(rule: Directive) -> None:
    if Directive.objects.filter(name=rule.name).exclude(pk=rule.pk).exists():
        raise Conflict(f"已有名为“{rule.name}”的规则", cure="请另起名称，或修改那一条", field="name")


def _narrow(made: dict) -> None:
    """A rule for every order of the city would end dispatching, and is never meant."""
    conditions = ("words", "category", "district", "street", "request_type")
    if not any(made[name] for name in conditions):
        raise BadInput(
            "规则须限定适用的工单", cure="请至少填写词语、事项分类、区县或诉求类型中的一项", field="words"
        )


def _category(code) -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(code=code).first()
    if found is None:
        raise BadInput("没有这个事项分类", cure="请从列表中选择", field="category")
    return found


def _number(value: int, field: str, most: int, name: str) -> int:
    if not 1 <= value <= most:
        raise BadInput(f"{name}须在1至{most}之间", cure="请改正", field=field)
    return value


def _words(words: list[str], field: str) -> list[str]:
    found = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if len(found) > MOST_WORDS:
        raise BadInput(f"词语最多{MOST_WORDS}个", cure="请拆成两条规则", field=field)
    if long := next((word for word in found if len(word) > LONGEST_WORD), ""):
        raise BadInput(f"词语“{long[:10]}…”过长", cure=f"每个词语不超过{LONGEST_WORD}个字", field=field)
    if short := next((word for word in found if len(word) < 2), ""):
        raise BadInput(f"词语“{short}”只有一个字，会误中许多工单", cure="请写两个字以上", field=field)
    return found
