"""工单, and who sees which."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixi.hotline.accounts.choices import CENTRE, Role
from zhixi.hotline.orders.choices import Channel, Gender, RequestType, State, Urgency
from zhixi.hotline.privacy.fields import SealedField

PERSON = settings.AUTH_USER_MODEL


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The centre sees every order; a unit those it leads, assists, still answers for or meets about; a district
        its units'; a draft its author."""
        if not user.is_authenticated:
            return self.none()
        if user.role in CENTRE:
            return self.exclude(~Q(created_by=user), state=State.DRAFT)
        if user.unit_id is None:
            return self.none()
        mine = units_of(user)
        led = Q(unit__in=mine) | Q(responsible_unit__in=mine)
        return self.exclude(state=State.DRAFT).filter(led | beside_q(mine))


def units_of(user) -> list[int]:
    """The ids of the units that a person of the unit side stands for: the own one, or the district's all."""
    if user.unit_id is None:
        return []
    if user.role == Role.DISTRICT_ADMIN:
        return list(user.unit.with_district().values_list("pk", flat=True))
    return [user.unit_id]


def beside_q(units: list[int]) -> Q:
    """Orders that these units assist or meet about."""
    from zhixi.hotline.orders.models.beside import Assisting, Meeting  # they point at orders

    assisting = Assisting.objects.filter(unit__in=units, removed_at=None).order_by().values_list("order")
    meeting = Meeting.objects.filter(participants__in=units, closed_at=None).order_by().values_list("order")
    return by_key(assisting.union(meeting), Q(pk__in=assisting) | Q(pk__in=meeting))


def by_key(keys: models.QuerySet, whole: Q | None = None) -> Q:
    """Orders by a query for their keys: named one by one where they are few. A database cannot answer an OR with a
    subquery from indexes, and a unit with ten orders would wait for the whole table. whole: where they are many."""
    few = [pk for (pk,) in keys[: settings.VISIBLE_BY_KEY + 1]]
    if len(few) <= settings.VISIBLE_BY_KEY:
        return Q(pk__among=few)
    return whole or Q(pk__in=keys)


