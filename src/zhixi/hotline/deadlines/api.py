"""The calendar and the limits: everybody who is signed in reads them, the administrator changes them."""

import datetime as dt

from django.utils import timezone
from ninja import Router

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.deadlines import actions, limits, queries, schemas, terms
from zhixi.hotline.deadlines.models import CalendarDay, Policy, PolicySet
from zhixi.hotline.http import answers
from zhixi.hotline.units.models import Category

router = Router()
policies = Router()


@router.get("", response=answers(schemas.YearCalendar), operation_id="calendar")
def calendar(request, year: schemas.Year | None = None):
    year = year or timezone.localdate().year
    known = limits.published(year)
    return {
        "year": year,
        "days": list(CalendarDay.objects.filter(day__year=year).values("day", "working", "name", "source")),
        "published": known,
        "warning": "" if known else queries.gap_words(year),
        "warnings": queries.warnings(timezone.now()),
        "editable": _edits(request.user),
    }


@router.get("/warnings", response=answers(list[schemas.Warning]), operation_id="calendar_warnings")
def warnings(request):
    """For the banner: this year or the next without a published calendar."""
    return queries.warnings(timezone.now())


@router.put("/days/{day}", response=answers(schemas.Recounted), operation_id="calendar_put_day")
def put_day(request, day: dt.date, body: schemas.DayBody):
    orders = actions.put_day(actor=request.user, day=day, now=timezone.now(), **body.dict())
    return {"orders": orders}


@router.put("/years/{year}", response=answers(schemas.Recounted), operation_id="calendar_publish")
def publish(request, year: schemas.Year, body: schemas.YearBody):
    """The whole year as the State Council announced it; open orders are counted anew."""
    days = [(row.day, row.working, row.name) for row in body.days]
    return {
        "orders": actions.publish(
            actor=request.user, year=year, days=days, source=body.source, now=timezone.now()
        )
    }


@policies.get("", response=answers(schemas.Policies), operation_id="policies")
def every_policy(request):
    return {
        "sets": list(PolicySet.objects.values("code", "name", "active")),
        "policies": _rows(Policy.objects.all()),
        "editable": _edits(request.user),
    }


@policies.post("", response=answers(schemas.PolicyChanged), operation_id="create_policy")
def create_policy(request, body: schemas.PolicyBody):
    return _changed(
        *actions.create_policy(actor=request.user, fields=body.model_dump(mode="json"), now=timezone.now())
    )


@policies.put("/set", response=answers(schemas.Recounted), operation_id="choose_policy_set")
def choose_set(request, body: schemas.SetBody):
    """Adopt another set of limits; open orders are counted anew by it."""
    return {"orders": actions.choose_set(actor=request.user, code=body.set, now=timezone.now())}


@policies.put("/{int:pk}", response=answers(schemas.PolicyChanged), operation_id="edit_policy")
def edit_policy(request, pk: int, body: schemas.PolicyBody):
    fields = body.model_dump(mode="json")
    return _changed(*actions.edit_policy(actor=request.user, pk=pk, fields=fields, now=timezone.now()))


@policies.post("/{int:pk}/retire", response=answers(schemas.PolicyChanged), operation_id="retire_policy")
def retire_policy(request, pk: int):
    return _changed(*actions.retire_policy(actor=request.user, pk=pk, now=timezone.now()))


def _edits(user) -> bool:
    return user.role == Role.SYSTEM_ADMIN


def _changed(policy: Policy, orders: int) -> dict:
    return {"policy": _rows([policy])[0], "orders": orders}


def _rows(found) -> list[dict]:
    found = list(found)
    paths = dict(Category.objects.filter(code__in=[p.category for p in found]).values_list("code", "path"))
    active = set(PolicySet.objects.filter(active=True).values_list("code", flat=True)) | {""}
    same = [
        "id",
        "set",
        "clock",
        "request_type",
        "urgency",
        "channel",
        "category",
        "district",
        "amount",
        "unit_of_time",
        "windows",
    ]
    return [
        {
            **{name: getattr(policy, name) for name in (*same, "priority", "source", "retired")},
            "clock_label": policy.get_clock_display(),
            "category_path": paths.get(policy.category, ""),
            "limit": terms.said(terms.written(timezone.now(), policy)),
            "in_force": not policy.retired and policy.set in active,
        }
        for policy in found
    ]
