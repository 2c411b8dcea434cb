"""`/api/dispatching/auto`: rows of automatic dispatch, and the samples that people judge (自动派单)."""

from django.utils import timezone
from ninja import Path, Query, Router

from zhixi.hotline.dispatching import auto_actions, rules, schemas_auto
from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.dispatching.presenting import rule_row, sample_row, to_judge
from zhixi.hotline.http import Key, answers
from zhixi.hotline.orders.reading import category_by_code, unit_by_code
from zhixi.hotline.paging import Page, page_of

router = Router()


@router.get("", response=answers(schemas_auto.AutoRules), operation_id="auto_rules")
def every_rule(request):
    rules.may_read(request.user)
    return _rows(request.user)


@router.post("", response=answers(schemas_auto.AutoRules), operation_id="create_auto_rule")
def create(request, body: schemas_auto.AutoBody):
    rules.may_change(request.user)
    auto_actions.create_rule(
        actor=request.user,
        category=category_by_code(body.category) if body.category else None,
        request_type=str(body.request_type),
        fields=body.model_dump(include={"target", "sample_percent", "sample_least"}),
        now=timezone.now(),
    )
    return _rows(request.user)


@router.get("/samples", response=answers(schemas_auto.SamplePage), operation_id="auto_samples")
def samples(request, done: bool = False, page: Page = Query(...)):
    rules.may_read(request.user)
    found = to_judge(request.user, done=done)
    shown = page_of(found, page, lambda rows: [sample_row(one, request.user) for one in rows])
    return shown | {"may_judge": request.user.role in rules.JUDGES}


@router.post("/samples/{pk}", response=answers(schemas_auto.SampleRow), operation_id="judge_auto_sample")
def judge(request, pk: Path[Key], body: schemas_auto.Judgement):
    rules.may_judge(request.user)
    unit = unit_by_code(body.unit, "unit") if body.unit else None
    done = auto_actions.judge(
        actor=request.user, decision=pk, verdict=body.verdict.value, unit=unit, now=timezone.now()
    )
    related = ("order__category", "order__unit", "unit", "truth", "judged_by")
    return sample_row(Decision.objects.select_related(*related).get(pk=done.pk), request.user)


@router.put("/{pk}", response=answers(schemas_auto.AutoRules), operation_id="change_auto_rule")
def change(request, pk: Path[Key], body: schemas_auto.AutoFields):
    auto_actions.change_rule(actor=request.user, pk=pk, fields=body.model_dump(), now=timezone.now())
    return _rows(request.user)


@router.post("/{pk}/switch", response=answers(schemas_auto.AutoRules), operation_id="switch_auto_rule")
def switch(request, pk: Path[Key], body: schemas_auto.AutoSwitch):
    auto_actions.switch_rule(actor=request.user, pk=pk, mode=body.mode.value, now=timezone.now())
    return _rows(request.user)


def _rows(user) -> dict:
    now = timezone.now()
    found = AutoRule.objects.visible_to(user).select_related("category")
    return {"may_change": user.role in rules.CHANGES, "rules": [rule_row(rule, now) for rule in found]}
