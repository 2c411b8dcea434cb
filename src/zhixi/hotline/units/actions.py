"""The city changed: what was built from its old rows is to be built again, and who changed what is in the chain."""

from django.db import transaction
from django.db.models import F
from django.forms.models import model_to_dict

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.units import guards
from zhixi.hotline.units.models import Category, CityAbout, Duty, Unit


def city_changed() -> int:
    """Raise the city's revision, in the transaction of the change; returns the new one."""
    with transaction.atomic():
        about, _ = CityAbout.objects.select_for_update().get_or_create(pk=1)
        CityAbout.objects.filter(pk=about.pk).update(revision=F("revision") + 1)
    return about.revision + 1


def save_unit(*, actor, unit: Unit, now) -> Unit:
    """Write a unit, new or changed, and with it the trails of all below it."""
    return _save(actor, unit, "unit", guards.unit_fits, now, _plant_units)


def save_category(*, actor, category: Category, now) -> Category:
    """Write a category, new or changed, and with it the full names of all below it."""
    return _save(actor, category, "category", guards.category_fits, now, _name_categories)


def save_duty(*, actor, duty: Duty, now) -> Duty:
    """Write a line of the duty list, new or changed."""
    return _save(actor, duty, "duty", guards.duty_fits, now, lambda duty: duty.save())


def may_change(user) -> bool:
    return user.is_superuser or getattr(user, "role", "") == Role.SYSTEM_ADMIN


def _save(actor, row, subject: str, fits, now, write):
    if not may_change(actor):
        raise NotAllowed(f"{actor.get_role_display()}不能修改单位、分类和权责清单", cure="请联系系统管理员")
    with transaction.atomic():
        old = type(row).objects.select_for_update().filter(pk=row.pk).first() if row.pk else None
        before = _told(old) if old else None
        fits(row)
        write(row)
        city_changed()
        audit.record(
            actor=actor,
            subject=subject,
            key=row.code,
            verb="amend" if old else "create",
            data={"before": before, "after": _told(row)},
            at=now,
        )
    return row


def _told(row) -> dict:
    """A row as an event tells it: others by their codes."""
    said = model_to_dict(row)
    for name in ("parent", "unit", "category"):
        if name in said:
            other = getattr(row, name)
            said[name] = other.code if other else ""
    return said


def _plant_units(unit: Unit) -> None:
    unit.save()  # writes its trail
    for child in unit.children.all():
        child.parent = unit
        _plant_units(child)


def _name_categories(category: Category) -> None:
    above = f"{category.parent.path}/" if category.parent else ""
    category.path = f"{above}{category.name}"
    category.save()
    for child in category.children.all():
        child.parent = category
        _name_categories(child)
