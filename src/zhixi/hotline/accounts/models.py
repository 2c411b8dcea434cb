from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from zhixi.hotline.accounts.choices import CENTRE, UNIT_SIDE, Role


class PeopleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The centre's leaders see everybody; a unit sees its own people; anyone sees themselves."""
        if user.role in (
            Role.SYSTEM_ADMIN,
            Role.TEAM_LEADER,
            Role.SUPERVISOR,
            Role.OUTSOURCER_MANAGER,
            Role.LEADER,
        ):
            return self
        if user.role in UNIT_SIDE and user.unit_id:
            whole = user.role == Role.DISTRICT_ADMIN
            return self.filter(unit__in=user.unit.with_district() if whole else user.unit.with_descendants())
        return self.filter(pk=user.pk)


class People(UserManager.from_queryset(PeopleQuerySet)):
    """The manager of people: Django's own, with `visible_to`."""


class User(AbstractUser):
    """A person who works with the hotline. One role; units' people belong to a unit.

    `extension` is the telephone on the seat, by which an arriving call finds its agent.
    """

    name = models.CharField("姓名", max_length=40)
    role = models.CharField("角色", max_length=24, choices=Role.choices, default=Role.AGENT)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, blank=True, related_name="people", verbose_name="单位"
    )
    extension = models.CharField("分机", max_length=16, blank=True)

    objects = People()

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return f"{self.name}（{self.get_role_display()}）"

    @property
    def in_centre(self) -> bool:
        return self.role in CENTRE
