"""Setting up the ways out (通知通道): each change leaves an event, with neither address nor key in clear."""

import secrets
import urllib.parse

from django.db import transaction

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.notifications import guards, texts
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.notifications.handing import hand_over, lease, settle
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.privacy.sealing import digest

CHANGES = frozenset({Role.SYSTEM_ADMIN})
READS = CHANGES | {Role.LEADER}
FIELDS = ("way", "name", "active", "unit", "address", "account", "secret", "options")


def create_route(*, actor, fields: dict, now) -> Route:
    """A new way out. fields: see `FIELDS`; unit a Unit or None."""
    may_change(actor)
    with transaction.atomic():
        if fields.get("way") not in Way.values or fields["way"] == Way.PAGE:
            raise BadInput("没有这种通道", cure="请从列表中选择", field="way")
        route = Route(way=fields["way"], active=bool(fields.get("active")))
        _fill(route, {**fields, "address": fields.get("address") or ""})
        route.save()
        _record(actor, route, "create", None, now)
    return route


def change_route(*, actor, pk: int, fields: dict, now) -> Route:
    """Change a way out, not its kind. address, secret: "" leaves them as they are; `forget_secret` empties the key."""
    may_change(actor)
    with transaction.atomic():
        route = _locked(pk)
        if fields.get("way") not in (None, route.way):
            raise BadInput("通道的方式不能改", cure="请停用后另建一个", field="way")
        before = _values(route)
        _fill(route, {**fields, "address": fields.get("address") or route.address})
        route.save()
        _record(actor, route, "amend", before, now)
    return route


def switch_route(*, actor, pk: int, active: bool, now) -> Route:
    """Switch it off, or on again (停用, 启用). It is never deleted: its messages point at it."""
    may_change(actor)
    with transaction.atomic():
        route = _locked(pk)
        if route.active == active:
            raise Conflict(f"这个通道已经{'启用' if active else '停用'}", cure="请刷新后再试")
        before = _values(route)
        route.active = active
        guards.only_one(route)
        route.save()
        _record(actor, route, "switch_on" if active else "switch_off", before, now)
    return route


def send_test(*, actor, pk: int, to: str, now) -> Message:
    """Send a test message, to whom the administrator types, or to the robot's group; and what came of it (测试发送).

    A route that is switched off may be tried too. The message is in the log like any other; it is tried once.
    """
    may_change(actor)
    with transaction.atomic():
        route = _locked(pk)
        message = Message.objects.create(
            key=digest(secrets.token_hex(16)),
            way=route.way,
            route=route,
            kind="test",
            to=guards.receiver_of(route.way, to),
            text=texts.test_text(route.name),
            state=Delivery.SENDING,
            next_try_at=lease(now),
            created_at=now,
        )
        _record(actor, route, "test", None, now, {"message": message.pk})
    settle(message, hand_over(message), now, again=False)
    return message


def shown(address: str) -> str:
    """Where an address leads, without what may be a key in it: https://gateway.example.cn/…"""
    parts = urllib.parse.urlsplit(address)
    more = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{more}"


def may_change(actor) -> None:
    if actor.role not in CHANGES:
        raise NotAllowed(f"{actor.get_role_display()}不能修改通知通道", cure="请联系系统管理员")


def may_read(actor) -> None:
    if actor.role not in READS:
        raise NotAllowed(f"{actor.get_role_display()}不能查看通知通道", cure="请联系系统管理员")


def _fill(route: Route, fields: dict) -> None:
    name = (fields.get("name") or "").strip()
    if not 1 <= len(name) <= 40:
        raise BadInput("名称须为1至40个字", cure="请填写名称", field="name")
    route.name = name
    route.address = guards.address_of(route.way, fields["address"])
    route.unit = guards.unit_of(route.way, fields.get("unit"))
    route.account = (fields.get("account") or "").strip()
    route.options = guards.options_of(route.way, fields.get("options") or {}, route.options or {})
    if fields.get("forget_secret"):
        route.secret = ""
    route.secret = fields.get("secret") or route.secret
    guards.has_sender(route.way, route.account, route.options)
    guards.only_one(route)


def _locked(pk: int) -> Route:
    # Only the route: an outer join to its unit cannot be locked.
    route = Route.objects.select_for_update().filter(pk=pk).first()
    if route is None:
        raise NotFound("没有这个通知通道", cure="请刷新后再试")
    return route


def _values(route: Route) -> dict:
    return {name: getattr(route, name) for name in FIELDS}


def _told(values: dict) -> dict:
    """What an event may say of a route: not its key, nor the address, the account and the options that may hold one."""
    return {
        "way": str(values["way"]),
        "name": values["name"],
        "active": values["active"],
        "unit": values["unit"].code if values["unit"] else "",
        "leads_to": shown(values["address"]),
        "has_secret": bool(values["secret"]),
        "options": sorted(values["options"]),
    }


def _record(actor, route: Route, verb: str, before: dict | None, now, more: dict | None = None) -> None:
    after = _values(route)
    words = {"create": "新增", "amend": "修改", "switch_on": "启用", "switch_off": "停用", "test": "测试"}[
        verb
    ]
    data = {"before": _told(before) if before else None, "after": _told(after), **(more or {})}
    if before:
        data["changed"] = [name for name in FIELDS if before[name] != after[name]]
    audit.record(
        actor=actor,
        subject="route",
        key=route.pk,
        verb=verb,
        reason=f"{words}通知通道：{route}",
        data=data,
        at=now,
    )
