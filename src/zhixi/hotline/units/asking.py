"""What units are asked for by a day: who sees it, and what is late."""

from django.db import models

from zhixi.hotline.accounts.choices import Role

UNIT_PEOPLE = (Role.UNIT_CLERK, Role.UNIT_LEAD)


class AskedQuerySet(models.QuerySet):
    """Rows with unit, due_on and answered_at. askers: the roles that ask units for it."""

    askers: tuple[Role, ...] = ()

    def visible_to(self, user):
        """Those who ask see all, a unit its own, a district those of its units."""
        if user.role in (*self.askers, Role.SYSTEM_ADMIN):
            return self
        if user.unit is None:
            return self.none()
        if user.role == Role.DISTRICT_ADMIN:
            return self.filter(unit__in=user.unit.with_district())
        return self.filter(unit=user.unit) if user.role in UNIT_PEOPLE else self.none()

    def overdue_on(self, day):
        return self.filter(answered_at=None, due_on__lt=day)
