"""The rules as dispatch takes them, and in words as people read them."""

from zhixi.assist.dispatch.directives import Directive as Rule
from zhixi.assist.dispatch.directives import Effect
from zhixi.hotline.directives.models import Directive
from zhixi.hotline.orders.choices import RequestType


def in_force() -> list[Rule]:
    """The active rules, the first of them first; one small read."""
    rows = Directive.objects.filter(active=True).select_related("unit", "category")
    return [as_rule(row) for row in rows]


def as_rule(row: Directive) -> Rule:
    return Rule(
        code=str(row.pk or ""),
        unit=row.unit.code,
        effect=Effect(row.effect),
        name=row.name,
        words=tuple(row.words),
        without=tuple(row.without),
        category=row.category.code if row.category else "",
        district=row.district,
        street=row.street,
        request_type=row.request_type,
        weight=row.weight / 100,
        since=row.since,
        until=row.until,
        basis=row.basis,
    )


def about(row: Directive) -> str:
    """Which orders it speaks of, in words."""
    said = [
        row.category.path if row.category else "",
        str(RequestType(row.request_type).label) if row.request_type else "",
        f"发生在{row.district}{row.street}" if row.district or row.street else "",
        f"提到{_either(row.words)}" if row.words else "",
        f"没有提到{_either(row.without)}" if row.without else "",
    ]
    return "，".join(filter(None, said)) or "全部工单"


def _either(words: list[str]) -> str:
    return "或".join(f"“{word}”" for word in words)
