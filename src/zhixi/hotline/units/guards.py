"""What a unit, a category and a line of the duty list must be before they are written."""

from zhixi.errors import BadInput
from zhixi.hotline.units.models import Category, Duty, Unit

LEVELS = 4


def unit_fits(unit: Unit) -> None:
    above = _above(unit)
    if len("".join(f"{one.code}/" for one in above)) + len(unit.code) + 1 > 400:
        raise BadInput("上级过多，编码过长", cure="请减少层级", field="parent")
    _texts(unit.aliases, "aliases")
    if unit.opened and unit.closed and unit.closed <= unit.opened:
        raise BadInput("停用日期须晚于启用日期", cure="请核对日期", field="closed")


def category_fits(category: Category) -> None:
    above = _above(category)
    if len(above) >= LEVELS:
        raise BadInput(f"事项分类最多{LEVELS}级", cure="请选择更上一级的分类", field="parent")
    if "/" in category.name:
        raise BadInput("名称里不能有“/”", cure="请改用其他符号", field="name")
    for field in ("keywords", "elements"):
        _texts(getattr(category, field), field)


def duty_fits(duty: Duty) -> None:
    if duty.valid_from and duty.valid_to and duty.valid_to < duty.valid_from:
        raise BadInput("失效日期不能早于生效日期", cure="请核对日期", field="valid_to")


def _above(row) -> list:
    """Whatever stands above it; nothing stands above itself."""
    found, at = [], row.parent
    while at is not None:
        if at.pk == row.pk and row.pk is not None:
            raise BadInput("不能以自己或自己的下级为上级", cure="请另选上级", field="parent")
        found.append(at)
        at = at.parent
    return found


def _texts(value, field: str) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise BadInput("须为文字的列表", cure='请写成 ["甲", "乙"]，没有就写 []', field=field)
