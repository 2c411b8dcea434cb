"""The rules of the ladder: supervisors and the administrator change them, leaders read them (督办规则)."""

from django.db.models import Count, Q
from django.utils import timezone
from ninja import Path, Router

from zhixi.hotline.http import Key, answers
from zhixi.hotline.supervision import rule_actions as actions
from zhixi.hotline.supervision import schemas
from zhixi.hotline.supervision.choices import Told
from zhixi.hotline.supervision.models import LadderRule

router = Router()
FIELDS = ("id", "clock", "before", "amount", "span", "rung", "tells", "active")


@router.get("", response=answers(schemas.LadderRules), operation_id="ladder_rules")
def every_rule(request):
    actions.may_read(request.user)
    return {"rules": _rows(LadderRule.objects.all()), "editable": request.user.role in actions.BOOK.changes}


@router.post("", response=answers(schemas.LadderSaved), operation_id="create_ladder_rule")
def create(request, body: schemas.LadderBody):
    fields, at_once = _read(body)
    done = actions.create_rule(actor=request.user, fields=fields, now=timezone.now(), at_once=at_once)
    return _saved(*done, at_once)


@router.post("/preview", response=answers(schemas.LadderPreview), operation_id="preview_ladder_rule")
def preview(request, body: schemas.LadderTried):
    """How many orders the rule would push at once if it were saved like this."""
    fields, _ = _read(body)
    rule, beyond = actions.would_push(actor=request.user, fields=fields, now=timezone.now(), pk=body.id)
    return {"when": str(rule), "beyond": beyond}


@router.put("/{pk}", response=answers(schemas.LadderSaved), operation_id="change_ladder_rule")
def change(request, pk: Path[Key], body: schemas.LadderBody):
    fields, at_once = _read(body)
    done = actions.change_rule(actor=request.user, pk=pk, fields=fields, now=timezone.now(), at_once=at_once)
    return _saved(*done, at_once)


@router.post("/{pk}/switch", response=answers(schemas.LadderSaved), operation_id="switch_ladder_rule")
def switch(request, pk: Path[Key], body: schemas.LadderSwitch):
    done = actions.switch_rule(
        actor=request.user, pk=pk, active=body.active, now=timezone.now(), at_once=body.at_once
    )
    return _saved(*done, body.at_once)


def _read(body: schemas.LadderBody) -> tuple[dict, bool]:
    fields = body.model_dump(mode="json", exclude={"id"})
    return fields, fields.pop("at_once")


def _saved(rule: LadderRule, beyond: int, at_once: bool) -> dict:
    rows = _rows(LadderRule.objects.filter(pk=rule.pk))
    return {"rule": rows[0], "beyond": beyond, "at_once": at_once}


def _rows(found) -> list[dict]:
    labels = {str(told): str(told.label) for told in Told}
    return [
        {
            **{name: getattr(rule, name) for name in FIELDS},
            "when": rule.when(),
            "tells_words": "、".join(labels.get(word, word) for word in rule.tells),
            "pushed": rule.pushed,
        }
        for rule in found.annotate(pushed=Count("rises", filter=Q(rises__notice__isnull=False)))
    ]
