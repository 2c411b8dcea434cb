from django.contrib import admin

from zhixi.hotline.deadlines.models import CalendarDay, ClockStop, Policy
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(CalendarDay)
class CalendarDayAdmin(ReadOnlyAdmin):
    """Looked at here; changed on the office's calendar page, which counts the open orders anew."""

    list_display = ("day", "working", "name", "source")
    list_filter = ("working",)
    date_hierarchy = "day"


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin):
    list_display = (
        "set",
        "clock",
        "request_type",
        "urgency",
        "category",
        "amount",
        "unit_of_time",
        "retired",
    )
    list_filter = ("set", "clock", "retired")


@admin.register(ClockStop)
class ClockStopAdmin(ReadOnlyAdmin):
    list_display = ("order", "kind", "cause", "begin", "end", "by")
    list_filter = ("kind", "cause")
    list_select_related = ("order", "by")