class Order(models.Model):
    """工单: the record of one request. Only `orders.actions` writes it; `version` grows with every step.

    `number` is the local day and a counter that has no last value (20261121-000001). `unit` is the lead (主办).
    `responsible_unit` is the one before it, which answers for the order until the lead has signed (首接负责);
    None when the lead answers for it itself. Personal fields are sealed at rest.
    """

    number = models.CharField("工单编号", max_length=32, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    state_before = models.CharField(max_length=24, blank=True)  # where a suspended order goes on
    channel = models.CharField("渠道", max_length=16, choices=Channel.choices, default=Channel.PHONE)

    request_type = models.CharField("诉求类型", max_length=16, choices=RequestType.choices, blank=True)
    urgency = models.CharField("紧急程度", max_length=16, choices=Urgency.choices, default=Urgency.NORMAL)
    category = models.ForeignKey(
        "units.Category", models.PROTECT, null=True, blank=True, verbose_name="事项分类"
    )
    title = models.CharField("标题", max_length=200, blank=True)
    subject = models.CharField("诉求对象", max_length=200, blank=True)
    demand = models.TextField("诉求目的", blank=True)
    description = models.TextField("诉求内容", blank=True)

    caller_name = SealedField("姓名", blank=True, default="")
    caller_gender = models.CharField("性别", max_length=8, choices=Gender.choices, blank=True)
    caller_phone = SealedField("联系电话", blank=True, default="")
    caller_phone_digest = models.CharField(max_length=64, blank=True, db_index=True)
    calling_number = SealedField("来电号码", blank=True, default="")
    calling_number_digest = models.CharField(max_length=64, blank=True, db_index=True)
    confidential = models.BooleanField("要求保密", default=False)
    anonymous = models.BooleanField("匿名", default=False)
    callback_wanted = models.BooleanField("需要回访", default=True)

    address_text = models.CharField("地址", max_length=300, blank=True)
    district = models.CharField("区县", max_length=40, blank=True)
    street = models.CharField("街道", max_length=40, blank=True)
    community = models.CharField("社区", max_length=40, blank=True)
    road = models.CharField("道路", max_length=80, blank=True)
    address_number = models.CharField("门牌", max_length=40, blank=True)
    poi = models.CharField("地点", max_length=120, blank=True)
    incident_time_text = models.CharField("发生时间（原话）", max_length=120, blank=True)
    incident_time = models.CharField("发生时间", max_length=40, blank=True)  # ISO, as exact as it was said

    related_order = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="关联工单"
    )
    master = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="主工单"
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="orders", verbose_name="主办单位"
    )
    responsible_unit = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="首接单位",
        db_index=False,
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="拆分自"
    )
    evidence = models.JSONField("依据话语", default=dict, blank=True)  # field → utterance numbers of the call
    answer = models.TextField("直接解答", blank=True)
    answered_on_the_spot = models.BooleanField("直接解答", default=False)
    important = models.BooleanField("重要来电", default=False)
    held = models.BooleanField("冻结", default=False)  # kept whatever its retention says (archive.Hold)
    bound = models.BooleanField(
        "会商定责", default=False
    )  # a joint meeting named the unit: it may not return it
    reopened = models.PositiveSmallIntegerField("重办次数", default=0)
    returned = models.PositiveSmallIntegerField("退单次数", default=0)

    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="受理人")
    created_at = models.DateTimeField("来电时间")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    dispatched_at = models.DateTimeField("派单时间", null=True, blank=True)
    handed_at = models.DateTimeField("交主办时间", null=True, blank=True)  # when the lead of now got it
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    replied_at = models.DateTimeField("反馈时间", null=True, blank=True)
    concluded_at = models.DateTimeField("办结时间", null=True, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    dispatch_due_at = models.DateTimeField("派单期限", null=True, blank=True)
    sign_due_at = models.DateTimeField("签收期限", null=True, blank=True)
    due_at = models.DateTimeField("办理期限", null=True, blank=True)
    callback_due_at = models.DateTimeField("回访期限", null=True, blank=True)
    suspended_at = models.DateTimeField("挂起时间", null=True, blank=True)
    clocks = models.JSONField(
        "时钟", default=dict, blank=True
    )  # what each was set going with: deadlines.terms

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        ordering = ["-created_at", "-pk"]
        # Every list is walked newest first, so that a page costs the same among a million orders as among ten.
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="order_newest"),
            # Who made a draft may see it, so that alone keeps a count along an index from reading the orders.
            models.Index(fields=["state", "-created_at", "created_by"], name="order_state_newest"),
            models.Index(
                fields=["district", "-created_at", "id", "state", "created_by"], name="order_district_newest"
            ),
            models.Index(fields=["unit", "state", "-created_at"]),
            *(
                models.Index(fields=[name, "-created_at"], name=f"order_{name}_newest")
                for name in (
                    "unit",
                    "category",
                    "request_type",
                    "urgency",
                    "channel",
                    "created_by",
                )
            ),
            *(
                models.Index(fields=["-created_at"], name=f"order_{name}", condition=condition)
                for name, condition in (
                    ("important", Q(important=True)),
                    ("held", Q(held=True)),
                    ("confidential", Q(confidential=True)),
                    ("bound", Q(bound=True)),
                    ("on_the_spot", Q(answered_on_the_spot=True)),
                    ("no_callback", Q(callback_wanted=False)),
                    ("reopened", Q(reopened__gt=0)),
                    ("returned", Q(returned__gt=0)),
                )
            ),
            # Hardly any order has one; with all the others in it, SQLite would rather read the table.
            models.Index(
                fields=["responsible_unit"],
                name="order_responsible",
                condition=Q(responsible_unit__isnull=False),
            ),
            models.Index(fields=["unit"], name="order_reopened_unit", condition=Q(reopened__gt=0)),
            *(
                models.Index(fields=[f"-{name}_at", "-id"], name=f"order_{name}_at")
                for name in ("accepted", "dispatched", "signed", "replied", "concluded", "archived")
            ),
            # A limit means something only in the states in which its clock runs.
            *(
                models.Index(fields=["state", name], name=f"order_{name}")
                for name in ("dispatch_due_at", "sign_due_at", "due_at", "callback_due_at")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answering_unit(self):
        """The unit that a passed limit counts against (首接负责)."""
        return self.responsible_unit or self.unit

    @property
    def helpers(self):
        """The assisting units of now, without those that were released."""
        return self.assisting.filter(removed_at=None)
