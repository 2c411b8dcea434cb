"""`/api/directives`: the rules of dispatch; who dispatches and who administers change them (派单规则)."""

from django.utils import timezone
from ninja import Path, Router

from zhixi.hotline.accounts.schemas import unit_ref
from zhixi.hotline.directives import actions, schemas, trying
from zhixi.hotline.directives.models import CHANGES, Directive
from zhixi.hotline.directives.queries import about
from zhixi.hotline.http import Key, answers
from zhixi.hotline.privacy.rules import text_shown
from zhixi.hotline.units.models import Unit
from zhixi.hotline.units.queries import successor

router = Router()


@router.get("", response=answers(schemas.DirectiveRows), operation_id="directives")
def every_rule(request):
    actions.may_read(request.user)
    rows = Directive.objects.visible_to(request.user).select_related("unit", "category")
    return {"rules": [_row(row) for row in rows], "editable": request.user.role in CHANGES}


@router.post("", response=answers(schemas.DirectiveRow), operation_id="create_directive")
def create(request, body: schemas.DirectiveBody):
    return _row(actions.create_rule(actor=request.user, fields=body.model_dump(), now=timezone.now()))


@router.post("/preview", response=answers(schemas.DirectiveEffect), operation_id="preview_directive")
def preview(request, body: schemas.DirectiveTried):
    """Which orders of last month would have been recommended otherwise, were the rule saved like this."""
    fields = body.model_dump(exclude={"id", "active"})
    tried = actions.try_rule(
        actor=request.user, fields=fields, now=timezone.now(), pk=body.id, active=body.active
    )
    return _effect(request.user, tried)


@router.get("/{pk}/effect", response=answers(schemas.DirectiveEffect), operation_id="directive_effect")
def effect(request, pk: Path[Key]):
    """Which orders of last month the rule as it stands changes."""
    return _effect(request.user, actions.effect_of(actor=request.user, pk=pk, now=timezone.now()))


@router.put("/{pk}", response=answers(schemas.DirectiveRow), operation_id="change_directive")
def change(request, pk: Path[Key], body: schemas.DirectiveBody):
    return _row(actions.change_rule(actor=request.user, pk=pk, fields=body.model_dump(), now=timezone.now()))


@router.post("/{pk}/switch", response=answers(schemas.DirectiveRow), operation_id="switch_directive")
def switch(request, pk: Path[Key], body: schemas.DirectiveSwitch):
    return _row(actions.switch_rule(actor=request.user, pk=pk, active=body.active, now=timezone.now()))


def _row(row: Directive) -> dict:
    today = timezone.localdate()
    return actions.told(row) | {
        "id": row.pk,
        "unit": unit_ref(row.unit),
        "unit_open": successor(row.unit, today).open_on(today),
        "category": row.category.code if row.category else None,
        "about": about(row),
    }


def _effect(user, tried: trying.Tried) -> dict:
    units = Unit.objects.in_bulk(field_name="code")
    rows = [
        {
            "number": one.order.number,
            "title": text_shown(user, one.order, one.order.title),
            "day": timezone.localdate(one.order.dispatched_at),
            "handled": unit_ref(one.order.unit),
            **{name: unit_ref(units.get(getattr(one, name))) for name in ("before", "then", "helper")},
        }
        for one in tried.changed
    ]
    leads = [one for one in tried.changed if not one.helper and one.order.unit]
    return {
        "days": trying.DAYS,
        "looked": tried.looked,
        "held": tried.held,
        "tried": tried.tried,
        "righted": sum(one.then == one.order.unit.code for one in leads),
        "spoilt": sum(one.before == one.order.unit.code for one in leads),
        "changed": rows,
    }
