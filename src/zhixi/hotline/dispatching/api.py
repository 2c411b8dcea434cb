"""`/api/dispatching`: models that were learnt, which one is used, and when to learn (派单模型)."""

from django.utils import timezone
from ninja import Router

from zhixi.errors import NotFound
from zhixi.hotline.dispatching import actions, keeping, rules, schemas
from zhixi.hotline.dispatching.models import LearntModel, Run, Use
from zhixi.hotline.dispatching.presenting import model_card, model_row, run_row, use_row
from zhixi.hotline.http import answers

router = Router()
SHOWN = 30  # models, learnings and uses on the page


@router.get("", response=answers(schemas.DispatchModels), operation_id="dispatch_models")
def overview(request):
    rules.may_read(request.user)
    return _overview(request.user)


@router.get("/models/{key}", response=answers(schemas.DispatchModelCard), operation_id="dispatch_model")
def card(request, key: str):
    rules.may_read(request.user)
    found = LearntModel.objects.visible_to(request.user).defer("outcomes").filter(key=key).first()
    if found is None:
        raise NotFound("没有这个模型", cure="请刷新后再看")
    return model_card(found, keeping.present().key)


@router.post("/learn", response=answers(schemas.DispatchModels), operation_id="learn_to_dispatch")
def learn(request):
    actions.ask_to_learn(actor=request.user, now=timezone.now())
    return _overview(request.user)


@router.post("/switch-on", response=answers(schemas.DispatchModels), operation_id="switch_dispatch_model")
def switch_on(request, body: schemas.SwitchOn):
    actions.switch_on(actor=request.user, key=body.key, seen=body.seen, now=timezone.now())
    return _overview(request.user)


@router.post(
    "/switch-back", response=answers(schemas.DispatchModels), operation_id="switch_back_dispatch_model"
)
def switch_back(request, body: schemas.SwitchBack):
    actions.switch_back(actor=request.user, seen=body.seen, now=timezone.now())
    return _overview(request.user)


@router.put("/schedule", response=answers(schemas.DispatchModels), operation_id="set_dispatch_schedule")
def schedule(request, body: schemas.ScheduleIn):
    fields = body.model_dump(mode="json", exclude={"version"})
    actions.set_schedule(actor=request.user, version=body.version, fields=fields, now=timezone.now())
    return _overview(request.user)


def _overview(user) -> dict:
    found = keeping.present()
    uses = list(Use.objects.visible_to(user).select_related("model", "by")[: SHOWN + 1])
    models = LearntModel.objects.visible_to(user).defer("outcomes")[:SHOWN]
    runs = Run.objects.visible_to(user).select_related("model", "by")[:SHOWN]
    before = uses[1].model.key if len(uses) > 1 and uses[1].model else ""
    return {
        "may_change": user.role in rules.CHANGES,
        "may_judge": user.role in rules.JUDGES,
        "seen": uses[0].pk if uses else 0,
        "present": found.key,
        "by_hand": found.model is not None and not found.key,
        "before": keeping.name_of(before) if uses else None,
        "trouble": found.trouble,
        "models": [model_row(model, found.key) for model in models],
        "runs": [run_row(run) for run in runs],
        "uses": [use_row(use) for use in uses[:SHOWN]],
        "schedule": actions.schedule(),
    }
