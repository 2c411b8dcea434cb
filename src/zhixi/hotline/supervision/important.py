"""Every important case on one list, whatever its state (重要来电来信台账). Always within `visible_to`."""

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.rules import OPEN
from zhixi.hotline.supervision.models import Important


def cases(user, *, mine: bool = False, still_open: bool | None = None) -> QuerySet:
    """Those still open first, the nearest limit before all; then those done with, the newest first."""
    found = Order.objects.visible_to(user).filter(important=True)
    if mine:
        found = found.filter(important_case__leader=user)
    if still_open is not None:
        found = found.filter(state__in=OPEN) if still_open else found.exclude(state__in=OPEN)
    done = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    due = Case(When(state__in=OPEN, then=F("due_at")), default=None)
    return found.order_by(done, due.asc(nulls_last=True), "-created_at", "-pk")


def mine_open(user) -> int:
    """How many open ones this person was named for."""
    return cases(user, mine=True, still_open=True).order_by().count()


def case_of(order) -> Important | None:
    """The named leader's row, None where nobody was named."""
    return getattr(order, "important_case", None)
