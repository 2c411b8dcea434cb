from django.conf import settings
from django.db import models

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.chain import FIELDS


class AppendOnly(models.QuerySet):
    def update(self, **kwargs):
        raise NotAllowed("事件只能追加，不能修改")

    def delete(self):
        raise NotAllowed("事件只能追加，不能删除")

    def visible_to(self, user):
        """Events of the orders that the person may see; the administrator and the leader see all."""
        from zhixi.hotline.orders.models import Order

        if user.role in (Role.SYSTEM_ADMIN, Role.LEADER):
            return self
        return self.filter(subject="order", key__in=Order.objects.visible_to(user).values("number"))


class Event(models.Model):
    """One step of one thing, chained by hash. Rows are only ever added; the database refuses the rest.

    subject, key: what it happened to ("order", its number). data: what changed, personal values sealed.
    hash = SM3(previous hash + canonical JSON of the row); the first row's `previous` is 64 zeros.
    """

    n = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_role = models.CharField(max_length=24, blank=True)
    subject = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    verb = models.CharField(max_length=32)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        ordering = ["n"]
        indexes = [models.Index(fields=["subject", "key", "n"])]

    def as_row(self) -> dict:
        """What the hash is made of (see `chain.canonical`)."""
        row = {name: getattr(self, name) for name in FIELDS if name != "actor"}
        return {**row, "actor": self.actor_id, "at": self.at}

    def delete(self, *args, **kwargs):
        raise NotAllowed("事件只能追加，不能删除")


class ChainHead(models.Model):
    """The end of the chain: one row, locked by whoever appends, so that two cannot take the same place."""

    n = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
