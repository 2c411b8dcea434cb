"""Filters under a name (常用查询)."""

from django.conf import settings
from django.db import transaction

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.archive.models import SavedView
from zhixi.hotline.orders.filters import OrderFilter, written

SHARES = frozenset(
    {Role.TEAM_LEADER, Role.DISPATCHER, Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.DISTRICT_ADMIN}
)


def save_view(
    *, actor, name: str, wanted: OrderFilter, shared_with: str, now, pk: int | None = None
) -> SavedView:
    """Keep filters, or change one's own. shared_with: a role, or ""; each sees with it what it may see."""
    if shared_with and shared_with not in Role.values:
        raise BadInput("没有这个角色", cure="请从列表中选择", field="shared_with")
    if shared_with and actor.role not in SHARES:
        raise NotAllowed(f"{actor.get_role_display()}不能共享常用查询", cure="请只保存给自己")
    name = name.strip()
    if not 1 <= len(name) <= 40:
        raise BadInput("名称须为1至40个字", cure="请改短名称", field="name")
    with transaction.atomic():
        view = _own(actor, pk) if pk else SavedView(owner=actor)
        others = SavedView.objects.filter(owner=actor).exclude(pk=view.pk)
        if others.filter(name=name).exists():
            raise BadInput(f"已有名为“{name}”的常用查询", cure="请换一个名称", field="name")
        if not pk and others.count() >= settings.VIEWS_MOST:
            raise BadInput(f"常用查询最多{settings.VIEWS_MOST}个", cure="请先删除不用的", field="name")
        view.name, view.filters, view.shared_with, view.changed_at = name, written(wanted), shared_with, now
        view.save()
    return view


def drop_view(*, actor, pk: int) -> None:
    _own(actor, pk).delete()


def _own(actor, pk: int) -> SavedView:
    view = SavedView.objects.visible_to(actor).filter(pk=pk).first()
    if view is None:
        raise NotFound("没有这个常用查询", cure="请刷新后再试")
    if view.owner_id != actor.pk:
        raise NotAllowed("只能修改自己的常用查询", cure="可另存为自己的")
    return view
