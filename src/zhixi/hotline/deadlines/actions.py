"""Changing the calendar and the limits (工作日历, 时限规则). Each change counts every open order anew, in one transaction.

One event says what changed and how many orders it touched; each of those has an event of its own behind it. An
order that is being dispatched in the same moment counts by what held when its step began.
"""

import datetime as dt

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.actions import Entry, record_many
from zhixi.hotline.deadlines import guards
from zhixi.hotline.deadlines.models import CalendarDay, CalendarYear, Policy, PolicySet
from zhixi.hotline.deadlines.recounting import recount_open


def put_day(*, actor, day: dt.date, working: bool, now, name: str = "", source: str = "") -> int:
    """Say whether the city works on a day; how many orders got another limit."""
    _may(actor, "修改工作日历")
    with transaction.atomic():
        before = _write_days([(day, working, name)], source)
        label = "上班" if working else "放假"
        return _record(
            actor, now, "put_day", "calendar", day.isoformat(), f"{day}改为{label}", {"days": before}, False
        )


def publish(*, actor, year: int, days, source: str, now=None) -> int:
    """Put a whole year's announced days into the calendar (国务院公布后). days: (day, working, name), those of the
    year that differ from the weekday at least. actor: None when the days came with a new version of their package.
    """
    if actor is not None:
        _may(actor, "发布年度节假日安排")
    guards.days_of(year, [day for day, _, _ in days])
    with transaction.atomic():
        before = _write_days(days, source)
        CalendarYear.objects.update_or_create(year=year, defaults={"published": True, "source": source})
        now = now or timezone.now()
        why = f"{year}年节假日安排已公布"
        return _record(actor, now, "publish", "calendar", str(year), why, {"days": before}, False)


def create_policy(*, actor, fields: dict, now) -> tuple[Policy, int]:
    """A new limit; and how many open orders it moved. fields: see models.Policy."""
    _may(actor, "修改时限规则")
    with transaction.atomic():
        policy = Policy(**guards.policy_fields(fields))
        guards.no_twin(policy)
        policy.save()
        data = {"before": None, "after": model_to_dict(policy)}
        return policy, _record(actor, now, "create", "policy", policy.pk, "新增时限规则", data, True)


def edit_policy(*, actor, pk: int, fields: dict, now) -> tuple[Policy, int]:
    _may(actor, "修改时限规则")
    with transaction.atomic():
        policy = _locked(pk)
        before = model_to_dict(policy)
        for name, value in guards.policy_fields({**before, **fields}).items():
            setattr(policy, name, value)
        guards.no_twin(policy)
        policy.save()
        data = {"before": before, "after": model_to_dict(policy)}
        return policy, _record(actor, now, "amend", "policy", policy.pk, "修改时限规则", data, True)


def retire_policy(*, actor, pk: int, now) -> tuple[Policy, int]:
    """A limit that no longer holds; the row stays for the record (停用)."""
    _may(actor, "修改时限规则")
    with transaction.atomic():
        policy = _locked(pk)
        before = model_to_dict(policy)
        policy.retired = True
        policy.save()
        data = {"before": before, "after": model_to_dict(policy)}
        return policy, _record(actor, now, "retire", "policy", policy.pk, "停用时限规则", data, True)


def choose_set(*, actor, code: str, now) -> int:
    """Adopt another set of limits (时限标准). actor: None when the city's folder names it while it is loaded."""
    if actor is not None:
        _may(actor, "选择时限标准")
    with transaction.atomic():
        sets = {found.code: found for found in PolicySet.objects.select_for_update()}
        if code not in sets:
            raise BadInput(f"没有时限标准“{code}”", cure="可用：" + "、".join(sets), field="set")
        if sets[code].active:
            return 0
        before = next((found.code for found in sets.values() if found.active), "")
        PolicySet.objects.filter(active=True).update(active=False)
        PolicySet.objects.filter(code=code).update(active=True)
        data = {"before": before, "after": code}
        return _record(actor, now, "choose", "policy_set", code, f"采用{sets[code].name}", data, True)


def _may(actor, what: str) -> None:
    if actor.role != Role.SYSTEM_ADMIN:
        raise NotAllowed(f"{actor.get_role_display()}不能{what}", cure="请联系系统管理员")


def _locked(pk: int) -> Policy:
    policy = Policy.objects.select_for_update().filter(pk=pk).first()
    if policy is None:
        raise NotFound("没有这条时限规则", cure="请刷新后再试")
    return policy


def _write_days(days, source: str) -> dict:
    """Write the days; what they were and are, {day: [working before, after]}, None for a day that was not named."""
    known = {row.day: row for row in CalendarDay.objects.filter(day__in=[day for day, _, _ in days])}
    rows = [CalendarDay(day=day, working=working, name=name, source=source) for day, working, name in days]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["working", "name", "source"]
    )
    before = {day: known[day].working if day in known else None for day, _, _ in days}
    return {day.isoformat(): [before[day], working] for day, working, _ in days if before[day] != working}


def _record(actor, now, verb, subject, key, reason: str, data: dict, policies_changed: bool) -> int:
    orders = recount_open(actor=actor, now=now, because=reason, policies_changed=policies_changed)
    change = Entry(
        actor=actor,
        subject=subject,
        key=str(key),
        verb=verb,
        reason=reason,
        data={**data, "orders": len(orders)},
        at=now,
    )
    record_many([change, *orders])
    return len(orders)
