"""How models, learnings and rows of automatic dispatch look on screen."""

import datetime as dt
import functools

from django.db.models import Count, Q
from django.utils import timezone

from zhixi.hotline.accounts.schemas import name_of, unit_ref
from zhixi.hotline.dispatching import keeping, measuring
from zhixi.hotline.dispatching.choices import Mode, ModelState, Verdict
from zhixi.hotline.dispatching.models import AutoRule, Decision, LearntModel, Run, Use
from zhixi.hotline.dispatching.pasts import known_units
from zhixi.hotline.privacy.rules import text_shown

NOTHING = dict.fromkeys(("top1", "top3", "coverage_95", "ece", "macro_f1", "confidence")) | {"orders": 0}
KINDS = {
    "chosen": "派单员自选",
    "taken": "采纳机器推荐",
    "machine": "自动派单",
    "swapped": "调换主办、移交",
    "ruled": "裁定改派",
    "bound": "会商定责",
    "imported": "导入的历史工单",
    "refused_return": "退单不成立",
    "judged": "抽查判定",
}


def model_row(model: LearntModel, present: str) -> dict:
    whole = model.card.get("whole", NOTHING)
    return {
        "key": model.key,
        "made_at": model.made_at,
        "learnt_until": model.learnt_until,
        "state": model.state,
        "rows": model.rows,
        "megabytes": round(model.bytes / (1 << 20), 1),
        "top1": whole["top1"],
        "top3": whole["top3"],
        "better": bool(model.card.get("better")),
        "present": model.key == present,
    }


def model_card(model: LearntModel, present: str) -> dict:
    card = model.card
    asked = card.get("asked", {})
    return model_row(model, present) | {
        "learnt_from": model.learnt_from,
        "units": card.get("units", 0),
        "asked_first": _moment(asked.get("first")),
        "asked_last": _moment(asked.get("last")),
        "note": card.get("note", ""),
        "compared_with": card.get("compared_with"),
        "whole": card.get("whole", NOTHING),
        "candidate": card.get("candidate", NOTHING),
        "present_figures": card.get("present"),
        "by_unit": card.get("by_unit", []),
        "by_category": card.get("by_category", []),
        "changed": card.get("changed", {"better": [], "worse": []}),
        "confusions": card.get("confusions", []),
        "kinds": [
            {"name": KINDS.get(kind, kind), "value": n}
            for kind, n in sorted(card.get("kinds", {}).items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "against": card.get("against", 0),
        "removed": model.state == ModelState.REMOVED,
    }


def run_row(run: Run) -> dict:
    names = ("id", "asked_at", "state", "started_at", "ended_at", "message")
    return {name: getattr(run, name) for name in names} | {
        "by": name_of(run.by) or "学习计划",
        "model": run.model.key if run.model else None,
    }


def use_row(use: Use) -> dict:
    model = keeping.name_of(use.model.key if use.model else "")
    return {"id": use.pk, "at": use.at, "by": name_of(use.by) or "系统", "model": model, "note": use.note}


def rule_row(rule: AutoRule, now: dt.datetime) -> dict:
    """What is proven and counted is as of this minute: it takes the events of up to two thousand orders."""
    minute = now.replace(second=0, microsecond=0)
    proven, counted = _figures(rule.pk, rule.mode, rule.since, rule.target, measuring.decider(), minute)
    names = ("id", "request_type", "mode", "target", "threshold", "sample_percent", "sample_least", "since")
    return {name: getattr(rule, name) for name in names} | {
        "category": rule.category.code if rule.category else None,
        "category_path": rule.category.path if rule.category else "全部事项",
        "stopped": rule.stopped,
        "proven": proven,
        "counts": counted,
    }


@functools.lru_cache(maxsize=256)
def _figures(pk: int, mode: str, since, target: float, model: str, minute: dt.datetime) -> tuple[dict, dict]:
    rule = AutoRule.objects.select_related("category").get(pk=pk)
    proven = rule.measured if mode == Mode.ON and rule.measured else measuring.proven(rule, minute)
    return proven, counts(rule, proven, minute)


def counts(rule: AutoRule, proven: dict, now: dt.datetime) -> dict:
    """What came of the row since its mode last changed. would: tried orders that it would have sent."""
    own = Decision.objects.filter(rule=rule)
    rows = own.filter(at__gte=rule.since) if rule.since else own.none()
    sure = rows.filter(kept_back="", dispatched=False, confidence__gte=proven["threshold"] or 0.0)
    tried = {
        pk: (number, unit)
        for pk, number, unit in sure.values_list("order", "order__number", "unit__code")[:500]
    }
    truth = known_units({pk: number for pk, (number, _) in tried.items()}, timezone.localdate(now))
    agreed = sum(tried[pk][1] == unit for pk, unit in truth.items())
    since = measuring.since(rule) if rule.since else None
    kept = rows.exclude(kept_back="").order_by().values_list("kept_back").annotate(n=Count("pk"))
    return {
        "looked": rows.count(),
        "dispatched": rows.filter(dispatched=True).count(),
        "would": sure.count(),
        "agreed": agreed,
        "differed": len(truth) - agreed,
        "kept_back": [{"name": why, "value": n} for why, n in sorted(kept, key=lambda row: -row[1])[:12]],
        "upheld": since.upheld if since else 0,
        "right": since.right if since else 0,
        "wrong": since.wrong if since else 0,
        "to_judge": own.filter(sampled=True, verdict="").count(),
    }


def sample_row(one: Decision, user) -> dict:
    order = one.order
    return {
        "id": one.pk,
        "order": order.number,
        "title": text_shown(user, order, order.title),
        "category": order.category.path if order.category else "",
        "at": one.at,
        "unit": unit_ref(one.unit),
        "confidence": one.confidence,
        "verdict": one.verdict,
        "truth": unit_ref(one.truth) if one.verdict == Verdict.WRONG else None,
        "judged_by": name_of(one.judged_by),
        "state": order.state,
        "now_with": unit_ref(order.unit),
    }


def to_judge(user, *, done: bool):
    rows = Decision.objects.visible_to(user).filter(sampled=True)
    rows = rows.exclude(verdict="") if done else rows.filter(verdict="")
    related = ("order__category", "order__unit", "unit", "truth", "judged_by")
    return rows.filter(Q(unit__isnull=False)).select_related(*related).order_by("-at", "-pk")


def _moment(told: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(told) if told else None
